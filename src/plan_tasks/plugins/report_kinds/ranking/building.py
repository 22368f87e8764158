"""How the ranking is put together."""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks.plugins.report_kinds.ranking import RankingOptions
from plan_tasks.reporting.document import Block, Document, Note
from plan_tasks.reporting.parts import as_of_line, ranking_chart, rule_of_ranks
from plan_tasks.reporting.scoring import ranked, score_cards
from plan_tasks.reporting.view import ReportView
from plan_tasks.reporting.wording import Word

__all__ = ["Ranking"]


class Ranking:
    """Builds the ranking.

    Args:
        options: Its options.
    """

    def __init__(self, options: RankingOptions) -> None:
        self._options = options

    def build(self, view: ReportView) -> Document:
        """Builds the report; see `plan_tasks.reporting.contract.ReportKind`."""
        language = view.language
        return Document(
            name="ranking",
            title=Word.OWNER_TITLE.fill(language, plan=view.plan.title),
            subtitle=as_of_line(view),
            language=language,
            blocks=tuple(self._blocks(view)),
            counted=sum(1 for _ in view.rows()),
            main="ranking",
        )

    def _blocks(self, view: ReportView) -> Iterator[Block]:
        shown = ranked(score_cards(view, 1))
        yield ranking_chart(shown, view, self._options.few)
        if shown:
            few = self._options.few if any(card.counted < self._options.few for _, card in shown) else 0
            yield Note(text=rule_of_ranks(view.policy, view.language, few))
