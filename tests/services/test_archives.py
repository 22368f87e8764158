"""An archive holds all of a plan, the same bytes each time; what is wrong with one is said, and nothing is stored."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.services.test_copying import KINDS, everything, fill, opened

from plan_tasks import Measure, Plan, Tracker
from plan_tasks.errors import InvalidDocument, InvalidValue, PlanTasksError, UnknownName
from plan_tasks.model import ItemId, PlanId
from plan_tasks.services import bulk
from plan_tasks.services.archive_reader import ENTRY_FIELDS as FIELDS
from plan_tasks.services.archives import MAGIC
from plan_tasks.storage.contract import Settlement
from plan_tasks.storage.outbox import OutboxState

Refusal = Callable[[bytes], PlanTasksError]


def archived(tracker: Tracker, plan: str = "north") -> bytes:
    stream = io.BytesIO()
    tracker.write_archive(plan, stream)
    return stream.getvalue()


def restored(tracker: Tracker, data: bytes) -> str:
    return tracker.read_archive(io.BytesIO(data), where="north.plan")[0]


@pytest.fixture(params=KINDS)
def tracker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tracker]:
    with opened(request.param, tmp_path / "source.db") as source:
        fill(source, "north", "south")
        yield source


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An archive of the plan."""
    with opened("memory", tmp_path_factory.mktemp("x")) as source:
        fill(source, "north")
        return archived(source)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_restored_is_equal_in_every_row(tracker: Tracker, kind: str, tmp_path: Path) -> None:
    with opened(kind, tmp_path / "target.db") as target:
        assert restored(target, archived(tracker)) == "north"
        assert everything(tracker, "north") == everything(target, "north")
        assert archived(target) == archived(tracker)
        assert [stored.plan.id for stored in target.plans()] == ["north"]
        assert all(finding.ok for finding in target.examine())


def test_the_same_plan_gives_the_same_bytes_in_any_store_and_at_any_time(good: bytes, tracker: Tracker) -> None:
    assert archived(tracker) == archived(tracker) == good
    assert good.startswith(MAGIC)
    assert good[4:8] == b"\0\0\0\0"  # no moment of writing in it


