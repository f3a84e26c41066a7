"""The derived tables: curated frames in, derived frames out; nothing is written here (data model, "Derived tables").

No number is made that the sources do not support: no sum, rate or average; a difference only between two single
numbers of one kind and time; a remainder and shares only of a whole that is counted without a hedge, as are its parts.
"""

from __future__ import annotations

from urllib.parse import quote

import pandas as pd

from . import phrases
from .descriptor import Package
from .reading import indefinite_floor
from .tables import Frames, Row, frame_of, items, joined, records, rows_by

PLACE = ("location_code", "admin1_name", "admin1_code", "latitude", "longitude")
SOURCE = (
    "source_kind",
    "published_on",
    "published_month",
    "published_basis",
    "url",
    "language",
    "publisher_id",
    "agency_id",
)
GREATEST_PERCENT = 100


def derive(package: Package, curated: Frames) -> Frames:
    """The derived tables by name, typed and ordered as the descriptor says, all but the table of pictures.

    ``curated`` are the curated tables of a package that was found valid.
    """
    actors = {row["actor_id"]: row for row in records(curated["actors"])}
    figures = _figures(curated, actors)
    comparisons = _comparisons(curated, actors, figures)
    rows_of: dict[str, list[Row]] = {
        "figures_labelled": figures,
        "comparisons_labelled": comparisons,
        "figure_support": [_support(figure, comparisons) for figure in figures],
        **{theme: _theme(figures, comparisons, theme) for theme in themes(curated)},
    }
    return {name: frame_of(package.tables[name], rows) for name, rows in rows_of.items()}


def derived_names(package: Package) -> list[str]:
    """The names of all tables that are built: the ones above and the table of pictures."""
    codes = package.tables["indicators"].field("theme").codes
    return ["figures_labelled", "comparisons_labelled", "figure_support", *codes, "alt_texts"]


def themes(curated: Frames) -> list[str]:
    """The themes in the order of the descriptor; each has a derived table of its name."""
    return list(curated["indicators"]["theme"].cat.categories)


def reading_order(tables: Frames) -> list[Row]:
    """The figures in reading order: by theme, each whole followed by its parts, largest first.

    A row has the columns of ``figures_labelled`` and of ``figure_support``.
    """
    support = rows_by(tables["figure_support"], "figure_id")
    rows = [row | support[row["figure_id"]][0] for row in records(tables["figures_labelled"])]
    order = themes(tables)
    largest = {row["figure_id"]: row["value"] or 0 for row in rows}

    def place(row: Row) -> tuple[object, ...]:
        whole = row["part_of"] or row["figure_id"]
        size = largest.get(whole, 0)
        return order.index(row["theme"]), -size, whole, row["part_of"] is not None, -(row["value"] or 0)

    return sorted(rows, key=place)


# One flat row per figure, per comparison


def _figures(curated: Frames, actors: dict[str, Row]) -> list[Row]:
    """A row per figure with all that it points to: more columns than ``figures_labelled`` has."""
    anchors, caveats = (rows_by(curated[name], "figure_id") for name in ("provenance", "caveats"))
    indicators = curated["indicators"][["indicator_id", "theme", "label"]].rename(columns={"label": "indicator"})
    rows = _labelled(curated["figures"].merge(indicators, on="indicator_id", how="left"), curated, actors)
    for row in rows:
        row["statement_id"], row["origin"] = row["figure_id"], "article"
        row["actors"] = ";".join(phrases.short_name(actors[each]) for each in items(row["actor_ids"])) or None
        row["caveat_kinds"] = joined(caveat["kind"] for caveat in caveats.get(row["figure_id"], []))
        row["caveats"] = len(caveats.get(row["figure_id"], []))
        row["reported_on"], row["reported_text"] = row["published_on"], phrases.published(row)
        row["display"] = phrases.display(row)
        row["citation"] = phrases.citation(row)
        row["words_url"] = _to_anchors(row["url"], anchors.get(row["figure_id"], []))
    return rows


