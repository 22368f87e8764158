"""Charts as SVG: what is drawn where, colours that can be read, texts that stay texts; and the format ``svg``."""

from __future__ import annotations

import io
import logging
import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.errors import InvalidValue, UnknownName
from plan_tasks.model import Health, Language, Quantity
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugins.report_formats.svg import SvgOptions, plan_tasks_report_formats
from plan_tasks.reporting.composing import write_document
from plan_tasks.reporting.document import (
    Bullet,
    BulletBar,
    Chart,
    Document,
    FanPoint,
    HealthSegment,
    LinePoint,
    PaceLine,
    StackedHealth,
    TargetLine,
)
from plan_tasks.reporting.drawing.axes import DayAxis, round_numbers
from plan_tasks.reporting.drawing.charts import draw
from plan_tasks.reporting.drawing.colours import contrast, hex_colour, legible, on_top_of
from plan_tasks.reporting.drawing.fitting import cut, lines, room
from plan_tasks.reporting.drawing.palette import dark_palette, light_palette
from plan_tasks.testing.report_charts import chart_blocks, empty_charts, every_chart, hostile_charts, huge_charts
from plan_tasks.testing.report_documents import empty_document
from plan_tasks.testing.report_laws import elsewhere

[SVG] = plan_tasks_report_formats()
CONTEXT = PluginContext(plugin="report_formats.svg", logger=logging.getLogger("test"))
NAMESPACE = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "desc", "rect", "line", "path", "circle", "text", "tspan"}
WIDTHS = (300.0, 350.0, 720.0, 940.0)
EXAMPLE = chart_blocks(("First bar", "Second bar", "Third bar"))
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def drawn(chart: Chart, width: float = 940, language: Language = Language.EN) -> ElementTree.Element:
    return ElementTree.fromstring(draw(chart, width, light_palette(), language).svg("c"))  # noqa: S314 - our own


