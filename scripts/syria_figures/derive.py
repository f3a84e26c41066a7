"""The derived tables: curated frames in, derived frames out; nothing is written here (data model, "Derived tables").

No number is made that the source does not support: no sum, rate or average; a difference only between two single
numbers; a remainder and shares only of a whole that is counted without a hedge, as are all its parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from . import phrases, shape
from .descriptor import LIST_SEPARATOR, Package
from .frames import Frames, framed, rows_of
from .intervals import Interval, compatible, interval_of
from .tables import Row, items_of, joined

SAME_STATEMENT = ("primary_source", "republished", "agrees")
NO_SINGLE_NUMBER = ("between", "indefinite")
LOOKED_UP = ("figures", "sources", "actors", "places", "indicators")
SHARE_STEP = Decimal("0.1")


@dataclass(frozen=True)
class Lookups:
    """The curated tables as rows of plain values, by the key by which they are looked up."""

    figures: Mapping[str, Row]
    sources: Mapping[str, Row]
    actors: Mapping[str, Row]
    places: Mapping[str, Row]
    indicators: Mapping[str, Row]
    comparisons: Mapping[str, list[Row]]
    caveats: Mapping[str, list[Row]]

    @classmethod
    def of(cls, frames: Frames) -> Lookups:
        """The curated frames, as ``frames.load`` gives them; comparisons and caveats by their figure."""
        rows = {name: rows_of(frames[name]) for name in (*LOOKED_UP, "comparisons", "caveats")}
        return cls(
            comparisons=_grouped(rows["comparisons"], "figure_id"),
            caveats=_grouped(rows["caveats"], "figure_id"),
            **{name: _by_key(name, rows[name]) for name in LOOKED_UP},
        )

    def root(self, actor_id: str | None) -> str | None:
        """The actor of which an actor is in the end a part; None for a blank."""
        while actor_id is not None and self.actors[actor_id]["part_of"] is not None:
            actor_id = self.actors[actor_id]["part_of"]
        return actor_id

    def theme(self, figure: Row) -> str:
        """The theme of a figure."""
        return str(self.indicators[figure["indicator_id"]]["theme"])


def _by_key(table: str, rows: Iterable[Row]) -> dict[str, Row]:
    (key,) = shape.key_of(table)
    return {row[key]: row for row in rows}


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """The rows by their cell of a column; no rows where nothing is found."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def derive_all(package: Package, frames: Frames) -> Frames:
    """The derived tables that the descriptor describes, by name, typed and ordered as it says.

    ``frames`` are the curated tables by name, from a package that was found valid.
    """
    curated = Lookups.of(frames)
    rows = {
        "figures_labelled": figures_labelled(curated),
        "comparison_intervals": comparison_intervals(curated),
        "figure_support": figure_support(curated),
        **{theme: theme_table(curated, theme) for theme in themes(frames)},
    }
    return {name: framed(package.tables[name], table) for name, table in rows.items() if name in package.tables}


def themes(frames: Frames) -> list[str]:
    """The themes in the order of the descriptor; each has a derived table of its name."""
    return list(frames["indicators"]["theme"].cat.categories)


def figures_labelled(curated: Lookups) -> list[Row]:
    """One flat row a figure, everything joined: the table to open first."""
    return [_figure_labelled(curated, figure) for figure in curated.figures.values()]


def _figure_labelled(curated: Lookups, figure: Row) -> Row:
    place = curated.places[figure["place_id"]]
    indicator = curated.indicators[figure["indicator_id"]]
    source = curated.sources[figure["source_id"]]
    row = {
        **_labelled(curated, figure),
        "theme": indicator["theme"],
        "indicator": indicator["label"],
        **{name: place[name] for name in ("location_code", "admin1_name", "admin1_code", "latitude", "longitude")},
        "actors": _joined(phrases.short_name(curated.actors[actor]) for actor in items_of(figure["actor_ids"])),
        "caveat_kinds": joined({caveat["kind"] for caveat in curated.caveats[figure["figure_id"]]}) or None,
    }
    return {**row, "display": phrases.display(row), "citation": phrases.citation_short({**source, **row})}


def comparison_intervals(curated: Lookups) -> list[Row]:
    """Each comparison against its figure: the bounds of both, the difference, whether they meet, the days between."""
    return [
        _against(comparison, figure)
        for figure_id, figure in curated.figures.items()
        for comparison in curated.comparisons[figure_id]
    ]


def _against(comparison: Row, figure: Row) -> Row:
    ours, theirs = bounds(figure), bounds(comparison)
    difference = None
    if not {comparison["quantifier"], figure["quantifier"]} & set(NO_SINGLE_NUMBER):
        difference = comparison["value"] - figure["value"]
    return {
        **comparison,
        **_columns(ours, "figure_"),
        **_columns(theirs, "comparison_"),
        "difference": difference,
        "difference_percent": _percent(difference, figure["value"]),
        "compatible": compatible(ours, theirs),
        "days_between": (comparison["period_end"] - figure["period_end"]).days,
    }


def figure_support(curated: Lookups) -> list[Row]:
    """How solid each figure is: primary source, reports with its value, claimants behind them, range, caveats."""
    return [_support(curated, figure_id) for figure_id in curated.figures]


def comparable(others: Iterable[Row]) -> list[Row]:
    """The comparisons whose numbers can be set beside their figure: the same is counted, for no other date."""
    return [row for row in others if row["comparability"] == "same" and row["relation"] != "other_date"]


def comparable_by_figure(frames: Frames) -> Mapping[str, list[Row]]:
    """The comparable comparisons of each figure, from the curated frames; none where there are none."""
    return _grouped(comparable(rows_of(frames["comparisons"])), "figure_id")


