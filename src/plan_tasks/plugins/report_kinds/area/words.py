"""The words of the brief of an area alone."""

from __future__ import annotations

from plan_tasks.reporting.wording import Phrase

__all__ = ["AreaWord"]


class AreaWord(Phrase):
    """Titles and headings."""

    TITLE = "title", "{plan}: areas", "{plan}分领域进展简报"
    TITLE_ONE = "title_one", "{plan}: {area}", "{plan}“{area}”领域进展简报"
    ITEMS = "items", "Items, the worst first", "事项清单（由重到轻）"
