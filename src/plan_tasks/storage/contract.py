"""What a storage backend must do, and how a plugin announces one.

The promises: one commit writes items, events, observations and outbox entries together or not at all; a write names
the version it saw; the history is only appended to; one tenant never sees another's rows; leaving a unit of work
without `commit` leaves the store as it was. `plan_tasks.testing.storage.StorageContract` holds a backend to them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar, runtime_checkable

import attrs

from plan_tasks.model import Item, ItemId, Observation, Plan, PlanId, TenantId
from plan_tasks.plugging.descriptor import Descriptor
from plan_tasks.storage.heads import HeadFacts, ItemHead
from plan_tasks.storage.history import Event, StoredEvent
from plan_tasks.storage.outbox import Attempt, OutboxEntry, OutboxState
from plan_tasks.storage.query import ItemQuery, Page

__all__ = [
    "Finding",
    "FollowsHost",
    "History",
    "ItemWrite",
    "Items",
    "Observations",
    "Outbox",
    "Plans",
    "Receipt",
    "Settings",
    "Settlement",
    "StorageBackend",
    "StorageCapabilities",
    "StorageType",
    "StoredItem",
    "StoredPlan",
    "UnitOfWork",
    "WritesByPlan",
]

O = TypeVar("O")  # noqa: E741 - options class


@attrs.frozen
class StoredPlan:
    """A plan's header (no items) and its version."""

    plan: Plan
    version: int


@attrs.frozen
class StoredItem:
    """An item, its version and its head."""

    item: Item
    version: int
    head: ItemHead


@attrs.frozen
class ItemWrite:
    """An item to be stored.

    Attributes:
        plan: Plan id.
        item: The item as it shall be.
        body: The same, as `plan_tasks.storage.encoding.encode_item` writes it.
        head: The same, as `plan_tasks.storage.heads.head_of` derives it; its version is `seen` + 1.
        seen: The version that the writer saw; 0 for an item that does not exist yet.
    """

    plan: PlanId
    item: Item
    body: str
    head: ItemHead
    seen: int


@attrs.frozen
class Settlement:
    """What became of an outbox entry that a dispatcher had claimed.

    Attributes:
        key: The entry.
        state: Where it stands now; `PENDING` for another try.
        at: When.
        due: For another try: not before this moment; else None.
        reason: What the channel said.
        reference: The receiver's own id for it.
        begun: False for what is put back without having been begun: the claim counts as no attempt.
        outcome: What the channel said, as for `Attempt`, which is then logged; empty where none was asked.
    """

    key: str
    state: OutboxState
    at: datetime
    due: datetime | None = None
    reason: str = ""
    reference: str = ""
    begun: bool = True
    outcome: str = ""


@attrs.frozen
class Receipt:
    """What a commit made durable.

    Attributes:
        versions: (plan id, item id) -> new version; item id "" for a plan's header.
        events: The events with their place in the chain.
    """

    versions: Mapping[tuple[str, str], int]
    events: tuple[StoredEvent, ...] = ()


@attrs.frozen
class Finding:
    """What an examination found.

    Attributes:
        ok: Whether that is as it should be.
        subject: What was looked at (reachable, schema, history of plan p).
        text: What was found, one sentence.
    """

    ok: bool
    subject: str
    text: str


@attrs.frozen(kw_only=True)
class StorageCapabilities:
    """What a backend claims; the contract suite skips only what is not claimed.

    Attributes:
        durable: A committed change survives the process.
        concurrent_writers: Several processes may write at once.
    """

    durable: bool
    concurrent_writers: bool


class Plans(Protocol):
    """Headers of plans."""

    def get(self, plan: PlanId) -> StoredPlan | None:
        """The header, or None."""

    def all(self) -> Sequence[StoredPlan]:
        """All headers of the tenant, sorted by id."""

    def put(self, plan: Plan, *, seen: int) -> None:
        """Stores a header; `seen` as for `ItemWrite`. Raises `Conflict`."""


