"""The one object that a host opens. A facade: each method is one call into `plan_tasks.services`."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, BinaryIO, Self

from plan_tasks.assessment.policy import Policy
from plan_tasks.assessment.result import Assessment
from plan_tasks.calendars.contract import WorkCalendar
from plan_tasks.drafting.accept import accept
from plan_tasks.drafting.contract import Source
from plan_tasks.drafting.draft import Draft
from plan_tasks.errors import UnknownName
from plan_tasks.hooks.lifecycle import plan_tasks_closing, plan_tasks_opened
from plan_tasks.model import (
    Health,
    ItemId,
    Language,
    Observation,
    Owner,
    Plan,
    PlanId,
    ProgressReport,
    Role,
    Target,
)
from plan_tasks.notifying.pacing import Course
from plan_tasks.notifying.rules import DEFAULT_RULES, DueRule
from plan_tasks.plugging.host import PluginHost
from plan_tasks.plugins import BUILTINS
from plan_tasks.services import administration, assessing, changing, checking, drafting, notifying, reporting
from plan_tasks.services.context import Context, header_of
from plan_tasks.services.files import write_file
from plan_tasks.services.opening import open_context, open_host
from plan_tasks.storage.contract import Finding, Receipt, StoredItem, StoredPlan
from plan_tasks.storage.history import StoredEvent
from plan_tasks.storage.outbox import OutboxEntry, OutboxState
from plan_tasks.storage.query import ItemQuery, Page
from plan_tasks.workflow import commands as c

__all__ = ["Tracker"]


class Tracker:
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

    def __init__(self, context: Context) -> None:
        self._context = context
        self._courses: dict[str, Course] = {}

    @classmethod
    def open(
        cls,
        url: str = "memory:",
        *,
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
            url: The store: ``memory:``, ``sqlite:///plan.db``, or a scheme that a plugin serves.
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
            url,
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

    @property
    def host(self) -> PluginHost:
        """The plugins: what they offer, how they stand."""
        return self._context.host

    @property
    def language(self) -> Language:
        """In which language text for people is written."""
        return self._context.language

    # Plans and items as they stand

    def plans(self) -> Sequence[StoredPlan]:
        """The headers of all plans of the tenant, sorted by id."""
        with self._context.backend.unit(self._context.tenant, write=False) as unit:
            return unit.plans.all()

    def header(self, plan: str) -> Plan:
        """A plan without its items. Raises `UnknownName` when there is none."""
        return header_of(self._context, PlanId(plan))

    def plan(self, plan: str) -> Plan:
        """A plan with all its items as they stand. Raises `UnknownName` when there is none."""
        return administration.whole_plan(self._context, PlanId(plan))

    def find(self, plan: str, item: str) -> StoredItem | None:
        """An item with its version, or None."""
        with self._context.backend.unit(self._context.tenant, write=False) as unit:
            return unit.items.get(PlanId(plan), [ItemId(item)]).get(ItemId(item))

    def item(self, plan: str, item: str) -> StoredItem:
        """An item with its version. Raises `UnknownName` when there is none."""
        stored = self.find(plan, item)
        if stored is None:
            raise UnknownName(f"plan {plan} has no item {item!r}", remedy="`plan-tasks list` shows its items")
        return stored

    def observations(self, plan: str, item: str, *, known_at: datetime | None = None) -> Sequence[Observation]:
        """An item's observations in the order in which they were added."""
        with self._context.backend.unit(self._context.tenant, write=False) as unit:
            return unit.observations.of(PlanId(plan), [ItemId(item)], known_at=known_at).get(ItemId(item), ())

    def history(self, plan: str, *, item: str | None = None, until: datetime | None = None) -> Iterator[StoredEvent]:
        """A plan's events in order; see `plan_tasks.services.administration.history`."""
        wanted = None if item is None else ItemId(item)
        return administration.history(self._context, PlanId(plan), item=wanted, until=until)

    # Drafting

    def draft(self, source: str | Path | Source, *, year: int | None = None, importer: str = "") -> Draft:
        """Reads a document into a draft.

        Args:
            source: A path, or a `Source` of bytes.
            year: The plan's year, where the text does not say it.
            importer: Name of the importer; empty takes the one that knows the document best.

        Returns:
            The draft: areas, targets, measures with owners and deadlines, each with its place in the text.

        Raises:
            SourceUnreadable: The file cannot be read or no importer knows it.
        """
        read = source if isinstance(source, Source) else drafting.read_source(Path(source))
        return drafting.draft(self._context, read, year=year, importer=importer)

    def accept(self, draft: Draft, *, plan: str, title: str = "") -> Plan:
        """Makes a plan of a draft; nothing is stored yet.

        Args:
            draft: The draft, as read or corrected.
            plan: The plan's id.
            title: Its title; empty takes the draft's.

        Returns:
            The plan, ready for `add`.
        """
        return accept(draft, plan_id=PlanId(plan), title=title)

    # Changes

    def add(
        self,
        plan: Plan,
        *,
        actor: str,
        reason: str = "",
        observations: Mapping[ItemId, Sequence[Observation]] | None = None,
    ) -> Receipt:
        """Stores a new plan with its items; see `plan_tasks.services.changing.create_plan`."""
        return changing.create_plan(self._context, plan, actor=actor, reason=reason, observations=observations)

    def revise(self, plan: Plan, *, actor: str, reason: str, seen: int | None = None) -> Receipt:
        """Changes a plan's header; see `plan_tasks.services.changing.revise_plan`."""
        return changing.revise_plan(self._context, plan, actor=actor, reason=reason, seen=seen)

    def change(self, plan: str, *commands: c.Command, actor: str, seen: Mapping[str, int] | None = None) -> Receipt:
        """Carries out commands, all or none; see `plan_tasks.services.changing.change`."""
        return changing.change(self._context, PlanId(plan), commands, actor=actor, seen=seen)

    def assign(
        self,
        plan: str,
        item: str,
        owner: Owner | str,
        role: Role = Role.LEAD,
        *,
        actor: str,
        reason: str = "",
        seen: int | None = None,
    ) -> Receipt:
        """Gives an owner a role in an item.

        Args:
            plan: Plan id.
            item: Item id.
            owner: An owner's id, or an `Owner`, who joins the plan's list in the same commit if it is not there yet.
            role: The role.
            actor: Who assigns.
            reason: Why.
            seen: The version that the caller saw; None changes the item as it stands.

        Returns:
            What was made durable.
        """
        return changing.assign(
            self._context, PlanId(plan), ItemId(item), owner, role, actor=actor, reason=reason, seen=seen
        )

    def report(self, plan: str, item: str, report: ProgressReport, *, actor: str, seen: int | None = None) -> Receipt:
        """Hands in a return.

        Args:
            plan: Plan id.
            item: Item id.
            report: Reporting date, percent, narrative, problems, next steps; who and when are filled in.
            actor: Who reports.
            seen: The version that the caller saw; None changes the item as it stands.

        Returns:
            What was made durable.
        """
        command = c.ReportProgress(
            item=ItemId(item),
            on=report.on,
            percent=report.percent,
            narrative=report.narrative,
            problems=report.problems,
            next_steps=report.next_steps,
            evidence=report.evidence,
        )
        return self.change(plan, command, actor=actor, seen=None if seen is None else {item: seen})

    def observe(self, plan: str, item: str, *observations: Observation, actor: str) -> Receipt:
        """Records values of the indicators of an item's targets."""
        return self.change(plan, c.Observe(item=ItemId(item), observations=observations), actor=actor)

    # Judging

    def standing(
        self, plan: str, *, on: date, known_at: datetime | None = None, query: ItemQuery | None = None
    ) -> assessing.PlanOnADay:
        """A plan as it stands on a day, its rows streamed; see `plan_tasks.services.assessing.plan_on_a_day`."""
        return assessing.plan_on_a_day(self._context, PlanId(plan), on=on, known_at=known_at, query=query)

    def assess(
        self, plan: str, *, on: date, known_at: datetime | None = None, query: ItemQuery | None = None
    ) -> tuple[assessing.Assessed, ...]:
        """Judges a plan's items on a day.

        Args:
            plan: Plan id.
            on: The day judged.
            known_at: Only what was recorded by then; None for everything.
            query: Which items; None for all.

        Returns:
            Each item's head and assessment, in the order of the document.

        Raises:
            UnknownName: No such plan, or none that was known at that moment.
        """
        return assessing.assess(self._context, PlanId(plan), on=on, known_at=known_at, query=query)

    def page(self, query: ItemQuery, *, on: date, limit: int = 50, after: str = "") -> Page[assessing.Assessed]:
        """Judges one page of a list; see `plan_tasks.services.assessing.assess_page`."""
        return assessing.assess_page(self._context, query, on=on, limit=limit, after=after)

    def count_healths(self, plan: str, *, on: date, known_at: datetime | None = None) -> dict[Health, int]:
        """Counts a plan's items by health; all eight, zeros included."""
        return assessing.count_healths(self._context, PlanId(plan), on=on, known_at=known_at)

    def check(
        self, target: str, actual: Decimal, *, on: date, year: int, base: Decimal | None = None, method: str = "pace"
    ) -> tuple[Target, Assessment]:
        """Judges one target written as in a report; see `plan_tasks.services.checking.check`."""
        return checking.check(self._context, target, actual, on=on, year=year, base=base, method=method)

    # Notices

    def notify(
        self,
        plan: str,
        *,
        on: date,
        channel: str = "console",
        rules: Sequence[DueRule] = DEFAULT_RULES,
        dry_run: bool = False,
    ) -> notifying.Queued:
        """Queues the notices that are due on a day, and cancels waiting ones that have lost their point.

        Doing it twice queues nothing twice. See `plan_tasks.services.notifying.queue_due`.

        Args:
            plan: Plan id.
            on: The day meant.
            channel: Name of the channel, where no plugin routes a notice elsewhere.
            rules: When somebody has to hear of an item.
            dry_run: True only says what would be queued and cancelled.

        Returns:
            What was queued and cancelled, and who cannot be reached.

        Raises:
            UnknownName: No such plan or channel.
            PluginError: A directory failed; nothing was queued.
        """
        return notifying.queue_due(self._context, PlanId(plan), on=on, channel=channel, rules=rules, dry_run=dry_run)

    def dispatch(
        self, channels: Mapping[str, Mapping[str, Any]], *, rules: Sequence[DueRule] = DEFAULT_RULES
    ) -> notifying.Dispatched:
        """Sends what waits in the outbox. A tracker that is kept remembers rates and faults of channels.

        Args:
            channels: Channel -> its options; entries for other channels wait.
            rules: The rules that notices came from: they say which are sent again when nobody knows whether they
                arrived.

        Returns:
            How many were sent, given up, or wait.

        Raises:
            UnknownName: There is no such channel.
            PluginError: A channel's options are wrong or it cannot be opened; nothing was sent.
        """
        return notifying.dispatch(self._context, channels, rules=rules, courses=self._courses)

    def outbox(self, plan: str | None = None, *, states: Collection[OutboxState] = ()) -> Sequence[OutboxEntry]:
        """The entries of the outbox, in the order they were queued."""
        with self._context.backend.unit(self._context.tenant, write=False) as unit:
            return tuple(unit.outbox.entries(plan=None if plan is None else PlanId(plan), states=states))

    # Reports

    def render(
        self,
        plan: str,
        kind: str,
        format: str,  # noqa: A002 - the word that users know
        to: str | Path | BinaryIO | None = None,
        *,
        on: date,
        known_at: datetime | None = None,
        query: ItemQuery | None = None,
        language: Language | str | None = None,
        kind_options: Mapping[str, Any] | None = None,
        format_options: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Writes a report.

        Args:
            plan: Plan id.
            kind: Name of the report kind (overview, ledger, owner).
            format: Name of the report format (terminal, markdown, csv, json).
            to: A path or a binary stream; None returns the bytes.
            on: The day judged.
            known_at: Only what was recorded by then; None for everything.
            query: Which items; None for all.
            language: Of the report; None takes the tracker's.
            kind_options: Options of the kind.
            format_options: Options of the format.

        Returns:
            The bytes when `to` is None, else nothing (``b""``).

        Raises:
            UnknownName: No such plan, kind or format.
            PluginError: Wrong options, or the plugin failed.
        """

        def write(stream: BinaryIO) -> None:
            reporting.render(
                self._context,
                PlanId(plan),
                kind,
                format,
                stream,
                on=on,
                known_at=known_at,
                query=query,
                language=None if language is None else Language(language),
                kind_options=kind_options,
                format_options=format_options,
            )

        if isinstance(to, (str, Path)):
            write_file(Path(to), write)
            return b""
        if to is not None:
            write(to)
            return b""
        buffer = io.BytesIO()
        write(buffer)
        return buffer.getvalue()

    # The store

    def export(self, plan: str) -> dict[str, object]:
        """A plan and its observations as one JSON-able document."""
        return administration.export(self._context, PlanId(plan))

    def examine(self) -> Sequence[Finding]:
        """Looks at the store: reachable, schema, rows, history."""
        return administration.examine(self._context)

    def examine_channels(self) -> Sequence[Finding]:
        """Looks at the channels that can be opened without options."""
        return notifying.examine_channels(self._context)


def _now() -> datetime:
    return datetime.now(UTC)
