"""What a rule is, how pandera runs it, and what the rules share.

A rule blames one column of one table. It is a function from all frames to a boolean column, true where a row keeps
the rule; pandera runs it and names the rows that do not. A cell that points nowhere is left to the structure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pandera.pandas as pa

from ..descriptor import LIST_SEPARATOR, Package
from ..documents import ids_gone
from ..findings import Finding
from ..frames import Frames
from ..tables import line_of

Held = pd.Series


@dataclass(frozen=True)
class Rule:
    """What must hold of a column, and what to say where it does not; ``{name}`` stands for a cell of the row.

    ``{detail}`` stands for what ``detail`` says of a row by its place, where a cell alone does not tell what is wrong.
    """

    table: str
    column: str
    problem: str
    mend: str
    holds: Callable[[Frames], Held]
    detail: Callable[[Frames, int], str] | None = None


RULES: list[Rule] = []


def rule(
    table: str, column: str, problem: str, mend: str, detail: Callable[[Frames, int], str] | None = None
) -> Callable[[Callable[[Frames], Held]], Callable[[Frames], Held]]:
    """Register a function as the rule of a column."""

    def register(holds: Callable[[Frames], Held]) -> Callable[[Frames], Held]:
        RULES.append(Rule(table, column, problem, mend, holds, detail))
        return holds

    return register


def check(package: Package, frames: Frames, among: Iterable[Rule] | None = None) -> list[Finding]:
    """All rows that break a rule, in the order of tables and rows; with ``among`` only those rules are looked at.

    ``frames`` are the typed curated tables; ``package`` stands beside them as a table of one row: when it was made, and
    with blanks between them the addresses of its sources and the ids that no row has, if these are known.
    """
    frames = frames | {"package": pd.DataFrame([_described(package)], dtype="string")}
    wanted = RULES if among is None else list(among)
    found: list[Finding] = []
    for table in package.curated:
        rules = [rule for rule in wanted if rule.table == table.name]
        if rules:
            found += _broken(table.path, rules, frames)
    return found


def _described(package: Package) -> dict[str, str | None]:
    addresses = [str(source.get("path", "")) for source in package.raw.get("sources", [])]
    gone = ids_gone(package)
    return {
        "created": str(package.raw.get("created")),
        "sources": " ".join(addresses),
        "gone": None if gone is None else " ".join(sorted(gone)),
    }


def _broken(path: str, rules: list[Rule], frames: Frames) -> list[Finding]:
    frame = frames[rules[0].table]
    columns: dict[str, list[pa.Check]] = {}
    for number, each in enumerate(rules):
        check = pa.Check(_checker(each, frames), ignore_na=False, error=str(number))
        columns.setdefault(each.column, []).append(check)
    schema = pa.DataFrameSchema({name: pa.Column(nullable=True, checks=checks) for name, checks in columns.items()})
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        pairs = sorted(
            {(int(index), int(number)) for index, number in zip(cases["index"], cases["check"], strict=True)}
        )
        return [_finding(path, rules[number], frames, index) for index, number in pairs]
    return []


def _checker(each: Rule, frames: Frames) -> Callable[[Held], Held]:
    """A rule as pandera calls it: a closure, for pandera copies its schemas, and with a partial all frames in it."""

    def held(column: Held) -> Held:
        return each.holds(frames).reindex(column.index).astype("boolean").fillna(True).astype(bool)

    return held


def _finding(path: str, broken: Rule, frames: Frames, index: int) -> Finding:
    cells = {str(name): shown(value) for name, value in frames[broken.table].iloc[index].items()}
    if broken.detail:
        cells["detail"] = broken.detail(frames, index)
    return Finding(
        path,
        broken.problem.format_map(cells),
        broken.mend.format_map(cells),
        line_of(index),
        broken.column,
        cells[broken.column],
    )


def shown(value: Any) -> str:
    """A typed cell as its table writes it; an empty text for an empty cell."""
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return format(value, ".15g") if isinstance(value, float) else str(value)


# What the rules share


def looked_up(keys: Held, table: pd.DataFrame, key: str, column: str) -> Held:
    """For each key the cell of its row in another table; NA where there is no such row."""
    unique = table.drop_duplicates(key).set_index(key)[column]
    return unique.reindex(keys.astype("string")).set_axis(keys.index)


def equal(one: Held, other: Held) -> Held:
    """Whether two columns agree; two blanks do."""
    one, other = one.astype("string"), other.astype("string")
    return one.eq(other).fillna(False) | (one.isna() & other.isna())


def items(cells: Held) -> Held:
    """The ids in the cells that may hold several, one a row, with the index of their cell."""
    return cells.dropna().astype("string").str.split(LIST_SEPARATOR).explode()


def each_known(cells: Held, known: Held) -> Held:
    """Whether every id in a cell is known."""
    return all_of(items(cells).isin(set(known.dropna())), cells.index)


def sorted_once(cells: Held) -> Held:
    """Whether the ids in each cell stand in code point order and once."""
    text = cells.fillna("")
    return text.map(lambda cell: cell.split(LIST_SEPARATOR) == sorted(set(cell.split(LIST_SEPARATOR)))).astype(
        "boolean"
    )


def used(keys: Held, *columns: Held) -> Held:
    """Whether each key stands in one of the columns."""
    return keys.isin(set(pd.concat([items(column) for column in columns])))


def without_circle(frame: pd.DataFrame, key: str) -> Held:
    """Whether the chain of ``part_of`` from each row comes to an end."""
    parent = dict(zip(frame[key], frame["part_of"].fillna(""), strict=True))
    ends: dict[str, bool] = {"": True}

    def comes_to_an_end(start: str) -> bool:
        path: list[str] = []
        here = start
        while here not in ends and here not in path:
            path.append(here)
            here = parent.get(here, "")
        ends.update(dict.fromkeys(path, ends.get(here, False)))
        return ends[start]

    return frame[key].map(comes_to_an_end).astype("boolean")


def roots(frame: pd.DataFrame, key: str) -> dict[str, str]:
    """For each row the outermost row of which it is a part; a circle ends where it began."""
    parent = dict(zip(frame[key], frame["part_of"].fillna(""), strict=True))

    def root(start: str) -> str:
        seen = {start}
        while (above := parent.get(start, "")) and above not in seen:
            seen.add(above)
            start = above
        return start

    return {start: root(start) for start in parent}


def ancestors(frame: pd.DataFrame, key: str, start: str) -> list[str]:
    """The row and all of which it is a part, from the inside out."""
    parent = dict(zip(frame[key], frame["part_of"].fillna(""), strict=True))
    chain = [start]
    while (above := parent.get(chain[-1], "")) and above not in chain:
        chain.append(above)
    return chain


def all_of(held: Held, index: pd.Index) -> Held:
    """Whether all items of each cell hold; a cell without items does."""
    return held.groupby(level=0).all().reindex(index).astype("boolean").fillna(True)


def source_day(frames: Frames, table: str) -> Held:
    """The day on which the source of each row was published; NA where it is not known."""
    return looked_up(frames[table]["source_id"], frames["sources"], "source_id", "published_on")
