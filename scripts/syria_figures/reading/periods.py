"""The words of days, in English: this grammar refuses what it does not consume.

period = (on | since)? day year? | in? month year? | on? weekday | yesterday | last month
       | between day and day year? | (on | from)? day to day year?     "to" is also "through" or a dash
day    = month number | number month                            "March 25-27" and "25 to 27 March" say the month once
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .languages import LONGEST_TEXT, UnreadableWording

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTHS = [
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
]
NUMBERS = {name: number for number, month in enumerate(MONTHS, 1) for name in (month, month[:3])} | {"sept": 9}
_MONTH = "|".join(NUMBERS)
_END = rf"([0-9]{{1,2}})(?: ({_MONTH}))?"
_DAY = re.compile(rf"(?:(?:on|(since)) )?([0-9]{{1,2}}) ({_MONTH})")
_RANGE = re.compile(rf"(?:(?:on|from) )?{_END}(?: to | through | ?- ?){_END}")
_IN_MONTH = re.compile(rf"(?:in )?({_MONTH})")
_WEEKDAY = re.compile(rf"(?:on )?({'|'.join(WEEKDAYS)})|yesterday")

Days = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, None if the words do not say it; ``basis`` is "stated", or "inferred" for our reading."""

    start: date
    end: date | None
    basis: str


def read_period(texts: Sequence[str], published_on: date) -> Period:
    """Read the words of a period, all those of one figure together.

    In: the words ("March 25-27") and the day of publication. Where the year is not said, the last such day or month not
    after publication is meant; a weekday is the last one before it. "since" leaves the end empty. A period from the
    days of one text ("April 1") to those of another ("on Sunday") is inferred. Raises `UnreadableWording`.
    """
    if not texts:
        raise UnreadableWording("", "there are no words")
    periods = {_read(text, published_on) for text in texts}
    last = max((end for _, end in periods if end), default=None)
    if last and any(start > last for start, _ in periods):
        raise UnreadableWording("” and “".join(texts), "it ends before it starts")
    return Period(min(start for start, _ in periods), last, "stated" if len(periods) == 1 else "inferred")


def _read(text: str, published_on: date) -> Days:
    words = re.sub(r"[,\s]+", " ", re.sub("[‐‑–]", "-", text[: LONGEST_TEXT + 1].lower())).strip()
    words = re.sub(rf"\b({_MONTH})\. ", r"\1 ", words)
    words = re.sub(rf"\b({_MONTH}) ([0-9]{{1,2}})\b", r"\2 \1", words)  # "march 25-27" becomes "25 march-27"
    words = re.sub(r"^between (.+) and ", r"\1-", words)
    try:
        days = _near(words, published_on) or _dated(words, published_on)
    except ValueError:
        raise UnreadableWording(text, "there is no such day, or its days do not rise") from None
    if not days or len(text) > LONGEST_TEXT:
        raise UnreadableWording(text, "it is not a day, a month that was over, or a range of days")
    return days


def _near(words: str, published_on: date) -> Days | None:
    """A day or a month that is worked out from the day of publication."""
    if words == "last month":
        last = published_on.replace(day=1) - timedelta(1)
        return last.replace(day=1), last
    weekday = _WEEKDAY.fullmatch(words)
    if not weekday:
        return None
    back = (published_on.weekday() - WEEKDAYS.index(weekday[1]) - 1) % 7 + 1 if weekday[1] else 1
    return published_on - timedelta(back), published_on - timedelta(back)


def _dated(words: str, published_on: date) -> Days | None:
    """A day, a month or a range of days. ValueError for days that do not exist or do not rise."""
    year = re.search(" ([12][0-9]{3})$", words)
    words, latest = (words[: year.start()], date(int(year[1]), 12, 31)) if year else (words, published_on)
    if day := _DAY.fullmatch(words):
        found = _last_day(day[2], day[3], latest)
        return found, None if day[1] else found
    if month := _IN_MONTH.fullmatch(words):
        start = _last_day("1", month[1], latest)
        end = start.replace(day=monthrange(start.year, start.month)[1])
        return (start, end) if end < published_on else None
    ends = _RANGE.fullmatch(words)
    if not ends or not (ends[2] or ends[4]):
        return None
    end = _last_day(ends[3], ends[4] or ends[2], latest)
    start = _last_day(ends[1], ends[2] or ends[4], end)
    if start == end or (start.month == end.month and start.year < end.year):
        raise ValueError("its days do not rise")
    return start, end


def _last_day(day: str, month: str, latest: date) -> date:
    """The last such day not after another one."""
    found = date(latest.year, NUMBERS[month], int(day))
    return found if found <= latest else found.replace(year=latest.year - 1)
