"""The rules across columns and tables, in pandera (data model, "What must hold", 3 to 5).

`engine` runs a rule and says what breaks it; each of the other modules holds the rules of some tables. A cell that
points nowhere is left to the structure.
"""

from . import (  # noqa: F401 each registers its rules
    caveats,
    comparisons,
    evidence,
    figures,
    names,
    quotes,
    rows,
    sources,
    values,
    voices,
)
from .engine import RULES, Rule, check

__all__ = ["RULES", "Rule", "check"]
