"""Reading targets and past results out of stretches of text.

Lives here: `ClaimReader`, which matches the grammar's predicates, finds the head of each, and says what is claimed.
Not here: the patterns (``grammar``), heads (``heads``), figures (``figures``), tenses (``frames``).
"""

from __future__ import annotations

import re
from decimal import Decimal

import attrs

from plan_tasks.drafting.attempts import Attempt, is_intransitive, is_measurable, is_size, is_sound
from plan_tasks.drafting.figures import read_figures
from plan_tasks.drafting.frames import Frame
from plan_tasks.drafting.grammar import BOUNDARY, PREDICATE
from plan_tasks.drafting.heads import Head, clean_head, listed_heads, part_head
from plan_tasks.drafting.relatives import counts_part, share_of_last, true_reference
from plan_tasks.drafting.stretches import Stretch
from plan_tasks.drafting.tokens import Tag
from plan_tasks.drafting.vocabulary.comparing import REFERENCES
from plan_tasks.drafting.vocabulary.lexicon import Part, Word
from plan_tasks.model.source import SourceSpan
from plan_tasks.model.vocabulary import ChangeType, Commitment, Comparator

__all__ = ["Claim", "ClaimReader"]

_END = frozenset((*BOUNDARY, Tag.AND, Part.WITH.value, Tag.ASIDE, Part.TASK.value))
_ACTING = frozenset((Part.VERB.value, Part.ACTION.value))
_REACHING = frozenset((Part.LEVEL.value, Part.ACHIEVE.value, Part.KEEP.value, Part.STABLE.value))
_LONGEST_OBJECT = 40
_NEAR = 40


@attrs.frozen(kw_only=True)
class Claim:
    """A figure or direction that the text claims for an indicator.

    Attributes:
        past: Whether it was reached, and so is no target.

    The rest are those of ``DraftTarget``.
    """

    span: SourceSpan
    indicator: str
    comparator: Comparator
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    change: ChangeType | None = None
    commitment: Commitment | None = None
    stretch: Decimal | None = None
    reference: str = ""
    past: bool = False


