"""The words of a figure: one place for tables, charts, README, citations and factsheet, so that no hedge gets lost.

A ``row`` is a mapping with plain values by column name: numbers as ``Decimal`` or ``int``, dates as ``datetime.date``,
blanks as ``None``, as ``tables.load_rows`` and ``frames.rows_of`` give them. Each function reads only the columns that
its docstring names, so a row of ``figures``, ``comparisons`` or any derived table will do.

The words keep the sense of the quantifier: "over 220,000" in the source is "more than 220,000" here. Percentages are
written with %, as tables and charts want them; ``in_prose`` turns a phrase into running text.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from .descriptor import LIST_SEPARATOR
from .findings import with_noun
from .wording import UnreadableWording, find_numbers, indefinite_floor

Row = Mapping[str, Any]

HEDGES = {
    "unhedged": "{}",
    "approximately": "about {}",
    "more_than": "more than {}",
    "at_least": "at least {}",
    "less_than": "fewer than {}",
    "at_most": "at most {}",
}
HEDGES_OF_A_SHARE = {**HEDGES, "less_than": "less than {}"}
SIGNS = {"unhedged": "", "approximately": "≈", "more_than": ">", "at_least": "≥", "less_than": "<", "at_most": "≤"}

AMONG_THEM = ", a primary source among them"


# Numbers


def number(value: Decimal | int, unit: str = "") -> str:
    """A number for people: 220000 is "220,000", and 33.50 with the unit ``percent`` is "33.5%"."""
    text = format(Decimal(value), ",f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}%" if unit == "percent" else text


def value_words(row: Row) -> str:
    """The value with its hedge in words: "more than 220,000", "between 20 and 30", "about 90%", "hundreds".

    Reads value, value_high, unit, quantifier and value_text. Words such as "hundreds" that carry a hedge of their own
    ("a few hundreds, maximum") are quoted whole.
    """
    if row["quantifier"] == "indefinite":
        return bare_word(row["value_text"]) or f"“{row['value_text']}”"
    low = number(row["value"], row["unit"])
    if row["quantifier"] == "between":
        return f"between {low} and {number(row['value_high'], row['unit'])}"
    hedges = HEDGES_OF_A_SHARE if row["unit"] == "percent" else HEDGES
    return hedges[row["quantifier"]].format(low)


def value_label(row: Row) -> str:
    """The value with its hedge as a chart writes it: ">220,000", "≥26", "≈90%", "<100", "20–30", "94", "hundreds".

    Reads value, value_high, unit, quantifier and value_text.
    """
    if row["quantifier"] == "indefinite":
        return value_words(row)
    if row["quantifier"] == "between":
        return f"{number(row['value'])}–{number(row['value_high'], row['unit'])}"
    return SIGNS[row["quantifier"]] + number(row["value"], row["unit"])


def bare_word(value_text: str) -> str | None:
    """The word of an indefinite value, in lower case ("Hundreds of residents": "hundreds").

    None where the words carry a hedge of their own or cannot be read: then only the whole of them says what is meant.
    """
    try:
        if indefinite_floor(value_text) is None:
            return None
    except UnreadableWording:
        return None
    return find_numbers(value_text)[0].text.lower()


# Figures


def display(row: Row) -> str:
    """The figure as a phrase that can stand alone: "more than 220,000 people killed, Syria".

    Reads the columns of the value, counted, indicator (its label) and place (its name), as in ``figures_labelled``.
    """
    what, did, where = row["counted"], row["indicator"], row["place"]
    value = value_words(row)
    if value.startswith("“"):
        return f"{what} {did}, {where}: {value}"
    if row["unit"] == "percent":
        return f"{value} of the {what} {did}, {where}"
    return f"{value} {'of ' if row['quantifier'] == 'indefinite' else ''}{what} {did}, {where}"


def in_prose(phrase: str) -> str:
    """A phrase for running text, where a percentage is spelled out: "about 90 per cent of the camp"."""
    return phrase.replace("%", " per cent")


# Dates


def day(date: datetime.date) -> str:
    """A day for people: "6 April 2015", in English whatever the locale."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def days(start: datetime.date, end: datetime.date) -> str:
    """A span of days: "25–27 March 2015", "28 March – 2 April 2015"; one day stands once."""
    if start == end:
        return day(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    if start.year == end.year:
        return f"{day(start).removesuffix(f' {start.year}')} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def date_text(row: Row) -> str:
    """The period in words, or that it is not stated. Reads period_start, period_end and period_basis.

    A day of publication is never given as a date of the figure. "by 24 April 2015" says that the figure was given for a
    time that ends there, and that no first day is known.
    """
    start, end, basis = row["period_start"], row["period_end"], row["period_basis"]
    if basis == "publication":
        return f"reported on {day(end)}; its date is not stated"
    words = f"by {day(end)}" if start is None else days(start, end)
    return f"{words} (inferred)" if basis == "inferred" else words


# Who says so


def citation_short(row: Row) -> str:
    """Who says so and where it was read: "Syrian Observatory for Human Rights, as cited in Breitbart, 6 April 2015".

    Reads claimant, publisher (names), published_on and published_basis.
    """
    claimant, publisher = row["claimant"], row["publisher"]
    read_in = f"{publisher}, {published(row)}"
    if claimant is None:
        return f"{read_in}, which names no source"
    return read_in if claimant == publisher else f"{claimant}, as cited in {read_in}"


def published(row: Row) -> str:
    """The day of publication in words, or that it is not shown. Reads published_on and published_basis."""
    if row["published_on"] is None:
        return "date not shown"
    return day(row["published_on"]) + (" (inferred)" if row["published_basis"] == "inferred" else "")


def short_name(actor: Row) -> str:
    """The name by which people know an actor: its abbreviation where it has one. Reads name and abbreviation."""
    return str(actor["abbreviation"] or actor["name"])


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: "ISIS", "ISIS and al-Nusra", "a, b and c"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


# How solid


def how_solid(support: Row, figure: Row, comparable: Iterable[Row]) -> str:
    """How solid a figure is, in a few words: "3 reports match; one claimant; contested; ...".

    ``support`` is its row of ``figure_support``; of the figure value, unit and caveat_kinds are read, as in
    ``figures_labelled``; ``comparable`` are the comparisons whose numbers can be set beside it, with the columns that
    ``value_words`` reads. Reports that match are the primary source, republished ones and those that agree; a claimant
    is counted where one is named, by name or by role.
    """
    kinds = (figure["caveat_kinds"] or "").split(LIST_SEPARATOR)
    points = _matching(support)
    points += [kind for kind in ("contradicted", "contested") if kind in kinds]
    return "; ".join(points + _comparable(support, figure, list(comparable)))


def _matching(support: Row) -> list[str]:
    reports, claimants = support["same_value_reports"], support["same_value_claimants"]
    if not reports:
        return ["no other page that was read gives this value"]
    among = "" if not support["primary_source_found"] else ", a primary source" if reports == 1 else AMONG_THEM
    names = {0: "no claimant named", 1: "one claimant"}.get(claimants, f"{claimants} claimants")
    return [f"{with_noun(reports, 'report matches', 'reports match')}{among}", names]


def _comparable(support: Row, figure: Row, others: list[Row]) -> list[str]:
    low, high = support["lowest_value"], support["highest_value"]
    if low is None or low == high == figure["value"]:
        return []
    ends = dict.fromkeys(_end(value, figure["unit"], others) for value in (low, high))
    return [f"comparable numbers: {' to '.join(ends)}"]


def _end(value: Decimal, unit: str, others: list[Row]) -> str:
    """The lowest or highest of the comparable numbers, with its hedge; where reports hedge it differently, that."""
    said = {value_words(row) for row in others if value in (row["value"], row["value_high"])}
    return said.pop() if len(said) == 1 else f"{number(value, unit)} (hedges differ)"
