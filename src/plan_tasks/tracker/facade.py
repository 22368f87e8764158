"""The one object that a host opens: opening and closing here, what it can do in the modules beside.

Not here: any work. Each method, here and in the modules beside, is one call into `plan_tasks.services`.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType, TracebackType
from typing import Self

from plan_tasks.assessment.policy import Policy
from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.hooks.lifecycle import plan_tasks_closing, plan_tasks_opened
from plan_tasks.model import (
    Language,
)
from plan_tasks.plugins import BUILTINS
from plan_tasks.services.opening import open_context, open_host
from plan_tasks.tracker.administering import Administering
from plan_tasks.tracker.changing import Changing
from plan_tasks.tracker.drafting import Drafting
from plan_tasks.tracker.judging import Judging
from plan_tasks.tracker.looking import Looking
from plan_tasks.tracker.noticing import Noticing
from plan_tasks.tracker.rendering import Rendering

__all__ = ["Tracker"]


class Tracker(Looking, Drafting, Changing, Judging, Noticing, Rendering, Administering):
    """Plans in a store, with the plugins that serve them. Made by `Tracker.open`.

    Two trackers in one process, each with its own plugins and store, do not see each other.

    Example:
        >>> from datetime import date
        >>> from plan_tasks import Measure, Plan, ProgressReport, Tracker
        >>> plan = Plan(id="demo", title="Demo", start=date(2021, 1, 1), end=date(2021, 12, 31),
        ...             measures=(Measure(id="m1", title="Open the library", due=date(2021, 6, 30)),))
        >>> with Tracker.open("memory:", language="en") as tracker:
        ...     receipt = tracker.add(plan, actor="office")
        ...     receipt = tracker.report("demo", "m1", ProgressReport(on=date(2021, 3, 31)), actor="library")
        ...     [row.assessment.health.value for row in tracker.assess("demo", on=date(2021, 7, 1))]
        ['overdue']
    """

    @classmethod
    def open(
        cls,
        url: str = "",
        *,
        connection: object = None,
        after_commit: Callable[[Callable[[], None]], object] | None = None,
        plugins: Sequence[object] = (),
        tenant: str = "default",
        language: Language | str = Language.ZH,
        policy: Policy | None = None,
        calendar: str | WorkCalendar = "china",
        create: bool = True,
        strict: bool = False,
        autoload: bool = True,
        block: Collection[str] = (),
        only: Collection[str] | None = None,
        required: Collection[str] = (),
        prefer: Mapping[str, str] = MappingProxyType({}),
        resources: Mapping[str, object] = MappingProxyType({}),
        clock: Callable[[], datetime] | None = None,
        chance: Callable[[], float] | None = None,
    ) -> Self:
        """Loads the plugins and opens the store.

        Args:
            url: The store: ``memory:``, ``sqlite:///plan.db``, or a scheme that a plugin serves; empty for ``memory:``,
                or with a connection for ``host:``.
            connection: The host's own SQLAlchemy connection or session: what is changed commits and rolls back with it.
            after_commit: With a connection: where the host registers what is to be done once it has committed, such as
                Django's ``transaction.on_commit``; None for what SQLAlchemy tells.
            plugins: Plugins of the host application: modules, objects, or names of modules.
            tenant: Whose plans these are; one tenant never sees another's.
            language: ``"zh"`` or ``"en"``: in which language text for people is written.
            policy: Thresholds and tolerances of judging; None for the usual ones.
            calendar: Name of a calendar plugin, with its options after a question mark
                (``"china?years_file=2027.json"``), or a calendar.
            create: Whether a store that is not there yet is made; False makes its absence an error.
            strict: True raises the first failure of any plugin instead of setting it aside.
            autoload: False looks for no installed plugins.
            block: Names of plugins or distributions that must not be imported.
            only: Names of installed plugins or distributions that alone may be imported; None for all.
            required: Names of plugins or of what they offer that must be there.
            prefer: Name of a thing -> the plugin that is to provide it where several do.
            resources: Objects that the host hands to its plugins, by name.
            clock: Gives the present moment with a time zone; None for the machine's clock.
            chance: Gives numbers from 0 up to 1 for the jitter of retries; None for Python's generator.

        Returns:
            The tracker, to be used in a ``with`` statement or closed by `close`.

        Raises:
            UnknownName: No plugin serves the store's scheme, or there is no such calendar.
            PluginError: A required plugin is not there, or, when strict, any failed.
            StorageError: The store cannot be opened.
        """
        language = Language(language)
        if connection is not None:
            resources = {**resources, "connection": connection, "after_commit": after_commit}
        host = open_host(
            builtins=BUILTINS,
            plugins=plugins,
            environ=os.environ,
            strict=strict,
            autoload=autoload,
            block=block,
            only=only,
            required=required,
            prefer=prefer,
            language=language,
            resources=resources,
        )
        context = open_context(
            host,
            url or ("memory:" if connection is None else "host:"),
            tenant=tenant,
            clock=clock or _now,
            chance=chance or random.random,
            language=language,
            policy=policy or Policy(),
            calendar=calendar,
            create=create,
        )
        tracker = cls(context)
        host.observe(plan_tasks_opened, tracker=tracker)
        return tracker

    def close(self) -> None:
        """Tells the plugins and closes the store; the tracker cannot be used afterwards."""
        self.host.observe(plan_tasks_closing, tracker=self)
        self._context.backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _now() -> datetime:
    return datetime.now(UTC)
