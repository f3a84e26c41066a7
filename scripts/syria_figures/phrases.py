"""The words of a figure: one place for tables, charts, README, citations and factsheet, so that no hedge gets lost.

A ``row`` has plain values by column name, as ``tables.records`` gives them. Each function reads only the columns that
its docstring names, so a row of ``figures``, ``comparisons`` or any derived table will do.

The words keep the sense of the quantifier: "over 220,000" in the source is "more than 220,000" here. Percentages are
written with %, as tables and charts want them; ``in_prose`` turns a phrase into running text.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable

from .findings import with_noun
from .reading.languages import language_of
from .tables import Row, items

HEDGES = {  # each in words and as a sign
    "unhedged": ("", ""),
    "approximately": ("about ", "≈"),
    "more_than": ("more than ", ">"),
    "at_least": ("at least ", "≥"),
    "less_than": ("fewer than ", "<"),  # "less than" of a share
    "at_most": ("at most ", "≤"),
}
BARE_WORDS = {floor: " ".join(words) for words, floor in language_of("en").phrases["indefinite"].items()}
DISPUTES = ("contradicted", "contested")
DONE = r"\w+ed|sent|held|lost|found|taken|hurt|shot|cut|built|swept|struck|torn|driven|broken"
READS_ON = rf"(?:{DONE}|\w+ing|that|who|under|without|with|in|on|at|of|from|by|to|for)\b"
FINITE = ("fled", "left")  # labels that are a whole verb: "hundreds of residents fled Yarmouk"

MONTHS = tuple(calendar.month_name[1:])


# Numbers


def number(value: float, unit: str = "") -> str:
    """A number for people: 220000 is "220,000", and 33.5 with the unit ``percent`` is "33.5%"."""
    return f"{value:,}" + ("%" if unit == "percent" else "")


def value_words(row: Row) -> str:
    """The value with its hedge in words: "more than 220,000", "between 20 and 30", "about 90%", "hundreds".

    Reads value, value_high, unit, quantifier, value_text and value_min. A word such as "hundreds" or "des centaines" is
    given in English by its floor; words that carry a hedge of their own ("a few hundreds maybe, maximum") are quoted.
    """
    if row["quantifier"] == "indefinite":
        return BARE_WORDS.get(row["value_min"]) or f"“{row['value_text']}”"
    low = number(row["value"], row["unit"])
    if row["quantifier"] == "between":
        return f"between {low} and {number(row['value_high'], row['unit'])}"
    hedge, _ = HEDGES[row["quantifier"]]
    return (hedge.replace("fewer", "less") if row["unit"] == "percent" else hedge) + low


def value_label(row: Row) -> str:
    """The value with its hedge as a chart writes it: ">220,000", "≥26", "≈90%", "<100", "20–30", "94", "hundreds".

    Reads value, value_high, unit, quantifier, value_text and value_min.
    """
    if row["quantifier"] == "indefinite":
        return value_words(row)
    if row["quantifier"] == "between":
        return f"{number(row['value'])}–{number(row['value_high'], row['unit'])}"
    return HEDGES[row["quantifier"]][1] + number(row["value"], row["unit"])


# Figures


def display(row: Row) -> str:
    """The figure as a phrase that can stand alone: "more than 220,000 people killed, Syria".

    Reads the columns of the value, counted, indicator (its label) and place (its name), as in ``figures_labelled``.
    """
    what, did, where = row["counted"], row["indicator"], row["place"]
    value = value_words(row)
    if value.startswith("“"):
        return f"{what} {did}, {where}: {value}"
    return f"{value} {of(row)}{what} {did}, {where}"


def of(row: Row) -> str:
    """What goes between a value and its noun: "90% of the camp", "hundreds of residents", "94 civilians"."""
    return "of the " if row["unit"] == "percent" else "of " if row["quantifier"] == "indefinite" else ""


def in_prose(phrase: str) -> str:
    """A phrase for running text, where a percentage is spelled out: "about 90 per cent of the camp"."""
    return phrase.replace("%", " per cent")


# Dates


def day(date: datetime.date) -> str:
    """A day for people: "6 April 2015", in English whatever the locale."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


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
    """The period in words: "25–27 March 2015", "since 1 April 2015 (inferred)".

    Where no day is given it says so, with the day of the report: "published 6 April 2015; no date given for the
    figure". Reads period_start, period_end, period_basis and the columns of ``published``.
    """
    start, end = row["period_start"], row["period_end"]
    if start is None and end is None:
        report = published(row)
        shown = f"published {report}" if report != NOT_SHOWN else "date of publication not shown"
        return f"{shown}; no date given for the figure"
    words = f"by {day(end)}" if start is None else f"since {day(start)}" if end is None else days(start, end)
    return f"{words} (inferred)" if row["period_basis"] == "inferred" else words


