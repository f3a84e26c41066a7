"""datapackage.json says what each column means, in the form that other readers follow.

What is wrong in the tables is found by the commands; this is about the descriptor that people write: that it is
complete, that it agrees with itself, and that it keeps to the form that other readers were seen to accept.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from jsonschema import Draft7Validator
from syria_figures.descriptor import HOME

DESCRIPTOR: dict[str, Any] = json.loads((HOME / "datapackage.json").read_text("utf-8"))
TABLES: dict[str, dict[str, Any]] = {item["name"]: item for item in DESCRIPTOR["resources"] if "schema" in item}
FIELDS: list[tuple[str, dict[str, Any]]] = [
    (f"{name}.{field['name']}", field) for name, table in TABLES.items() for field in table["schema"]["fields"]
]
EMPTY = "An empty cell means that "
FORMS = {"number": r"-?[0-9]+(\.[0-9]+)?", "integer": r"-?[0-9]+", "boolean": "true|false", "date": r"\d{4}-\d\d-\d\d"}
ENTRY = re.compile(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)$", re.MULTILINE)


# Each column is described


def test_each_column_is_described() -> None:
    """A column must have a title, full sentences, an example that fits, and a word on whether a cell may be empty."""
    assert [
        place
        for place, field in FIELDS
        if not (
            field["title"]
            and re.fullmatch(r"[A-Z].+[.]", field["description"])
            and isinstance(field["constraints"]["required"], bool)
            and fits(field, field["example"])
        )
    ] == []


def test_an_empty_cell_has_a_meaning() -> None:
    """A blank must not be read as zero where it means that the source does not say."""
    unlike = [place for place, field in FIELDS if field["constraints"]["required"] == (EMPTY in field["description"])]
    assert unlike == []


def test_codes_are_explained() -> None:
    """Each code must be explained where its column is described, in the same order."""
    for place, field in FIELDS:
        explained = re.findall(r"`([a-z_]+)` \([^()]+\)", field["description"])
        assert explained == field["constraints"].get("enum", []), place


def fits(field: dict[str, Any], cell: str) -> bool:
    """Whether a cell keeps to the type and the constraints of its column."""
    constraints = field["constraints"]
    low, high = constraints.get("minimum"), constraints.get("maximum")
    number = field["type"] in ("number", "integer")
    value: Any = float(cell) if number else cell  # ISO dates compare as text
    return (
        re.fullmatch(FORMS.get(field["type"], ".+"), cell) is not None
        and re.fullmatch(constraints.get("pattern", ".+"), cell) is not None
        and cell in constraints.get("enum", [cell])
        and len(cell) <= constraints.get("maxLength", len(cell))
        and (low is None or value >= low)
        and (high is None or value <= high)
    )


# It agrees with itself


def test_the_four_themes_have_the_same_columns() -> None:
    """Readers of two themes must find the same columns, and each code of theme must have a table."""
    (themes,) = [field["constraints"]["enum"] for place, field in FIELDS if place == "indicators.theme"]
    assert all(TABLES[theme]["schema"] == TABLES[themes[0]]["schema"] for theme in themes)


def test_an_id_of_another_table_is_a_key() -> None:
    """A curated cell that names one row of another table must be checked to point to one."""
    for name, table in TABLES.items():
        schema = table["schema"]
        columns = {field["name"] for field in schema["fields"]}
        ids = {column for column in columns if re.search("_id$|^part_of$|^context_of$", column)} - {"row_id"}
        own = set(schema["primaryKey"]) if len(schema["primaryKey"]) == 1 else set()
        if not table["path"].startswith("data/derived/"):
            assert ids - own == {key["fields"][0] for key in schema.get("foreignKeys", [])}, name


# The form that other readers follow


def official_schema() -> dict[str, Any] | None:
    """The JSON schema of Data Package v2 as dplib-py carries it; None where it is not installed."""
    spec = importlib.util.find_spec("dplib")
    if spec is None or spec.origin is None:
        return None
    profile = Path(spec.origin).parent / "profiles/2.0/datapackage.json"
    return dict(json.loads(profile.read_text("utf-8")))


def test_it_keeps_to_the_official_schema(missing: Callable[[str, str], NoReturn]) -> None:
    """Any program that follows Data Package v2 must be able to read the package."""
    schema = official_schema() or missing("the official schema of Data Package v2", "install dplib-py")
    assert [error.message for error in Draft7Validator(schema).iter_errors(DESCRIPTOR)] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_form_that_passes_everywhere(name: str) -> None:
    """It must not hold what one reader follows and another ignores."""
    table = TABLES[name]
    assert (table["type"], table["profile"]) == ("table", "tabular-data-resource")
    assert (table["format"], table["mediatype"], table["encoding"]) == ("csv", "text/csv", "utf-8")
    assert set(table["schema"]) <= {"fields", "missingValues", "primaryKey", "foreignKeys"}
    assert table["schema"]["missingValues"] == [""]
    assert table["path"] in (f"data/{name}.csv", f"data/derived/{name}.csv")
    for field in table["schema"]["fields"]:
        assert set(field) == {"name", "type", "title", "description", "example", "constraints"}
        assert re.fullmatch(r"\(\?:.+\)", field["constraints"].get("pattern", "(?:.)")), field["name"]


def test_an_address_holds_no_sign_that_breaks_out_of_a_link() -> None:
    """An address must have no quote or bracket: it would break a page, a BibTeX entry or a Markdown table."""
    (field,) = [field for place, field in FIELDS if place == "sources.url"]
    address = "https://example.org/a?b=c%20d#e"
    assert fits(field, address)
    assert not any(fits(field, address + sign) for sign in "{}\"'\\<> \n`|é")


# The version


def test_the_first_entry_of_the_changelog_has_the_version() -> None:
    """A version must not be published without a word on what its users must do."""
    text = (HOME / "CHANGELOG.md").read_text("utf-8")
    first, *_ = ENTRY.findall(text)
    assert first == (DESCRIPTOR["version"], DESCRIPTOR["created"][: len("2026-11-25")])
    assert re.search(rf"^## {re.escape(first[0])} .*\n\n\*\*What users must do:\*\*", text, re.MULTILINE)


def test_the_version_stands_once() -> None:
    """The version must be in one place: two places would come to hold two versions."""
    written = [HOME / "pyproject.toml"]
    written += [file for file in (HOME / "scripts").rglob("*") if file.suffix in (".py", ".R", ".j2", ".css", ".js")]
    version = re.compile(rf"(?<![\d.]){re.escape(DESCRIPTOR['version'])}(?![\d.])")
    assert [file.name for file in written if version.search(file.read_text("utf-8"))] == []
