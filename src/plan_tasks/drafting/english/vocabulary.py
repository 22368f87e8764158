"""The words of English targets: bounds, changes, levels, verbs, nouns that can be measured, small words.

Lives here: the shipped English lexicon. A word's tag says what the reader asks of it: ``past`` (only of what has
been), ``participle`` (of what has been or of what is meant, as the sentence has it), ``held`` (rather of what is
meant), ``noun``, ``either`` (noun or verb). Not here: units (``units``), owners and headings (``owning``).
"""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.vocabulary.lexicon import Lexicon, Part, Word, words
from plan_tasks.model.vocabulary import ChangeType, Comparator

__all__ = ["SHIPPED"]


def _of(part: Part, table: str, **meaning: object) -> tuple[Word, ...]:
    """Words in lower case, each its own gloss."""
    texts = [text.strip() for text in table.replace("\n", "|").split("|") if text.strip()]
    return words(part, {text: text for text in texts}, **meaning)  # type: ignore[arg-type]


_AT_LEAST_BEFORE: Final = """
at least|no less than|not less than|no fewer than|not fewer than|no lower than|not lower than|not below|no below
a minimum of|minimum of|at a minimum|more than|over|above|at or above|greater than|higher than|upwards of|in excess of
≥|>=|>|equal to or above|better than|not under
"""
_AT_MOST_BEFORE: Final = """
at most|no more than|not more than|no higher than|not higher than|no greater than|not above|not over|a maximum of
maximum of|up to|below|under|less than|fewer than|lower than|at or below|within|not exceeding|without exceeding|≤|<=|<
"""
_ABOUT_BEFORE: Final = "about|around|approximately|roughly|some|nearly|almost|close to|in the region of|approx|circa|~"
_AT_LEAST_BEHIND: Final = """
or more|or above|or higher|or better|or over|or greater|and above|and over|or longer|and more|at least|at a minimum
minimum|plus|+
"""
_AT_MOST_BEHIND: Final = "or less|or fewer|or below|or lower|or under|and below|at most|at the most|maximum|or shorter"
_ABOUT_BEHIND: Final = "or so|or thereabouts"

_GROW: Final = """
up|grow|grows|growing|increase|increases|increasing|rise|rises|rising|raise|raises|raising|expand|expands|expanding
boost|boosts|boosting|lift|lifts|lifting|improve|improves|improving|climb|climbs|climbing|gain|gains|widen|push up
bring up|drive up|step up|double|doubles|triple|triples|quadruple
"""
_GROWN: Final = "increased|raised|expanded|boosted|lifted|improved|doubled|tripled"
_GREW: Final = "grew|rose|climbed|gained|went up|has grown|have grown|has risen|have risen"
_GROWTH: Final = "growth|growth rate|rate of growth|rise|gain|improvement|rate of increase"
_SHRINK: Final = """
down|reduce|reduces|reducing|cut|cuts|cutting|lower|lowers|lowering|decrease|decreases|decreasing|decline|declines
declining|fall|falls|falling|drop|drops|dropping|shrink|shrinks|shrinking|narrow|narrows|narrowing|lessen|curb|trim
bring down|drive down|cut back|halve|halves|shorten|shortens
"""
_SHRUNK: Final = "reduced|lowered|decreased|declined|dropped|narrowed|shortened|halved|trimmed|curbed"
_FELL: Final = "fell|shrank|went down|has fallen|have fallen"
_SHRINKAGE: Final = "reduction|decline|fall|drop"

_REACH: Final = """
reach|reaches|reaching|hit|hits|attain|attains|stand at|stands at|amount to|amounts to|account for|accounts for|meet
come to|set at
"""
_REACHED: Final = "reached|attained|stood at|amounted to|accounted for|totalled|totaled|came to"
_EXCEED: Final = "exceed|exceeds|exceeding|surpass|surpasses|surpassing"
_EXCEEDED: Final = "exceeded|surpassed"
_NOT_EXCEED: Final = "not exceed|not surpass|never exceed|must not exceed|does not exceed|do not exceed"
_KEEP: Final = """
keep|keeps|keeping|hold|holds|holding|maintain|maintains|maintaining|remain|remains|remaining|stay|stays|staying
stabilise|stabilises|stabilize|stabilizes|continue to|continues to|limit|contain|control
"""
_KEPT: Final = "kept|held|is set|are set|maintained|stabilised|stabilized|limited|controlled"
_STAYED: Final = "remained|stayed|continued to"
_STABLE: Final = "stable|steady|unchanged|flat|basically stable|broadly stable"
_ACHIEVE: Final = (
    "achieve|achieves|achieving|deliver|delivers|secure|secures|attain|obtain|obtains|realise|realize|ensure"
)

