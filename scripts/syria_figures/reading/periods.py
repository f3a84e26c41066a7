"""The words of days, in English: what this grammar does not consume, it refuses.

    period  = (on | in | during)? when | from? when to when | between when and when | since when | until when
    when    = weekday? (day month | month day) year? | month year? | year | weekday (morning ... night)?
            | today | yesterday | last month | last year

"to" is also "until", "through" or a dash; "March 25-27" and "25 to 27 March" say the month once; "2015-04-01" is a day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from .tokens import LONGEST_TEXT, MONTHS, refuse

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {name: n for n, month in enumerate(MONTHS, 1) for name in (month, month[:3])} | {"sept": 9}
LEAP_CYCLE = 9  # years back, at most, to the last February 29

_MONTH, _DAY, _YEAR = f"(?:{'|'.join(NUMBERS)})", "[0-9]{1,2}", "[12][0-9]{3}"
_TO = r"(?: (?:to|until|till|through) | ?- ?)"
# Each way to write a day or a range, and the one way in which it is then read: "1 april 2015", "25 march-27 march".
_SPELLINGS = [
    (re.compile(rf"\b({_MONTH})\."), r"\1"),
    (re.compile(rf"\b(?:the )?({_DAY})(?:st|nd|rd|th)?\b(?: of(?= {_MONTH}))?"), r"\1"),
    (re.compile(rf"\b({_MONTH}) ({_DAY})\b"), r"\2 \1"),
    (re.compile(rf"\b({_DAY})({_TO}| and )({_DAY}) ({_MONTH}(?: {_YEAR})?)$"), r"\1 \4\2\3 \4"),
    (re.compile(rf"\b({_DAY}) ({_MONTH})({_TO}| and )({_DAY})( {_YEAR})?$"), r"\1 \2\5\3\4 \2\5"),
]
_ISO_DAY = re.compile(rf"\b({_YEAR})-([0-9]{{2}})-([0-9]{{2}})\b")
_RANGES = (re.compile(r"between (.+) and (.+)"), re.compile(rf"(?:from )?(.+?){_TO}(.+)"))
_WHEN = re.compile(
    rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)})(?: (?:morning|afternoon|evening|night)$| |$))?"
    rf"(?:(?:(?P<day>{_DAY}) )?(?P<month>{_MONTH})(?: (?=[12])|$))?(?P<year>{_YEAR})?"
    "|(?P<relative>today|yesterday|last month|last year)"
)

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, None where the words do not say it; ``basis`` is "stated", or "inferred" for our reading."""

    start: date | None
    end: date | None
    basis: str


def read_period(texts: Sequence[str], published_on: date) -> Period:
    """Read the words of a period, all of one figure's together.

    In: the words ("March 25-27") and the day of publication. Where the year is not said, the last such day or month not
    after publication is meant; a weekday is the last one before it. "since" leaves the end empty, "until" the start.
    Inferred are the last day of a month or year that was not over, which is left empty, and a period from one day
    ("April 1") to another ("on Sunday"). Raises `UnreadableWording`, with the reason.
    """
    return _read(tuple(texts), published_on)


@lru_cache(maxsize=65_536)
def _read(texts: tuple[str, ...], published_on: date) -> Period:
    periods = [_period(text, published_on) for text in texts]
    start = min((period.start for period in periods if period.start), default=None)
    end = max((period.end for period in periods if period.end), default=None)
    for period in periods:
        if (not period.end and period.start != start) or (not period.start and period.end != end):
            refuse("” and “".join(texts), "the words give different first or last days")
    if not texts or (start and end and start > end):
        refuse("” and “".join(texts), "it ends before it starts" if texts else "there are no words")
    whole = Period(start, end, "stated")
    # A day is both ends. That two of them are the ends of one period, no words say.
    if all(period == whole or (period.basis == "stated" and None in (period.start, period.end)) for period in periods):
        return whole
    return replace(whole, basis="inferred")


