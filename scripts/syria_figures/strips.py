"""What others published beside a figure, as a strip: a row a statement, each with its hedge and its mark on one axis.

A filled dot stands at a number as it was given, a ring at an "about", an arrow shows an end that is open, and a bar the
floor of a word such as "hundreds". Every axis begins at zero; nothing joins the marks of different claimants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import phrases
from .derive import themes
from .frames import Frames, rows_of
from .tables import Row

MANTISSAS = tuple(map(Decimal, ("1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")))
HEADROOM = Decimal("1.05")  # the axis ends at least so far beyond the largest number
UPWARDS, DOWNWARDS = ("more_than", "at_least", "indefinite"), ("less_than", "at_most")
GROUPS = {
    "primary_source": "The same value, or in agreement with it",
    "republished": "The same value, or in agreement with it",
    "agrees": "The same value, or in agreement with it",
    "differs": "Another value or scope",
    "other_date": "For another date",
}
RELATIONS = {"primary_source": "primary source", "agrees": "agrees"}
COMPARABILITY = {
    "narrower": "counts a part of it",
    "broader": "counts more",
    "other_method": "another method",
    "unclear": "unclear whether it counts the same",
}


@dataclass(frozen=True)
class Mark:
    """Where a statement stands on its axis, in per cent of the axis' length, and how it is drawn."""

    kind: str  # "number", "about" or "floor"
    at: tuple[Decimal, ...]  # one place, or the two ends of a range
    opens: str  # "up", "down" or ""


@dataclass(frozen=True)
class Statement:
    """A statement of the article or of another publication, in the words that a strip shows."""

    row: Row
    mark: Mark | None
    who: str
    where: str
    date: str
    remarks: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the figure or comparison."""
        return str(self.row["statement_id"])

    @property
    def label(self) -> str:
        """The value with its hedge as a sign."""
        return str(self.row["value_label"])

    @property
    def words(self) -> str:
        """The value with its hedge in words."""
        return phrases.value_words(self.row)

    @property
    def who_and_where(self) -> str:
        """Who says so, and where that was read where it is another's page."""
        return f"{self.who} {self.where}".strip()

    @property
    def counted(self) -> str:
        """What is counted, and what is to be known of it."""
        return "; ".join((self.row["counted"], *self.remarks))


@dataclass(frozen=True)
class Strip:
    """The article's statement and those of others, in groups, over one axis from zero to ``end``."""

    article: Statement
    groups: tuple[tuple[str, tuple[Statement, ...]], ...]
    end: Decimal
    unit: str

    @property
    def statements(self) -> list[Statement]:
        """All statements, the article's first."""
        return [self.article, *(each for _, group in self.groups for each in group)]

    @property
    def end_label(self) -> str:
        """The end of the axis with its unit where that is per cent."""
        return phrases.number(self.end, self.unit)


def strip_of(frames: Frames, figure_id: str) -> Strip | None:
    """The strip of a figure from the table of its theme; None where no other statement stands beside it."""
    rows = [
        row
        for theme in themes(frames)
        for row in rows_of(frames[theme])
        if row["figure_id"] == figure_id and row["origin"] != "remainder"
    ]
    own = next(row for row in rows if row["origin"] == "article")
    others = sorted(
        (row for row in rows if row["origin"] == "comparison"),
        key=lambda row: (list(GROUPS).index(row["relation"]), row["period_end"], row["statement_id"]),
    )
    if not others:
        return None
    end = axis_end(rows, own["unit"])
    groups: dict[str, list[Statement]] = {}
    for row in others:
        groups.setdefault(GROUPS[row["relation"]], []).append(_statement(row, end))
    return Strip(_statement(own, end), tuple((name, tuple(each)) for name, each in groups.items()), end, own["unit"])


def axis_end(rows: Sequence[Row], unit: str) -> Decimal:
    """The end of an axis: 100 for a percentage, else a round number somewhat above the largest one."""
    if unit == "percent":
        return Decimal(100)
    largest = max((place for row in rows for place in _places(row)), default=Decimal(1)) * HEADROOM
    power = Decimal(10) ** largest.adjusted()
    return next(mantissa * power for mantissa in MANTISSAS if mantissa * power >= largest)


def mark_of(row: Row, end: Decimal) -> Mark | None:
    """The mark of a statement on an axis; None where its words give no place at all."""
    places = _places(row)
    if not places:
        return None
    quantifier = row["quantifier"]
    return Mark(
        kind={"approximately": "about", "indefinite": "floor"}.get(quantifier, "number"),
        at=tuple((place * 100 / end).quantize(Decimal("0.01")) for place in places),
        opens="up" if quantifier in UPWARDS else "down" if quantifier in DOWNWARDS else "",
    )


def _places(row: Row) -> list[Decimal]:
    given = ("value_min",) if row["quantifier"] == "indefinite" else ("value", "value_high")
    return [row[column] for column in given if row[column] is not None]


def _statement(row: Row, end: Decimal) -> Statement:
    article = row["origin"] == "article"
    via = "" if row["publisher"] == row["claimant"] else f"in {row['publisher']}"
    return Statement(
        row=row,
        mark=mark_of(row, end),
        who=f"The article ({row['publisher']})" if article else row["claimant"] or "No one is named",
        where="" if article else via,
        date=row["date_text"],
        remarks=tuple(
            words
            for words in (RELATIONS.get(row["relation"]), COMPARABILITY.get(row["comparability"]))
            if words is not None
        ),
    )
