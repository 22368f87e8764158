"""What users write, and what becomes of it."""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_origin

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.errors import PluginError, PluginOptionsError
from plan_tasks.plugging import Secret
from plan_tasks.plugging.option_fields import describe_options, documented
from plan_tasks.plugging.options import OptionsReader, from_query
from plan_tasks.plugging.secret import secret_resolver

WHERE = 'channel "webhook"'


class Level(enum.Enum):
    LOW = "low"
    HIGH = "high"


class Priority(enum.IntEnum):
    FIRST = 1
    SECOND = 2


class Word(enum.StrEnum):
    YES = "yes"


@attrs.frozen(kw_only=True)
class Retry:
    times: int
    pauses: tuple[timedelta, ...] = ()


@attrs.frozen(kw_only=True)
class WebhookOptions:
    url: str
    secret: Secret | None = None
    timeout: timedelta = timedelta(seconds=10)


def reader(**environ: str) -> OptionsReader:
    return OptionsReader(secret_resolver(environ))


def read_one(type_: Any, written: object) -> Any:
    """Return what becomes of one value of one type."""
    options = attrs.make_class("Options", {"x": attrs.field(type=type_)}, frozen=True)
    return reader(KEY="k-1").read(options, {"x": written}, where=WHERE).x


def complaint(type_: Any, written: object) -> str:
    with pytest.raises(PluginOptionsError) as caught:
        read_one(type_, written)
    return str(caught.value)


@pytest.mark.parametrize(
    ("type_", "written", "value"),
    [
        (str, "", ""),
        (bool, "false", False),
        (bool, "On", True),
        (bool, True, True),
        (int, "-12", -12),
        (int, 12, 12),
        (float, "1.5", 1.5),
        (float, 2, 2.0),
        (Decimal, "63.50", Decimal("63.50")),
        (Decimal, 7.1, Decimal("7.1")),
        (Decimal, 7, Decimal(7)),
        (date, "2021-06-30", date(2021, 6, 30)),
        (date, date(2021, 6, 30), date(2021, 6, 30)),
        (time, "08:30", time(8, 30)),
        (timedelta, "1h30m", timedelta(minutes=90)),
        (timedelta, "500ms", timedelta(milliseconds=500)),
        (timedelta, "1.5s", timedelta(seconds=1.5)),
        (timedelta, "2w", timedelta(weeks=2)),
        (timedelta, timedelta(1), timedelta(1)),
        (Path, "a/b", Path("a/b")),
        (Path, Path("a"), Path("a")),
        (Level, "low", Level.LOW),
        (Level, Level.HIGH, Level.HIGH),
        (Priority, 2, Priority.SECOND),
        (Priority, "2", Priority.SECOND),
        (Word, "yes", Word.YES),
        (Literal["a", 3], "3", 3),
        (int | None, None, None),
        (int | None, "3", 3),
        (tuple[int, ...], "1, 2", (1, 2)),
        (tuple[int, ...], "", ()),
        (tuple[int, ...], [1, "2"], (1, 2)),
        (tuple[str, int], "a,1", ("a", 1)),
        (frozenset[str], ["b", "b"], frozenset({"b"})),
        (Sequence[str], ["a"], ("a",)),
        (set[str], "ab", {"ab"}),
        (Mapping[str, int], {"a": "1"}, {"a": 1}),
        (dict[str, int], {"a": "1"}, {"a": 1}),
        (Retry, {"times": "2", "pauses": "1s,1m"}, Retry(times=2, pauses=(timedelta(seconds=1), timedelta(minutes=1)))),
        (Retry, Retry(times=1), Retry(times=1)),
        (Secret, "env:KEY", Secret("k-1")),
        (Secret, "plain", Secret("plain")),
        (Secret, Secret("env:KEY"), Secret("env:KEY")),
    ],
)
def test_a_value_is_read_as_its_type(type_: Any, written: object, value: object) -> None:
    read = read_one(type_, written)
    assert read == value
    assert isinstance(value, Mapping) or type(read) is type(value)


