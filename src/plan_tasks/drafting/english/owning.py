"""English words by which plans say who answers for a measure and by when, and the headings of their tables.

Lives here: labels, ways of naming, headings, in lower case. Not here: reading them (``owners``,
``plan_tasks.drafting.tables``).
"""

from __future__ import annotations

from typing import Final

from plan_tasks.drafting.vocabulary.owning import Column
from plan_tasks.model.vocabulary import Role

__all__ = ["DEADLINE_LABELS", "ENGLISH_COLUMNS", "LABELS", "TAILS", "UNIT_ENDINGS"]


def _listed(table: str) -> list[str]:
    return [entry.strip() for entry in table.replace("\n", "|").split("|") if entry.strip()]


_LEAD: Final = """
lead|lead unit|lead agency|lead department|lead body|lead organisation|lead organization|lead office|leading unit
lead partner|led by|lead owner|lead team
"""
_RESPONSIBLE: Final = """
responsible|responsible unit|responsible units|responsible department|responsible party|responsible person
responsibility|responsible body|responsible agency|responsible team
owner|owners|owned by|owner(s)|assigned to|assignee|action owner
action by|dri|accountable|accountable owner|in charge|person responsible|who|implementing agency|implemented by
carried out by|delivered by
"""
_COOPERATING: Final = """
cooperating|co-operating|cooperating unit|cooperating units|cooperation|supporting|support|supported by|supporting unit
supporting units|partners|partner|with|in cooperation with|together with|assisted by|assisting|contributors|contributing
contributor|collaborators|participating units|participating|key partners|supporting departments|supporting agencies
"""
_LEADER: Final = """
sponsor|executive sponsor|supervising leader|supervisor|leader|leader in charge|senior responsible owner|sro
overseen by|champion
"""
_CONTACT: Final = "contact|contact person|point of contact|focal point|liaison|contacts"
_DEADLINE: Final = """
deadline|due|due date|by when|when|due by|completion date|target date|time limit|timeline|complete by|completion|timing
time frame|timeframe|date due|finish by|end date|delivery date|planned completion|to be completed by
"""

LABELS: Final[dict[str, Role]] = {
    **dict.fromkeys(_listed(_LEAD), Role.LEAD),
    **dict.fromkeys(_listed(_RESPONSIBLE), Role.RESPONSIBLE),
    **dict.fromkeys(_listed(_COOPERATING), Role.COOPERATING),
    **dict.fromkeys(_listed(_LEADER), Role.LEADER),
    **dict.fromkeys(_listed(_CONTACT), Role.CONTACT),
}
"""What stands before names and a colon, or over a column."""

DEADLINE_LABELS: Final = frozenset(_listed(_DEADLINE))

#: What stands before names without a colon.
TAILS: Final[dict[str, Role]] = {
    "led by": Role.LEAD,
    "owned by": Role.RESPONSIBLE,
    "carried out by": Role.RESPONSIBLE,
    "implemented by": Role.RESPONSIBLE,
    "delivered by": Role.RESPONSIBLE,
    "assigned to": Role.RESPONSIBLE,
    "supported by": Role.COOPERATING,
    "assisted by": Role.COOPERATING,
    "in cooperation with": Role.COOPERATING,
    "together with": Role.COOPERATING,
    "with support from": Role.COOPERATING,
    "with the support of": Role.COOPERATING,
    "overseen by": Role.LEADER,
}

#: How the name of a unit ends; only after one of these can "and" divide two names.
UNIT_ENDINGS: Final = (
    *(
        "Bureau",
        "Office",
        "Commission",
        "Department",
        "Ministry",
        "Agency",
        "Authority",
        "Board",
        "Committee",
        "Council",
    ),
    *(
        "Centre",
        "Center",
        "Team",
        "team",
        "Unit",
        "Division",
        "Section",
        "Institute",
        "University",
        "School",
        "Hospital",
    ),
    *("Association", "Federation", "Company", "Group", "Customs", "Police", "governments"),
    *("government", "office", "department", "board", "committee", "council", "Society", "Foundation", "Trust", "Union"),
)

_COLUMNS: Final = {
    Column.NUMBER: "no|no.|number|#|id|ref|ref.|item|item no.|s/n|code|reference",
    Column.AREA: (
        "area|theme|pillar|category|section|workstream|objective|strategic objective|priority|goal|domain|focus area"
    ),
    Column.TITLE: "title|name|project|project name|initiative|task name|name of task|programme",
    Column.TASK: (
        "task|tasks|action|actions|measure|measures|activity|activities|description|work|key task|key tasks|main task"
        "|work item|deliverable|what|key action|key actions|action item|steps|to do|task description|main tasks"
    ),
    Column.TARGET: "target|targets|target value|annual target|goal value|planned|target for the year|expected value",
    Column.INDICATOR: "indicator|indicators|key performance indicator|kpi|metric|key result|key results",
    Column.KIND: "nature|kind|binding or expected|commitment|kind of target",
    Column.DEADLINE: "|".join(sorted(DEADLINE_LABELS)),
    Column.PROGRESS: "progress|status|state|progress so far|progress to date|state of progress|% complete",
    Column.PROBLEMS: "problems|problem|issues|issue|obstacles|difficulties|risks|blockers|challenges|problems met",
    Column.NEXT_STEPS: "next steps|next step|next|plan for next month|what comes next|further steps",
    Column.UNIT: "unit|units|unit of measure|unit of measurement|uom",
    Column.OTHER: "remarks|remark|notes|note|comment|comments|baseline|source|budget|cost|actual|evidence|result",
}

#: Heading of a column, in lower case -> what it holds.
ENGLISH_COLUMNS: Final[dict[str, str | Role]] = {
    **{label: column for column, table in _COLUMNS.items() for label in _listed(table)},
    **{label: role for label, role in LABELS.items() if label not in ("with",)},
}
