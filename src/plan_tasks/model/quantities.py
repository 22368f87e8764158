"""Numbers with units, as reports write them, that compare and convert exactly.

The table of units is in `plan_tasks.model.units`; reading a number out of a sentence is the work of
`plan_tasks.drafting`.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation, localcontext
from fractions import Fraction
from functools import lru_cache, total_ordering

import attrs

from plan_tasks.errors import InvalidValue
from plan_tasks.model import validators
from plan_tasks.model.units import BARE_UNITS, SCALES, UNIT_SPELLINGS

__all__ = ["Quantity", "Unit", "decimal_of", "parse_unit", "plain"]


@attrs.frozen
class Unit:
    """A unit taken apart.

    Attributes:
        scale: The factor of its scale word: 10,000 for 万人; 1 where there is none.
        bare: The unit without its scale word: 人 for 万人; empty for a pure number.
        dimension: What can be converted into what; units of one dimension compare.
        size: One of the bare unit in the first unit of the dimension.
    """

    scale: int
    bare: str
    dimension: str
    size: Fraction


@lru_cache(maxsize=1024)
def parse_unit(unit: str) -> Unit:
    """Takes a unit apart into scale and bare unit.

    Args:
        unit: As written: 万人, 亿元, 万亿斤, %, ‰, 个百分点, million t. Empty for a pure number.

    Returns:
        The unit; one that is not in the table is a dimension of its own.

    Example:
        >>> parse_unit("万亿斤").scale, parse_unit("万亿斤").bare
        (1000000000000, '斤')
        >>> parse_unit("百分点").bare
        '个百分点'
    """
    text = unit.strip()
    text = UNIT_SPELLINGS.get(text, text)
    text = "".join(UNIT_SPELLINGS.get(character, character) for character in text)
    if text not in BARE_UNITS:
        for word, factor in SCALES.items():
            if text.startswith(word):
                rest = text[len(word) :].strip()
                bare = UNIT_SPELLINGS.get(rest, rest)
                dimension, size = BARE_UNITS.get(bare, (bare or "number", Fraction(1)))
                return Unit(factor, bare, dimension, size)
    dimension, size = BARE_UNITS.get(text, (text or "number", Fraction(1)))
    return Unit(1, text, dimension, size)


def decimal_of(number: Decimal | int | str, *, field: str = "number") -> Decimal:
    """Turns a number into a finite Decimal without a detour through binary floating point.

    Args:
        number: A Decimal, an int, or text such as ``"7.5"``. A float is refused: it is not the number that was meant.
        field: What to call it in an error.

    Returns:
        The Decimal.

    Raises:
        InvalidValue: Not a finite number.

    Example:
        >>> decimal_of("1.3")
        Decimal('1.3')
    """
    if isinstance(number, (Decimal, int, str)) and not isinstance(number, bool):
        try:
            value = Decimal(number)
        except InvalidOperation:
            pass
        else:
            if value.is_finite():
                return value
    raise InvalidValue(f"{field} cannot be {number!r}", remedy="give a finite number as text, int or Decimal")


def plain(number: Decimal) -> str:
    """Writes a Decimal without exponent and without trailing zeros after the point.

    Args:
        number: A finite Decimal.

    Returns:
        The shortest plain text of the same number.

    Example:
        >>> plain(Decimal("1.30E+3")), plain(Decimal("7.50")), plain(Decimal("-0.0"))
        ('1300', '7.5', '0')
    """
    text = str(number)
    if "E" in text:
        text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@total_ordering
@attrs.frozen(eq=False)
class Quantity:
    """A number and its unit, as written.

    Two quantities are equal when they are the same amount: 1.3万亿斤 equals 6.5亿吨. Amounts of different dimensions
    are unequal, and asking which is greater is an error.

    Attributes:
        value: The number in front of the unit: 1.3 of 1.3万亿斤.
        unit: The unit with its scale word, as written; empty for a pure number.

    Example:
        >>> Quantity("1.3", "万亿斤").bare()
        Quantity(value=Decimal('1300000000000'), unit='斤')
        >>> Quantity("1.3", "万亿斤").convert("亿吨")
        Quantity(value=Decimal('6.5'), unit='亿吨')
        >>> Quantity("4.9", "万人") == Quantity(49000, "人")
        True
    """

    value: Decimal = attrs.field(converter=decimal_of, validator=validators.finite)
    unit: str = attrs.field(default="", validator=validators.text)

    def exact(self) -> Fraction:
        """The amount in the first unit of its dimension (jin, mu, metre, ...), exactly."""
        unit = parse_unit(self.unit)
        return Fraction(self.value) * unit.scale * unit.size

    def bare(self) -> Quantity:
        """The same amount without a scale word: 4.9万人 is 49000人."""
        unit = parse_unit(self.unit)
        return Quantity(_decimal(Fraction(self.value) * unit.scale), unit.bare)

    def convert(self, unit: str) -> Quantity:
        """The same amount in another unit of the same dimension.

        Args:
            unit: The unit wanted, scale word included.

        Returns:
            The amount; exact where a decimal number can be, else rounded half-even to 28 significant digits.

        Raises:
            InvalidValue: The two units do not measure the same thing.
        """
        wanted, own = parse_unit(unit), parse_unit(self.unit)
        if wanted.dimension != own.dimension:
            raise _incomparable(self.unit, unit)
        return Quantity(_decimal(self.exact() / (wanted.scale * wanted.size)), unit)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return parse_unit(self.unit).dimension == parse_unit(other.unit).dimension and self.exact() == other.exact()

    def __lt__(self, other: Quantity) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        if parse_unit(self.unit).dimension != parse_unit(other.unit).dimension:
            raise _incomparable(self.unit, other.unit)
        return self.exact() < other.exact()

    def __hash__(self) -> int:
        return hash((parse_unit(self.unit).dimension, self.exact()))

    def __str__(self) -> str:
        return f"{plain(self.value)}{self.unit}"


def _incomparable(one: str, other: str) -> InvalidValue:
    return InvalidValue(f"{one or 'a pure number'} and {other or 'a pure number'} do not measure the same thing")


def _decimal(number: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = max(28, len(str(abs(number.numerator))) + 1) if number.denominator == 1 else 28
        result = Decimal(number.numerator) / Decimal(number.denominator)
    return Decimal(plain(result))
