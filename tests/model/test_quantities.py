"""Numbers with units: exact, whatever the unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.errors import InvalidValue
from plan_tasks.model import Quantity, plain
from plan_tasks.model.units import BARE_UNITS, SCALES

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4)
UNITS = st.builds(lambda scale, bare: scale + bare, st.sampled_from(["", *SCALES]), st.sampled_from(sorted(BARE_UNITS)))


@pytest.mark.parametrize(
    ("value", "unit", "bare"),
    [
        ("1.3", "万亿斤", "1300000000000斤"),
        ("4.9", "万人", "49000人"),
        ("1100", "亿元", "110000000000元"),
        ("280", "万吨", "2800000吨"),
        ("6.1", "万亩", "61000亩"),
        ("1.3", "萬億斤", "1300000000000斤"),
        ("2", "million t", "2000000t"),
        ("7.5", "%", "7.5%"),
        ("3", "千米", "3千米"),
    ],
)
def test_scale_words_multiply_exactly(value: str, unit: str, bare: str) -> None:
    assert str(Quantity(value, unit).bare()) == bare


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "result"),
    [
        ("1.3", "万亿斤", "亿吨", "6.5"),
        ("15", "万亩", "万公顷", "1"),
        ("1", "平方公里", "亩", "1500"),
        ("5", "‰", "%", "0.5"),
        ("3", "成", "%", "30"),
        ("1", "百分点", "个百分点", "1"),
    ],
)
def test_units_of_one_dimension_convert(value: str, unit: str, wanted: str, result: str) -> None:
    assert Quantity(value, unit).convert(wanted) == Quantity(result, wanted)
    assert plain(Quantity(value, unit).convert(wanted).value) == result


def test_what_differs_in_kind_neither_compares_nor_converts() -> None:
    with pytest.raises(InvalidValue, match="do not measure the same thing"):
        Quantity("3", "%").convert("个百分点")
    with pytest.raises(InvalidValue, match="人 and 户"):
        assert Quantity("3", "人") < Quantity("4", "户")
    assert Quantity("3", "人") != Quantity("3", "户")


@pytest.mark.parametrize("number", [0.1, float("inf"), "many", Decimal("NaN"), True, None])
def test_a_number_must_be_exact_and_finite(number: object) -> None:
    with pytest.raises(InvalidValue):
        Quantity(number, "人")  # type: ignore[arg-type]


@given(NUMBERS, UNITS)
def test_equal_amounts_are_equal_and_hash_alike(value: Decimal, unit: str) -> None:
    quantity = Quantity(value, unit)
    assert quantity.bare() == quantity
    assert hash(quantity.bare()) == hash(quantity)


@given(NUMBERS, NUMBERS, UNITS)
def test_order_follows_the_numbers_within_a_unit(one: Decimal, other: Decimal, unit: str) -> None:
    assert (Quantity(one, unit) < Quantity(other, unit)) == (one < other)


@given(NUMBERS)
def test_plain_text_is_the_same_number_without_exponent(number: Decimal) -> None:
    text = plain(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert not (("." in text) and text.endswith("0"))
