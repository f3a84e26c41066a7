"""What a quantifier bounds, and whether two figures can both hold (data model, "What a quantifier bounds")."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .wording import UnreadableWording, indefinite_floor

GREATEST_PERCENT = Decimal(100)


@dataclass(frozen=True)
class Interval:
    """The numbers that the words of a figure leave possible; a None end is open, not infinite by claim."""

    low: Decimal | None = None
    low_inclusive: bool | None = None
    high: Decimal | None = None
    high_inclusive: bool | None = None

    @property
    def bounded(self) -> bool:
        """Whether the words give any bound at all."""
        return self.low is not None or self.high is not None


def interval_of(
    quantifier: str, value: Decimal | None, value_high: Decimal | None, unit: str, value_text: str
) -> Interval:
    """The bounds of a figure, in its unit; none where the words of an indefinite value cannot be read.

    0 and 100 clip a bound and never make one.
    """
    if quantifier == "indefinite":
        try:
            floor = indefinite_floor(value_text)
        except UnreadableWording:
            floor = None  # the rules name words that are not indefinite
        return Interval() if floor is None else Interval(Decimal(floor), True)
    if value is None:
        return Interval()
    low, high = _clipped(value, unit), _clipped(value if value_high is None else value_high, unit)
    by_quantifier = {
        "unhedged": Interval(low, True, low, True),
        "between": Interval(low, True, high, True),
        "at_least": Interval(low, True),
        "more_than": Interval(low, False),
        "at_most": Interval(None, None, low, True),
        "less_than": Interval(None, None, low, False),
        "approximately": Interval(),  # no tolerance is invented
    }
    return by_quantifier[quantifier]


def compatible(one: Interval, other: Interval) -> str:
    """``yes`` or ``no`` by whether the two intervals meet, ``unknown`` where either has no bound at all."""
    if not one.bounded or not other.bounded:
        return "unknown"
    return "yes" if _reaches(one, other) and _reaches(other, one) else "no"


def _clipped(value: Decimal, unit: str) -> Decimal:
    value = max(value, Decimal(0))
    return min(value, GREATEST_PERCENT) if unit == "percent" else value


def _reaches(lower: Interval, upper: Interval) -> bool:
    """Whether the low end of the one is not above the high end of the other."""
    if lower.low is None or upper.high is None:
        return True
    if lower.low == upper.high:
        return bool(lower.low_inclusive and upper.high_inclusive)
    return lower.low < upper.high
