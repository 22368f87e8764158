"""What went wrong with a plugin, as a value: where, whose, and what to do.

Lives here: `Failure` and its stages, `Fault`, and the one-line text of an exception.
Not here: what follows from it; a plugin is set aside by ``loading`` and a call goes on by ``calling``.
"""

from __future__ import annotations

import enum
from typing import Final

import attrs

from plan_tasks.errors import PluginError

__all__ = ["CAUGHT", "Failure", "Fault", "Stage", "blamed", "in_one_line"]

CAUGHT: Final = (Exception, SystemExit)
"""What the host catches of a plugin: errors, and ``sys.exit`` of a dependency. A keyboard interrupt passes."""

_LONGEST_LINE: Final = 300


class Stage(enum.Enum):
    """How far a plugin had come when it failed."""

    ORDER = "order"
    """Two plugins have one name."""

    IMPORT = "import"
    """Its module could not be imported."""

    CHECK = "check"
    """It asks for another API, or its hooks do not fit their specifications."""

    REGISTER = "register"
    """pluggy refused it."""

    COLLECT = "collect"
    """What a registration hook yielded cannot be used."""

    OPEN = "open"
    """A factory raised."""


@attrs.frozen(kw_only=True)
class Failure:
    """A plugin that failed, or a part of one.

    Attributes:
        plugin: Name of the plugin.
        distribution: Name of the installed distribution; empty for a plugin that the host application passed.
        version: Version of the distribution; empty where there is none.
        stage: How far the plugin had come.
        error: What went wrong, one line.
        remedy: What to do, one line; empty where the error says it.
        hook: The hook that is concerned; empty where it is the plugin as a whole.
        cause: The exception; None where the host itself found the fault.
    """

    plugin: str
    distribution: str = ""
    version: str = ""
    stage: Stage
    error: str
    remedy: str = ""
    hook: str = ""
    cause: BaseException | None = attrs.field(default=None, eq=False, repr=False)

    def __str__(self) -> str:
        text = f"{blamed(self.plugin, self.distribution, self.version)}: {self.stage.value} failed"
        text += f" in {self.hook}: {self.error}" if self.hook else f": {self.error}"
        return f"{text}; {self.remedy}" if self.remedy else text

    def as_error(self) -> PluginError:
        """Return the failure as an error whose ``__cause__`` is the plugin's own exception."""
        where = blamed(self.plugin, self.distribution, self.version)
        hook = f" in {self.hook}" if self.hook else ""
        error = PluginError(
            f"{self.stage.value} failed{hook}: {self.error}", plugin=self.plugin, where=where, remedy=self.remedy
        )
        error.__cause__ = self.cause
        return error


@attrs.frozen(kw_only=True)
class Fault:
    """A hook implementation that went wrong while it was called, and how often.

    Attributes:
        plugin: Name of the plugin.
        hook: Name of the hook.
        error: What went wrong the last time, one line.
        times: How often in the life of the host.
    """

    plugin: str
    hook: str
    error: str
    times: int


def blamed(plugin: str, distribution: str = "", version: str = "") -> str:
    """Return how a message names a plugin.

    Example:
        >>> blamed("wecom", "plan-tasks-wecom", "1.2")
        'plugin "wecom" (plan-tasks-wecom 1.2)'
    """
    origin = " ".join(part for part in (distribution, version) if part)
    return f'plugin "{plugin}" ({origin})' if origin else f'plugin "{plugin}"'


def in_one_line(error: BaseException) -> str:
    r"""Return an exception as one line of bounded length, its type first; never raises.

    Example:
        >>> in_one_line(ValueError("no\nsuch thing"))
        'ValueError: no such thing'
        >>> in_one_line(SystemExit(3))
        'it called sys.exit(3)'
    """
    if isinstance(error, SystemExit):
        return f"it called sys.exit({error.code!r})"
    try:
        text = " ".join(str(error).split())
    except Exception:
        text = "(the error has no text)"
    line = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
