"""What the words of news copy say: quantities, periods, numbers.

The tables of words in these modules are the specification; the code below them only applies them. Nothing is guessed:
words that cannot be read, or that can be read in two ways, raise `UnreadableWording` with what was seen and what to
quote instead.

`numerals` finds the numbers of a text, `quantities` reads the words of a value, `languages` those of another language
than English, `periods` the words of a period, `reporting` whether a name is said to report.
"""

from .numerals import Mention, UnreadableWording, find_numbers
from .periods import MONTHS, Period, read_period
from .quantities import (
    INCLUSION_WORDS,
    Quantity,
    cut_hedge,
    indefinite_floor,
    read_quantity,
    reads_as_inclusion,
)
from .reporting import is_reporting

__all__ = [
    "INCLUSION_WORDS",
    "MONTHS",
    "Mention",
    "Period",
    "Quantity",
    "UnreadableWording",
    "cut_hedge",
    "find_numbers",
    "indefinite_floor",
    "is_reporting",
    "read_period",
    "read_quantity",
    "reads_as_inclusion",
]
