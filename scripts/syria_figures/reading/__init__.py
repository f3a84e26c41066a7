"""Words of news copy, read by one closed grammar: quantities, days, and the numbers of a text.

The grammar refuses what it does not consume; `UnreadableWording` says why. `quantities` and `periods` give the
grammar. How a language writes is in its table, en.toml and its neighbours.

    >>> read_quantity("at least 26")
    Quantity(quantifier='at_least', value=26, value_high=None, unit=None)
    >>> read_quantity("اكثر من 90 في المئة", "ar")
    Quantity(quantifier='more_than', value=90, value_high=None, unit='percent')
"""

from .languages import LANGUAGES, UnreadableWording
from .mentions import Mention, cut_phrase, find_numbers, inclusions, is_inclusion, sentence_at, whole_phrase
from .periods import Period, read_period
from .quantities import Quantity, indefinite_floor, read_quantity

__all__ = [
    "LANGUAGES",
    "Mention",
    "Period",
    "Quantity",
    "UnreadableWording",
    "cut_phrase",
    "find_numbers",
    "inclusions",
    "indefinite_floor",
    "is_inclusion",
    "read_period",
    "read_quantity",
    "sentence_at",
    "whole_phrase",
]
