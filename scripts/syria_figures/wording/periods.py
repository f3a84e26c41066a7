"""The words of a period, read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from .numerals import LONGEST_TEXT, UnreadableWording, fail

_NAMES = (
    *("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug"),
    *("september sept sep", "october oct", "november nov", "december dec"),
)
MONTHS = {name: n for n, names in enumerate(_NAMES, 1) for name in names.split()}
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_WEEKDAYS = {name: n for n, name in enumerate(_DAYS.split())}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
# "april 1 2015", "april 2015", "1 april 2015", "1st of april", "2015"; before each, or alone, a weekday
_FORMS = (
    rf"(?P<month>{_MONTH})(?: {_DAY})?(?: {_YEAR})?",
    rf"{_DAY}(?: (?:of )?(?P<month>{_MONTH}))?(?: {_YEAR})?",
    _YEAR,
)
_WHEN = [re.compile(rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)})(?: |$))?(?:{form})?", re.ASCII) for form in _FORMS]
_RANGES = (
    re.compile(r"between (.+) and (.+)"),
    re.compile(r"(?:from )?(.+) (?:to|until|till|through) (.+)"),
    re.compile(r"([^-]+?) ?- ?([^-]+)"),
)
_ISO_DAY = re.compile(r"\b([12]\d{3})-(\d\d)-(\d\d)\b", re.ASCII)
_RELATIVE = ("today", "yesterday", "last month", "last year")
_EXPECTED = "quote only the words of the days: “March 25-27”, “since April 1”, “on Sunday”, “in March”"
_LEAP_CYCLE = 9  # years back, at most, to the last February 29


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, None where the words do not say it; `basis` is "stated" if they say both, else "inferred"."""

    start: date | None
    end: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class _When:
    """A day, month, year or weekday as said; None is what the words leave out."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: str = ""


def read_period(texts: Sequence[str], published_on: date) -> Period:
    """Read the words of a period, all of one figure's together.

    In: the words ("March 25-27"; or "April 1" and "on Sunday", which give first and last day in any order) and the
    day of publication. Where the year is not said, the last such day, month or weekday not after publication is meant
    (a weekday: before it). A month or year that is not over ends with the day of publication, and is "inferred".
    "since" leaves the end open; "until", "as of" and "by" the start. A duration or an ordinal is no period. Raises "
    "`UnreadableWording`.
    """
    return _read(tuple(texts), published_on)


@lru_cache(maxsize=4096)
def _read(texts: tuple[str, ...], published_on: date) -> Period:
    if not texts:
        raise UnreadableWording("no words of a period were given; a period that is not stated has none")
    together = "” + “".join(texts)
    spans = [_span(text, published_on) for text in texts]
    start = min((span.start for span in spans if span.start), default=None)
    end = max((span.end for span in spans if span.end), default=None)
    if any((not span.end and span.start != start) or (not span.start and span.end != end) for span in spans):
        fail(together, "its words name different first or last days", _EXPECTED)
    if start and end and start > end:
        fail(together, "it ends before it starts", _EXPECTED)
    stated = start and end and all(span.basis == "stated" for span in spans)
    return Period(start, end, "stated" if stated else "inferred")


def _span(text: str, published_on: date) -> Period:
    """The period of one text."""
    if len(text) > LONGEST_TEXT:
        fail(text, "it is too long for the words of a period", _EXPECTED)
    words = re.sub(r"^(?:on|in|during) ", "", _normal(text))
    for pattern in _RANGES:
        ends = pattern.fullmatch(words)
        a, b = (_when(ends[1]), _when(ends[2])) if ends else (None, None)
        if a and b:
            return _range(text, a, b, published_on)
    opened = re.fullmatch(r"(?:since|from|starting) (.+)", words)
    closed = re.fullmatch(r"(?:until|till|up to|through|as of|by) (.+)", words)
    said = opened or closed
    when = _when(said[1] if said else words)
    if not when:
        fail(text, "it is no day, month or range of days that can be read", _EXPECTED)
    found = _resolve(text, when, published_on, published_on)
    if opened:
        return Period(found.start, None, "stated")
    if closed and found.start != found.end:
        fail(text, "it does not say the last day", _EXPECTED)
    return Period(None, found.end, "stated") if closed else found


def _normal(text: str) -> str:
    """Lower case, one kind of dash and space, without commas and parts of the day; ISO days as "1 jan 2015"."""
    words = re.sub(r"[‐‑–]", "-", text.lower())
    words = re.sub(r"[,“”\"()\s]+", " ", words).strip(" .;:")
    words = re.sub(rf"\b({_MONTH})\.", r"\1", words)
    words = re.sub(r" (?:morning|afternoon|evening|night)$", "", words)
    return _ISO_DAY.sub(_spelled, words)


def _spelled(iso: re.Match[str]) -> str:
    month = next((name for name, n in MONTHS.items() if n == int(iso[2])), "no month")
    return f"{iso[3]} {month} {iso[1]}"


def _when(words: str) -> _When | None:
    """A day, month, year or weekday; None if the words are none."""
    if words in _RELATIVE:
        return _When(relative=words)
    found = next((m for m in (pattern.fullmatch(words) for pattern in _WHEN) if m and words), None)
    if not found:
        return None
    said = found.groupdict()
    year, month, day, weekday = (said.get(name) for name in ("year", "month", "day", "weekday"))
    return _When(
        year=int(year) if year else None,
        month=MONTHS[month] if month else None,
        day=int(day) if day else None,
        weekday=_WEEKDAYS[weekday] if weekday else None,
    )


def _range(text: str, a: _When, b: _When, published_on: date) -> Period:
    """A range: what one end leaves out it takes from the other ("March 25-27", "25 to 27 March 2015")."""
    if a.day is not None and not a.month:
        a = replace(a, month=b.month, year=a.year or b.year)
    if b.day is not None and not b.month:
        b = replace(b, month=a.month)
    if a.month == b.month and (a.day or 0) >= (b.day or 0) and a.month and not (a.year and b.year):
        fail(text, "the range does not rise", _EXPECTED)
    if a.year and b.month and not b.year:  # "December 30, 2014 to January 2": the first such day after the start
        b = replace(b, year=a.year + ((b.month, b.day or 0) < (a.month or 0, a.day or 0)))
    last = _resolve(text, b, published_on, published_on)
    first = _resolve(text, a, last.end or published_on, published_on)
    if not (first.start and last.start and first.start < last.start) or (a.day is None) != (b.day is None):
        fail(text, "its ends are no first and last day, or the range does not rise", _EXPECTED)
    return Period(first.start, last.end, last.basis)


# --- Which day is meant ----------------------------------------------------------------------------------------------
def _resolve(text: str, when: _When, latest: date, published_on: date) -> Period:
    """The days that are meant: where the year is not said, the last such ones not after `latest`."""
    try:
        start, end = _days(when, latest, published_on)
    except (ValueError, OverflowError):
        fail(text, "there is no such day", _EXPECTED)
    if when.weekday is not None and (start != end or start.weekday() != when.weekday):
        fail(text, f"its weekday is not that of {start.isoformat()}", "check both: one of them may be of another year")
    running = start <= published_on < end
    return Period(start, published_on if running else end, "inferred" if running else "stated")


def _days(when: _When, latest: date, published_on: date) -> tuple[date, date]:
    """First and last day; ValueError if there is none."""
    if when.relative:
        return _relative(when.relative, published_on)
    if when.month and when.day is not None:
        day = _last_such_day(when.month, when.day, latest) if not when.year else date(when.year, when.month, when.day)
        return day, day
    if when.month:
        return _month(when.year or latest.year - (when.month > latest.month), when.month)
    if when.weekday is not None and when.day is None and when.year is None:
        day = latest - timedelta((latest.weekday() - when.weekday - 1) % 7 + 1)
        return day, day
    if when.day is not None or when.year is None:
        raise ValueError("a day without its month")
    return date(when.year, 1, 1), date(when.year, 12, 31)


def _last_such_day(month: int, day: int, latest: date) -> date:
    for year in range(latest.year, latest.year - _LEAP_CYCLE, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= latest:
            return found
    raise ValueError("no such day")


def _month(year: int, month: int) -> tuple[date, date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(1)


def _relative(word: str, published_on: date) -> tuple[date, date]:
    if word == "last month":
        end = published_on.replace(day=1) - timedelta(1)
        return end.replace(day=1), end
    if word == "last year":
        return date(published_on.year - 1, 1, 1), date(published_on.year - 1, 12, 31)
    day = published_on - timedelta(word == "yesterday")
    return day, day
