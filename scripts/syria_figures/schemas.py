"""A pandera schema a table: types and constraints from datapackage.json, and the rules across columns and tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pandera.pandas as pa

from .canonical import line_of, text_of
from .descriptor import Field, Package, Table
from .findings import Finding
from .rules import RULES, Rule, with_what_they_point_to
from .tables import DTYPES, Frames, records

# What a constraint of the descriptor is in pandera.
CHECKS: dict[str, Callable[[Any], pa.Check]] = {
    "pattern": lambda pattern: pa.Check.str_matches(rf"^(?:{pattern})$"),
    "minimum": pa.Check.ge,
    "maximum": pa.Check.le,
    "minLength": lambda least: pa.Check.str_length(min_value=least),
    "maxLength": lambda most: pa.Check.str_length(max_value=most),
}


def schema_of(table: Table) -> pa.DataFrameSchema:
    """The schema of one table: the type of each column, whether a cell may be empty, and the bounds of its values."""
    return pa.DataFrameSchema({column.name: _column(column) for column in table.fields}, name=table.name)


def _column(column: Field) -> pa.Column:
    dtype = pa.Category(column.codes, ordered=False) if column.codes else DTYPES[column.type]
    checks = [
        CHECKS[name](pd.Timestamp(limit) if column.type == "date" else limit)
        for name, limit in column.constraints.items()
        if name in CHECKS
    ]
    return pa.Column(dtype, nullable=not column.required, unique=bool(column.constraints.get("unique")), checks=checks)


def check(package: Package, tables: Frames) -> list[Finding]:
    """All rows of the curated tables that break a rule, in the order of tables and rows.

    ``tables`` are the curated frames, whose structure and keys were found to be in order.
    """
    frames = with_what_they_point_to(tables)
    return [finding for table in package.curated for finding in _broken(table, frames[table.name])]


def _broken(table: Table, frame: pd.DataFrame) -> list[Finding]:
    rules = {str(number): rule for number, rule in enumerate(RULES) if rule.table == table.name}
    checks = [pa.Check(rule.holds, name=number, ignore_na=False) for number, rule in rules.items()]
    schema = schema_of(table)
    schema.checks = checks
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases[["index", "check"]].drop_duplicates().sort_values(["index", "check"])
        return [_finding(table, rules[number], frame, int(index)) for index, number in cases.itertuples(index=False)]
    return []


def _finding(table: Table, broken: Rule, frame: pd.DataFrame, index: int) -> Finding:
    (row,) = records(frame.iloc[[index]])
    cells = {name: text_of(value) or "empty" for name, value in row.items()}
    problem, fix = broken.problem.format_map(cells), broken.fix.format_map(cells)
    return Finding(table.path, problem, fix, line_of(index), broken.column, text_of(row[broken.column]))