def _period(text: str, published_on: date) -> Period:
    if len(text) > LONGEST_TEXT:
        refuse(text, "it is too long for the words of a period")
    words = _spelled(text)
    for pattern in _RANGES:
        ends = pattern.fullmatch(words)
        last = ends and _days(text, ends[2], published_on)
        first = last and ends and _days(text, ends[1], last[1])
        if first and last and ends:
            if first[0] >= last[0] or (first[0] == first[1]) != (last[0] == last[1]) or _wraps(ends, first, last):
                refuse(text, "its ends are not a first and a last day, or it does not rise")
            return _until_publication(first[0], last[1], published_on)
    opened, closed = re.fullmatch(r"(?:since|from) (.+)", words), re.fullmatch(r"(?:until|till|as of) (.+)", words)
    found = _days(text, (opened or closed or [words, words])[1], published_on)
    if not found or (closed and found[0] < found[1]):
        refuse(text, "it is not a day, a month, a year or a range of them")
    if opened or closed:
        return Period(found[0], None, "stated") if opened else Period(None, found[1], "stated")
    return _until_publication(*found, published_on)


def _spelled(text: str) -> str:
    """The words in lower case and in one spelling: "1 april 2015", "25 march-27 march"."""
    words = re.sub(r"[,\s]+", " ", re.sub(r"[‐‑–]", "-", text.lower())).strip()
    words = re.sub(r"^(?:on|in|during) ", "", words)
    words = _ISO_DAY.sub(lambda iso: f"{iso[3]} {(*MONTHS, *['no month'] * 88)[int(iso[2]) - 1]} {iso[1]}", words)
    for pattern, spelling in _SPELLINGS:
        words = pattern.sub(spelling, words)
    return words


def _wraps(ends: re.Match[str], first: Days, last: Days) -> bool:
    """Whether a range of one month falls ("March 27-25"), or says the year of its first day only."""
    years = [bool(re.search(rf"\b{_YEAR}\b", end)) for end in ends.groups()]
    falls = first[0].month == last[0].month and first[0].year < last[0].year
    return (falls and not all(years)) or years == [True, False]


def _until_publication(start: date, end: date, published_on: date) -> Period:
    """A month or year that was not over on the day of publication has no last day yet."""
    return Period(start, None, "inferred") if start <= published_on < end else Period(start, end, "stated")


def _days(text: str, words: str, latest: date) -> Days | None:
    """The first and last day of a day, month, year or weekday; None if the words are none. Refuses impossible ones."""
    said = _WHEN.fullmatch(words)
    if not said or not words:
        return None
    try:
        found = _such_days(said, latest)
    except (ValueError, OverflowError):
        refuse(text, "there is no such day")
    if said["weekday"] and (found[0] < found[1] or WEEKDAYS[found[0].weekday()] != said["weekday"]):
        refuse(text, "its weekday is not that of its day")
    return found


def _such_days(said: re.Match[str], latest: date) -> Days:
    """The days that are meant: without a year, the last ones not after ``latest``. ValueError if there are none."""
    month, day, year = NUMBERS.get(said["month"] or "", 0), int(said["day"] or 0), int(said["year"] or 0)
    if said["relative"] == "last month":
        month, year = latest.month - 1 or 12, latest.year - (latest.month == 1)
    if said["relative"] == "last year":
        year = latest.year - 1
    if said["day"]:
        found = date(year, month, day) if year else _last_such_day(month, day, latest)
        return found, found
    if month:
        year = year or latest.year - (month > latest.month)
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if year:
        return date(year, 1, 1), date(year, 12, 31)
    back = {"today": 0, "yesterday": 1}.get(said["relative"] or "", 0)
    if said["weekday"]:
        back = (latest.weekday() - WEEKDAYS.index(said["weekday"]) - 1) % 7 + 1
    return latest - timedelta(back), latest - timedelta(back)


def _last_such_day(month: int, day: int, latest: date) -> date:
    for year in range(latest.year, latest.year - LEAP_CYCLE, -1):
        if day <= monthrange(year, month)[1] and date(year, month, day) <= latest:
            return date(year, month, day)
    raise ValueError("no such day")
