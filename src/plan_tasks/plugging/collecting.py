"""What plugins yield when a host opens, gathered into catalogues.

Lives here: the calls of collect and fold hooks. A plugin whose implementation raises, or yields something that does
not fit, loses what it yields for that hook, whole; a clash of names costs it that name alone.
Not here: the catalogue itself (``catalogue``), the calls of the other modes (``calling``).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import pluggy

from plan_tasks.plugging.calling import Call, HookCalls, calls_of
from plan_tasks.plugging.catalogue import Catalogue, Clash, Offer, settle
from plan_tasks.plugging.descriptor import Descriptor
from plan_tasks.plugging.discovery import Candidate
from plan_tasks.plugging.failures import CAUGHT, Failure, Stage, blamed, in_one_line
from plan_tasks.plugging.loading import FailureKeeper, failure_of
from plan_tasks.plugging.markers import HookMode
from plan_tasks.plugging.records import OfferedThing, PluginRecord, PluginState
from plan_tasks.plugging.specifications import Specification, carried_class

__all__ = ["Collection", "collect"]


@attrs.frozen(kw_only=True)
class Collection:
    """What all collect and fold hooks gave.

    Attributes:
        catalogues: By the class that the hook carries, as its rule names it.
        lost: Why a name of a kind is not there although a plugin offers it, by (class, name).
        notes: What the host application wished and may want to see: who stands in whose place.
    """

    catalogues: Mapping[str, Catalogue[Any]]
    lost: Mapping[tuple[str, str], Failure]
    notes: tuple[str, ...]


class _Misfit(Exception):
    """What an implementation yields cannot be used."""


def collect(
    manager: pluggy.PluginManager,
    specifications: Iterable[Specification],
    records: Sequence[PluginRecord],
    *,
    calls: HookCalls,
    keeper: FailureKeeper,
    prefer: Mapping[str, str],
) -> Collection:
    """Call every collect and fold hook once.

    Args:
        manager: The pluggy manager with all plugins registered.
        specifications: The hooks of the host.
        records: The host's plugins, in the order of registration; what they offer is written down here.
        calls: Runs an implementation.
        keeper: What to do with failures.
        prefer: Name -> plugin or distribution that is to get it where several offer it.

    Raises:
        PluginError: The first failure, when the keeper is strict.
    """
    catalogues: dict[str, Catalogue[Any]] = {}
    lost: dict[tuple[str, str], Failure] = {}
    notes: list[str] = []
    for specification in specifications:
        if specification.rule.mode not in {HookMode.COLLECT, HookMode.FOLD}:
            continue
        carries = specification.rule.carries
        offers: list[Offer] = []
        implementations = calls_of(manager, specification.name, records)
        wanted = carried_class(specification) if implementations else Descriptor
        for call in implementations:
            yielded: list[object] = []
            try:
                calls.run(call, {}, into=yielded)
                _check_yield(yielded, wanted, folds=specification.rule.mode is HookMode.FOLD)
            except _Misfit as misfit:
                failure = _failure(call, str(misfit), None)
            except CAUGHT as error:
                failure = _failure(call, in_one_line(error), error)
            else:
                offers.extend(
                    Offer(descriptor=one, candidate=call.record.candidate)
                    for one in yielded
                    if isinstance(one, Descriptor)
                )
                continue
            keeper.note(call.record, failure, PluginState.DEGRADED)
            for one in yielded:
                if isinstance(one, Descriptor):
                    lost.update({(carries, name): failure for name in one.names})
        catalogue, clashes = settle(offers, prefer)
        catalogues[carries] = catalogue
        by_name = {record.candidate.name: record for record in records}
        for clash in clashes:
            _note_clash(clash, specification, by_name[clash.loser.candidate.name], keeper, lost, notes)
        _note_offers(catalogue, by_name)
    return Collection(catalogues=catalogues, lost=lost, notes=tuple(notes))


def _check_yield(yielded: Sequence[object], wanted: type, *, folds: bool) -> None:
    seen: set[str] = set()
    for one in yielded:
        if not isinstance(one, wanted) or not isinstance(one, Descriptor):
            raise _Misfit(f"it yielded {type(one).__name__}; it must yield {wanted.__name__}")
        if folds and not isinstance(getattr(one, "phase", None), enum.Enum):
            raise _Misfit(f"{one.kind} {one.name} has no phase; it must have one, a member of an enum")
        for name in dict.fromkeys(one.names):
            if name in seen:
                raise _Misfit(f"it yielded two {wanted.__name__} that are called {name}")
            seen.add(name)


def _failure(call: Call, error: str, cause: BaseException | None) -> Failure:
    return failure_of(
        call.record.candidate,
        Stage.COLLECT,
        error,
        remedy="what it yields for this hook is not used",
        hook=call.hook,
        cause=cause,
    )


def _note_clash(
    clash: Clash,
    specification: Specification,
    record: PluginRecord,
    keeper: FailureKeeper,
    lost: dict[tuple[str, str], Failure],
    notes: list[str],
) -> None:
    rivals = " and ".join(_named(rival) for rival in clash.rivals)
    kind = clash.loser.descriptor.kind
    if clash.wished and clash.winner is not None:
        notes.append(f'{kind} "{clash.name}" is that of {_named(clash.winner)}, not of {_named(clash.loser.candidate)}')
        return
    winner = f"that of {_named(clash.winner)} is used" if clash.winner is not None else "neither is used"
    failure = failure_of(
        clash.loser.candidate,
        Stage.COLLECT,
        f'{kind} "{clash.name}" is also offered by {rivals}',
        remedy=f'{winner}; the host application chooses by prefer={{"{clash.name}": ...}}',
        hook=specification.name,
    )
    if clash.winner is None:
        lost[specification.rule.carries, clash.name] = failure
    keeper.note(record, failure, PluginState.DEGRADED)


def _named(candidate: Candidate) -> str:
    return blamed(candidate.name, candidate.distribution, candidate.version)


def _note_offers(catalogue: Catalogue[Any], by_name: Mapping[str, PluginRecord]) -> None:
    for registered in catalogue.values():
        descriptor = registered.descriptor
        by_name[registered.plugin].offers.append(
            OfferedThing(
                kind=descriptor.kind, name=descriptor.name, aliases=descriptor.aliases, summary=descriptor.summary
            )
        )