_NOT_FALL: Final = "not fall below|not drop below|not go below|not be below|not be less than|never fall below"
_NOT_RISE: Final = "not rise above|not go above|not be above|not be more than|never rise above"
_MANNER: Final = """
steadily|further|gradually|continuously|constantly|moderately|significantly|substantially|sharply|slightly|markedly
consistently|strongly|stably|year by year|every year|steady|sustained|stable|rapidly|quickly|considerably|notably
"""
_RELATED: Final = """
in step with|in line with|in pace with|keep pace with|keeps pace with|keeping pace with|at the same rate as
at the same pace as|on a par with|no slower than|not slower than|faster than|more quickly than|slower than
"""
_OUTPACE: Final = "outpace|outpaces|outpacing|outstrip|outstrips"

#: What can be counted off: the object of such a verb is what is done.
_COUNTING: Final = """
build|rebuild|complete|carry out|train|open|plant|create|recruit|hire|launch|publish|deliver|run|renovate|repair
construct|install|distribute|vaccinate|drill|pave|ship|release|close|sign|sign up|set up|establish|add|provide|offer
hold|host|organise|organize|conduct|finish|start|begin|implement|train up|enrol|enroll|register|award|fund|finance
equip|reopen|restore|refurbish|upgrade|retrofit|insulate|convert|acquire|buy|purchase|procure|produce|make|write
draft|issue|visit|inspect|audit|interview|survey|screen|treat|serve|feed|rehouse|house|place|appoint|employ|attract
bring in|win|introduce|develop|design|test|pilot|roll out|deploy|migrate|connect|lay|extend|cultivate|harvest|sow
raise|collect|recycle|resettle|help|support|reach|teach|certify|graduate|process|resolve|answer|clear|clean|clean up
dredge|demolish|move|relocate|list|onboard|book|sell|earn|generate|save|invest|spend|attain|promote|stage|mentor
get|gain|give|send|donate|lend|grant|rescue|expand|double|triple|construct and equip|reforest|afforest|put up
put in|bring|cut|retire|remove|eliminate|close down|automate|achieve|secure|mobilise|mobilize|disburse|guarantee
foster|back|merge|combine|consolidate|translate|record|film|digitise|digitize|staff|stock|supply|export|lease|rent
license|file|submit|adopt|approve|contact|call|review|fix|replace|electrify|dig|fit|fit out|protect|rewild|breed|rear
immunise|immunize|trace|shelter|coach|tutor|sponsor|accredit|shut|decommission|incubate|accelerate|win back|map|scan
catalogue|renew|modernise|modernize
"""
_COUNTED: Final = """
built|rebuilt|completed|carried out|trained|opened|planted|created|recruited|hired|launched|published|delivered|ran
renovated|repaired|constructed|installed|distributed|vaccinated|drilled|paved|shipped|released|closed|signed|set up
established|added|provided|offered|hosted|organised|organized|conducted|finished|started|implemented|enrolled
registered|awarded|funded|equipped|restored|refurbished|upgraded|insulated|converted|acquired|bought|purchased
produced|made|wrote|issued|visited|inspected|audited|surveyed|screened|treated|served|rehoused|appointed|employed
attracted|won|introduced|developed|designed|tested|rolled out|deployed|migrated|connected|laid|collected|recycled
resettled|helped|supported|taught|certified|processed|resolved|cleared|cleaned|demolished|relocated|sold|earned
generated|saved|invested|spent|achieved|secured|removed|eliminated|gave|donated|rescued|handled|dealt with
"""
#: What cannot.
_ACTING: Final = """
push|advance|draw|draw up|strengthen|deepen|promote|foster|welcome|manage|tidy|guard|govern|plan|reform|prepare|follow
review|monitor|report|improve|enhance|ensure|protect|reinforce|encourage|explore|assess|consult|agree|align|adopt|apply
check|chart|contain|coordinate|define|discuss|document|emit|fill|fight|find|fix|focus|integrate|join|keep|let|link
look|maintain|map|measure|modernise|modernize|negotiate|pay|phase out|plan|prevent|protect|put|redesign|refine|renew
replace|respond|revise|revive|search|secure|settle|share|show|simplify|speed up|stabilise|steady|steer|study|take
take stock|tackle|tighten|track|try out|unify|update|use|validate|widen|work|call|contact|evaluate|identify|investigate
continue|create|enforce|engage|enable|expose|finalise|finalize|give|invite|lead|learn|mainstream|mobilise|nurture
regulate|safeguard|scale up|test|transform|translate|transfer|treat|watch|co-operate|cooperate|collaborate|grow
standardise|standardize|streamline|digitise|digitize|repaint|spread|bring|do|go|choose|celebrate|embed|empower|raise
"""