def _support(curated: Lookups, figure_id: str) -> Row:
    others, caveats = curated.comparisons[figure_id], curated.caveats[figure_id]
    same_value = [row for row in others if row["relation"] in SAME_STATEMENT]
    values = [row[end] for row in comparable(others) for end in ("value", "value_high") if row[end] is not None]
    return {
        "figure_id": figure_id,
        "primary_source_found": any(row["relation"] == "primary_source" for row in others),
        "same_value_reports": len(same_value),
        "same_value_claimants": len({curated.root(row["claimant_id"]) for row in same_value} - {None}),
        "contested": any(caveat["kind"] == "contested" for caveat in caveats),
        "lowest_value": min(values, default=None),
        "highest_value": max(values, default=None),
        "caveats": len(caveats),
    }


def theme_table(curated: Lookups, theme: str) -> list[Row]:
    """The figures of a theme, what is left of a whole after its parts, and what others published beside them."""
    figures = [figure for figure in curated.figures.values() if curated.theme(figure) == theme]
    rows = [{**figure, "statement_id": figure["figure_id"], "origin": "article"} for figure in figures]
    described = _grouped(rows, "part_of")
    shares: dict[str, Decimal] = {}
    for whole in figures:
        parts = described[whole["figure_id"]]
        if has_remainder(whole, parts):
            left = remainder(whole, parts)
            rows += left
            shares |= shares_of([*parts, *left])
    rows += [
        {**row, "statement_id": row["comparison_id"], "origin": "comparison"}
        for figure in figures
        for row in curated.comparisons[figure["figure_id"]]
    ]
    return [
        {
            **_labelled(curated, row),
            "claimant_root_id": curated.root(row["claimant_id"]),
            "share_percent": shares.get(row["statement_id"]),
        }
        for row in rows
    ]


def reading_order(frames: Frames) -> list[Row]:
    """Rows of ``figures_labelled`` as people read them: by theme, each whole followed by its parts, largest first."""
    order = themes(frames)
    return sorted(
        rows_of(frames["figures_labelled"]),
        key=lambda row: (
            order.index(row["theme"]),
            row["part_of"] or row["figure_id"],
            row["part_of"] is not None,
            -(row["value"] or 0),
        ),
    )


# A whole and its parts


def has_remainder(whole: Row, parts: list[Row]) -> bool:
    """Whether a remainder says something: of a count, of which a part is given, and nothing of it hedged.

    A percentage has none: who holds the rest of an area is more than a number.
    """
    exact = all(row["quantifier"] == "unhedged" for row in [whole, *parts])
    return bool(parts) and exact and whole["unit"] != "percent" and whole["value"] > 0


def remainder(whole: Row, parts: list[Row]) -> list[Row]:
    """The row of what is left of a whole after its parts; none where nothing is left."""
    left = whole["value"] - sum(part["value"] for part in parts)
    if not left:
        return []
    names = " and the ".join(f"{phrases.number(part['value'])} {part['counted']}" for part in parts)
    return [
        {
            **whole,
            "statement_id": f"{whole['figure_id']}-not-described",
            "origin": "remainder",
            "counted": f"{whole['counted']} not described",
            "value": left,
            "value_text": None,
            "part_of": whole["figure_id"],
            "note": f"What is left of the {phrases.number(whole['value'])} {whole['counted']} without the {names}; "
            "the article does not say who they were.",
        }
    ]


def shares_of(parts: list[Row]) -> dict[str, Decimal]:
    """The share of each part in their sum, in per cent with one decimal, by its statement_id.

    By largest remainder: each share is rounded down, and what then lacks of 100.0 goes to those that lost most.
    """
    total = sum(part["value"] for part in parts)
    exact = {part["statement_id"]: part["value"] * 100 / total for part in parts}
    shares = {key: share.quantize(SHARE_STEP, ROUND_FLOOR) for key, share in exact.items()}
    lacking = int((100 - sum(shares.values())) / SHARE_STEP)
    for key in sorted(shares, key=lambda key: shares[key] - exact[key])[:lacking]:
        shares[key] += SHARE_STEP
    return shares


# What the tables share


def bounds(row: Row) -> Interval:
    """The bounds of a figure or comparison, in its unit."""
    return interval_of(row["quantifier"], row["value"], row["value_high"], row["unit"], row["value_text"])


def _columns(interval: Interval, prefix: str = "") -> Row:
    return {
        f"{prefix}value_min": interval.low,
        f"{prefix}value_min_inclusive": interval.low_inclusive,
        f"{prefix}value_max": interval.high,
        f"{prefix}value_max_inclusive": interval.high_inclusive,
    }


def _labelled(curated: Lookups, row: Row) -> Row:
    """A figure or comparison with the names of what it points to, its bounds and its words."""
    source = curated.sources[row["source_id"]]
    claimant = row["claimant_id"]
    return {
        **row,
        **_columns(bounds(row)),
        "value_label": phrases.value_label(row),
        "date_text": phrases.date_text(row),
        "place": curated.places[row["place_id"]]["name"],
        "claimant": None if claimant is None else curated.actors[claimant]["name"],
        "publisher": curated.actors[source["publisher_id"]]["name"],
        "published_on": source["published_on"],
        "url": source["url"],
    }


def _percent(difference: Decimal | None, of: Decimal | None) -> Decimal | None:
    return None if difference is None or not of else (difference * 100 / of).quantize(SHARE_STEP, ROUND_HALF_UP)


def _joined(names: Iterable[str]) -> str | None:
    return LIST_SEPARATOR.join(names) or None
