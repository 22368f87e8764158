"""An office's own words come through the hook into every importer."""

from __future__ import annotations

from collections.abc import Iterator

from plan_tasks import Tracker
from plan_tasks.drafting.contract import LexiconType, Source
from plan_tasks.drafting.vocabulary.lexicon import Lexicon, Part, Word
from plan_tasks.plugging import NoOptions, hookimpl

TEXT = "全年完成碳汇交易80碳票,林分优良度持续提高。"  # 80 carbon tickets; the quality of stands goes on rising
TABLE = "工作任务,责任单位\n完成碳汇交易80碳票,林业局\n"
OWN = (
    Word("碳票", Part.UNIT, "carbon ticket"),
    Word("优良度", Part.INDICATOR, "quality (of woods)"),
)


class Office:
    """Offers lexicons, each a name with its words."""

    def __init__(self, **lexicons: tuple[Word, ...]) -> None:
        self.lexicons = lexicons

    @hookimpl
    def plan_tasks_lexicons(self) -> Iterator[LexiconType[NoOptions]]:
        for name, words in self.lexicons.items():
            lexicon = Lexicon(name=name, words=words)
            yield LexiconType[NoOptions](
                name=name,
                summary="An office's own words",
                options=NoOptions,
                factory=lambda _options, _context, lexicon=lexicon: lexicon,  # type: ignore[misc]
            )


def found(text: str, *plugins: object, name: str = "report.md") -> list[tuple[str, str]]:
    with Tracker.open(plugins=list(plugins), autoload=False) as tracker:
        draft = tracker.draft(Source(name=name, data=text.encode()), year=2024)
    return [(target.indicator, target.unit) for target in draft.targets]


def test_words_of_a_plugin_are_read_in_reports_and_in_tables() -> None:
    assert found(TEXT) == []
    assert found(TEXT, Office(forest=OWN)) == [("碳汇交易", "碳票"), ("林分优良度", "")]
    assert found(TABLE, Office(forest=OWN), name="ledger.csv") == [("碳汇交易", "碳票")]


def test_a_lexicon_later_by_name_has_the_last_word() -> None:
    hidden = (Word("优良度", Part.PLAIN, "a quality that nobody measures"),)
    assert found(TEXT, Office(a=hidden, b=OWN)) == [("碳汇交易", "碳票"), ("林分优良度", "")]
    assert found(TEXT, Office(a=OWN, b=hidden)) == [("碳汇交易", "碳票")]
