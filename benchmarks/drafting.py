"""The goal of drafting: characters a second, and that a character costs no more in a long text (`draft`)."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from importlib.resources import files

from benchmarks.harness import Line, Run, rate
from plan_tasks.drafting.characters import fold
from plan_tasks.drafting.contract import Source
from plan_tasks.drafting.tokens import Tokenizer
from plan_tasks.drafting.vocabulary.shipped import SHIPPED
from plan_tasks.tracker import Tracker

__all__ = ["draft"]

_SIZES = (20_000, 200_000, 2_000_000)  # bytes of UTF-8


def draft(run: Run) -> list[Line]:
    """Drafts texts of three sizes, each against one pass of the reader's own pattern of words over the same text."""
    sizes = [run.sized(size, least=9_000) for size in _SIZES]  # the sample once, at the least
    sources = [Source(name="report.md", data=_text(size).encode()) for size in sizes]
    texts = [source.text() for source in sources]
    pattern = Tokenizer((SHIPPED,))._pattern
    with Tracker.open("memory:", autoload=False) as tracker:
        tracker.draft(sources[0])  # patterns are compiled once in a process

        def ours(source: Source) -> Callable[[], None]:
            return lambda: _check(len(tracker.draft(source, year=2021).measures))

        def one_pass(text: str) -> Callable[[], float]:
            def run() -> float:
                folded = fold(text, 0, len(text)).text
                begun = time.perf_counter()
                _check(sum(1 for _ in pattern.finditer(folded)))
                return time.perf_counter() - begun

            return run

        contenders: dict[str, Callable[[], float | None]] = {}
        for size, source, text in zip(_SIZES, sources, texts, strict=True):
            contenders |= {f"ours{size}": ours(source), f"pass{size}": one_pass(text)}
        done = run.compare(contenders)
    lines = [
        done.told(
            "draft",
            f"draft {len(text):,} characters: times as long as one pass of a pattern",
            f"ours{size}",
            f"pass{size}",
            rate(len(text), done.median(f"ours{size}")),
        )
        for size, text in zip(_SIZES, texts, strict=True)
    ]
    short, long = texts[0], texts[-1]
    rounds = [
        (many / len(long)) / (few / len(short))
        for few, many in zip(done.seconds[f"ours{_SIZES[0]}"], done.seconds[f"ours{_SIZES[-1]}"], strict=True)
    ]
    middle = (done.median(f"ours{_SIZES[-1]}") / len(long)) / (done.median(f"ours{_SIZES[0]}") / len(short))
    what = f"draft: a character of {len(long):,}, of that of {len(short):,}"
    figure = f"{middle:.2f} ({min(rounds):.2f}..{max(rounds):.2f})"
    return [*lines, Line("draft", what, figure, "<= 1.3", middle <= 1.3)]


def _text(size: int) -> str:
    """So many bytes of the sample report, lines repeated in order; at the least a few."""
    sample = files("plan_tasks.samples").joinpath("work_report.zh.md").read_text(encoding="utf-8").splitlines()
    lines, held = [], 0
    for line in itertools.cycle(sample):
        lines.append(line)
        held += len(line.encode()) + 1
        if held >= size:
            return "\n".join(lines)
    raise AssertionError("the sample is empty")


def _check(found: int) -> None:
    assert found, "nothing was found"
