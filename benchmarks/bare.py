"""The model's classes without what they check: what decoding the same costs at the least with attrs and cattrs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from plan_tasks.model import Assignment, Indicator, Measure, Milestone, Target

__all__ = ["BareMeasure"]


def _bare(kind: type[Any], **parts: Any) -> Any:
    """A frozen class with the fields and defaults of a class of the model, and neither validators nor converters.

    Args:
        kind: The class.
        parts: Name of a field -> its type, where that is a bare class too.
    """
    attrs.resolve_types(kind)

    def fields() -> Iterable[tuple[str, Any]]:
        for field in attrs.fields(kind):
            yield field.name, attrs.field(default=field.default, type=parts.get(field.name, field.type))

    return attrs.make_class(f"Bare{kind.__name__}", dict(fields()), frozen=True, slots=True, kw_only=True)


_Target = _bare(Target, indicator=_bare(Indicator))

BareMeasure = _bare(
    Measure,
    targets=tuple[_Target, ...],  # type: ignore[valid-type]
    assignments=tuple[_bare(Assignment), ...],  # type: ignore[misc]
    milestones=tuple[_bare(Milestone), ...],  # type: ignore[misc]
)
