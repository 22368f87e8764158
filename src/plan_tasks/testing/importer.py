"""The contract suite of importers: subclass it, give documents that it reads, and the whole suite runs."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs

from plan_tasks.drafting.accept import accept, target_of
from plan_tasks.drafting.contract import DraftOptions, Importer, ImporterType, Likelihood, Source
from plan_tasks.drafting.draft import Draft, draft_to_json
from plan_tasks.errors import PlanTasksError
from plan_tasks.model import PlanId, SourceSpan
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.testing.report_laws import expect

__all__ = ["ImporterCase", "ImporterContract"]

_YEAR: Final = 2021
_MUTATIONS: Final = 60
_SEED: Final = 20210305
_SHORTEST_TIMING: Final = 0.04
_MOST_SLOWER: Final = 3.0  # twice the text may take this many times as long; a square law takes four times
_ATTEMPTS: Final = 4
_JUNK: Final = (
    b"",
    b" \r\n\t",
    b"\x00" * 64,
    bytes(range(256)),
    b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 40,
    b"PK\x03\x04" + b"\x14\x00" * 40,
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    b"\xff\xfe\x00\xd8",
    "增长".encode("utf-16"),
    "增长".encode("gb18030")[:-1],
    b"\xef\xbb\xbf",
    b"|" * 500,
    b"(" * 500,
    "（".encode() * 500,
    "、".encode() * 500,
    b'"' * 501,
    b"9" * 500 + b"%",
    "一".encode() * 500,
    "增长".encode() * 500,
    "分别".encode() * 300 + b"1%,2%",
    "10%、".encode() * 500,
    b"# " * 300,
    b"- " * 300,
    ("\u202e" + "生产总值增长7%" + "\u0000").encode(),
    "生产总值增长99999999999999999999999999999999999%".encode(),
    "9999年99月99日前完成,99月底前,0月,每月99日".encode(),
)


@attrs.frozen(kw_only=True)
class ImporterCase:
    """What the suite has to know of an importer.

    Attributes:
        type: The descriptor.
        documents: Documents that it reads, each with something to find.
        options: The options to open it with; None for the defaults.
        whole: Whether a document cannot be cut, doubled or changed and still be one, as a zipped file cannot.
    """

    type: ImporterType[Any]
    documents: Sequence[Source]
    options: Any = None
    whole: bool = False


class ImporterContract:
    """Laws of an importer. A subclass gives `case`.

    Example:
        >>> class TestMinutes(ImporterContract):
        ...     def case(self) -> ImporterCase:
        ...         return ImporterCase(type=MINUTES, documents=[Source(name="may.md", data=MAY)])
    """

    def case(self) -> ImporterCase:
        """The importer under test."""
        raise NotImplementedError("a subclass of ImporterContract gives the case")

    def importer(self) -> Importer:
        """The importer, opened afresh."""
        case = self.case()
        options = case.options if case.options is not None else case.type.options()
        return case.type.factory(options, PluginContext(plugin="contract", logger=logging.getLogger("plan_tasks")))

    def drafts(self) -> Iterator[tuple[Source, Draft]]:
        """Each document with its draft."""
        for source in self.case().documents:
            yield source, self.importer().draft(source, DraftOptions(year=_YEAR))

    def test_it_recognises_its_own_documents(self) -> None:
        """What it says of a document is not "no" for those that it reads."""
        for source in self.case().documents:
            found = self.importer().recognises(source.head())
            expect(found > Likelihood.NO, f"{source.name} is not recognised")

    def test_something_is_found_in_every_document(self) -> None:
        """A document that it reads gives targets or measures."""
        for source, draft in self.drafts():
            expect(bool(draft.targets or draft.measures), f"nothing was found in {source.name}")

    def test_every_claim_points_at_its_words(self) -> None:
        """The text between a span's offsets is the span's text."""
        for source, draft in self.drafts():
            for span in _spans(draft):
                there = draft.text[span.start : span.end]
                expect(there == span.text, f"{source.name}: {span.start}-{span.end} is {there!r}, not {span.text!r}")
                expect(bool(span.text.strip()), f"{source.name}: the claim at {span.start} has no words")

    def test_spans_of_a_text_file_count_its_own_characters(self) -> None:
        """Where the source is a text file, the draft's text is its decoded text, newlines untouched."""
        for source, draft in self.drafts():
            if source.media_type.startswith("text/"):
                expect(draft.text == source.text(), f"the draft's text is not that of {source.name}")

    def test_a_draft_hangs_together(self) -> None:
        """Identifiers are used once; targets name measures and measures areas that are there."""
        for source, draft in self.drafts():
            measures = [measure.id for measure in draft.measures]
            areas = [area.number for area in draft.areas]
            expect(len(set(measures)) == len(measures), f"{source.name}: two measures have one id")
            expect(len(set(areas)) == len(areas), f"{source.name}: two areas have one number")
            expect({m.area for m in draft.measures} <= {"", *areas}, f"{source.name}: a measure names no area")
            expect({t.measure for t in draft.targets} <= {"", *measures}, f"{source.name}: a target names no measure")

    def test_a_draft_is_accepted_as_a_plan(self) -> None:
        """The model can hold every target, and the plan has an item for each goal and measure."""
        for _source, draft in self.drafts():
            for target in draft.targets:
                target_of(target)
            plan = accept(draft, plan_id=PlanId("contract"), title="Contract")
            wanted = len(draft.measures) + sum(1 for target in draft.targets if not target.measure)
            found = len(list(plan.items()))
            expect(found == wanted, f"the plan has {found} items, the draft {wanted}")

    def test_the_same_document_gives_the_same_draft(self) -> None:
        """Neither an earlier document nor an earlier run shows in a draft."""
        importer = self.importer()
        for source in self.case().documents:
            first = draft_to_json(importer.draft(source, DraftOptions(year=_YEAR)))
            for other in self.case().documents:
                importer.draft(other, DraftOptions(year=_YEAR))
            again = draft_to_json(importer.draft(source, DraftOptions(year=_YEAR)))
            expect(first == again, f"{source.name} gave two drafts")

    def test_junk_is_read_or_refused_plainly(self) -> None:
        """Whatever the bytes, the importer gives a sound draft or raises a `PlanTasksError`, never anything else."""
        importer = self.importer()
        for data in (*_JUNK, *self._mutations()):
            source = Source(name=self.case().documents[0].name, data=data)
            expect(isinstance(importer.recognises(source.head()), Likelihood), "what it recognises is no Likelihood")
            try:
                draft = importer.draft(source, DraftOptions(year=_YEAR))
            except PlanTasksError as error:
                expect(len(str(error).splitlines()) <= 2, f"the error takes more than two lines: {error}")
                continue
            for span in _spans(draft):
                expect(draft.text[span.start : span.end] == span.text, f"a wrong span in {data[:80]!r}")

    def test_time_grows_no_faster_than_the_text(self) -> None:
        """Twice the text takes about twice as long, in many lines and in one."""
        if self.case().whole:
            return
        for source in self.case().documents:
            lines = source.data if source.data.endswith(b"\n") else source.data + b"\n"
            one_line = lines.replace(b"\r", b" ").replace(b"\n", b" ")
            for unit in (lines, one_line):
                self._expect_linear(source, unit)

    def _expect_linear(self, source: Source, unit: bytes) -> None:
        times = 1
        while self._seconds(source, unit * times) < _SHORTEST_TIMING and len(unit) * times < 4_000_000:
            times *= 2
        ratios = []
        for _ in range(_ATTEMPTS):
            ratios.append(self._seconds(source, unit * (2 * times)) / self._seconds(source, unit * times))
            if ratios[-1] <= _MOST_SLOWER:
                return
        raise AssertionError(f"{source.name}: twice the text took {min(ratios):.1f} times as long")

    def _seconds(self, source: Source, data: bytes) -> float:
        importer = self.importer()
        begun = time.process_time()
        importer.draft(attrs.evolve(source, data=data), DraftOptions(year=_YEAR))
        return time.process_time() - begun

    def _mutations(self) -> Iterator[bytes]:
        """The documents cut, doubled, shuffled and with bytes changed, the same ones each time."""
        chance = random.Random(_SEED)  # noqa: S311 - the same changes in every run, nothing secret
        for source in self.case().documents:
            for _ in range(_MUTATIONS):
                data = bytearray(source.data)
                for _ in range(chance.randint(1, 12)):
                    at = chance.randrange(len(data) + 1)
                    to = min(len(data), at + chance.randrange(1, 40))
                    change = chance.randrange(4)
                    if change == 0:
                        del data[at:to]
                    elif change == 1:
                        data[at:at] = data[at:to]
                    elif change == 2:
                        data[at:to] = bytes(chance.randrange(256) for _ in range(to - at))
                    else:
                        data[at:at] = chance.choice(("、", "%", "(", "|", "\n", "分别", "第", "“", "#", "100")).encode()
                yield bytes(data)


def _spans(draft: Draft) -> Iterator[SourceSpan]:
    for claims in (draft.areas, draft.targets, draft.measures, draft.achievements):
        for claim in claims:
            yield claim.span
    for measure in draft.measures:
        for owner in measure.owners:
            yield owner.span
    for warning in draft.warnings:
        if warning.span is not None:
            yield warning.span