class Items(Protocol):
    """Goals and measures."""

    def get(self, plan: PlanId, ids: Collection[ItemId]) -> Mapping[ItemId, StoredItem]:
        """The items that exist among those ids."""

    def heads(self, query: ItemQuery, *, limit: int, after: str = "") -> Page[ItemHead]:
        """A page of heads in the query's order.

        Args:
            query: Which, in which order.
            limit: Rows, from 1 up.
            after: The cursor that the page before returned; empty for the first page.

        Raises:
            InvalidValue: The limit is less than 1, or the cursor is none of this list.
        """

    def scan(self, query: ItemQuery) -> Iterator[ItemHead]:
        """All heads that match, streamed in the query's order."""

    def stream(self, query: ItemQuery) -> Iterator[StoredItem]:
        """All items that match, streamed in the query's order."""

    def put(self, writes: Sequence[ItemWrite]) -> None:
        """Stores items in turn; new ones take the next positions of their plan, in order.

        Raises:
            Conflict: For the first whose version is stale, at the latest at commit.
            UnknownName: The plan's header is not in the store.
        """


@runtime_checkable
class TellsFacts(Protocol):
    """What a store's items may offer beside `Items`: facts for counting, where they cost less than whole heads."""

    def facts(self, query: ItemQuery) -> Iterator[HeadFacts]:
        """What `facts_of` draws from the heads of `Items.scan`, in the same order, streamed."""


@runtime_checkable
class WritesByPlan(Protocol):
    """What a backend offers that lets writers of different plans of a tenant go on side by side."""

    def plan_unit(
        self, tenant: TenantId, plan: PlanId, *, items: Collection[ItemId] = ()
    ) -> AbstractContextManager[UnitOfWork]:
        """Begins a unit of work that writes in one plan and the outbox, and keeps other writers of that plan away.

        Args:
            tenant: Whose rows.
            plan: The plan; to write in another raises `StorageError`. What the unit sees of others may change.
            items: Those that the unit will ask for first, as far as that is known: a store far away may give them with
                the beginning. The unit reads the same without it.

        Raises:
            StoreUnavailable: As for `StorageBackend.unit`.
            StorageError: As for `StorageBackend.unit`.
        """
        ...


@runtime_checkable
class FollowsHost(Protocol):
    """What a backend offers whose commits become durable only with a transaction of the host's."""

    def when_durable(self, act: Callable[[], None]) -> None:
        """Does something once what was committed so far is durable, and never if the host takes it back."""


class Observations(Protocol):
    """Values of indicators, never changed once added."""

    def of(
        self, plan: PlanId, items: Collection[ItemId] | None = None, *, known_at: datetime | None = None
    ) -> Mapping[ItemId, Sequence[Observation]]:
        """Observations of those items, each item's in the order in which they were added.

        Args:
            plan: Plan id.
            items: Item ids; None for the whole plan. Items without any may be left out of the answer.
            known_at: Only what was known at that moment; None for all.
        """

    def add(self, plan: PlanId, rows: Iterable[tuple[ItemId, Observation]]) -> None:
        """Appends observations.

        Raises:
            UnknownName: An item is not in the store.
        """


class History(Protocol):
    """Events, only ever appended."""

    def append(self, events: Sequence[Event]) -> None:
        """Appends events; the backend gives each its number and hash within its plan."""

    def read(
        self, plan: PlanId, *, item: ItemId | None = None, after: int = 0, until: datetime | None = None
    ) -> Iterator[StoredEvent]:
        """Events of a plan, streamed in order.

        Args:
            plan: Plan id.
            item: Only this item's; "" for the plan's own; None for all.
            after: Only those numbered above.
            until: Only those recorded no later.
        """