_LEAD: Final = """
economy|living|environment|of which|among them|including|in total|overall|altogether|the total|we|it|they|and we
we shall|our|each year|the year|throughout the year|for the year
"""
_AIMS: Final = """
aim to|aims to|aiming to|aim for|aims for|aiming for|aim at|strive to|strive for|strives to|striving for|seek to
seeks to|plan to|plans to|planning to|intend to|intends to|expect|expects|ensure that|make sure that|make sure|so that
with the aim of|target|targets|targeting|work to|set out to|push to|the target is|our target is|the goal is|our goal is
the aim is|our aim is|commit to|committed to|try to|hope to|propose to|with a stretch target of|ideally|stretch
"""
_WILL: Final = """
will|shall|should|must|is to|are to|is expected to|are expected to|expected to|is planned to|are planned to|needs to
need to|has to|have to|is set to|are set to|is projected to|are projected to|is targeted to|are targeted to|can|would
will be|shall be|should be|must be|to be|is to be|are to be|expected to be|is expected to be|are expected to be
is planned|are planned
"""
_PAST_WORDS: Final = """
last year|in the past year|over the past year|the previous year|in recent years|so far|to date|already
in the last five years|over the last five years|previously|up to now|since then|preliminary figures|historically
last quarter|last month
"""
_HAVE: Final = "has|have|had|was|were|has been|have been|had been|we have"

_AGAINST: Final = """
compared with|compared to|against|versus|vs|relative to|on top of|instead of|rather than|beyond
than in|than|as against|over last year|over the previous year
"""
_BASES: Final = """
year on year|year-on-year|a year|per year|per annum|each year|every year|annually|a month|per month|monthly|each month
a week|per week|a quarter|per quarter|quarterly|on average|an average of|average|a day|per day|in real terms
in comparable terms|at constant prices|in nominal terms|in total|yoy
"""
_EXISTING: Final = """
the|all|all the|each of|each of the|every|these|those|this|that|any of the|both|its|their|his|her|existing|current
all of the|most of the|one of|one or|some of the|many of the
"""
_INDEFINITE: Final = "a|an|our|your|another|a further|a total of|an additional"
_BESIDE: Final = """
in|for|with|across|on|during|through|throughout|into|among|along|near|between|until|without|via|after|before|onto|toward
towards|as|that|which|who|where|whose|so|if|when|while|because|since|using|around|outside|inside|within|to be|following
per|worth
"""
_NAMING: Final = """
article|articles|page|pages|room|decree|phase|tier|version|no|number|goal|chapter|level|grade|stage|key stage|section
form|figure|table|annex|appendix|part|step|item|clause|line|route|highway|bus|house|rule|regulation|iso|resolution
act|objective|priority|kr|key result|age|aged|ages|pillar|task|milestone|option|lot|zone|district|building|order|top
paragraph|schedule|call|telephone|phone|tel|fax|class|year|week|day|series|group|category|web|industry|world
"""

_MEASURED: Final = """
income|incomes|revenue|revenues|output|investment|investments|exports|imports|trade|sales|consumption|emissions|rate
rates|prices|price|product|gdp|gross domestic product|gross regional product|value added|production|productivity|share
proportion|ratio|level|levels|spending|expenditure|profit|profits|margin|costs|cost|turnover|employment|unemployment
jobs|population|attendance|absence|satisfaction|score|scores|waiting time|waiting times|time|times|deposits|loans|debt
intensity|concentration|coverage|enrolment|enrollment|membership|participation|retention|churn|uptime|accuracy|quality
capacity|traffic|users|customers|visitors|visits|deaths|accidents|incidents|complaints|waste|losses|yield|yields|area
density|inflation|deficit|surplus|reserves|savings|wages|pay|pensions|poverty|inequality|gap|mortality|life expectancy
index|per capita|tax revenue|discharge|discharges|pollution|energy use|water use|demand|supply
number|volume|value|proportions
"""

