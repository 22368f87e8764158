"""The format ``mermaid``: a schedule as the text of a Gantt chart, whatever strangers call their items."""

from __future__ import annotations

import io
import re

import attrs
import pytest

from plan_tasks.errors import UnknownName
from plan_tasks.plugins.report_formats.mermaid.writing import MermaidFormat
from plan_tasks.plugins.report_kinds.schedule import ScheduleOptions
from plan_tasks.plugins.report_kinds.schedule.building import Schedule
from plan_tasks.reporting.composing import compose
from plan_tasks.reporting.document import Document
from plan_tasks.reporting.escaping import one_line
from plan_tasks.reporting.view import ReportView
from plan_tasks.testing.report_charts import empty_charts, every_chart, hostile_charts, huge_charts
from plan_tasks.testing.report_documents import every_block, long_document
from plan_tasks.testing.report_hostile import HOSTILE

#: A line of a Gantt chart as Mermaid reads it: a keyword with its text, a comment, or a task with its data.
_LINE = re.compile(
    r"gantt|    (title|section) [^:;\n]*(?:#\d+;[^:;\n]*)*|    (dateFormat YYYY-MM-DD|axisFormat %Y-%m-%d)"
    r"|    (inclusiveEndDates|todayMarker off)|    %% .*"
    r"|    (?P<text>[^:]+) :(milestone, )?(done, |active, |crit, )?(day|t\d+(m\d+)?), "
    r"\d{4}-\d\d-\d\d, (\d{4}-\d\d-\d\d|0d)"
)


def written(document: Document, *, fenced: bool = False) -> str:
    to = io.BytesIO()
    MermaidFormat(fenced=fenced).write(document, to)
    return to.getvalue().decode()


def decoded(text: str) -> str:
    return re.sub(r"#(\d+);", lambda found: chr(int(found.group(1))), text)


@pytest.mark.parametrize("document", [every_chart(), empty_charts(), huge_charts(100), hostile_charts(), every_block()])
def test_every_line_is_one_that_the_grammar_knows(document: Document) -> None:
    lines = written(document).splitlines()
    assert lines[0] == "gantt"
    assert [line for line in lines if not _LINE.fullmatch(line)] == []


def test_titles_are_shown_as_they_were_typed_and_steer_nothing() -> None:
    text = written(hostile_charts())
    tasks = [decoded(found["text"]) for line in text.splitlines() if (found := _LINE.fullmatch(line)) and found["text"]]
    for title in HOSTILE:
        shown = one_line(title)
        assert any(task.startswith(f"{shown} (") for task in tasks), shown
    assert not re.search(r"^    (click|excludes|weekday|%%\{)", text, re.MULTILINE)


def test_a_title_that_begins_like_a_keyword_begins_none() -> None:
    chart = every_chart().blocks[-1]
    [bar, *_] = chart.bars  # type: ignore[union-attr]
    named = attrs.evolve(chart, bars=(attrs.evolve(bar, label="section A"),))  # type: ignore[arg-type]
    assert "\n    #115;ection A (" in written(attrs.evolve(every_chart(), blocks=(named,)))


def test_a_plan_is_drawn_area_by_area_with_its_milestones(view: ReportView) -> None:
    document = compose(Schedule(ScheduleOptions()), view).document
    lines = [decoded(line).strip() for line in written(document).splitlines()]
    assert lines.count("section 一 推动制造业高质量发展") == 1
    assert "截至2021年6月30日 :milestone, day, 2021-06-30, 0d" in lines
    assert any(line.startswith("出台科技成果转移转化奖励办法（✖ 逾期） :crit, t") for line in lines)
    assert any(re.fullmatch(r"平台上线试运行 :milestone, crit, t\d+m2, 2021-06-20, 0d", line) for line in lines)
    assert any(line.startswith("%% 数据SHA-256: ") for line in lines)


def test_it_can_stand_in_a_page_of_markdown() -> None:
    text = written(hostile_charts(), fenced=True)
    assert text.startswith("```mermaid\ngantt\n")
    assert text.endswith("\n```\n")
    assert text.count("```") == 2


def test_a_report_without_a_schedule_is_an_error_that_names_those_with_one() -> None:
    with pytest.raises(UnknownName, match="schedule, area and item"):
        written(long_document(3))