def test_both_libraries_for_json_write_the_same_bytes(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    from plan_tasks.storage import encoding

    plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    lines = gzip.decompress(good).decode().splitlines()
    assert [encoding.json_encoder()(json.loads(line)) for line in lines] == lines
    assert [plain(json.loads(line)) for line in lines] == lines


def test_a_plan_that_is_there_is_not_restored_over(tracker: Tracker) -> None:
    before = everything(tracker, "north")
    with pytest.raises(InvalidValue, match="holds a plan 'north' already"):
        restored(tracker, archived(tracker))
    assert everything(tracker, "north") == before


def test_a_plan_that_is_not_there_cannot_be_archived(tracker: Tracker) -> None:
    with pytest.raises(UnknownName, match="there is no plan 'west'"):
        archived(tracker, "west")


@pytest.fixture(scope="module")
def empty() -> Iterator[Tracker]:
    """A store that stays empty."""
    with opened("memory", Path()) as target:
        yield target


@pytest.fixture
def refusal(empty: Tracker) -> Refusal:
    """Gives the error for a wrong archive; the store must be as it was."""

    def refused(data: bytes) -> PlanTasksError:
        with pytest.raises(PlanTasksError) as caught:
            restored(empty, data)
        assert empty.plans() == []
        return caught.value

    return refused


def test_an_archive_that_is_cut_short_anywhere_is_refused(refusal: Refusal, good: bytes) -> None:
    for length in range(0, len(good), 7):
        error = refusal(good[:length])
        assert isinstance(error, InvalidDocument)
        assert str(error).startswith("north.plan, line ")
        assert "cut short" in str(error) or "damaged" in str(error)
        assert "export -o" in error.remedy


def test_a_changed_byte_anywhere_is_noticed(refusal: Refusal, good: bytes) -> None:
    chosen = random.Random(7)  # noqa: S311 - which places are tried
    harmless = 0
    for _ in range(300):
        place = chosen.randrange(len(good))
        data = bytearray(good)
        data[place] ^= 1 << chosen.randrange(8)
        padding = place == len(good) - 9 and gzip.decompress(bytes(data)) == gzip.decompress(good)
        if 3 <= place < 10 or padding:  # flags, moment, level and system in gzip's header; bits behind the last line
            harmless += 1
            continue
        assert isinstance(refusal(bytes(data)), InvalidDocument), place
    assert harmless < 20


def test_an_archive_of_version_1_is_restored(tmp_path: Path) -> None:
    data = (Path(__file__).parent / "data" / "archive_1.plan.gz").read_bytes()
    with opened("sqlite", tmp_path / "target.db") as target:
        assert restored(target, data) == "north"
        (entry,) = target.outbox()
        assert (entry.item, entry.attempts, entry.reason, entry.level, entry.spent) == ("m1", 1, "busy", "", 0)
        assert json.loads(gzip.decompress(archived(target)).splitlines()[0])["version"] == 2


def test_attempts_go_with_the_plan(tracker: Tracker, tmp_path: Path) -> None:
    at = datetime(2021, 9, 10, tzinfo=UTC)
    context = tracker._context
    with context.backend.unit(context.tenant, write=True) as unit:
        keys = [entry.key for entry in unit.outbox.entries()]
        unit.outbox.claim(worker="w", now=at, lease=timedelta(minutes=1), limit=9, channels={"console"})
        settlements = [Settlement(key, OutboxState.PENDING, at, reason="busy", outcome="try_again") for key in keys]
        unit.outbox.settle("w", settlements)
        unit.commit()
    with opened("sqlite", tmp_path / "target.db") as target:
        restored(target, archived(tracker))
        assert everything(tracker, "north") == everything(target, "north")
        with target._context.backend.unit(context.tenant, write=False) as unit:
            assert [each.reason for key in keys for each in unit.outbox.attempts(key)] == ["busy"]


def lines_of(data: bytes) -> list[Any]:
    return [json.loads(line) for line in gzip.decompress(data).splitlines()]


def sealed(lines: list[Any]) -> bytes:
    """An archive of those lines whose end matches them, as somebody with a text editor can make it."""
    texts = [json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for line in lines[:-1]]
    end = {**lines[-1], "sha256": hashlib.sha256(b"".join(texts)).hexdigest()}
    return gzip.compress(b"".join([*texts, json.dumps(end, separators=(",", ":")).encode() + b"\n"]))


def at(name: str, *path: str | int, to: Any) -> Callable[[list[Any]], None]:
    """Sets a field of the first line that has a field of that name."""

    def change(lines: list[Any]) -> None:
        found = next(line for line in lines if name in line)
        for step in path[:-1]:
            found = found[step]
        found[path[-1]] = to

    return change


def repeat(name: str) -> Callable[[list[Any]], None]:
    def change(lines: list[Any]) -> None:
        place = next(number for number, line in enumerate(lines) if name in line)
        lines.insert(place, lines[place])
        lines[-1]["end"][{"item": 0, "entry": 3}[name]] += 1

    return change


def drop(name: str, which: int) -> Callable[[list[Any]], None]:
    def change(lines: list[Any]) -> None:
        lines.remove([line for line in lines if name in line][which])

    return change


WRONG: dict[str, tuple[Callable[[list[Any]], None], list[str]]] = {
    "a newer version": (at("format", "version", to=9), ["line 1", "version 9 is newer than 2", "upgrade"]),
    "no version": (at("format", "version", to="x"), ["line 1", "'x' is no version"]),
    "another format": (at("format", "format", to="tar"), ["line 1", "this is no archive"]),
    "a field too many at the beginning": (at("format", "colour", to=1), ["line 1", "nothing else"]),
    "a field too many in the header": (at("header", "header", "colour", to=1), ["line 2", "'colour'"]),
    "a header with items": (
        at("header", "header", "measures", to=[{"id": "x", "title": "X"}]),
        ["line 2", "the header has items"],
    ),
    "a version of an item": (at("item", "version", to=0), ["line 3", "0 is no version"]),
    "a kind that is none": (at("item", "kind", to=["goal"]), ["line 3", "goal or measure"]),
    "a field of an item": (at("item", "item", "title", to=7), ["line 3", "Goal.title", "7 is not text"]),
    "an area that is none": (at("item", "item", "area", to="a9"), ["line 3", "area 'a9'"]),
    "a value": (at("item", "observations", 0, "value", to="much"), ["line 3", "Observation.value", "'much'"]),
    "a number of an event": (at("event", "event", 0, to="1"), ["line 6", "an event has a number"]),
    "a gap in the chain": (at("event", "event", 0, to=4), ["line 6", "event 1 is missing"]),
    "an actor of an event": (at("event", "event", 3, to="x"), ["line 6", "does not match its hash"]),
    "a moment without a zone": (at("event", "event", 4, to="2021-01-01T00:00:00"), ["line 6", "with a time zone"]),
    "an event that is left out": (drop("event", 2), ["plan north", "is missing from the history"]),
    "the last event left out": (drop("event", -1), ["not as many rows"]),
    "a state of an entry": (at("entry", "entry", FIELDS.index("state"), to="lost"), ["'lost' is no state"]),
    "a plan of an entry": (at("entry", "entry", FIELDS.index("plan"), to="south"), ["another plan, 'south'"]),
    "a field of an entry": (at("entry", "entry", FIELDS.index("item"), to=None), ["'item' of an entry is not text"]),
    "attempts of an entry": (at("entry", "entry", FIELDS.index("attempts"), to="2"), ["'attempts'"]),
    "a moment of an entry": (at("entry", "entry", FIELDS.index("due"), to="soon"), ["'soon' is not a moment"]),
    "an entry too short": (at("entry", "entry", to=[]), ["an entry of the outbox has 27 fields"]),
    "an item twice": (repeat("item"), ["twice"]),
    "an entry twice": (repeat("entry"), ["not what its lines say"]),
    "an item left out": (drop("item", 1), ["not as many rows"]),
    "a line of something else": (at("entry", "colour", to=1), ["colour, entry"]),
    "an empty line": (lambda lines: lines.insert(3, {}), ["line 4", "does not belong here"]),
    "a line that is no object": (lambda lines: lines.insert(3, [1]), ["line 4", "not an object"]),
    "an end without counts": (at("end", "end", to=None), ["not as many rows"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_line_is_refused_with_its_place_though_the_end_matches(
    refusal: Refusal, good: bytes, name: str
) -> None:
    change, words = WRONG[name]
    lines = lines_of(good)
    change(lines)
    error = refusal(sealed(lines))
    assert isinstance(error, InvalidDocument), error
    for word in ("north.plan", *words):
        assert word in str(error)


def test_lines_as_they_were_are_accepted_when_they_are_sealed_anew(good: bytes) -> None:
    """The control of the test before: what is refused there is refused for the change."""
    with opened("memory", Path()) as target:
        assert restored(target, sealed(lines_of(good))) == "north"
        assert archived(target) == good


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "line 1: it is cut short"),
        (b"PK\x03\x04" + b"\0" * 100, "not compressed by gzip"),
        (gzip.compress(b"hello\n", mtime=0), "line 1: not JSON"),
        (gzip.compress(b'{"format":', mtime=0), "line 1: the line is longer than 16777216 bytes, or cut short"),
        (gzip.compress(b"[" * 100_000 + b"\n", mtime=0), "line 1: nested too deeply"),
        (gzip.compress(b"\xff\xfe\n", mtime=0), "line 1: not JSON"),
    ],
)
def test_what_is_no_archive_is_refused(refusal: Refusal, data: bytes, words: str) -> None:
    assert words in str(refusal(data))


def test_what_follows_after_the_end_is_refused(refusal: Refusal, good: bytes) -> None:
    assert "something follows" in str(refusal(good + gzip.compress(b"more\n")))
    assert "damaged" in str(refusal(good + b"more"))


@pytest.mark.parametrize("kind", ["one line", "many lines"])
def test_a_bomb_is_refused_before_it_grows(refusal: Refusal, good: bytes, kind: str) -> None:
    begin = b"".join(gzip.decompress(good).splitlines(keepends=True)[:2])
    if kind == "one line":
        grown = b'{"kind":"' + b"a" * 200_000_000
    else:
        item = {"kind": "measure", "item": {"id": "m", "title": "M"}, "version": 1, "observations": []}
        grown = (json.dumps(item).encode() + b"\n") * 1_500_000
    data = gzip.compress(begin + grown, 9)
    assert len(data) < 500_000
    del grown
    tracemalloc.start()
    try:
        error = refusal(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert "longer than" in str(error) or "200 times its size" in str(error) or "twice" in str(error)
    assert peak < 100_000_000


def test_a_large_plan_takes_flat_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five times the plan does not take five times the memory, to write or to read."""
    monkeypatch.setattr(bulk, "_BATCH", 100)
    peaks = []
    for count in (400, 2_000):
        measures = tuple(Measure(id=ItemId(f"m{number}"), title="A measure " * 20) for number in range(count))
        plan = Plan(id=PlanId("large"), title="L", start=date(2021, 1, 1), end=date(2021, 12, 31), measures=measures)
        with (
            opened("sqlite", tmp_path / f"{count}.db") as source,
            opened("sqlite", tmp_path / f"{count}b.db") as target,
        ):
            source.add(plan, actor="office")
            del measures, plan
            tracemalloc.start()
            try:
                with (tmp_path / "large.plan").open("wb") as stream:
                    source.write_archive("large", stream)
                with (tmp_path / "large.plan").open("rb") as stream:
                    target.read_archive(stream, where="large.plan")
                peaks.append(tracemalloc.get_traced_memory()[1])
            finally:
                tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
