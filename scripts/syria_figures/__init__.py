"""The figures of one news article of April 2015 on Syria, as tables with provenance.

``from syria_figures import load; load("figures_labelled")`` gives a typed pandas frame; see ``help(load)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .tables import load

__all__ = ["load"]


def __getattr__(name: str) -> Any:
    """Import pandas only when a frame is asked for: a command can say what is missing, and starts quickly."""
    if name == "load":
        from .tables import load

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