def _comparisons(curated: Frames, actors: dict[str, Row], figures: list[Row]) -> list[Row]:
    """A row per comparison with all that it points to, its bounds, and how it relates to its figure."""
    by_id = {row["figure_id"]: row for row in figures}
    rows = _labelled(curated["comparisons"], curated, actors)
    for row in rows:
        row["statement_id"], row["origin"] = row["comparison_id"], "comparison"
        figure = by_id[row["figure_id"]]
        row["figure"] = figure["display"]
        row["theme"] = figure["theme"]
        row["same_value"] = _same_value(row, figure)
        row["relation"] = _relation(row)
        row.update(_difference(row, figure))
        row["agency"] = actors[row["agency_id"]]["name"] if row["agency_id"] else None
        own = row["claimant_id"] in _line(actors, row["publisher_id"])
        row["claimants_own_page"] = own and row["agency_id"] is None
        row["words_url"] = _to_words(row["url"], row["quote"])
    return rows


def _labelled(frame: pd.DataFrame, curated: Frames, actors: dict[str, Row]) -> list[Row]:
    """Figures or comparisons with their place, source and claimant, the words of value and date, and the bounds."""
    places = curated["places"][["place_id", "name", *PLACE]].rename(columns={"name": "place"})
    sources = curated["sources"].rename(columns={"kind": "source_kind"})[["source_id", *SOURCE]]
    rows = records(frame.merge(places, on="place_id", how="left").merge(sources, on="source_id", how="left"))
    for row in rows:
        row["claimant"] = actors[row["claimant_id"]]["name"] if row["claimant_id"] else None
        row["claimant_root_id"] = _line(actors, row["claimant_id"])[-1] if row["claimant_id"] else None
        row["publisher"] = actors[row["publisher_id"]]["name"]
        row.update(bounds(row))
        row["value_label"] = phrases.value_label(row)
        row["date_text"] = phrases.date_text(row)
    return rows


def _line(actors: dict[str, Row], actor_id: str | None) -> list[str]:
    """An actor and all that it is a part of, from the inside out."""
    line: list[str] = []
    while actor_id is not None and actor_id not in line:
        line.append(actor_id)
        actor_id = actors[actor_id]["part_of"]
    return line


def bounds(row: Row) -> Row:
    """What the hedge leaves possible, as the columns value_min, value_max and whether each is inclusive.

    Reads quantifier, value, value_high, value_text, unit and language. An open end is None, not infinity.
    0 and 100 clip a percentage's bound, 0 a count's; they never create one (data model, "What a quantifier bounds").
    """
    quantifier, low, high = row["quantifier"], row["value"], row["value_high"]
    if quantifier == "indefinite":
        low = indefinite_floor(row["value_text"], row["language"])
    elif row["unit"] == "percent":
        low, high = (None if bound is None else min(bound, GREATEST_PERCENT) for bound in (low, high))
    lower = quantifier in ("unhedged", "between", "at_least", "more_than", "indefinite") and low is not None
    upper = quantifier in ("unhedged", "between", "at_most", "less_than")
    return {
        "value_min": low if lower else None,
        "value_min_inclusive": quantifier != "more_than" if lower else None,
        "value_max": (high if quantifier == "between" else low) if upper else None,
        "value_max_inclusive": quantifier != "less_than" if upper else None,
    }


# How a comparison relates to its figure


def _same_value(row: Row, figure: Row) -> bool:
    """Whether both give the same number or range, or words with the same floor ("hundreds" twice)."""
    if row["value"] is None or figure["value"] is None:
        floors = row["value_min"], figure["value_min"]
        return row["value"] is figure["value"] and floors[0] is not None and floors[0] == floors[1]
    return bool((row["value"], row["value_high"]) == (figure["value"], figure["value_high"]))


def _relation(row: Row) -> str:
    if row["timing"] != "same":
        return "other_time"
    if row["comparability"] != "same":
        return "other_scope"
    return "same_value" if row["same_value"] else "other_value"


def _difference(row: Row, figure: Row) -> Row:
    """The difference from the figure, in its unit and in per cent of it, where both are single numbers of one kind."""
    of_one_kind = row["timing"] == row["comparability"] == "same"
    single = not {row["quantifier"], figure["quantifier"]} & {"between", "indefinite"}
    if not (of_one_kind and single):
        return {"difference": None, "difference_percent": None}
    difference = round(row["value"] - figure["value"], 6)  # without rounding errors of floats
    percent = round(difference * 100 / figure["value"], 1) if figure["unit"] != "percent" and figure["value"] else None
    return {"difference": difference, "difference_percent": percent}


