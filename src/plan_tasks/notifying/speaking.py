"""Asks a wording for words, and speaks plainly where it fails: a notice loses its looks rather than its way."""

from __future__ import annotations

from typing import Final

import attrs

from plan_tasks.errors import PlanTasksError
from plan_tasks.notifying.contract import Wording, Words
from plan_tasks.notifying.facts import Facts
from plan_tasks.notifying.texts import one_line
from plan_tasks.notifying.wording import say_plainly

__all__ = ["Speaker"]

_LONGEST_SUBJECT: Final = 200  # characters
_MOST_FAULTS: Final = 20  # told apart; a template that is wrong is wrong for everybody


@attrs.define
class Speaker:
    """Says what facts are to be said as.

    Attributes:
        wording: Who makes the words.
        name: Its name, for what is told of its faults.
        faults: What went wrong so far, each once, in one line.

    Example:
        >>> class Broken:
        ...     def say(self, facts):
        ...         raise ValueError("no words today")
        >>> from plan_tasks.model import Language
        >>> speaker = Speaker(Broken(), "broken")
        >>> facts = Facts(language=Language.EN, plan="p", plan_title="Plan", on="2021-06-27", item="m1", title="Open",
        ...               due="2021-06-27", days=0)
        >>> speaker(facts).subject
        '[due today] Open'
        >>> speaker.faults
        ['wording "broken": no words today']
    """

    wording: Wording
    name: str
    faults: list[str] = attrs.field(factory=list)

    def __call__(self, facts: Facts) -> Words:
        """Put facts into words; plain ones where the wording raises or returns something else."""
        try:
            words = self.wording.say(facts)
            if not isinstance(words, Words):
                raise TypeError(f"it returned a {type(words).__name__}, not Words")
            return attrs.evolve(words, subject=one_line(words.subject)[:_LONGEST_SUBJECT])
        except Exception as error:
            text = str(error) if isinstance(error, PlanTasksError) else one_line(str(error)) or type(error).__name__
            fault = f'wording "{self.name}": {text}'
            if fault not in self.faults and len(self.faults) < _MOST_FAULTS:
                self.faults.append(fault)
        return say_plainly(facts)
