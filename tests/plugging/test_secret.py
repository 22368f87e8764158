"""A secret is never shown, and comes from where the user says."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from pathlib import Path

import attrs
import pytest

from plan_tasks.plugging import Secret
from plan_tasks.plugging.secret import secret_resolver


@attrs.frozen(kw_only=True)
class Options:
    keys: dict[str, tuple[Secret, ...]]


def test_a_secret_is_masked_at_any_depth() -> None:
    secret = Secret("hunter2", source="env:KEY")
    options = Options(keys={"a": (secret,)})
    shown = [repr(options), str(options), f"{secret}", f"{secret:>10}", f"{secret!r}", str([secret]), str({1: secret})]
    shown += [
        repr(attrs.asdict(options)),
        str(ValueError(secret)),
        json.dumps({"k": secret}, default=str),
    ]
    assert all("hunter2" not in text and "***" in text for text in shown)


def test_a_secret_is_masked_in_logs(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("somewhere").warning("key %s %r", Secret("hunter2"), Options(keys={"a": (Secret("hunter2"),)}))
    assert "hunter2" not in caplog.text


def test_where_a_secret_came_from_may_be_shown() -> None:
    assert repr(Secret("hunter2", source="env:KEY")) == "Secret('***', source='env:KEY')"


def test_secrets_compare_by_value() -> None:
    assert Secret("a", source="env:A") == Secret("a")
    assert hash(Secret("a")) == hash(Secret("a"))
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"


def test_a_secret_is_not_written_into_files() -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Secret("hunter2"))


def test_a_secret_may_be_copied_in_memory_and_not_changed() -> None:
    secret = Secret("hunter2")
    assert copy.deepcopy({"a": [secret]})["a"][0] is secret
    assert copy.copy(secret) is secret
    with pytest.raises(AttributeError):
        secret.source = "x"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del secret.source
    assert not hasattr(secret, "__dict__")


@pytest.mark.parametrize(("value", "error"), [("", ValueError), (5, TypeError), (b"x", TypeError)])
def test_a_secret_is_a_text_that_is_not_empty(value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        Secret(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(("content", "value"), [("s\n", "s"), ("s\r\n", "s"), ("s\n\n", "s\n"), (" s ", " s ")])
def test_a_secret_file_loses_one_line_end(tmp_path: Path, content: str, value: str) -> None:
    (tmp_path / "key").write_bytes(content.encode())
    secret = secret_resolver({})(f"file:{tmp_path / 'key'}")
    assert (secret.reveal(), secret.source) == (value, f"file:{tmp_path / 'key'}")


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "is empty"), (b"\n", "is empty"), (b"\xff\xfe", "cannot be read: it is not UTF-8 text")]
)
def test_a_secret_file_without_a_text_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(ValueError, match=said):
        secret_resolver({})(f"file:{tmp_path / 'key'}")


def test_how_a_file_is_read_is_the_callers_affair() -> None:
    resolve = secret_resolver({}, read_text=lambda path: f"content of {path.name}")
    assert resolve("file:key.txt").reveal() == "content of key.txt"


def test_a_secret_that_begins_like_a_name_can_be_given_as_it_is() -> None:
    assert Secret("env:X").reveal() == "env:X"
    assert secret_resolver({})("https://host/env:X").reveal() == "https://host/env:X"