class Outbox(Protocol):
    """What waits to be sent."""

    def add(self, entries: Sequence[OutboxEntry]) -> int:
        """Queues entries whose key is new; others are left as they are. Returns how many were new."""

    def claim(
        self, *, worker: str, now: datetime, lease: timedelta, limit: int, channels: Collection[str]
    ) -> Sequence[OutboxEntry]:
        """Leases pending entries of those channels that are due, oldest due first, and counts an attempt for each.

        An entry under a lease that has not ended is left alone.
        """

    def settle(self, worker: str, settlements: Sequence[Settlement]) -> int:
        """Records outcomes of entries that this worker still holds, and logs attempts; returns how many it did."""

    def cancel(self, keys: Collection[str], *, at: datetime, reason: str) -> int:
        """Cancels entries that are still pending; returns how many."""

    def entries(self, *, plan: PlanId | None = None, states: Collection[OutboxState] = ()) -> Iterator[OutboxEntry]:
        """Entries of a plan (None: of all) in those states (none given: in any), in the order they were queued."""

    def known(self, keys: Collection[str]) -> Collection[str]:
        """Which of those keys are in the outbox, in any state."""

    def get(self, keys: Collection[str]) -> Mapping[str, OutboxEntry]:
        """The entries of those keys that are in the outbox."""

    def requeue(self, keys: Collection[str], *, at: datetime) -> int:
        """Makes entries that are dead, unknown or cancelled pending again, due at once; returns how many.

        Their attempts so far are spent (`OutboxEntry.spent`); what was said of them stays until the next answer.
        """

    def attempts(self, key: str) -> Sequence[Attempt]:
        """What was logged of an entry's attempts, by their numbers."""

    def add_attempts(self, attempts: Sequence[Attempt]) -> None:
        """Logs attempts as another store held them; a number that is logged already stays as it is."""


class Settings(Protocol):
    """Small documents that the program keeps for itself, by name: silences, pauses, rates and the like.

    They have no version and no history. A unit that writes may read one and put it back changed: no other such unit is
    between. In a unit of `WritesByPlan.plan_unit` that holds for a name that belongs to the plan alone.
    """

    def get(self, name: str) -> Mapping[str, Any] | None:
        """The document of that name, or None; the caller's own to change."""

    def put(self, name: str, document: Mapping[str, Any]) -> None:
        """Keeps a document under a name, in place of the one before.

        Args:
            name: From 1 to 128 characters.
            document: Plain data, as JSON has it.

        Raises:
            InvalidValue: The name is empty or too long, or the document cannot be written as JSON.
        """

    def delete(self, name: str) -> bool:
        """Forgets a document; says whether there was one."""

    def names(self) -> Sequence[str]:
        """All names, sorted by their characters' numbers."""


class UnitOfWork(Protocol):
    """One transaction.

    Reads see the state of the store as the unit began, and what the unit itself has written; what others commit
    meanwhile is not seen. Leaving without `commit` changes nothing. A unit in which a write failed cannot be committed.
    A unit that is committed or left is over: to use it further raises `StorageError`.
    """

    @property
    def plans(self) -> Plans:
        """Headers of plans."""

    @property
    def items(self) -> Items:
        """Goals and measures."""

    @property
    def observations(self) -> Observations:
        """Values of indicators."""

    @property
    def history(self) -> History:
        """Events."""

    @property
    def outbox(self) -> Outbox:
        """What waits to be sent."""

    @property
    def settings(self) -> Settings:
        """What the program keeps for itself."""

    def commit(self) -> Receipt:
        """Makes everything durable together, or raises and changes nothing."""


class StorageBackend(Protocol):
    """A store that is open."""

    @property
    def capabilities(self) -> StorageCapabilities:
        """What it claims."""

    def unit(self, tenant: TenantId, *, write: bool) -> AbstractContextManager[UnitOfWork]:
        """Begins a unit of work; one that writes excludes other writers.

        Args:
            tenant: Whose rows.
            write: Whether it may write. It then waits for the writer before it, until that one commits or leaves.

        Raises:
            StoreUnavailable: On entering: another writer did not finish in time, or the store cannot be reached.
            StorageError: On entering: this very thread has a unit open that writes.
        """

    def examine(self) -> Sequence[Finding]:
        """Looks at reachability, schema version, row hashes and history chains of all tenants."""

    def close(self) -> None:
        """Gives back files and connections; the backend cannot be used afterwards."""


@attrs.frozen(kw_only=True)
class StorageType(Descriptor[O, StorageBackend]):
    """How a plugin announces a backend.

    Attributes:
        schemes: The URL schemes it serves (``sqlite`` for ``sqlite:///plan.db``). The part after the scheme and colon
            reaches the factory as the option ``location``, the URL's query as the other options.
    """

    schemes: tuple[str, ...]
