"""The words of days: this grammar refuses what it does not consume.

period = (on | since)? day year? | (in | on)? month year? | on? weekday | yesterday | last month
       | between day and day year? | (on | from)? day to day year?     "to" is also a dash
day    = month number | number month | 2015-03-25               "March 25-27" and "25 to 27 March" say the month once

How a language writes these words is in its table, under [days].
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from .languages import LONGEST_TEXT, UnreadableWording, language_of, plain

LISTS = ("month", "weekday")  # of these the table lists all, and a number stands behind the word: "month3"
_END = r"([0-9]{1,2})(?: month([0-9]+))?"
_DAY = re.compile(r"(?:(?:on|(since)) )?([0-9]{1,2}) month([0-9]+)")
_RANGE = re.compile(rf"(?:(?:on|from) )?{_END}(?: to | ?- ?){_END}")
_IN_MONTH = re.compile(r"(?:(?:in|on) )?month([0-9]+)")
_WEEKDAY = re.compile(r"(?:on )?weekday([1-7])|yesterday")

Days = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, None if the words do not say it; ``basis`` is "stated", or "inferred" for our reading."""

    start: date
    end: date | None
    basis: str


def read_period(texts: Sequence[str], published_on: date, language: str = "en") -> Period:
    """Read the words of a period, all those of one figure together.

    In: the words ("March 25-27"), the day of publication, and the language of the words. Where the year is not said,
    the last such day or month not after publication is meant; a weekday is the last one before it. "since" leaves the
    end empty. A period from the days of one text ("April 1") to those of another ("on Sunday") is inferred. Raises
    `UnreadableWording`.
    """
    if not texts:
        raise UnreadableWording("", "there are no words")
    periods = {_read(text, published_on, language) for text in texts}
    last = max((end for _, end in periods if end), default=None)
    if last and any(start > last for start, _ in periods):
        raise UnreadableWording("” and “".join(texts), "it ends before it starts")
    return Period(min(start for start, _ in periods), last, "stated" if len(periods) == 1 else "inferred")


def _read(text: str, published_on: date, language: str) -> Days:
    words = _in_words_of_the_grammar(text[: LONGEST_TEXT + 1], language)
    words = re.sub(r"\b([12][0-9]{3})-([0-9]{2})-([0-9]{2})\b", r"\3 month\2 \1", words)
    words = re.sub(r"\b(month[0-9]+) ([0-9]{1,2})\b", r"\2 \1", words)  # "month3 25-27" becomes "25 month3-27"
    words = re.sub(r"^between (.+) and ", r"\1-", words)
    try:
        days = _near(words, published_on) or _dated(words, published_on)
    except ValueError:
        raise UnreadableWording(text, "there is no such day, or its days do not rise") from None
    if not days or len(text) > LONGEST_TEXT:
        raise UnreadableWording(text, "it is not a day, a month that was over, or a range of days")
    return days


def _in_words_of_the_grammar(text: str, language: str) -> str:
    """The text with the words of its language replaced by those of the grammar: "25-27 month3"."""
    pattern, known = _words(language)
    words = re.sub(r"[,،\s]+", " ", re.sub("[‐‑–]", "-", plain(text))).strip()
    if language_of(language).joins_all:
        words = re.sub(rf"(?<!\w){language_of(language).joint}(?=[0-9])", r"\g<0> ", words)
    return re.sub(r"(month[0-9]+)\. ", r"\1 ", pattern.sub(lambda match: known[match[0]], words))


@cache
def _words(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The words of days in a language, each with that of the grammar, and what finds them, the longest first."""
    table = language_of(language).days
    known = {plain(word): kind for kind, words in table.items() if kind not in LISTS for word in words.split("|")}
    for kind in LISTS:
        for number, names in enumerate(table.get(kind, "").split(", "), 1):
            known |= {plain(name): f"{kind}{number}" for name in names.split("|") if name}
    ordered = sorted(known, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)" if known else r"(?!)"), known


def _near(words: str, published_on: date) -> Days | None:
    """A day or a month that is worked out from the day of publication."""
    if words == "last_month":
        last = published_on.replace(day=1) - timedelta(1)
        return last.replace(day=1), last
    weekday = _WEEKDAY.fullmatch(words)
    if not weekday:
        return None
    back = (published_on.weekday() - int(weekday[1])) % 7 + 1 if weekday[1] else 1
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
    found = date(latest.year, int(month), int(day))
    return found if found <= latest else found.replace(year=latest.year - 1)