class ClaimReader:
    """Reads claims from one stretch after another, in the document's order.

    Args:
        frame: What is known of the time that the text speaks of; the reader keeps it up to date.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def read(self, stretch: Stretch, subject: str = "") -> list[Claim]:
        """Read a stretch.

        Args:
            stretch: The stretch.
            subject: What a predicate without a head is about, as in a table whose indicator stands in another cell;
                empty for nothing.

        Returns:
            Its claims in order.
        """
        return _Reading(stretch, self.frame, subject).claims()


class _Reading:
    """The reading of one stretch."""

    def __init__(self, stretch: Stretch, frame: Frame, subject: str) -> None:
        self._stretch = stretch
        self._tags = stretch.tags
        self._frame = frame
        self._heard = 0
        self._floor = 0  # no head begins before this token
        self._claims: list[Claim] = []
        self._subject = subject
        self._heads: list[str] = (
            [subject] if subject else []
        )  # those of the last claims, for a predicate without a head
        self._recent: list[str] = []  # all of the sentence's, for 分别 (respectively) behind them
        self._verbs: tuple[Word, ...] = ()  # those of the last count: 新建公园5个、广场3个
        self._opening = _openings(stretch.tags)

    def claims(self) -> list[Claim]:
        position = 0
        while (found := PREDICATE.search(self._tags, position)) is not None:
            self._hear(found.start())
            end = self._accept(found)
            self._hear(max(found.end(), end or 0))
            if end is not None:
                self._floor = end
            position = max(end or found.end(), found.start() + 1)
        self._hear(len(self._tags))
        return self._claims

    def _hear(self, end: int) -> None:
        for index in range(self._heard, end):
            self._frame.hear(self._stretch, index)
            if self._tags[index] == Tag.STOP:
                self._heads, self._recent, self._verbs = [], [], ()
        self._heard = max(self._heard, end)

    def _accept(self, found: re.Match[str]) -> int | None:
        """Take what a match says. Returns the index after it, or None where it says nothing."""
        if found["figure"] is not None:
            return self._figure(found)
        if self._frame.is_past:
            return None
        if found["fulfil"] is not None:
            return self._relation(found, "fulfil")
        if found["alike"] is not None:
            return self._relation(found, "alike")
        if found["above"] is not None:
            return self._relation(found, "above")
        return self._direction(found)

    # heads

    def _head(self, predicate: int, *, moved: bool) -> tuple[int, Head]:
        first = max(self._opening[predicate], self._floor, predicate - _NEAR)
        head = clean_head(self._stretch, first, predicate, moved=moved)
        if head.first == head.last and first and self._tags[first - 1] == Tag.COLON and predicate - first <= 1:
            before = max(self._opening[first - 1], self._floor)  # 地区生产总值:增长7%
            named = clean_head(self._stretch, before, first - 1, moved=True)
            if named.first < named.last:
                return before, named
        return first, head

    def _without_change(self, head: Head) -> tuple[Head, Word | None]:
        """A head without the word of change that it ends with (经济增长:8%以上), and that word."""
        if head.last > head.first + 1 and self._tags[head.last - 1] == Part.CHANGE.value:
            return attrs.evolve(head, last=head.last - 1), self._stretch.tokens[head.last - 1].word
        return head, None

    def _is_subject_of_claim(self, head: Head, *, measured: bool = True) -> bool:
        """Whether a head can have a direction or be compared: it is measurable, and nobody acts on it."""
        if head.first == head.last:
            return bool(self._subject)
        if any(verb.part in (Part.VERB, Part.ACTION) for verb in head.verbs):
            return False
        return is_measurable(self._stretch, head) or not measured

    def _span(self, first: int, last: int) -> SourceSpan:
        while first < last - 1 and self._tags[first] in (Tag.AND, Tag.DASH, Part.WITH.value):
            first += 1
        return self._stretch.span(first, last)

    # predicates with figures

    def _figure(self, found: re.Match[str]) -> int | None:
        start, end = found.span("figure")
        figures = read_figures(self._stretch, start, end)
        before = self._tags[start : found.start("figure_values")]
        noun, verb = found.start("figure_noun"), found.start("figure_verb")
        word = self._stretch.tokens[max(noun, verb)].word if max(noun, verb) >= 0 else None
        reached = [
            token.word
            for token in self._stretch.tokens[start : found.start("figure_values")]
            if token.tag in _REACHING and token.word is not None
        ]
        limited = any(figure.limit is not None for figure in figures)
        moved = word is not None or limited or any(r.text not in ("完成", "实现") for r in reached)
        first, head = self._head(start, moved=moved)
        if start and self._tags[start - 1] == Part.OF.value and Tag.VALUE in self._tags[first:start]:
            # 推进总投资260亿元的48个项目: what stands before 的 only describes them
            described = clean_head(self._stretch, first, start, moved=False)
            first, head = start, Head(first=start, last=start, verbs=described.verbs)
        if word is None and not reached:
            head, word = self._without_change(head)
            moved = moved or word is not None
        if verb >= 0 <= noun:
            head = attrs.evolve(head, last=noun + 1) if head.last > head.first else head
        each = next((t.word.tag for t in self._stretch.tokens[start:end] if t.tag == Part.EACH.value and t.word), "")
        if not each and len(figures) > 1:
            parted = part_head(self._stretch, head, len(figures))
            if len(parted) != len(figures):
                end, figures = figures[0].end, figures[:1]
                figures = read_figures(self._stretch, found.start("figure_values"), end)
        attempt = Attempt(
            first=first,
            start=start,
            end=end,
            head=head,
            figures=figures,
            word=word,
            reached=reached,
            each=each,
            moved=moved or bool(reached),
            aimed=any(
                t.tag == Part.AIM.value or (t.word and t.word.tag == "aim") for t in self._stretch.tokens[start:end]
            ),
            levelled=any(c in before for c in (Part.LEVEL.value, Part.LIMIT.value)),
        )
        if not is_sound(self._stretch, attempt, self._subject):
            return None
        if any(one.tag == "planned" for one in reached) and self._tags[end : end + 1] in _ACTING:
            attempt = attrs.evolve(attempt, end=end + 1)  # 赤字率按3%安排: set at 3 %
            end += 1
        if head.first == head.last:
            return self._headless(attempt)
        following = self._tags[end] if end < len(self._tags) else Tag.STOP
        if following == Tag.VALUE and end + 1 < len(self._tags) and self._tags[end + 1] in _END:
            following = Tag.COMMA
        if following == Tag.TEXT and self._stretch.text(end, end + 1).startswith("等"):  # and others
            following = Tag.COMMA
        achieved = bool(reached) and reached[-1].part is Part.ACHIEVE and word is None
        if following not in _END and achieved:
            return self._object(attempt, head.verbs or tuple(reached))
        if following not in _END and not attempt.moved:
            listed = head.verbs and self._stretch.text(first, start).endswith("等")  # 建成A、B等23条街: and others
            if listed or (head.last == start and self._tags[start - 1] == Part.VERB.value):
                verb_before = self._stretch.tokens[start - 1].word
                return self._object(attempt, head.verbs or ((verb_before,) if verb_before is not None else ()))
            return None
        if following == Part.OF.value:
            return None
        if not attempt.moved and not self._is_gated(attempt):
            return None
        count = None
        if each == "respectively" or (not each and len(figures) > 1):
            count = len(figures) if len(figures) > 1 else 0
        elif each:
            count = 0
        heads = part_head(self._stretch, head, count)
        if self._claims and counts_part(self._stretch, attempt, self._claims[-1].unit):
            return end
        if len(self._heads) == 1 and (share := share_of_last(self._stretch, first, head)):
            heads = [self._heads[0] + share]
        done = self._stretch.tokens[head.first].word
        if head.last == head.first + 1 and done is not None and done.part is Part.VERB:
            unit = figures[0].unit(self._stretch)
            same = self._claims and self._heads and self._claims[-1].unit == unit  # 开工住房3万套、建成2万套
            heads = self._heads[-1:] if same else [self._object_of(done, first) or heads[0]]
        if len(heads) != len(figures) and len(figures) > 1:
            heads = heads * len(figures) if len(heads) == 1 else heads[: len(figures)]
        self._claim_figures(attempt, heads)
        self._verbs = head.verbs
        return end

    def _is_gated(self, attempt: Attempt) -> bool:
        """Whether a figure without verb of change or level is meant: 新建…6.1万亩, 城镇新增就业4.9万人."""
        if any(figure.bound is not None for figure in attempt.figures) or attempt.aimed or attempt.each:
            return True
        head = attempt.head
        if head.verbs or head.change is not None or is_measurable(self._stretch, head):
            return True
        named = self._stretch.tokens[head.last - 1].word if head.last > head.first else None
        if named is not None and named.part is Part.VERB and named.tag == "weak":  # 危桥改造4座: a piece of work
            return True
        if self._tags[head.first] == Part.VERB.value:  # 改扩建5所: nothing but the verb says what
            return True
        return self._frame.is_announced or self._frame.is_past or bool(self._claims)

    def _headless(self, attempt: Attempt) -> int | None:
        """A predicate with nothing or only verbs before it."""
        following = self._tags[attempt.end] if attempt.end < len(self._tags) else Tag.STOP
        verbs = attempt.head.verbs
        joined = self._tags[attempt.first] in (Tag.AND, Part.WITH.value)
        if following not in _END:
            acting = verbs or attempt.reached or attempt.aimed or attempt.word or attempt.head.change
            if acting:
                return self._object(attempt, verbs)
            return self._object(attempt, self._verbs) if joined and self._verbs else None
        if verbs and not attempt.moved and all(verb.tag == "aim" for verb in verbs) is False:
            self._claim_figures(attempt, [self._stretch.written(*self._verb_characters(attempt))])
            return attempt.end
        beside = joined or self._tags[attempt.start - 1] == Tag.VALUE  # 小区831个、2662万平方米; 步道3条29公里
        if self._heads and ((self._claims and (attempt.moved or attempt.aimed or beside)) or self._subject):
            return self._inherit(attempt)
        return None

    def _object_of(self, verb: Word, before: int) -> str:
        """What the sentence has said that is done so: 拟发行国债,今年先发行1万亿元 (issue bonds, 1 trillion now)."""
        tokens = self._stretch.tokens
        index = before - 1
        while index >= max(0, before - _NEAR) and self._tags[index] != Tag.STOP:
            if tokens[index].word == verb:
                last = index + 1
                while last < before and self._tags[last] not in BOUNDARY and tokens[last].value is None:
                    last += 1
                return self._stretch.written(tokens[index].end, tokens[last - 1].end) if last > index + 1 else ""
            index -= 1
        return ""

    def _verb_characters(self, attempt: Attempt) -> tuple[int, int]:
        first = attempt.first
        while first < attempt.start - 1 and self._tags[first] not in (Part.VERB.value, Part.ACTION.value):
            first += 1
        return self._stretch.tokens[first].start, self._stretch.tokens[attempt.start - 1].end

    def _inherit(self, attempt: Attempt) -> int:
        """A second figure for the same head: a higher one that is striven for, or another measure of it.

        4万亿元、比上年增加5000亿元 says only once what is meant: a difference from last year beside a level is no
        target of its own. A rate of growth is one.
        """
        figure, last = attempt.figures[0], self._claims[-1] if self._claims else None
        if last is None:
            self._claim_figures(attempt, self._heads)
            return attempt.end
        compared = Part.COMPARED.value in self._tags[attempt.first : attempt.end]
        if compared and last.change is ChangeType.LEVEL and figure.value.kind not in ("share", "times"):
            return attempt.end
        same = figure.unit(self._stretch) == last.unit and (attempt.word is None or last.change is attempt.word.change)
        if attempt.aimed and same and len(self._heads) == 1:
            self._claims[-1] = attrs.evolve(last, stretch=figure.value.low)
        else:
            several = len(attempt.figures)
            heads = self._recent[-several:] if several > 1 and len(self._recent) >= several else self._heads
            self._claim_figures(attempt, heads)
        return attempt.end

    def _object(self, attempt: Attempt, verbs: tuple[Word, ...]) -> int | None:
        """``抓好220个以上重点项目``: what is counted stands behind the figure."""
        if len(attempt.figures) > 1 or attempt.figures[0].value.kind in ("share", "points", "times", "time"):
            return None
        first = attempt.end
        if self._tags[first] == Part.OF.value:
            if not verbs:
                return None
            first += 1
        last = first
        joint = with_at = -1
        while last < len(self._tags) and self._tags[last] not in BOUNDARY and self._tags[last] not in (Tag.ASIDE,):
            tag = self._tags[last]
            if tag == Part.WITH.value:
                with_at = last
            if tag == Tag.AND or (tag == Part.WITH.value and self._tags[last + 1 : last + 2] == Tag.VALUE):
                joint = last
            elif last > first and (is_intransitive(self._stretch.tokens[last].word) or self._is_quoted_end(last)):
                break
            elif last > first and tag in _ACTING and self._acts(last):
                break  # 选派2000名科技特派员赴基层开展服务: who is sent
            if self._tags[last] == Tag.VALUE:
                if max(joint, with_at) > first:
                    last = joint if joint > first else with_at
                    break
                if attempt.figures[0].bound is not None or is_size(attempt.figures[0]):
                    return None  # 50亿元以上项目3个: the first figure only says which projects
            last += 1
        counted = clean_head(self._stretch, first, last, moved=True)
        text = self._stretch.text(first, last)
        if last == first or len(text) > _LONGEST_OBJECT:
            return None
        if counted.first < counted.last and all(
            self._tags[i] in (Part.LEAD.value,) for i in range(first, counted.first)
        ):
            first = counted.first
        indicator = self._stretch.written(self._stretch.tokens[first].start, self._stretch.tokens[last - 1].end)
        self._claim_figures(attempt, [indicator], last=last)
        self._verbs = verbs
        return last

    def _is_quoted_end(self, index: int) -> bool:
        """Whether a quotation closes a clause, and so says what is done: 推动150家企业“上云用数”."""
        following = self._tags[index + 1 : index + 2]
        return self._stretch.text(index, index + 1).startswith("“") and following in ("", *BOUNDARY)

    def _acts(self, index: int) -> bool:
        """Whether a verb behind what is counted begins something else, and is not the last part of its name."""
        word = self._stretch.tokens[index].word
        following = self._tags[index + 1] if index + 1 < len(self._tags) else Tag.STOP
        return word is not None and word.tag != "weak" and following not in _END

    def _claim_figures(self, attempt: Attempt, heads: list[str], last: int | None = None) -> None:
        span = self._span(attempt.first, last or attempt.end)
        commitment = self._commitment(attempt.start, attempt.end + 1)
        figures = attempt.figures
        for index, indicator in enumerate(heads):
            figure = figures[index] if len(figures) > 1 else figures[0]
            self._claims.append(
                Claim(
                    span=span,
                    indicator=indicator,
                    comparator=figure.comparator(attempt.reached),
                    value=figure.value.low,
                    upper=figure.high,
                    unit=figure.unit(self._stretch),
                    change=attempt.change(figure, inside=last is not None),
                    commitment=commitment,
                    past=self._frame.is_past,
                )
            )
        self._heads = heads
        self._recent += [head for head in heads if head not in self._recent]

    def _commitment(self, first: int, last: int) -> Commitment | None:
        for token in self._stretch.tokens[first:last]:
            if token.word is not None and token.word.part is Part.BINDING:
                return Commitment.BINDING
            if token.word is not None and token.word.part is Part.EXPECTED:
                return Commitment.EXPECTED
        return None

    # predicates without figures

    def _relation(self, found: re.Match[str], kind: str) -> int | None:
        start, end = found.span(kind)
        first, head = self._head(start, moved=True)
        reference_at, reference_end = (-1, -1) if kind == "fulfil" else found.span(f"{kind}_reference")
        if kind == "alike" and (joined := true_reference(self._stretch, reference_at, reference_end)) is not None:
            start, reference_at = joined, joined + 1
            first, head = self._head(start, moved=True)
        head, noun = self._without_change(head)
        if not self._is_subject_of_claim(head, measured=kind != "fulfil"):
            return None
        moved = self._tags[start:end].find(Part.CHANGE.value)
        value: Decimal | None = None
        unit = reference = ""
        change: ChangeType | None = noun.change if noun is not None else None
        if kind != "fulfil":
            reference = self._stretch.text(reference_at, reference_end)
            if 0 <= moved < reference_at - start:
                word = self._stretch.tokens[start + moved].word
                change = word.change if word is not None else None
        if kind == "alike" and change is None:
            step = self._stretch.tokens[found.start("alike_step")].word
            change = step.change if step is not None else None
        if kind == "above":
            order = self._stretch.tokens[found.start("above_order")]
            if order.tag == Part.LIMIT.value and not any(word in reference for word in REFERENCES):
                return None
            if change is None:
                rates = any(word in reference for word in ("增速", "增长", "增幅"))  # rates of growth
                change = ChangeType.GROWTH if rates else ChangeType.LEVEL
            if found.start("above_margin") >= 0:
                figure = read_figures(self._stretch, *found.span("above_margin"))[0]
                value, unit = figure.value.low, figure.unit(self._stretch)
        heads = listed_heads(self._stretch, head) if head.last > head.first else self._heads
        for indicator in heads:
            self._claims.append(
                Claim(
                    span=self._span(first, end),
                    indicator=indicator,
                    comparator=Comparator.RELATIVE,
                    value=value,
                    unit=unit,
                    change=change,
                    reference=reference,
                    commitment=self._commitment(start, end + 1),
                )
            )
        self._heads = heads
        return end

    def _direction(self, found: re.Match[str]) -> int | None:
        start, end = found.span("direction")
        first, head = self._head(start, moved=True)
        if not self._is_subject_of_claim(head):
            return None
        named = ("direction_way", "direction_held", "direction_sign", "direction_still")
        word = next(self._stretch.tokens[found.start(name)].word for name in named if found.start(name) >= 0)
        each = Part.EACH.value in self._tags[start:end]
        heads = self._heads
        if head.last > head.first:
            heads = part_head(self._stretch, head, 0) if each else listed_heads(self._stretch, head)
        for indicator in heads:
            self._claims.append(
                Claim(
                    span=self._span(first, end),
                    indicator=indicator,
                    comparator=Comparator.DIRECTION,
                    change=word.change if word is not None else None,
                    commitment=self._commitment(start, end + 1),
                )
            )
        self._heads = heads
        return end


def _openings(tags: str) -> list[int]:
    """For each token, the index after the last boundary before it."""
    openings: list[int] = []
    opening = 0
    for index, tag in enumerate(tags):
        openings.append(opening)
        if tag in BOUNDARY:
            opening = index + 1
    openings.append(opening)
    return openings
