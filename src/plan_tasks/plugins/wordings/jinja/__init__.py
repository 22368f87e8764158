"""Words of notices from templates: text, HTML and Markdown, of which an office overrides any by name.

The templates are Jinja's, in its sandbox. What they may do is in `sandbox`, where they come from in `folders`, how a
notice is made of them in `setting`; all three are imported by the factory alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from plan_tasks.notifying.contract import Wording, WordingType
from plan_tasks.notifying.links import check_link
from plan_tasks.plugging import PluginContext, documented, hookimpl

__all__ = ["JinjaOptions"]


@attrs.frozen(kw_only=True)
class JinjaOptions:
    """Options of words from templates.

    Attributes:
        folder: The office's own templates; None for none.
        link: Where an item can be seen; empty for nowhere.
    """

    folder: Path | None = attrs.field(
        default=None,
        metadata=documented(
            "The office's own templates; one of the same name as a built-in one takes its place.", example="templates"
        ),
    )
    link: str = attrs.field(
        default="",
        validator=check_link,
        metadata=documented(
            "Where an item can be seen; `{plan}` and `{item}` stand for their ids.",
            example="https://oa.example.org/plans/{plan}/{item}",
        ),
    )


def _open(options: JinjaOptions, _: PluginContext) -> Wording:
    from plan_tasks.plugins.wordings.jinja.setting import JinjaWording

    return JinjaWording(options.folder, options.link)


@hookimpl
def plan_tasks_wordings() -> Iterator[WordingType[JinjaOptions]]:
    """Announces the wording."""
    yield WordingType(
        name="jinja",
        summary="Text, HTML and Markdown from templates, which an office can override",
        options=JinjaOptions,
        factory=_open,
        requires=("templates",),
    )