def texts(root: ElementTree.Element) -> list[str]:
    return [
        "".join(
            text for part in [element.text, *(rest.text for rest in element if "tspan" in rest.tag)] if (text := part)
        )
        for element in root.iter(f"{NAMESPACE}text")
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("chart", EXAMPLE, ids=lambda chart: chart.kind.value)
def test_every_chart_stays_within_its_picture_at_every_width(chart: Chart, width: float) -> None:
    root = drawn(chart, width)
    high = float(root.attrib["height"])
    assert float(root.attrib["width"]) == width
    for element in root.iter():
        for name, most in (("x", width), ("x1", width), ("x2", width), ("y", high), ("y1", high), ("cy", high)):
            if name in element.attrib:
                assert -1 <= float(element.attrib[name]) <= most + 1, (element.tag, element.attrib)
        if element.tag == f"{NAMESPACE}rect":
            assert float(element.attrib["x"]) + float(element.attrib["width"]) <= width + 1


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("chart", EXAMPLE, ids=lambda chart: chart.kind.value)
def test_a_picture_says_what_it_is_and_what_it_shows(chart: Chart, language: Language) -> None:
    root = drawn(chart, language=language)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "c-t c-d"
    described = {element.attrib.get("id"): element.text for element in root}
    assert described["c-t"] == chart.title
    assert described["c-d"]


def test_a_picture_has_text_as_text_and_nothing_that_is_fetched_or_run() -> None:
    for document in (every_chart(), hostile_charts(), empty_charts()):
        for chart in document.blocks:
            root = drawn(chart)  # type: ignore[arg-type]
            assert {element.tag.removeprefix(NAMESPACE) for element in root.iter()} <= DRAWN
            for element in root.iter():
                assert not any(name.startswith("on") or name.endswith("href") for name in element.attrib)


def test_a_picture_has_no_control_characters() -> None:
    for chart in hostile_charts().blocks:
        picture = draw(chart, 350, light_palette(), Language.EN).svg()  # type: ignore[arg-type]
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", picture)


def test_of_a_thousand_entries_some_are_left_to_the_table_and_the_picture_says_so() -> None:
    for chart in huge_charts().blocks:
        if not isinstance(chart, StackedHealth) and chart.kind.value != "pace_line":
            picture = draw(chart, 940, light_palette(), Language.EN)  # type: ignore[arg-type]
            assert len(picture.svg()) < 400_000
            assert re.search(r"\d+ more are in the table", picture.body), chart.kind


def bullet(**given: object) -> Bullet:
    bar = BulletBar(label="Jobs", **given)  # type: ignore[arg-type]
    return Bullet(title="Targets", bars=(bar,), table=EXAMPLE[1].table)


def rects(root: ElementTree.Element, look: str) -> list[dict[str, str]]:
    return [element.attrib for element in root.iter(f"{NAMESPACE}rect") if element.attrib.get("class") == f"f-{look}"]


def test_a_bullet_is_as_long_as_its_share_of_the_way_to_the_target() -> None:
    target = Quantity(100, "persons")
    root = drawn(bullet(actual=Quantity(50, "persons"), target=target, attainment=Decimal("0.5"), health=Health.MET))
    [bar] = rects(root, "bar-met")
    track = next(rect for rect in rects(root, "track"))
    assert float(bar["width"]) == pytest.approx(float(track["width"]) / 2, abs=0.2)
    assert texts(root)[-3:] == ["50 persons of 100 persons", "50.0%", "✔ met"]


def test_a_bullet_far_beyond_its_target_ends_in_an_arrow_with_its_true_figure() -> None:
    root = drawn(bullet(target=Quantity(1, ""), attainment=Decimal("33.3"), health=Health.AHEAD))
    assert len([element for element in root.iter(f"{NAMESPACE}path") if "bar-ahead" in element.attrib["class"]]) == 1
    assert "3330.0%" in texts(root)


def test_a_bullet_that_nothing_is_known_of_has_no_bar() -> None:
    root = drawn(bullet())
    assert not rects(root, "strong")[1:], "the legend's alone"
    assert "—" in texts(root)


def test_a_forecast_too_wide_for_the_axis_is_cut_and_not_bent() -> None:
    start, end, day = date(2021, 1, 1), date(2021, 12, 31), date(2021, 7, 2)
    line = TargetLine(
        label="Rate",
        start=start,
        end=end,
        today=day,
        actual=(LinePoint(start, Decimal(10)), LinePoint(day, Decimal(10))),
        fan=(
            FanPoint(day, Decimal(10), Decimal(10), Decimal(10)),
            FanPoint(end, Decimal(10), Decimal(-90), Decimal(110)),
        ),
    )
    root = drawn(PaceLine(title="Rate", line=line, table=EXAMPLE[3].table))
    [fan] = [path.attrib["d"] for path in root.iter(f"{NAMESPACE}path") if path.attrib.get("fill-opacity")]
    (x0, y0), (x1, y1), *_ = [tuple(map(float, point.split())) for point in fan.strip("MZ").split("L")]
    numbers = [float(text) for text in texts(root) if re.fullmatch(r"-?\d+", text) and text != "10"]
    assert max(numbers) <= 20, "the axis is not stretched to 110"
    assert (x1 - x0) / (940 - 16 - x0) < 0.2, "of a hundred to climb, the axis shows no more than ten"
    assert y1 < y0


def test_each_health_that_has_items_is_seen_and_the_bar_is_as_long_as_its_picture() -> None:
    counts = {Health.MET: 9_998, Health.OVERDUE: 1, Health.NO_DATA: 1}
    chart = StackedHealth(
        title="Items",
        segments=tuple(
            HealthSegment(health=health, count=count, share=Decimal(count) / 10_000) for health, count in counts.items()
        ),
        table=EXAMPLE[0].table,
    )
    for width in WIDTHS:
        root = drawn(chart, width)
        parts = [rect for health in counts for rect in rects(root, f"bar-{health.value}") if rect["y"] == "0"]
        assert [float(part["width"]) >= 6 for part in parts] == [True] * 3
        assert float(parts[-1]["x"]) + float(parts[-1]["width"]) == pytest.approx(width, abs=0.3)
        assert "✖ overdue 1 (0.0%)" in texts(root)


@settings(max_examples=50)
@given(colour=COLOURS, ground=COLOURS)
def test_a_colour_is_made_legible_on_any_ground(colour: str, ground: str) -> None:
    assert contrast(legible(colour, ground, 4.5), ground) >= 4.5
    assert contrast(on_top_of(ground), ground) >= 4.5


@settings(max_examples=25)
@given(colours=st.dictionaries(st.sampled_from(Health), COLOURS | st.sampled_from(["red", "none", ""])), accent=COLOURS)
def test_text_of_every_palette_can_be_read(colours: dict[Health, str], accent: str) -> None:
    for palette in (light_palette(colours, {}, accent), dark_palette(colours, {}, accent)):
        for health in Health:
            assert contrast(palette[f"ink-{health.value}"], palette[f"tint-{health.value}"]) >= 4.5
            assert contrast(palette[f"on-{health.value}"], palette[f"bar-{health.value}"]) >= 4.5
        assert contrast(palette["on-accent"], palette["accent"]) >= 4.5
        for ground in ("page", "panel"):
            for text in ("ink", "muted", "accent"):
                assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground)


