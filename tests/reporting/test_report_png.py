"""One chart as points: which one, how large, and the same bytes each time."""

from __future__ import annotations

import io
import logging

import attrs
import pytest

from plan_tasks.errors import InvalidValue, UnknownName
from plan_tasks.plugging.descriptor import PluginContext
from plan_tasks.plugins.report_formats.html.png import PngOptions, plan_tasks_report_formats
from plan_tasks.testing.report_documents import empty_document, every_block

pytest.importorskip("weasyprint")
pytest.importorskip("pypdfium2")

from PIL import Image

[PNG] = plan_tasks_report_formats()
CONTEXT = PluginContext(plugin="report_formats.html.png", logger=logging.getLogger("test"))


def written(**options: object) -> bytes:
    to = io.BytesIO()
    PNG.factory(PngOptions(**options), CONTEXT).write(every_block(), to)  # type: ignore[arg-type]
    return to.getvalue()


def test_a_chart_is_a_picture_of_the_width_that_was_asked_for() -> None:
    with Image.open(io.BytesIO(written(chart="targets", width=600))) as picture:
        assert picture.format == "PNG"
        assert picture.width == 2 * (600 + 2 * 16)
        assert len(picture.convert("RGB").getcolors(100_000) or ()) > 10, "something is drawn"


def test_the_same_chart_is_the_same_bytes() -> None:
    assert written(width=300, density=1) == written(width=300, density=1)


def test_a_report_without_the_chart_says_which_it_has() -> None:
    with pytest.raises(UnknownName, match="it has counts, targets"):
        written(chart="no such")
    with pytest.raises(UnknownName, match="has no chart"):
        PNG.factory(PngOptions(), CONTEXT).write(attrs.evolve(empty_document()), io.BytesIO())


@pytest.mark.parametrize("options", [{"width": 10}, {"density": 5}])
def test_sizes_have_bounds(options: dict[str, int]) -> None:
    with pytest.raises(InvalidValue, match="must be"):
        PngOptions(**options)  # type: ignore[arg-type]
