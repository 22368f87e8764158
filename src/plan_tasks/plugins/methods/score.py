"""The method of assessment offices: capped attainment times weight, inverse indicators, items that veto (一票否决).

An item whose target is met or exceeded earns its points in full; one that falls short earns the share reached, from
nothing up. Where less is better, the share is the target over the value. The verdict is that of `pace`; the figure
called attainment is the share earned. An item that carries the veto tag and is missed or overdue says so in a reason;
`plan_tasks.assessment.scoring.total_score` adds items up and lists the vetoes.

Sources: scoring rules for annual performance of municipal enterprises (年度经营业绩考核指标计分办法), indicators by
class: in full when met or exceeded, else points times actual over target, at least nothing. Rules on responsibility for
public security (健全落实社会治安综合治理领导责任制规定, General Offices of the Central Committee and the State Council,
2016) for the veto.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

import attrs

from plan_tasks.assessment import Assessment, AssessmentContext, AssessmentMethodType, Case, Detail, Reason, Rule
from plan_tasks.assessment.pace import assess_by_pace
from plan_tasks.assessment.scoring import score_item
from plan_tasks.errors import InvalidValue
from plan_tasks.plugging import PluginContext, hookimpl

_SCORE: Final = Rule(
    ("share:share", "cap:share"),
    "earns {share} of its points (at most {cap})",
    "得分率{share}（上限{cap}）",
)
_WEIGHTED: Final = Rule(
    ("points:number", "weight:number", "share:share", "cap:share"),
    "earns {points} of {weight} points: {share} of them (at most {cap})",
    "满分{weight}分，得{points}分，得分率{share}（上限{cap}）",
)
_VETO: Final = Rule((), "an item that vetoes the whole has failed (一票否决, one vote down)", "一票否决事项未完成")


@attrs.frozen(kw_only=True)
class ScoreOptions:
    """Options of the method `score`.

    Attributes:
        cap: The most that an item can earn, as a share of its points, from 1 up: 1.2 lets an item earn up to a fifth
            more than its points by exceeding the target.
        veto: The tag of items that veto the whole; empty for none.
    """

    cap: Decimal = Decimal(1)
    veto: str = "veto"

    def __attrs_post_init__(self) -> None:
        if not self.cap.is_finite() or self.cap < 1:
            raise InvalidValue(f"cap cannot be {self.cap}", remedy="give a number from 1 up")


class ScoreMethod:
    """Judges by points.

    Args:
        options: Cap and veto tag.
    """

    def __init__(self, options: ScoreOptions) -> None:
        self._options = options

    def assess(self, cases: Sequence[Case], context: AssessmentContext) -> Sequence[Assessment]:
        """Judges a batch; see the module."""
        return [self._scored(case, found) for case, found in zip(cases, assess_by_pace(cases, context), strict=True)]

    def _scored(self, case: Case, found: Assessment) -> Assessment:
        cap = self._options.cap
        scored = score_item(case, found, cap=cap, veto=self._options.veto)
        added: list[Reason] = []
        if scored.vetoed:
            added.append(Reason("score_veto", (), _VETO))
        if scored.share is not None:
            if case.weight == 1:
                added.append(Reason("score", (scored.share, cap), _SCORE))
            else:
                points = scored.weight * scored.share
                added.append(Reason("score", (points, scored.weight, scored.share, cap), _WEIGHTED))
        detail = found.detail
        return found._replace(attainment=scored.share, told=Detail(detail.targets, (*added, *detail.reasons)))


def _open(options: ScoreOptions, context: PluginContext) -> ScoreMethod:  # noqa: ARG001 - it needs no logger
    return ScoreMethod(options)


@hookimpl
def plan_tasks_assessment_methods() -> Iterator[AssessmentMethodType[ScoreOptions]]:
    """Offers the method."""
    yield AssessmentMethodType(
        name="score",
        summary="Points: capped attainment times weight, inverse indicators, items that veto the whole",
        options=ScoreOptions,
        factory=_open,
        source="年度经营业绩考核指标计分办法 (scoring of annual performance of municipal enterprises), indicators by "
        "class; 健全落实社会治安综合治理领导责任制规定 (2016) for the veto (一票否决)",
        reads_items=True,
    )