SHIPPED: Final = Lexicon(
    name="plan-tasks-english",
    words=(
        *_of(Part.PREPOSITION, _BESIDE),
        *_of(Part.ACTION, _ACTING),
        *_of(Part.VERB, _COUNTING),
        *_of(Part.INDICATOR, _MEASURED),
        *_of(Part.PAST, _COUNTED, tag="participle"),
        *_of(Part.MANNER, _MANNER),
        *_of(Part.ACHIEVE, _ACHIEVE),
        *_of(Part.CHANGE, _GROW, change=ChangeType.GROWTH),
        *_of(Part.CHANGE, _GROWN, change=ChangeType.GROWTH, tag="participle"),
        *_of(Part.CHANGE, _GREW, change=ChangeType.GROWTH, tag="past"),
        *_of(Part.CHANGE, _GROWTH, change=ChangeType.GROWTH, tag="noun"),
        *_of(Part.CHANGE, "increase|rise|gain", change=ChangeType.GROWTH, tag="either"),
        *_of(Part.CHANGE, _SHRINK, change=ChangeType.REDUCTION),
        *_of(Part.CHANGE, _SHRUNK, change=ChangeType.REDUCTION, tag="participle"),
        *_of(Part.CHANGE, _FELL, change=ChangeType.REDUCTION, tag="past"),
        *_of(Part.CHANGE, _SHRINKAGE, change=ChangeType.REDUCTION, tag="noun"),
        *_of(Part.CHANGE, "decrease|decline|fall|drop|cut", change=ChangeType.REDUCTION, tag="either"),
        *_of(Part.LEVEL, _REACH),
        *_of(Part.LEVEL, _REACHED, tag="past"),
        *_of(Part.LEVEL, _EXCEED, comparator=Comparator.AT_LEAST),
        *_of(Part.LEVEL, _EXCEEDED, comparator=Comparator.AT_LEAST, tag="past"),
        *_of(Part.LEVEL, _NOT_EXCEED, comparator=Comparator.AT_MOST),
        *_of(Part.LEVEL, _NOT_FALL, comparator=Comparator.AT_LEAST),
        *_of(Part.LEVEL, _NOT_RISE, comparator=Comparator.AT_MOST),
        *_of(Part.KEEP, _KEEP),
        *_of(Part.KEEP, _KEPT, tag="held"),
        *_of(Part.KEEP, _STAYED, tag="past"),
        *_of(Part.STABLE, _STABLE, change=ChangeType.LEVEL),
        *_of(Part.STEP, _RELATED),
        *_of(Part.STEP, _OUTPACE, change=ChangeType.GROWTH),
        *_of(Part.LIMIT, _AT_LEAST_BEFORE, comparator=Comparator.AT_LEAST),
        *_of(Part.LIMIT, _AT_MOST_BEFORE, comparator=Comparator.AT_MOST),
        *_of(Part.LIMIT, _ABOUT_BEFORE, comparator=Comparator.ABOUT),
        *_of(Part.BOUND, _AT_LEAST_BEHIND.replace("at least|", ""), comparator=Comparator.AT_LEAST),
        *_of(Part.BOUND, _AT_MOST_BEHIND.replace("at most|", ""), comparator=Comparator.AT_MOST),
        *_of(Part.BOUND, _ABOUT_BEHIND, comparator=Comparator.ABOUT),
        *_of(Part.LEAD, _LEAD),
        *_of(Part.AIM, _AIMS),
        *_of(Part.FUTURE, _WILL),
        *_of(Part.FUTURE, "this year|in the coming year|next year|over the next five years", tag="time"),
        *_of(Part.PAST, _PAST_WORDS, tag="time"),
        *_of(Part.PAST, _HAVE, tag="have"),
        *_of(Part.BE, "be|is|are|being|been"),
        *_of(Part.COMPARED, _AGAINST),
        *_of(Part.BASIS, _BASES),
        *_of(Part.DETERMINER, _EXISTING, tag="existing"),
        *_of(Part.DETERMINER, _INDEFINITE),
        *_of(Part.EACH, "respectively"),
        *_of(Part.BINDING, "binding|binding target|binding indicator|mandatory"),
        *_of(Part.EXPECTED, "expected|expected target|anticipatory|indicative"),
        *_of(Part.OF, "of"),
        *_of(Part.BY, "by"),
        *_of(Part.TO, "to|at"),
        *_of(Part.FROM, "from"),
        *_of(Part.BETWEEN, "between"),
        *_of(Part.WITH, "and|as well as|and to|or"),
        *_of(Part.TASK, _NAMING, tag="naming"),
    ),
)
