"""When somebody has to hear of an item, as data: one file a kind of rule. Reading rules from a file is in `rule_files`.

`selecting` has what all rules have in common, `shipped` the rules that ship. What is due by them on a day is found in
`plan_tasks.notifying.occasions`.
"""

from plan_tasks.notifying.rules.checks import OPEN_STATES
from plan_tasks.notifying.rules.digest import DigestRule
from plan_tasks.notifying.rules.due import DueRule
from plan_tasks.notifying.rules.extensions import ExtensionRule, Step
from plan_tasks.notifying.rules.health import HealthRule
from plan_tasks.notifying.rules.ladder import LadderRule, Rung
from plan_tasks.notifying.rules.returns import ReturnRule
from plan_tasks.notifying.rules.selecting import Rule, first_time
from plan_tasks.notifying.rules.share import ShareRule
from plan_tasks.notifying.rules.shipped import DEFAULT_RULES, office_rules, three_colours
from plan_tasks.notifying.rules.states import StateRule

__all__ = [
    "DEFAULT_RULES",
    "OPEN_STATES",
    "DigestRule",
    "DueRule",
    "ExtensionRule",
    "HealthRule",
    "LadderRule",
    "ReturnRule",
    "Rule",
    "Rung",
    "ShareRule",
    "StateRule",
    "Step",
    "first_time",
    "office_rules",
    "three_colours",
]