def test_words_of_health_on_charts_can_be_read_on_the_page() -> None:
    for palette in (light_palette(), dark_palette()):
        for health in Health:
            assert contrast(palette[f"ink-{health.value}"], palette["page"]) >= 4.5


@settings(max_examples=50)
@given(ends=st.tuples(st.floats(-1e15, 1e15), st.floats(-1e15, 1e15)), about=st.integers(2, 6))
def test_an_axis_holds_its_values_between_few_numbers(ends: tuple[float, float], about: int) -> None:
    numbers = round_numbers(min(ends), max(ends), about)
    assert numbers == sorted(set(numbers))
    assert 2 <= len(numbers) <= 2 * about + 3
    assert numbers[0] <= Decimal(min(ends))
    assert numbers[-1] >= Decimal(max(ends))


def test_an_axis_of_days_names_months_and_years() -> None:
    year = DayAxis(0, 365, date(2021, 1, 1), date(2021, 12, 31))
    assert [name for _, name in year.months(Language.ZH)] == ["1月", "3月", "5月", "7月", "9月", "11月"]
    long = DayAxis(0, 200, date(2021, 1, 1), date(2025, 12, 31))
    assert [name for _, name in long.months(Language.EN)] == ["2021", "2022", "2023", "2024", "2025"]
    assert year.x(date(2020, 1, 1)) == 0
    assert year.x(date(2022, 1, 1)) == 365


@settings(max_examples=50)
@given(text=st.text(min_size=1), width=st.floats(30, 400), most=st.integers(1, 3))
def test_a_line_is_never_wider_than_its_room(text: str, width: float, most: int) -> None:
    made = lines(text, width, 13, most)
    assert 1 <= len(made) <= most
    assert all(room(line, 13) <= width for line in made)
    assert room(cut(text, width, 13), 13) <= width


@pytest.mark.parametrize("wrong", ["red", "#12345", "#1234567", "1f4e79", "#1f4e7g"])
def test_what_is_no_colour_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidValue, match="is no colour"):
        hex_colour(wrong)


def written(document: Document, options: SvgOptions | None = None) -> bytes:
    to = io.BytesIO()
    write_document(document, SVG.factory(options or SvgOptions(), CONTEXT), SVG.supports, to)
    return to.getvalue()


def test_one_chart_is_written_the_same_everywhere_and_the_named_one() -> None:
    with elsewhere(west=False):
        east = written(every_chart())
    with elsewhere(west=True):
        assert written(every_chart()) == east
    gantt = ElementTree.fromstring(written(every_chart(), SvgOptions(chart="gantt", width=500)))  # noqa: S314
    assert gantt.attrib["width"] == "500"
    assert "day judged" in texts(gantt)


def test_a_chart_that_is_not_there_is_named_and_those_that_are() -> None:
    with pytest.raises(UnknownName, match="no chart 'bar'; it has stack, bullets, bars, pace_line_points, multiples"):
        written(every_chart(), SvgOptions(chart="bar"))
    with pytest.raises(UnknownName, match="has no chart; take one that has, such as overview"):
        written(empty_document())
    with pytest.raises(InvalidValue, match="width is 10; it must be 280 to 4,000 pixels"):
        SvgOptions(width=10)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_chart_without_an_entry_says_so_or_is_left_out(width: float) -> None:
    for chart in chart_blocks(()):
        picture = draw(chart, width, light_palette(), Language.EN)
        assert picture.height == 0 or "Nothing is counted yet" in picture.svg(), chart.kind
