"""What a type checker sees of a host. Checked by mypy with the tests, and never run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, assert_type

import attrs

from plan_tasks.plugging import Decision, Descriptor, NoOptions, Objection, PluginContext, hookimpl, hookspec
from plan_tasks.plugging.catalogue import Catalogue
from plan_tasks.plugging.descriptor import O
from plan_tasks.plugging.folding import Folded
from plan_tasks.plugging.host import PluginHost
from plan_tasks.plugging.verdicts import Verdict


class Whistle(Protocol):
    def blow(self, times: int) -> str: ...


@attrs.frozen(kw_only=True)
class WhistleType(Descriptor[O, Whistle]):
    loudness: int | None


class Tin:
    def blow(self, times: int) -> str:
        return "pfff" * times


def open_tin(options: NoOptions, context: PluginContext) -> Tin:
    return Tin()


def open_brass(options: int, context: PluginContext) -> Tin:
    return Tin()


def open_nothing(options: NoOptions, context: PluginContext) -> int:
    return 0


@hookimpl
def plan_tasks_whistles() -> Iterator[WhistleType[NoOptions]]:
    yield WhistleType(name="tin", summary="Tin", options=NoOptions, factory=open_tin, loudness=None)
    yield WhistleType(name="brass", summary="Brass", options=NoOptions, factory=open_brass, loudness=3)  # type: ignore[arg-type]
    yield WhistleType(name="none", summary="None", options=NoOptions, factory=open_nothing, loudness=3)  # type: ignore[arg-type]


@hookspec.observe()
def plan_tasks_blown(times: int) -> None: ...


@hookspec.guard()
def plan_tasks_check_blow(times: int) -> Iterable[Objection]:
    return ()


@hookspec.ask("plan_tasks.plugging.verdicts:Decision")
def plan_tasks_may_blow(actor: str) -> Decision | None:
    return None


def calls(host: PluginHost) -> None:
    assert_type(host.catalogue(WhistleType), Catalogue[WhistleType[Any]])
    assert_type(host.catalogue(WhistleType)["tin"].descriptor.loudness, int | None)
    assert_type(host.open(WhistleType, "tin"), Whistle)
    assert_type(host.guard(plan_tasks_check_blow, times=1), Verdict)
    assert_type(host.ask(plan_tasks_may_blow, actor="a"), Decision | None)
    host.observe(plan_tasks_blown, times=1)
    assert_type(host.fold(WhistleType, "", lambda whistle, value: value + whistle.blow(1)), Folded[str])


def wrong_calls(host: PluginHost) -> None:
    host.observe(plan_tasks_blown, times="1")  # type: ignore[arg-type]
    host.observe(plan_tasks_blown, time=1)  # type: ignore[call-arg]
    host.observe(plan_tasks_check_blow, times=1)  # type: ignore[arg-type]
    host.guard(plan_tasks_blown, times=1)  # type: ignore[arg-type]
