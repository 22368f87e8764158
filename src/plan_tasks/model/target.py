"""What an indicator should come to. How a target is judged is in `plan_tasks.assessment`."""

from __future__ import annotations

from decimal import Decimal

import attrs

from plan_tasks.model import validators
from plan_tasks.model.indicator import Indicator
from plan_tasks.model.source import SourceSpan
from plan_tasks.model.trajectory import Trajectory
from plan_tasks.model.validators import refuse
from plan_tasks.model.vocabulary import ChangeType, Commitment, Comparator

__all__ = ["Target"]

_WITHOUT_VALUE = (Comparator.DIRECTION, Comparator.RELATIVE)


@attrs.frozen(kw_only=True)
class Target:
    """Comparator and value on an indicator.

    Attributes:
        indicator: What is measured; the target's numbers are in its unit.
        comparator: How the actual value is compared.
        value: The number; the lower end of a range; None for `DIRECTION` and, where there is no number, `RELATIVE`.
        upper: The upper end of a range, else None.
        change: What the number measures: level, growth, reduction, increment. For `DIRECTION` it says which way:
            growth up, reduction down, level stable. None where the text does not say.
        base: The value at the start, where attainment is measured from it; else None.
        tolerance: How far off still counts as met, in the indicator's unit; None leaves it to the policy.
        reference: For `RELATIVE`: the name of the indicator compared with.
        stretch: A higher value striven for (力争), shown but not judged; None where there is none.
        commitment: Binding or expected; None where the text does not say.
        method: Name of the assessment method; empty leaves it to the plan.
        trajectory: How the expected value gets from the start of the period to its end; None leaves it to the policy.
        source: Where the report says so.

    Example:
        >>> jobs = Indicator(name="城镇新增就业", unit="万人")
        >>> str(Target(indicator=jobs, comparator=Comparator.AT_LEAST, value=Decimal(1100)))
        '城镇新增就业1100万人以上'
    """

    indicator: Indicator = attrs.field(validator=validators.instance_of(Indicator))
    comparator: Comparator = attrs.field(validator=validators.term(Comparator))
    value: Decimal | None = attrs.field(default=None, validator=validators.finite)
    upper: Decimal | None = attrs.field(default=None, validator=validators.finite)
    change: ChangeType | None = attrs.field(default=None, validator=validators.optional_term(ChangeType))
    base: Decimal | None = attrs.field(default=None, validator=validators.finite)
    tolerance: Decimal | None = attrs.field(default=None, validator=validators.finite)
    reference: str = attrs.field(default="", validator=validators.text)
    stretch: Decimal | None = attrs.field(default=None, validator=validators.finite)
    commitment: Commitment | None = attrs.field(default=None, validator=validators.optional_term(Commitment))
    method: str = attrs.field(default="", validator=validators.name(empty=True))
    trajectory: Trajectory | None = attrs.field(default=None, validator=validators.optional_instance_of(Trajectory))
    source: SourceSpan | None = attrs.field(default=None, validator=validators.optional_instance_of(SourceSpan))

    def __attrs_post_init__(self) -> None:
        if self.value is None and self.comparator not in _WITHOUT_VALUE:
            raise refuse(self, "value", None, f"a Decimal: a target '{self.comparator.en}' needs a number")
        if (self.upper is not None) != (self.comparator is Comparator.RANGE):
            raise refuse(self, "upper", self.upper, "a Decimal for a range, None for any other comparator")
        if self.upper is not None and self.value is not None and self.upper < self.value:
            raise refuse(self, "upper", str(self.upper), f"a number not below value {self.value}")
        if self.tolerance is not None and self.tolerance < 0:
            raise refuse(self, "tolerance", str(self.tolerance), "a number from 0 up")

    def __str__(self) -> str:
        from plan_tasks.model.wording import target_in_words

        return target_in_words(self)
