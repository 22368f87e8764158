"""Makes the words of a notice from templates, and says file and line where one fails."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Template, TemplateNotFound, TemplateSyntaxError

from plan_tasks.errors import PlanTasksError, PluginError
from plan_tasks.notifying.contract import Words
from plan_tasks.notifying.facts import Facts, Topic
from plan_tasks.notifying.links import link_to
from plan_tasks.notifying.texts import lookalikes, one_line
from plan_tasks.notifying.wording import worded
from plan_tasks.plugins.wordings.jinja.folders import FORMS, Folders
from plan_tasks.plugins.wordings.jinja.sandbox import Workshop

__all__ = ["JinjaWording"]

_WHERE: Final = 'wording "jinja"'
_ANY: Final = "notice"  # what a topic without a template of its own is made of


class JinjaWording:
    """Sets notices by templates.

    Args:
        folder: The office's own templates; None for none. Each is read at once.
        link: Where an item can be seen; ``{plan}`` and ``{item}`` stand for their ids.

    Raises:
        PluginError: A template of the office cannot be read; the message names file and line.
    """

    def __init__(self, folder: Path | None, link: str = "") -> None:
        self._link: Final = link
        self._folders: Final = Folders(folder)
        self._plain: Final = Workshop(self._folders, html=False)
        self._html: Final = Workshop(self._folders, html=True)
        for name in self._folders.names():
            _check(name, str(folder))
            self._read(name)

    def say(self, facts: Facts) -> Words:
        """Put a notice into words, one template for each form; a form whose template prints nothing is left out."""
        values = worded(facts, link_to(self._link, plan=facts.plan, item=facts.item))
        marked = _each_text(values, lookalikes) | {"link": values["link"]}
        set_ = {form: self._form(form, facts, marked if form == "markdown" else values) for form in FORMS}
        return Words(
            subject=one_line(set_["subject"]), text=set_["text"], html=set_["html"], markdown=set_["markdown"].strip()
        )

    def _form(self, form: str, facts: Facts, values: Mapping[str, Any]) -> str:
        ending = FORMS[form]
        names = [f"{place}{name}{ending}" for name in (facts.topic, _ANY) for place in (f"{facts.language}/", "")]
        name = next(name for name in names if self._folders.find(name) is not None)
        template = self._read(name)
        try:
            text = self._workshop(name).set(template, values)
        except Exception as error:
            raise _fault(error, template.filename or name) from error
        return text if text.strip() else ""

    def _read(self, name: str) -> Template:
        try:
            return self._workshop(name).get_template(name)
        except PlanTasksError:
            raise
        except Exception as error:
            raise _fault(error, name) from error

    def _workshop(self, name: str) -> Workshop:
        return self._html if name.endswith(FORMS["html"]) else self._plain


def _check(name: str, folder: str) -> None:
    """Refuses a file of which no notice would be made: its name is misspelt."""
    stem = name.rpartition("/")[2]
    topics = [*(topic.value for topic in Topic), _ANY]
    if stem.startswith("_") or any(stem == f"{topic}{ending}" for topic in topics for ending in FORMS.values()):
        return
    raise PluginError(
        f"no notice is made of {name}",
        where=f"{_WHERE}, {folder}",
        remedy=f"name it after one of {', '.join(topics)}, with one of {', '.join(FORMS.values())}; "
        "what others include or extend begins with _",
    )


def _each_text(values: Any, change: Any) -> Any:
    if isinstance(values, str):
        return change(values)
    if isinstance(values, list):
        return [_each_text(each, change) for each in values]
    if isinstance(values, dict):
        return {name: _each_text(each, change) for name, each in values.items()}
    return values


def _fault(error: Exception, name: str) -> PluginError:
    """What went wrong, with file and line."""
    file, line = name, 0
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or name, error.lineno
        text = error.message or "it cannot be read"
    elif isinstance(error, TemplateNotFound):
        text = f"there is no template {error.name}"
    else:
        text = f"{one_line(str(error)) or type(error).__name__}"
    for frame in traceback.extract_tb(error.__traceback__):
        if not isinstance(error, TemplateSyntaxError) and frame.filename.endswith(tuple(FORMS.values())):
            file, line = frame.filename, frame.lineno or 0
    where = f"{file}, line {line}" if line else file
    return PluginError(f"the template fails: {text}", where=where, remedy="mend the template")
