"""The sample report that ships with the package, in Chinese and in English.

Its headline figures are those that the city of Xuchang published for 2021; every sentence around them, and every
unit and deadline in brackets, is written for this sample.
"""

from __future__ import annotations

from importlib.resources import files

from plan_tasks.drafting.contract import Source
from plan_tasks.model import Language

__all__ = ["sample_report"]


def sample_report(language: Language | str) -> Source:
    """The sample report.

    Args:
        language: In which language: ``"zh"`` or ``"en"``.

    Returns:
        The document, ready to be drafted.

    Example:
        >>> sample_report("zh").name
        'work_report.zh.md'
    """
    name = f"work_report.{Language(language).value}.md"
    return Source(name=name, data=files(__name__).joinpath(name).read_bytes())