def _support(figure: Row, comparisons: list[Row]) -> Row:
    """How solid a figure is: the reports that match it, who is behind them, and what others give."""
    others = [row for row in comparisons if row["figure_id"] == figure["figure_id"]]
    matching = [row for row in others if row["relation"] == "same_value"]
    differing = sorted(
        (row for row in others if row["relation"] == "other_value"),
        key=lambda row: (row["value"] or 0, row["value_label"]),
    )
    return {
        "figure_id": figure["figure_id"],
        "matching_reports": len(matching),
        "matching_outlets": len({row["agency_id"] or row["publisher_id"] for row in matching}),
        "matching_claimants": len({row["claimant_root_id"] for row in matching} - {None}),
        "matching_elsewhere": sum(row["place_id"] != figure["place_id"] for row in matching),
        "claimants_own_page": any(row["claimants_own_page"] for row in matching),
        "disputed": bool(phrases.disputes(figure)),
        "other_values": ";".join(dict.fromkeys(row["value_label"] for row in differing)) or None,
        "caveats": figure["caveats"],
    }


# A theme: the article, what is left of a whole after its parts, and what others published


def _theme(figures: list[Row], comparisons: list[Row], theme: str) -> list[Row]:
    own = [row for row in figures if row["theme"] == theme]
    parts_of: dict[str | None, list[Row]] = {}
    for row in own:
        parts_of.setdefault(row["part_of"], []).append(row)
    for whole in parts_of.get(None, []):
        parts = parts_of.get(whole["figure_id"], [])
        if _has_remainder(whole, parts):
            left = _remainder(whole, parts)
            own += left
            _share([*parts, *left])
    return own + [row for row in comparisons if row["theme"] == theme]


def _has_remainder(whole: Row, parts: list[Row]) -> bool:
    """Whether a remainder says something: of a count, of which a part is given, and nothing of it hedged.

    A percentage has none: who holds the rest of an area is more than a number.
    """
    exact = all(row["quantifier"] == "unhedged" for row in [whole, *parts])
    return bool(parts) and exact and whole["unit"] != "percent" and whole["value"] > 0


def _remainder(whole: Row, parts: list[Row]) -> list[Row]:
    """The row of what is left of a whole after its parts; none where nothing is left."""
    left = whole["value"] - sum(part["value"] for part in parts)
    if not left:
        return []
    largest_first = sorted(parts, key=lambda part: -part["value"])
    named = phrases.listed(f"the {phrases.number(part['value'])} {part['counted']}" for part in largest_first)
    row = {
        **whole,
        "statement_id": f"{whole['figure_id']}-not-described",
        "origin": "remainder",
        "counted": f"{whole['counted']} not described",
        "value": left,
        "value_text": None,
        "part_of": whole["figure_id"],
        "words_url": None,
        "note": f"The {phrases.number(whole['value'])} {whole['counted']} except {named}. "
        f"{phrases.the_text(whole['source_kind']).capitalize()} does not describe the others.",
    }
    return [{**row, **bounds(row), "value_label": phrases.value_label(row)}]


def _share(parts: list[Row]) -> None:
    """Give each part its share of their sum in whole per cent, so that the shares add up to 100.

    By largest remainder: each share is rounded down, and what is then missing from 100 goes to those that lost most.
    """
    total = sum(part["value"] for part in parts)
    for part in parts:
        part["share_percent"] = part["value"] * 100 // total
    lacking = 100 - sum(part["share_percent"] for part in parts)
    for part in sorted(parts, key=lambda part: part["share_percent"] - part["value"] * 100 / total)[:lacking]:
        part["share_percent"] += 1


# Addresses that open a page at the words


def _to_anchors(url: str | None, anchors: list[Row]) -> str | None:
    """The address of the article with the value's words, and those that follow after one space, as its fragment.

    If none follow, the fragment runs from the value to the counted word (the form ``start,end``).
    """
    value = next((row for row in anchors if row["field"] == "value"), None)
    if value is None:
        return url
    words, end = value["exact"], value["end"]
    after = {row["start"]: row for row in anchors if row["start"] > value["start"]}
    while follower := after.get(end + 1):
        words, end = f"{words} {follower['exact']}", follower["end"]
    counted = next((row for row in anchors if row["field"] == "counted"), None)
    return _to_words(url, words, *([counted["exact"]] if counted and counted["start"] >= end else []))


def _to_words(url: str | None, *ends: str) -> str | None:
    """An address with words, or the two ends of a passage, as its text fragment: there, a hyphen has a meaning."""
    if url is None:
        return None
    fragment = ",".join(quote(words, safe="").replace("-", "%2D") for words in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={fragment}"
