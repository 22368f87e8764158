"""What guards and askers answer, and what the host makes of it.

Lives here: `Objection` and `Decision`, which plugins return; `Refusal` and `Verdict`, which the host returns.
Not here: what a verdict leads to; the services decide that.
"""

from __future__ import annotations

import attrs

from plan_tasks.errors import ChangeRefused

__all__ = ["Decision", "Objection", "Refusal", "Verdict"]


def _is_sentence(_instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{attribute.name} is {value!r}; it must say why in words")


@attrs.frozen(kw_only=True)
class Objection:
    """A guard's reason to refuse a change.

    Attributes:
        reason: Why, one sentence for the person who asked.
        item: Identifier of the item that it is about; empty when it is about the change as a whole.

    Example:
        >>> Objection(reason="a binding target may not be lowered", item="m-12")
        Objection(reason='a binding target may not be lowered', item='m-12')
    """

    reason: str = attrs.field(validator=_is_sentence)
    item: str = ""


@attrs.frozen(kw_only=True)
class Decision:
    """Whether somebody may do something.

    Attributes:
        allowed: True for yes.
        reason: Why not, one sentence; empty for yes.

    Raises:
        ValueError: A refusal without a reason.

    Example:
        >>> Decision(allowed=False, reason="only the lead unit may confirm").allowed
        False
    """

    allowed: bool
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.allowed, bool):
            raise ValueError(f"allowed is {self.allowed!r}; it must be True or False")
        if not self.allowed and not self.reason.strip():
            raise ValueError("reason is empty; a refusal must say why")


@attrs.frozen(kw_only=True)
class Refusal:
    """One reason why a guard hook refused, and whose it is.

    Attributes:
        plugin: Name of the plugin.
        reason: Its objection, or what went wrong in it.
        item: Identifier of the item; empty for the change as a whole.
        fault: True when the plugin failed rather than objected.
    """

    plugin: str
    reason: str
    item: str = ""
    fault: bool = False

    def __str__(self) -> str:
        about = f"{self.item}: " if self.item else ""
        return f"{about}{self.reason} (plugin {self.plugin})"


@attrs.frozen(kw_only=True)
class Verdict:
    """What all guards said together.

    Attributes:
        refusals: Every reason against the change, by plugin name; empty when nobody objects.

    Example:
        >>> verdict = Verdict(refusals=(Refusal(plugin="budget", reason="no money left"),))
        >>> verdict.allowed
        False
        >>> verdict.enforce()
        Traceback (most recent call last):
        plan_tasks.errors.ChangeRefused: the change is refused: no money left (plugin budget)
    """

    refusals: tuple[Refusal, ...] = ()

    @property
    def allowed(self) -> bool:
        """True when nobody objects."""
        return not self.refusals

    def enforce(self) -> None:
        """Do nothing when the change is allowed.

        Raises:
            ChangeRefused: Somebody objects; the message holds every reason.
        """
        if self.refusals:
            raise ChangeRefused(f"the change is refused: {'; '.join(str(refusal) for refusal in self.refusals)}")
