"""The fold over stages: each changes the document in its turn; one that fails is skipped, and the report says so.

The turn is data: all of one phase before the next, by name within a phase. Nothing else orders stages.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from plan_tasks.errors import PluginError
from plan_tasks.reporting.contract import ReportStage, StagePhase
from plan_tasks.reporting.document import Document, Fact
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["Folded", "NamedStage", "SkippedStage", "apply_stages"]

_TURN = {phase: turn for turn, phase in enumerate(StagePhase)}


@attrs.frozen(kw_only=True)
class NamedStage:
    """A stage that is ready to be applied.

    Attributes:
        name: Its descriptor's name.
        phase: Its descriptor's phase.
        required: Whether a report is refused when it fails.
        stage: What its descriptor's factory made.
        plugin: Name of the plugin that it belongs to; empty when that is not known.
    """

    name: str
    phase: StagePhase
    required: bool
    stage: ReportStage
    plugin: str = ""


@attrs.frozen
class SkippedStage:
    """A stage that failed and was skipped.

    Attributes:
        name: Its name.
        plugin: The plugin that it belongs to.
        error: What it raised.
    """

    name: str
    plugin: str
    error: Exception


@attrs.frozen
class Folded:
    """What the stages made of a document.

    Attributes:
        document: The document; a fact `skipped_stage` for each that failed.
        skipped: The failures, for the log.
    """

    document: Document
    skipped: tuple[SkippedStage, ...] = ()


def apply_stages(document: Document, view: ReportView, stages: Iterable[NamedStage], *, strict: bool = False) -> Folded:
    """Lets each stage change the document in its turn.

    Args:
        document: As the kind built it.
        view: What the kind was given.
        stages: The stages, in any order.
        strict: Whether any failure refuses the report.

    Returns:
        The document as the stages left it, and which of them failed. A stage whose product cannot be used fails: it
        must return a `Document` of the same language.

    Raises:
        PluginError: A stage failed that is required, or any when strict; the cause is what it raised.
    """
    skipped: list[SkippedStage] = []
    for entry in sorted(stages, key=lambda entry: (_TURN[entry.phase], entry.name)):
        try:
            document = _applied(entry, document, view)
        except Exception as error:
            if strict or entry.required:
                raise PluginError(
                    f"report stage {entry.name!r} failed: {type(error).__name__}: {error}",
                    plugin=entry.plugin,
                    remedy="mend or block the plugin; the report was not written, since this stage may not be skipped",
                ) from error
            skipped.append(SkippedStage(entry.name, entry.plugin, error))
    if skipped:
        facts = tuple(_fact(failure, document) for failure in skipped)
        document = attrs.evolve(document, facts=(*document.facts, *facts))
    return Folded(document, tuple(skipped))


def _applied(entry: NamedStage, document: Document, view: ReportView) -> Document:
    changed = entry.stage.apply(document, view)
    if not isinstance(changed, Document):
        raise TypeError(f"it returned a {type(changed).__name__}; it must return a Document")
    if changed.language is not document.language:
        raise ValueError(f"it changed the language from {document.language.value} to {changed.language.value}")
    return changed


def _fact(failure: SkippedStage, document: Document) -> Fact:
    # the class of the error and not its text, which may hold what is not for the report's readers, or an address
    text = Word.SKIPPED_STAGE_TEXT.fill(document.language, name=failure.name, error=type(failure.error).__name__)
    return Fact(name="skipped_stage", label=Word.SKIPPED_STAGE.label(document.language), value=text)
