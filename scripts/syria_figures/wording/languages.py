"""The value of a wording in another language than English: digits times a scale word, plus what is joined to them.

Hedges are not read here, nor are numbers in words: these are listed so that none is lost without notice.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .numerals import LONGEST_TEXT, NARROW_SPACES, Tokens, decimal_of, fail, words

_PERCENT_SIGNS = ("%", "٪")
_MONEY = frozenset("$€£¥₺₽")
_ARABIC_PREFIXES = words("و ف ب ل ک ال وال بال لل")
_MAY_GLUE_BEFORE = _ARABIC_PREFIXES | frozenset("%٪\"'“‘«([~≈><≥≤")
_NEVER_GLUED_AFTER = frozenset("-–/:")
_SEVERAL = "it holds several numbers that do not belong together"
_IN_WORDS = "in other languages than English only digits are read"


@dataclass(frozen=True)
class _Language:
    """How numbers are written.

    Separators; words for thousand, million, thousand millions; percent; the word that joins; words whose number would
    be lost.
    """

    thousands: str
    point: str
    scales: tuple[str, str, str]
    percent: str
    joiner: str
    lost: str


_LANGUAGES = {
    "ar": _Language(
        thousands=",٬",
        point=".٫",
        scales=("ألف ألفا آلاف ألاف", "مليون مليونا ملايين", "مليار مليارا مليارات بليون"),
        percent="في المئة, في المائة, بالمئة, بالمائة",
        joiner="و",
        lost="نصف ونصف ربع وربع ثلث وثلث مئة مائة ومئة ومائة مئات مئتان مئتين ومئتان ومئتين مائتان مائتين ومائتان "
        "ومائتين ألفان "
        "ألفين وألف وألفان وألفين مليونان مليونين ومليون عشرة عشرات عشرون عشرين وعشرين وعشرون ثلاثين وثلاثين أربعين "
        "وأربعين "
        "خمسين وخمسين ستين وستين سبعين وسبعين ثمانين وثمانين تسعين وتسعين ثلاثمئة ثلاثمائة أربعمئة أربعمائة خمسمئة "
        "خمسمائة "
        "وخمسمئة وخمسمائة ستمئة ستمائة سبعمئة سبعمائة ثمانمئة ثمانمائة تسعمئة تسعمائة آلافا",
    ),
    "fa": _Language(
        thousands=",٬",
        point=".٫",
        scales=("هزار", "میلیون", "میلیارد"),
        percent="درصد, در صد",
        joiner="و",
        lost="نیم ونیم نصف صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد ده بیست سی چهل پنجاه شصت هفتاد هشتاد نود",
    ),
    "fr": _Language(
        thousands=". ",
        point=",",
        scales=("mille millier milliers", "million millions", "milliard milliards"),
        percent="pour cent, pourcent",
        joiner="et",
        lost="demi demie moitié quart tiers deux trois quatre cinq six sept huit neuf dix vingt trente quarante "
        "cinquante "
        "soixante cent cents centaine centaines dizaine dizaines",
    ),
    "es": _Language(
        thousands=". ",
        point=",",
        scales=("mil", "millón millones", "millardo millardos"),
        percent="por ciento",
        joiner="y",
        lost="medio media mitad tercio cuarto dos tres cuatro cinco seis siete ocho nueve diez veinte treinta cuarenta "
        "cincuenta sesenta setenta ochenta noventa cien ciento cientos doscientos trescientos quinientos miles",
    ),
    "de": _Language(
        thousands=". ",
        point=",",
        scales=("tausend", "million millionen mio", "milliarde milliarden mrd"),
        percent="prozent",
        joiner="und",
        lost="halb halbe halben anderthalb hälfte drittel viertel zwei drei vier fünf sechs sieben acht neun zehn "
        "zwanzig "
        "hundert hunderte zweihundert dreihundert fünfhundert tausende",
    ),
    "it": _Language(
        thousands=". ",
        point=",",
        scales=("mila mille", "milione milioni", "miliardo miliardi"),
        percent="per cento, percento",
        joiner="e",
        lost="mezzo mezza metà terzo quarto due tre quattro cinque sei sette otto nove dieci venti trenta quaranta "
        "cinquanta "
        "cento duecento trecento cinquecento centinaia migliaia",
    ),
    "pt": _Language(
        thousands=". ",
        point=",",
        scales=("mil", "milhão milhões", "bilhão bilhões"),
        percent="por cento",
        joiner="e",
        lost="meio meia metade terço quarto dois duas três quatro cinco seis sete oito nove dez vinte trinta quarenta "
        "cinquenta cem cento centenas duzentos trezentos quinhentos milhares",
    ),
    "tr": _Language(
        thousands=".",
        point=",",
        scales=("bin", "milyon", "milyar"),
        percent="yüzde",
        joiner="ve",
        lost="buçuk yarım yarısı iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli altmış yetmiş seksen "
        "doksan "
        "yüz yüzlerce binlerce",
    ),
    "ru": _Language(
        thousands=" ",
        point=",",
        scales=(
            "тысяча тысячи тысяч тысячу тыс",
            "миллион миллиона миллионов млн",
            "миллиард миллиарда миллиардов млрд",
        ),
        percent="процент, процента, процентов",
        joiner="и",
        lost="половина половиной половины полтора два две три четыре пять шесть семь восемь девять десять двадцать "
        "тридцать "
        "сорок пятьдесят сто двести триста четыреста пятьсот сотни тысячами",
    ),
}


def _plain(text: str) -> str:
    """Lower case without accents, vowel signs, tatweel and invisible marks: one spelling for each word."""
    apart = unicodedata.normalize("NFD", text.lower()).replace("ـ", "")
    kept = "".join(c for c in apart if unicodedata.category(c) not in ("Mn", "Cf"))
    return kept.replace("ي", "ی").replace("ى", "ی").replace("ك", "ک")


class _Rules:
    """The words of a language in plain spelling."""

    def __init__(self, language: _Language) -> None:
        self.thousands = language.thousands + NARROW_SPACES
        self.point = language.point
        self.spaced = " " in language.thousands
        powers = enumerate(language.scales, 1)
        self.scales = {word: 1000**n for n, group in powers for word in _plain(group).split()}
        self.percent = {tuple(phrase.split()) for phrase in (*_PERCENT_SIGNS, *_plain(language.percent).split(", "))}
        self.joiner = _plain(language.joiner)
        self.lost = frozenset(_plain(language.lost).split())


_RULES = {code: _Rules(language) for code, language in _LANGUAGES.items()}


@lru_cache(maxsize=4096)
def read_value(text: str, language: str) -> tuple[Decimal, str | None]:
    """The value of a wording in another language than English, and "percent" or None. Raises `UnreadableWording`."""
    if language not in _RULES:
        fail(text, f"the language “{language}” is not known", f"known are en, {', '.join(_RULES)}")
    if len(text) > LONGEST_TEXT:
        fail(text, "it is too long for the words of a value")
    rules = _RULES[language]
    plain = _plain(text)
    if rules.spaced:
        plain = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", NARROW_SPACES[-1], plain)
    tokens = Tokens(plain)
    value, first, last = _sum(text, tokens, rules)
    begin, end = _percent_around(tokens, first, last, rules)
    for i, token in enumerate(tokens):
        if not begin <= i < end and (token.low in rules.lost or token.low in rules.scales):
            fail(text, f"“{token.low}” is a number in words", _IN_WORDS)
        if not begin <= i < end and {tokens.lows(i, i + 1), tokens.lows(i, i + 2)} & rules.percent:
            fail(text, f"“{token.low}” is a percentage that does not stand at the number")
        if token.kind == "glyph" or token.low in _MONEY:
            fail(text, f"“{token.low}” makes it no count")
    return value, None if (begin, end) == (first, last) else "percent"


def _percent_around(tokens: Tokens, first: int, last: int, rules: _Rules) -> tuple[int, int]:
    """The tokens of the number together with its percent sign or word, which stands before or behind it."""
    for size in (1, 2):
        if tokens.lows(last, last + size) in rules.percent:
            return first, last + size
    return first - (tokens.lows(first - 1, first) in rules.percent), last


def _sum(text: str, tokens: Tokens, rules: _Rules) -> tuple[Decimal, int, int]:
    """The value of all digits with their scale words, and the tokens that it takes: "220 ألفا و271" is 220271."""
    starts = [i for i, token in enumerate(tokens) if token.kind == "digits"]
    if not starts:
        fail(text, "there are no digits in it", _IN_WORDS)
    total, scale, last = _term(text, tokens, starts[0], rules)
    for i in starts[1:]:
        value, factor, end = _term(text, tokens, i, rules)
        if tokens.lows(last, i) not in ((), (rules.joiner,)) or value >= scale:
            fail(text, _SEVERAL)
        total, scale, last = total + value, factor, end
    return total, starts[0], last


def _term(text: str, tokens: Tokens, i: int, rules: _Rules) -> tuple[Decimal, int, int]:
    """One number in digits times the scale words behind it, their product, and the token after them."""
    shown = tokens[i].low
    value, factor, end = decimal_of(shown, rules.thousands, rules.point), 1, i + 1
    while tokens.low(end) in rules.scales:
        factor, end = factor * rules.scales[tokens.low(end)], end + 1
        end += tokens.low(end) == "." and tokens.at(end + 1).kind == "word"  # "20 тыс. человек"
    if value is None:
        fail(text, f"“{shown}” has separators that this language does not use so")
    if factor == 1 and re.fullmatch(rf"\d{{1,3}}[{rules.point}]\d{{3}}", shown):
        fail(text, f"“{shown}” can have three decimals or be a number of thousands")
    if tokens.glued(i) and tokens.low(i - 1) not in _MAY_GLUE_BEFORE:
        fail(text, f"“{tokens.low(i - 1)}” is glued to the number")
    if tokens.glued(i + 1) and (tokens[i + 1].kind == "word" or tokens.low(i + 1) in _NEVER_GLUED_AFTER):
        fail(text, f"“{tokens.low(i + 1)}” is glued to the number")
    if tokens.low(i + 1) == "." and tokens.at(i + 2).kind == "word":
        fail(text, "a number with a full stop behind it can be an ordinal")
    return value * factor, factor, end