NOT_SHOWN = "date not shown"


def published(row: Row) -> str:
    """The day or the month of publication: "6 April 2015", "4 April 2015 (inferred)", "March 2015", "date not shown".

    Reads published_on, published_month and published_basis.
    """
    if row["published_on"] is not None:
        words = day(row["published_on"])
    elif row["published_month"] is not None:
        year, month = row["published_month"].split("-")
        words = f"{MONTHS[int(month) - 1]} {year}"
    else:
        return NOT_SHOWN
    return f"{words} (inferred)" if row["published_basis"] == "inferred" else words


# Who says so


def attribution(row: Row) -> str:
    """Who says so: the claimant, or in words what the text leaves open: "the article names no source".

    Reads claimant, source_kind and the columns of ``named``.
    """
    return str(row["claimant"] or f"{the_text(row['source_kind'])} {named(row)}")


def the_text(kind: str) -> str:
    """What a text of this kind is called: "the article", "the report", "the broadcast"; a new code is its last word."""
    return "the report" if kind == "wire_copy" else f"the {kind.rpartition('_')[2]}"


def named(row: Row) -> str:
    """Whom a text names that names no claimant: "names UNRWA as having assisted them, and no one as saying so".

    Reads actors (names, ``;`` between several), indicator (its label) and unit.
    """
    if row["actors"] is None:
        return "names no source"
    verb, whom = done(row["indicator"]), "it" if row["unit"] == "percent" else "them"
    act = f"{verb} {whom}" if verb else "done so"
    return f"names {listed(items(row['actors']))} as having {act}, and no one as saying so"


def reads_on(label: str) -> bool:
    """Whether a label can go on in a sentence: it begins with a participle, or with a word such as "under", "that"."""
    return label in FINITE or re.match(READS_ON, label) is not None


def done(label: str) -> str:
    """What someone did, if the label of an indicator says so: "controlled" of "controlled by armed groups"."""
    verb = label.partition(" by ")[0]
    return verb if re.fullmatch(DONE, verb) and verb not in FINITE else ""


def citation(row: Row) -> str:
    """Who says so and where it was read: "Syrian Observatory for Human Rights, as cited in Breitbart, 6 April 2015".

    Reads claimant, publisher (its name) and the columns of ``named`` and of ``published``.
    """
    claimant, read_in = row["claimant"], f"{row['publisher']}, {published(row)}"
    if claimant is None:
        return f"{read_in}, which {named(row)}"
    return read_in if claimant == row["publisher"] else f"{claimant}, as cited in {read_in}"


def short_name(actor: Row) -> str:
    """The name that people know an actor by: its abbreviation where it has one. Reads name and abbreviation."""
    return str(actor["abbreviation"] or actor["name"])


def capital(words: str) -> str:
    """The words with a capital at their start, and otherwise as they are."""
    return words[:1].upper() + words[1:]


def kind_words(kind: str) -> str:
    """A kind of caveat for people: "Single claimant"."""
    return capital(kind.replace("_", " "))


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: "ISIS", "ISIS and al-Nusra", "a, b and c"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


# How solid


def how_solid(row: Row) -> str:
    """How solid a figure is, in a few words: "contested; 5 reports give the same figure (...)".

    Reads matching_elsewhere and the columns of ``disputes`` and of ``matches``.
    """
    points = [*disputes(row), matches(row)]
    if row["matching_elsewhere"]:
        points.append(_elsewhere(row["matching_elsewhere"], row["matching_reports"]))
    if row["other_values"]:
        points.append(f"others give {listed(items(row['other_values']))}")
    return "; ".join(points)


def disputes(row: Row) -> list[str]:
    """The kinds of caveat that say that others dispute a figure, the stronger first. Reads caveat_kinds."""
    return [kind for kind in DISPUTES if kind in items(row["caveat_kinds"])]


def matches(row: Row) -> str:
    """How many reports give the same figure, and how many claimants they name.

    Without reports of the same thing, and without a caveat that says what was looked for, none is said to be missing.
    Reads matching_reports, matching_claimants, claimants_own_page, other_values and caveats, as in ``figure_support``.
    """
    reports, claimants = row["matching_reports"], row["matching_claimants"]
    if not reports:
        read = row["other_values"] or row["caveats"]
        return "no other report we read gives this figure" if read else "not compared with reports of the same thing"
    named = {0: "no claimant named", 1: "one claimant named"}.get(claimants, f"{claimants} claimants named")
    own = f", whose own page {'it is' if reports == 1 else 'is among them'}" if row["claimants_own_page"] else ""
    return f"{with_noun(reports, 'report gives', 'reports give')} the same figure ({named}{own})"


def _elsewhere(elsewhere: int, reports: int) -> str:
    if elsewhere == reports:
        return "at another place" if reports == 1 else "all at another place"
    return f"{elsewhere} of them at another place"
