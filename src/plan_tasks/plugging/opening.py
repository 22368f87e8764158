"""From a name that a user wrote to the thing that a plugin makes.

Lives here: the look-up with its error for what is not there, the structuring of options, the call of the factory.
Not here: the catalogue (``catalogue``), how options are read (``options``).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from plan_tasks.errors import MissingExtra, PlanTasksError, PluginUnavailable, UnknownName
from plan_tasks.plugging.catalogue import Catalogue, Registered
from plan_tasks.plugging.descriptor import Descriptor, PluginContext
from plan_tasks.plugging.failures import CAUGHT, Failure, Stage, blamed, in_one_line
from plan_tasks.plugging.loading import FailureKeeper, failure_of, log
from plan_tasks.plugging.option_problems import nearest
from plan_tasks.plugging.options import OptionsReader
from plan_tasks.plugging.records import PluginRecord, PluginState
from plan_tasks.plugging.secret import SecretResolver
from plan_tasks.plugging.specifications import dotted
from plan_tasks.plugging.timing import Timings

__all__ = ["Opener"]

D = TypeVar("D", bound=Descriptor[Any, Any])


class Opener:
    """Finds and opens what the plugins of one host offer.

    Args:
        records: The host's plugins.
        lost: Why a name of a kind is not there although a plugin offers it, by (class, name).
        keeper: The host's keeper of failures.
        language: In which language plugins write text for people.
        resources: The host application's objects for plugins.
        resolve_secret: How a secret is read.
        timings: Who is told how long things take.
    """

    def __init__(
        self,
        records: Sequence[PluginRecord],
        lost: Mapping[tuple[str, str], Failure],
        *,
        keeper: FailureKeeper,
        language: str,
        resources: Mapping[str, object],
        resolve_secret: SecretResolver,
        timings: Timings,
    ) -> None:
        self._records: Final = {record.candidate.name: record for record in records if record.usable}
        self._absent: Final = [record for record in records if not record.usable]
        self._lost: Final = lost
        self._language: Final = language
        self._resources: Final = resources
        self._resolve_secret: Final = resolve_secret
        self._timings: Final = timings
        self._reader: OptionsReader | None = None
        self.keeper: Final = keeper

    def find(self, kind: type[D], name: str, catalogue: Catalogue[D]) -> Registered[D]:
        """Return what has a name or an alias; see `PluginHost.find`."""
        if name in catalogue:
            return catalogue[name]
        failure = self._lost.get((dotted(kind), name))
        if failure is not None:
            raise _unavailable(kind, name, failure)
        self._suspect(kind, name)
        guess = nearest(name, [*catalogue, *catalogue.aliases])
        hint = f'did you mean "{guess}"? ' if guess else ""
        remedy = f"{hint}there are: {', '.join(catalogue) or 'none'}"
        raise UnknownName(f'there is no {kind.kind} "{name}"', remedy=remedy)

    def open(self, registered: Registered[Any], options: object, keywords: Mapping[str, object]) -> Any:
        """Structure the options and call the factory; see `PluginHost.open`."""
        if self._reader is None:
            # Made when first needed: cattrs takes milliseconds to make a converter.
            self._reader = OptionsReader(self._resolve_secret)
        descriptor = registered.descriptor
        where = f'{descriptor.kind} "{descriptor.name}"'
        structured = self._reader.read(
            descriptor.options, options, keywords=keywords, where=where, plugin=registered.plugin
        )
        context = PluginContext(
            plugin=registered.plugin,
            logger=logging.getLogger(f"plan_tasks.plugins.{registered.plugin}"),
            language=self._language,
            resources=self._resources,
            timings=self._timings,
        )
        record = self._records[registered.plugin]
        try:
            made = descriptor.factory(structured, context)
        except PlanTasksError as error:
            error.add_note(f"raised by {blamed(registered.plugin, registered.distribution, registered.version)}")
            raise
        except CAUGHT as error:
            raise _open_error(record, descriptor, where, error) from error
        record.state = PluginState.OPEN if record.state is PluginState.READY else record.state
        return made

    def _suspect(self, kind: type[Descriptor[Any, Any]], name: str) -> None:
        """Raise where a plugin that is not there bears the wanted name: what it would have offered nobody knows."""
        for record in self._absent:
            candidate = record.candidate
            words = {candidate.name, candidate.name.rpartition(".")[2]}
            if candidate.distribution:
                words |= {candidate.distribution, candidate.distribution.removeprefix("plan-tasks-")}
            if name not in words:
                continue
            if record.failures:
                raise _unavailable(kind, name, record.failures[-1])
            raise PluginUnavailable(
                f'{kind.kind} "{name}" is not there: {blamed(candidate.name, candidate.distribution)} is blocked',
                plugin=candidate.name,
                remedy="see block, only and PLAN_TASKS_BLOCK",
            )


def _unavailable(kind: type[Descriptor[Any, Any]], name: str, failure: Failure) -> PluginUnavailable:
    error = PluginUnavailable(f'{kind.kind} "{name}" is not there: {failure}', plugin=failure.plugin)
    error.__cause__ = failure.as_error()
    return error


def _open_error(
    record: PluginRecord, descriptor: Descriptor[Any, Any], where: str, error: BaseException
) -> PluginUnavailable | MissingExtra:
    """Write down that a factory failed, and return what to raise."""
    candidate = record.candidate
    plugin = blamed(candidate.name, candidate.distribution, candidate.version)
    text = in_one_line(error)
    raised: PluginUnavailable | MissingExtra
    extras = ",".join(descriptor.requires)
    # A name that cannot be imported from a library that is there is a fault, unless an extra brings another version.
    if isinstance(error, ModuleNotFoundError) or (isinstance(error, ImportError) and extras):
        missing = (error.name or "").partition(".")[0]
        remedy = f"install the library {missing}" if missing else "install what it needs"
        if extras and candidate.distribution:
            remedy = f'pip install "{candidate.distribution}[{extras}]"'
        raised = MissingExtra(f"a library is missing: {text}", plugin=candidate.name, where=where, remedy=remedy)
    else:
        remedy = "tell its author"
        raised = PluginUnavailable(f"{plugin} failed to open it: {text}", plugin=candidate.name, where=where)
    raised.add_note(f"raised by {plugin}")
    failure = failure_of(candidate, Stage.OPEN, f"{where}: {text}", remedy=remedy, cause=error)
    if failure not in record.failures:
        record.failures.append(failure)
    log.debug("traceback of: %s", failure, exc_info=error)
    return raised
