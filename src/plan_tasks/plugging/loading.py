"""How a plugin gets from a name to registered hooks, one stage after the other.

Lives here: order, import, check and register, each acting on one plugin alone. One that fails is set aside with a
`Failure` and the others go on; in strict mode the first failure is raised.
Not here: finding plugins (``discovery``), the rules of the check (``checking``), what hooks yield (``collecting``).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping

import pluggy

from plan_tasks.plugging.checking import CheckingManager, Complaint, check_plugin
from plan_tasks.plugging.discovery import Candidate, Source, registration_order, selected
from plan_tasks.plugging.failures import CAUGHT, Failure, Stage, in_one_line
from plan_tasks.plugging.records import PluginRecord, PluginState
from plan_tasks.plugging.specifications import Specification

__all__ = ["FailureKeeper", "failure_of", "load_plugins", "log"]

log = logging.getLogger("plan_tasks.plugging")


class FailureKeeper:
    """Writes failures down, or raises the first one.

    Args:
        strict: True to raise.
    """

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict

    def note(self, record: PluginRecord, failure: Failure, state: PluginState) -> None:
        """Keep a failure with its plugin; users get one line, the log gets the traceback at level DEBUG.

        Raises:
            PluginError: The failure, in strict mode.
        """
        record.failures.append(failure)
        record.state = state
        if self.strict:
            raise failure.as_error()
        log.warning("%s", failure)
        if failure.cause is not None:
            log.debug("traceback of: %s", failure, exc_info=failure.cause)


def failure_of(
    candidate: Candidate,
    stage: Stage,
    error: str,
    *,
    remedy: str = "",
    hook: str = "",
    cause: BaseException | None = None,
) -> Failure:
    """Return a failure of a plugin."""
    return Failure(
        plugin=candidate.name,
        distribution=candidate.distribution,
        version=candidate.version,
        stage=stage,
        error=error,
        remedy=remedy,
        hook=hook,
        cause=cause,
    )


def load_plugins(
    candidates: Iterable[Candidate],
    *,
    manager: CheckingManager,
    specifications: Mapping[str, Specification],
    keeper: FailureKeeper,
    block: Iterable[str],
    only: Iterable[str] | None,
) -> list[PluginRecord]:
    """Load plugins as far as each one gets.

    Args:
        candidates: All that were found.
        manager: Where they are registered; it knows the specifications already.
        specifications: The hooks of this host.
        keeper: What to do with failures.
        block: Names of plugins and distributions that may not be imported.
        only: Names of plugins and distributions that alone may be imported, among installed ones; None for all.

    Returns:
        A record for each candidate, in the order of registration.

    Raises:
        PluginError: The first failure, when the keeper is strict.
    """
    records = [PluginRecord(candidate=candidate) for candidate in registration_order(candidates)]
    for record in records:
        if not selected(record.candidate, block=block, only=only):
            record.state = PluginState.BLOCKED
            record.note = "blocked by name" if only is None else "blocked by name or not among the only ones wanted"
    _settle_same_names([record for record in records if record.usable], keeper)
    for record in records:
        if record.usable:
            _load_one(record, manager, specifications, keeper)
    return records


def _settle_same_names(records: list[PluginRecord], keeper: FailureKeeper) -> None:
    """Leave one plugin of each name, or none: the host's wins, else the built-in one, else neither."""
    by_name: dict[str, list[PluginRecord]] = {}
    for record in records:
        by_name.setdefault(record.candidate.name, []).append(record)
    for same in by_name.values():
        if len(same) == 1:
            continue
        best = max(record.candidate.source.rank for record in same)
        winners = [record for record in same if record.candidate.source.rank == best]
        winner = winners[0] if len(winners) == 1 else None
        for record in same:
            if record is winner:
                continue
            others = " and ".join(_described(other.candidate) for other in same if other is not record)
            if winner is not None and winner.candidate.source is Source.HOST:
                record.state = PluginState.BLOCKED
                record.note = f"the host application's plugin of that name stands in its place ({others})"
            else:
                error = f"its name is also that of {others}"
                remedy = "the built-in one is used" if winner else "neither is used: block one or rename one"
                keeper.note(
                    record,
                    failure_of(record.candidate, Stage.ORDER, error, remedy=remedy),
                    PluginState.SET_ASIDE,
                )


def _described(candidate: Candidate) -> str:
    """Return a plugin for a sentence that has named it already: where it comes from."""
    origin = f"{candidate.distribution} {candidate.version}".strip() or "the host application"
    return f"{candidate.origin} of {origin}"


def _load_one(
    record: PluginRecord,
    manager: CheckingManager,
    specifications: Mapping[str, Specification],
    keeper: FailureKeeper,
) -> None:
    candidate = record.candidate
    stage = Stage.IMPORT
    try:
        began = time.perf_counter()
        plugin = candidate.load()
        record.import_ms = (time.perf_counter() - began) * 1000
        if twin := next((name for name, one in manager.list_name_plugin() if one is plugin), ""):
            # Its author's own tests pass a plugin that is installed as well: no fault, and once is enough.
            record.state = PluginState.BLOCKED
            record.note = f'it is in use already, as plugin "{twin}"'
            return
        stage = Stage.CHECK
        accepted = check_plugin(plugin, specifications)
        stage = Stage.REGISTER
        _register(plugin, candidate.name, manager, accepted)
    except Complaint as complaint:
        failure = failure_of(candidate, stage, complaint.error, remedy=complaint.remedy, hook=complaint.hook)
    except CAUGHT as error:
        failure = failure_of(candidate, stage, in_one_line(error), remedy=_remedy(candidate, error), cause=error)
    else:
        record.hooks = tuple(sorted(options["specname"] or name for name, options in accepted.items()))
        return
    keeper.note(record, failure, PluginState.SET_ASIDE)


def _register(plugin: object, name: str, manager: CheckingManager, accepted: Mapping[str, pluggy.HookimplOpts]) -> None:
    manager.accepted = accepted
    try:
        manager.register(plugin, name=name)
    except BaseException:
        # pluggy 1.6 leaves a refused plugin registered with those of its hooks that came before the bad one.
        if manager.has_plugin(name) and manager.get_plugin(name) is plugin:
            manager.unregister(name=name)
        raise
    finally:
        manager.accepted = {}


def _remedy(candidate: Candidate, error: BaseException) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name:
        missing = error.name.partition(".")[0]
        if missing == candidate.origin.partition(":")[0].partition(".")[0]:
            return f"install it again, or block it: PLAN_TASKS_BLOCK={candidate.name}"
        line = f" (pip install --upgrade {candidate.distribution})" if candidate.distribution else ""
        return f"install the library {missing}{line}, or block it: PLAN_TASKS_BLOCK={candidate.name}"
    return f"tell its author, or block it: PLAN_TASKS_BLOCK={candidate.name}"