@pytest.mark.parametrize(
    ("type_", "written", "said"),
    [
        (str, 5, "is 5; it must be a text"),
        (str, None, "is None; it must be a text"),
        (bool, "falsch", "is 'falsch'; it must be true or false (yes/no, on/off, 1/0)"),
        (bool, 1, "is 1; it must be true or false"),
        (int, 1.9, "is 1.9; it must be a whole number"),
        (int, "1.0", "is '1.0'; it must be a whole number"),
        (int, True, "is True; it must be a whole number"),
        (int, "9" * 5000, "it must be a whole number"),
        (float, "nan", "is 'nan'; it must be a number"),
        (float, float("inf"), "is inf; it must be a number"),
        (float, False, "it must be a number"),
        (Decimal, "1,5", "is '1,5'; it must be a decimal number such as 12.5"),
        (Decimal, Decimal("NaN"), "it must be a decimal number"),
        (date, "2021-02-30", "is '2021-02-30'; there is no such date"),
        (date, "30.6.2021", "it must be a date such as 2021-06-30"),
        (date, datetime(2021, 6, 30, 12, 0), "it must be a date such as 2021-06-30"),
        (time, "24:01", "there is no such time of day"),
        (timedelta, 30, "is 30; it must be a duration with its unit, such as 500ms, 30s"),
        (timedelta, "", "it must be a duration"),
        (timedelta, "30", "it must be a duration"),
        (Path, " ", "it must be a path"),
        (Path, b"a", "it must be a path"),
        (Path, 3, "it must be a path"),
        (Path, "a\0b", "it must be a path"),
        (Level, "LOW", "is 'LOW'; it must be one of low, high"),
        (Priority, True, "is True; it must be one of 1, 2"),
        (Literal["a", 3], "b", "is 'b'; it must be one of a, 3"),
        (tuple[int, ...], 3, "is 3; it must be a list, or texts with commas between them"),
        (tuple[str, int], "a", "has 1 elements; it must have 2"),
        (Mapping[str, int], "a", "must be a table of names and values"),
        (Retry, "2", "is '2'; it must be a table with: times, pauses"),
        (Secret, 5, "must be a text, env:NAME or file:PATH"),
        (Secret, "", "is not usable: a secret must not be empty"),
        (Secret, "env:NOT_THERE", "is not usable: environment variable NOT_THERE is not set or empty"),
        (Secret, "file:/not/there", "is not usable: secret file /not/there cannot be read: No such file or directory"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused(type_: Any, written: object, said: str) -> None:
    text = complaint(type_, written)
    assert text.startswith('channel "webhook": option "x" ')
    assert said in text
    assert len(text) < 200


@pytest.mark.parametrize(
    "type_", [bytes, datetime, tuple, dict, int | str, set, complex, tuple[complex, ...], Mapping[str, complex]]
)
def test_a_type_that_options_cannot_have_is_its_authors_mistake(type_: Any) -> None:
    with pytest.raises(PluginError, match="the options class Options cannot be used") as caught:
        read_one(type_, {"a": "1"} if get_origin(type_) is Mapping else "1")
    assert not isinstance(caught.value, PluginOptionsError)


@given(st.integers(min_value=-(10**39), max_value=10**39))
def test_a_whole_number_reads_back_from_its_text(number: int) -> None:
    assert read_one(int, str(number)) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_a_decimal_reads_back_from_its_text(number: Decimal) -> None:
    assert read_one(Decimal, f"{number:f}") == number


@given(st.text(), st.sampled_from([bool, int, float, Decimal, date, time, timedelta, Path, Level, tuple[int, ...]]))
def test_any_text_is_read_or_refused_in_words(written: str, type_: Any) -> None:
    with contextlib.suppress(PluginOptionsError):
        read_one(type_, written)


# names


def test_an_unknown_option_is_answered_with_the_nearest_and_all_others() -> None:
    with pytest.raises(PluginOptionsError) as caught:
        reader().read(WebhookOptions, {"url": "http://localhost", "secrt": "s"}, where=WHERE, plugin="web")
    said = 'channel "webhook": unknown option "secrt"; did you mean "secret"? accepts: url, secret, timeout'
    assert str(caught.value) == said
    assert caught.value.plugin == "web"


def test_a_missing_option_is_named() -> None:
    with pytest.raises(PluginOptionsError) as caught:
        reader().read(WebhookOptions, None, where=WHERE)
    assert str(caught.value) == 'channel "webhook": option "url" is missing; accepts: url, secret, timeout'


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(PluginOptionsError) as caught:
        reader().read(WebhookOptions, {"timeout": "x", "ulr": "http://localhost", "zzz": 1}, where=WHERE)
    text = str(caught.value)
    for part in ('option "url" is missing', 'unknown option "ulr" (did you mean "url"?)', '"zzz"', '"timeout" is'):
        assert part in text


def test_a_place_in_nested_options_is_named() -> None:
    assert 'option "x.pauses[2]" is' in complaint(Retry, {"times": 1, "pauses": ["1s", "soon"]})
    assert 'unknown option "x.time"; did you mean "times"? accepts: times, pauses' in complaint(
        Retry, {"times": 1, "time": 2}
    )
    assert 'option "x.a" is' in complaint(Mapping[str, int], {"a": "one"})


def test_an_options_class_may_have_rules_of_its_own() -> None:
    @attrs.frozen(kw_only=True)
    class Options:
        times: int = attrs.field(validator=attrs.validators.ge(1))

    with pytest.raises(PluginOptionsError, match=r"^channel \"webhook\": 'times' must be >= 1: 0$"):
        reader().read(Options, {"times": 0}, where=WHERE)


def test_an_option_may_not_be_given_twice() -> None:
    assert 'option "x" is given 2 times; it must be a whole number' in complaint(int, ["1", "2"])
    with pytest.raises(PluginOptionsError, match='option "url" is given twice, with the others and as a keyword'):
        reader().read(WebhookOptions, "url=a", keywords={"url": "b"}, where=WHERE)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (3, "options are of type int; give a mapping, a URL's query or WebhookOptions"),
        ("url", "the query cannot be read; write it as name=value&name=value"),
        ("url=%ff", "the query cannot be read; it is not UTF-8"),
        ("&".join(["url=a"] * 300), "the query cannot be read"),
    ],
)
def test_options_that_are_no_options_are_refused(given: object, said: str) -> None:
    with pytest.raises(PluginOptionsError) as caught:
        reader().read(WebhookOptions, given, where=WHERE)
    assert said in str(caught.value)


def test_keywords_beside_an_instance_are_refused() -> None:
    with pytest.raises(PluginOptionsError, match="or WebhookOptions and nothing beside it"):
        reader().read(WebhookOptions, WebhookOptions(url="a"), keywords={"url": "b"}, where=WHERE)


def test_a_query_may_repeat_a_name() -> None:
    assert from_query("to=a&to=b&empty=&zh=%E5%8C%97") == {"to": ["a", "b"], "empty": "", "zh": "北"}
    assert from_query("") == {}


def test_no_error_holds_a_secret() -> None:
    """Not in its text, its notes, its causes, nor in what a traceback shows of the frames' exceptions."""
    with pytest.raises(PluginOptionsError) as caught:
        reader().read(WebhookOptions, {"secret": "hunter2", "timeout": 5, "tokn": "hunter2"}, where=WHERE)
    error: BaseException | None = caught.value
    while error is not None:
        assert "hunter2" not in repr(error)
        assert "hunter2" not in str(error)
        error = error.__cause__ or error.__context__


# description


def test_an_options_class_describes_itself() -> None:
    @attrs.frozen(kw_only=True)
    class Options:
        level: Level = attrs.field(default=Level.LOW, metadata=documented("How much.", example="high"))
        times: int | None = attrs.field(default=None, metadata=documented("How often.", unit="1 to 10"))
        names: tuple[Path, ...] = attrs.field(factory=tuple)
        key: Secret

    level, times, names, key = describe_options(attrs.resolve_types(Options, globals(), locals()))
    assert (level.type, level.default, level.example, level.doc) == ("one of low, high", "low", "high", "How much.")
    assert (times.type, times.default, times.unit) == ("int | None", "None", "1 to 10")
    assert (names.type, names.default, names.required) == ("tuple[Path, ...]", "", False)
    assert (key.type, key.required) == ("Secret", True)
