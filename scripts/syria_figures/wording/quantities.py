"""The words of a value, read.

How a quantity is read, in English
1. The text holds one number, or two that form a range. Ordinals, "twice" and the like are numbers too, and never a
   quantity.
2. Hedges stand right before the number, one after another ("more than an estimated 20"), or anywhere behind it ("20
   people or more"). A bound outweighs an approximation; two different bounds contradict each other.
3. A hedge word that is left over might belong to the number, so it is an error and never dropped. The same holds for
   a word that would change the number ("not", "per", "times").
4. What only looks like a count is an error: a year, a date, an age, a label, money, a part of a name.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .languages import read_value
from .numerals import DASHES, LONGEST_TEXT, Numeral, Tokens, fail, numeral_at, numerals, words
from .periods import MONTHS

# --- Hedges ----------------------------------------------------------------------------------------------------------
# Words before the number. "indefinite" marks those that go with "hundreds" only; "" is no hedge.
_BEFORE = {
    "more_than": "over, well over, just over, more than, above, well above, just above, in excess of, exceed, exceeds, "
    "exceeded, exceeding, >",
    "at_least": "at least, at the very least, no fewer than, not fewer than, no less than, not less than, a minimum "
    "of, "
    "minimum of, at a minimum, ≥",
    "at_most": "up to, as many as, as much as, a maximum of, maximum of, at most, at the most, no more than, not "
    "more than, ≤",
    "less_than": "under, just under, well under, below, just below, well below, fewer than, less than, just short "
    "of, <",
    "approximately": "about, some, around, roughly, approximately, approx, approx ., nearly, almost, an estimated, "
    "estimated, estimated at, close to, more or less, in the region of, circa, ~, ≈",
    "between": "between",
    "indefinite": "a few, few, several, many, maybe, perhaps, possibly",
    "": "only, just, merely, exactly, precisely, another, a further, an additional, a total of",
}
# Words behind the number.
_AFTER = {
    "at_least": "or more, or above, or over, +, at least, minimum, at a minimum",
    "at_most": "or fewer, or less, or under, at most, at the most, maximum",
    "approximately": "or so, or thereabouts, more or less, give or take, approximately",
    "indefinite": "maybe, perhaps, possibly",
}
# Words of those phrases that say nothing about a number when they stand elsewhere.
_HARMLESS = words(
    "a an another additional and as at exactly further give in just merely of only or precisely region short so take "
    "the to "
    "total very well ."
)
# Words that would change the number if they were skipped, wherever they stand.
_CHANGING = {
    "a negation": "no not never without neither nor none cannot hardly barely scarcely",
    "a word that changes the number": "times fold plus minus odd upwards counting climbing something percentage "
    "little good "
    "average median max min",
    "a rate": "per daily weekly monthly yearly annually hourly apiece each",
    "a guess": "probably likely presumably potentially virtually practically",
    "a comparison": "than",
    "a percentage that does not stand at the number": "percent pct % ٪",
}
# Words right before the number or its hedge that make it a label, an age, an exception, or a bound that is in no table.
_LABELS = words(
    "number nos nr article resolution page chapter day route phase section grade level version flight highway aged "
    "age year "
    "every as but except excluding beyond past near nearing neared approaching approached topping topped tops "
    "surpassing "
    "surpassed passing passed toward towards"
)
# "handed over 20", "children under five", "a report about 20": what the word before the hedge makes of it.
_PERSONS = (
    "people persons children boys girls women men adults those anyone everyone civilians residents prisoners aged age "
)
_TWO_WAYS = {
    "over": words(_PERSONS + "hand handed handing take took taken taking turn turned turning give gave win won"),
    "under": words(_PERSONS),
    "above": words(_PERSONS),
    "below": words(_PERSONS),
    "up": words("add adds added adding live lives lived"),
    "about": words("report reports reported story article talk talked news told asked know knew concerned worried"),
    "around": words("turn turned go went"),
}
# With these, "from 10 to 20" is a change and no range.
_CHANGES = words(
    "rise rises rose risen rising grow grew grown increase increased increasing jumped climbed soared up fall fell "
    "fallen "
    "falling drop dropped decline declined decrease decreased down cut reduced shrank went revised raised"
)
_YEAR_CUES = words("in since during until till before after by of")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DETERMINERS = words("the its their his her our my your this that these those all")
_SPANS_OF_TIME = words("day week month year hour")
_PERCENT = words("% ٪ percent pct")
_SIGNS_BEFORE = frozenset("~≈><≥≤")
_OPENING = frozenset("“‘\"'([«—…")
_CLOSING = frozenset("”)]»,.;:!?—…+")

# Words that introduce parts of a whole.
INCLUSION_WORDS = (
    *("including", "includes", "included", "include", "inclusive of", "comprising", "comprises", "comprised"),
    *("consisting of", "made up of", "among them", "among whom", "among which", "among those"),
    *("of whom", "of which", "of them", "of these", "of those"),
)
_INCLUSION = re.compile(rf"\b(?:{'|'.join(INCLUSION_WORDS).replace(' ', chr(92) + 's+')})\b", re.IGNORECASE)


def _phrases(table: dict[str, str]) -> dict[tuple[str, ...], str]:
    return {tuple(phrase.split()): code for code, phrases in table.items() for phrase in phrases.split(", ")}


_PHRASES_BEFORE, _PHRASES_AFTER = _phrases(_BEFORE), _phrases(_AFTER)
_LONGEST = max(map(len, [*_PHRASES_BEFORE, *_PHRASES_AFTER]))
_HEDGES = {word for phrase in (*_PHRASES_BEFORE, *_PHRASES_AFTER) for word in phrase} - _HARMLESS
_REASONS = dict.fromkeys(_HEDGES, "a hedge that does not stand at the number")
_REASONS |= {word: reason for reason, text in _CHANGING.items() for word in text.split()}


@dataclass(frozen=True, slots=True)
class Quantity:
    """What the words of a value say, in the codes of figures.csv; `quantifier` is None if they are not English."""

    quantifier: str | None
    value: Decimal | None
    value_high: Decimal | None
    unit: str | None


def read_quantity(text: str, language: str = "en") -> Quantity:
    """Read the words of a value.

    In: a few words of news copy, and their language (ISO 639-1). Out: the quantifier's code, the value, the upper one
    of a range, and the unit "percent" or None. A share ("a third of the camp") is in per cent, rounded to two
    decimals. Of a range such as "2.5 to 3 million" both numbers are millions. In other languages only the value and
    "percent" are read. Raises `UnreadableWording`.
    """
    if language == "en":
        return _read(text)
    value, unit = read_value(text, language)
    return Quantity(None, _shortest(value), None, unit)


def _shortest(value: Decimal) -> Decimal:
    """20 rather than 20.0 or 2E+1."""
    return Decimal(int(value)) if value == int(value) else value.normalize()


@lru_cache(maxsize=4096)
def _read(text: str) -> Quantity:
    if len(text) > LONGEST_TEXT:
        fail(text, "it is too long for the words of a value")
    tokens = Tokens(text)
    found = list(numerals(tokens))
    if not found:
        fail(text, "there is no number in it", "quote its words; “few”, “many” and “several” alone are no number")
    codes, first = _hedges_before(tokens, found[0].first)
    if found[0].kind == "bare" and "indefinite" in codes:  # "several hundred" is as indefinite as "hundreds"
        found[0] = found[0]._replace(kind="indefinite", problem="")
    for numeral in found:
        if numeral.problem:
            fail(text, f"“{_text(tokens, numeral)}” is {numeral.problem}")
    low, high = _ends(tokens, found, codes)
    unit, end = _unit(tokens, found)
    _check_place(tokens, found, first, end)
    after = _hedges_after(tokens, end)
    _check_leftovers(tokens, {*range(first, end), *after})
    if found[0].kind == "indefinite":
        return Quantity("indefinite", None, None, None)
    quantifier = _one_code(text, [*codes, *after.values()], is_range=high is not None)
    return Quantity(quantifier, _shortest(low), None if high is None else _shortest(high), unit)


def _text(tokens: Tokens, numeral: Numeral) -> str:
    return tokens.slice(numeral.first, numeral.last)


# --- Hedges of a number ----------------------------------------------------------------------------------------------
def _hedges_before(tokens: Tokens, i: int) -> tuple[list[str], int]:
    """The codes of the hedges right before token i, and where the first of them begins; quotation marks are skipped."""
    codes: list[str] = []
    while True:
        while tokens.low(i - 1) in _OPENING:
            i -= 1
        size = next((n for n in range(_LONGEST, 0, -1) if tokens.lows(i - n, i) in _PHRASES_BEFORE), 0)
        if not size:
            return codes, i
        codes.append(_PHRASES_BEFORE[tokens.lows(i - size, i)])
        i -= size


def _hedges_after(tokens: Tokens, i: int) -> dict[int, str]:
    """The tokens from i on that are hedges, each with the code of its phrase."""
    found: dict[int, str] = {}
    while i < len(tokens):
        size = next((n for n in range(_LONGEST, 0, -1) if tokens.lows(i, i + n) in _PHRASES_AFTER), 0)
        found |= {j: _PHRASES_AFTER[tokens.lows(i, i + size)] for j in range(i, i + size)}
        i += max(size, 1)
    return found


def _one_code(text: str, codes: list[str], *, is_range: bool) -> str:
    """The one quantifier of all hedges: a bound outweighs an approximation, two bounds contradict each other."""
    bounds = {code for code in codes if code not in ("", "approximately")} | ({"between"} if is_range else set())
    if "indefinite" in bounds:
        fail(text, "“a few”, “several”, “many”, “maybe” and the like do not go with a number")
    if len(bounds) > 1:
        fail(text, "its hedges contradict each other")
    if "between" in bounds and not is_range:
        fail(text, "“between” wants two numbers")
    return bounds.pop() if bounds else "approximately" if "approximately" in codes else "unhedged"


# --- One number, or a range ------------------------------------------------------------------------------------------
def _ends(tokens: Tokens, found: list[Numeral], codes: list[str]) -> tuple[Decimal, Decimal | None]:
    """The value, and the upper end of a range."""
    if len(found) == 1:
        return found[0].value, None
    a, b = found[:2]
    if len(found) > 2 or not _joined(tokens, a, b, codes):  # noqa: PLR2004
        seen = ", ".join(f"“{_text(tokens, numeral)}”" for numeral in found)
        fail(tokens.text, f"it holds several numbers ({seen}) that are no range")
    if a.kind != b.kind or a.kind not in ("exact", "share"):
        fail(tokens.text, "the ends of a range must be numbers of one kind")
    if any(token.low in _CHANGES for token in tokens):
        fail(tokens.text, "it may be a change from one number to another and not a range")
    if all(_YEAR.fullmatch(_text(tokens, numeral)) for numeral in (a, b)):
        fail(tokens.text, "its numbers can be years")
    low = _low_end(a, b)
    if low >= b.value:
        fail(tokens.text, "the range does not rise")
    return low, b.value


def _low_end(a: Numeral, b: Numeral) -> Decimal:
    """Where a range begins: "2.5 to 3 million" at 2.5 million; "50 to one hundred", which would not rise so, at 50."""
    scaled = a.value * b.factor
    return scaled if a.factor == 1 and scaled < b.value else a.value


def _joined(tokens: Tokens, a: Numeral, b: Numeral, codes: list[str]) -> bool:
    """Whether "to", a dash, or "between ... and" joins two numbers."""
    i = _past_percent(tokens, a.last)
    joint = tokens.low(i)
    even = tokens.glued(i) == tokens.glued(i + 1) and tokens[a.first].kind == tokens[b.first].kind == "digits"
    return b.first == i + 1 and (joint == "to" or (joint == "and" and "between" in codes) or (joint in DASHES and even))


def _past_percent(tokens: Tokens, i: int) -> int:
    """The token after the percent sign or word at token i; i itself if there is none."""
    if tokens.low(i) in _PERCENT:
        return i + 1
    return i + 2 if tokens.lows(i, i + 2) == ("per", "cent") else i


def _unit(tokens: Tokens, found: list[Numeral]) -> tuple[str | None, int]:
    """The unit of the number or range, and the token after it."""
    a, b = found[0], found[-1]
    end = _past_percent(tokens, b.last)
    percent = end > b.last
    if percent and (tokens.low(end) in ("point", "points") or b.kind in ("indefinite", "share")):
        fail(tokens.text, "its percent is no percentage of a number")
    if not percent and _past_percent(tokens, a.last) > a.last:
        fail(tokens.text, "only one end of the range is a percentage")
    if b.kind == "share" and not _names_whole(tokens, b):
        seen = f"“{_text(tokens, b)}” does not say of what it is a share"
        fail(tokens.text, seen, "quote it with the whole: “half the camp”, “a third of the district”")
    return "percent" if percent or b.kind == "share" else None, end


def _names_whole(tokens: Tokens, share: Numeral) -> bool:
    """Whether "of" and a word follow a share, or a determiner and a word follow "half"."""
    direct = tokens.low(share.last - 1) == "half" and tokens.low(share.last) in _DETERMINERS
    return (tokens.low(share.last) == "of" or direct) and tokens.at(share.last + 1).kind == "word"


# --- What may not stand beside it ------------------------------------------------------------------------------------
def _check_place(tokens: Tokens, found: list[Numeral], first: int, end: int) -> None:
    """Refuse a number that is no count: a part of a name, a label, an age, a year, a date, a time."""
    text, start, previous = tokens.text, found[0].first, tokens.low(first - 1)
    _check_glue(tokens, start, end)
    if previous in _LABELS:
        fail(text, f"after “{previous}” the number may be no count")
    if previous in _TWO_WAYS.get(tokens.low(first), ()):
        fail(text, f"“{previous} {tokens.low(first)}” can be read in two ways")
    if any(tokens.low(i) in MONTHS and tokens.slice(i, i + 1)[0].isupper() for i in (start - 1, end)):
        fail(text, "beside a month the number is a date", "quote it as the words of a period")
    if tokens.low(end) in ("am", "pm") or tokens.lows(end, end + 3) in (("a", ".", "m"), ("p", ".", "m")):
        fail(text, "the number is a time of day")
    alone = len(tokens) == 1 or (previous in _YEAR_CUES and first == start)
    if alone and end == start + 1 and _YEAR.fullmatch(tokens.slice(start, end)):
        fail(text, "the number can be a year", "quote it with what is counted")
    if end == found[-1].last and any(re.fullmatch(r"\d{1,3}\.\d{3}", _text(tokens, n)) for n in found):
        fail(text, "three digits after a point can be decimals or thousands")


def _check_glue(tokens: Tokens, start: int, end: int) -> None:
    """Refuse a number that is glued to a word or sign, other than quotation marks, brackets and a stop."""
    text = tokens.text
    begin, stop = tokens[start].start, tokens[end - 1].end
    before, after = text[max(begin - 1, 0) : begin], text[stop : stop + 1]
    footnote = before in _OPENING - {"—"} and tokens.glued(start - 1)
    if before and (footnote or not (before.isspace() or before in _OPENING or before in _SIGNS_BEFORE)):
        fail(text, f"“{before}” is glued to the number")
    quoted = (after == '"' and text.count('"') % 2 == 0) or (after == "’" and "‘" in text)
    if after and not (quoted or after.isspace() or after in _CLOSING):
        fail(text, f"“{after}” is glued to the number")


def _check_leftovers(tokens: Tokens, used: set[int]) -> None:
    """Refuse words that might change the number and were not read as its hedge."""
    if re.search(r"n['’]t\b", tokens.text):
        fail(tokens.text, "it holds a negation")
    for i, token in enumerate(tokens):
        if i not in used and token.low in _REASONS:
            fail(tokens.text, f"“{token.low}” is {_REASONS[token.low]}")
        if token.low in ("a", "an", "every") and tokens.low(i + 1) in _SPANS_OF_TIME:
            fail(tokens.text, f"“{token.low} {tokens.low(i + 1)}” makes it a rate")
        if token.low == "one" and tokens.low(i + 1) == "another":
            fail(tokens.text, "“one another” is no number")


# --- What else words tell --------------------------------------------------------------------------------------------
def indefinite_floor(text: str) -> int | None:
    """The lower bound of an indefinite wording: dozens 12, scores 20, hundreds 100, tens of thousands 10000.

    None where the word is not bare: "a few hundreds", "several hundred", "hundreds maybe", "up to hundreds".
    Raises `UnreadableWording` if the words are not indefinite.
    """
    if read_quantity(text).quantifier != "indefinite":
        fail(text, "it is no indefinite wording", "use its value")
    tokens = Tokens(text)
    numeral = next(numerals(tokens))
    hedged = any(_hedges_before(tokens, numeral.first)[0]) or _hedges_after(tokens, numeral.last)
    return None if hedged else int(numeral.value)


def cut_hedge(text: str, start: int, end: int) -> str | None:
    """The hedge words right beside a value's words that these leave out, before or after; None if none is cut.

    In: a whole text, and where the value's words stand in it (code points, end exclusive). The other half of a range
    counts.
    """
    tokens = Tokens(text)
    inside = [i for i, token in enumerate(tokens) if token.start >= start and token.end <= end]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    found = list(numerals(tokens))
    own = next((numeral for numeral in found if first <= numeral.first < last), None)
    codes, begin = _hedges_before(tokens, own.first if own else first)
    hedge = tokens.slice(begin, first).strip("".join(_OPENING) + " ") if begin < first and any(codes) else ""
    if hedge:  # not only the quotation mark or bracket that opens the span
        return hedge
    return _cut_after(tokens, own.last if own else first, last) or _cut_range(tokens, found, first, last)


def _cut_after(tokens: Tokens, own: int, last: int) -> str | None:
    """The words of a hedge that stands right behind the span, or that begins in it behind its number."""
    for size in range(_LONGEST, 0, -1):
        for i in range(max(last - size + 1, own), last + 1):
            hedge = tokens.lows(i, i + size) in _PHRASES_AFTER and i + size > last
            if hedge and (i + size == len(tokens) or not numeral_at(tokens, i + size)):
                return tokens.slice(last, i + size)
    return None


def _cut_range(tokens: Tokens, found: list[Numeral], first: int, last: int) -> str | None:
    """The half of a range that a span leaves out."""
    for k in range(len(found) - 1):
        a, b = found[k], found[k + 1]
        left_in = first <= a.first and a.last <= last <= b.first
        right_in = a.last <= first <= b.first and b.last <= last
        if not (left_in or right_in) or _low_end(a, b) >= b.value:
            continue
        if _joined(tokens, a, b, _hedges_before(tokens, a.first)[0]):
            return tokens.slice(last, b.last) if left_in else tokens.slice(a.first, first)
    return None


def reads_as_inclusion(text: str) -> bool:
    """Whether the words introduce parts of a whole ("94 civilians, including 43 women")."""
    return _INCLUSION.search(text) is not None
