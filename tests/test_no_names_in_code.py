"""Nothing in scripts/ knows this article: no id of a row, no publisher, country or camp by name.

Charts, factsheet, workbook and citations are drawn from what the rows are. Codes of the descriptor are not ids, and
docstrings and comments may give examples.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from syria_figures.descriptor import HOME, Package
from syria_figures.tables import Frames

CODE = HOME / "scripts"
OUR_NAME = re.compile("syria[_-]figures")  # of the Python package, and its command
QUOTED = re.compile(r"""(["'`])((?:\\.|(?!\1).)*)\1""")
COMMENTS = {
    ".R": r"#.*",
    ".css": r"/\*[\s\S]*?\*/",
    ".js": r"/\*[\s\S]*?\*/|(?<![:\"'])//.*",
    ".j2": r"\{#[\s\S]*?#\}",
}
FILES = sorted(path for path in CODE.rglob("*") if path.suffix in (".py", *COMMENTS))


def words_of(path: Path) -> str:
    """The text of a file of code that is not Python, without its comments."""
    return re.sub(COMMENTS[path.suffix], "", path.read_text("utf-8"))


def literals(path: Path) -> Iterator[str]:
    """The string literals of a file of code, without the docstrings of Python; class and id selectors of CSS too."""
    if path.suffix != ".py":
        text = words_of(path)
        yield from (words for _, words in QUOTED.findall(text))
        yield from re.findall(r"[.#]([\w-]+)", text)
        return
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = list(ast.walk(tree))
    docstrings = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.fixture(scope="module")
def ids(package: Package, curated: Frames) -> set[str]:
    """The ids of all rows, except those that are also a code, the name of a table or a citation style."""
    found = {
        str(each)
        for table in package.curated
        if len(table.key) == 1 and table.key[0].endswith("_id")
        for each in curated[table.name][table.key[0]]
    }
    codes = {code for table in package.tables.values() for field in table.fields for code in field.codes}
    styles = {path.stem for path in (CODE / "syria_figures/templates/citations").iterdir()}
    return found - codes - set(package.tables) - styles


@pytest.fixture(scope="module")
def names(curated: Frames) -> set[str]:
    """The names of the publisher of the article, of its country and of its camps."""
    sources, actors, places = curated["sources"], curated["actors"], curated["places"]
    publishers = sources[sources["source_id"].isin(curated["figures"]["source_id"])]["publisher_id"]
    return {
        *actors[actors["actor_id"].isin(publishers)]["name"],
        *places[places["kind"].isin(["country", "camp"])]["name"],
    }


def test_there_are_ids_and_names_to_look_for(ids: set[str], names: set[str]) -> None:
    """The tests below must not pass because they look for nothing."""
    assert {"war-deaths", "C1", "unrwa", "yarmouk", "killed"} <= ids
    assert names == {"Breitbart", "Syria", "Yarmouk"}
    assert {"build.py", "load.R", "factsheet.css", "factsheet.js", "factsheet.html.j2"} <= {each.name for each in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CODE).as_posix())
def test_a_file_of_code_names_no_row(path: Path, ids: set[str], names: set[str]) -> None:
    """Code must not know a row by its id, or this article by name: it would fail with another article's tables."""
    found = list(literals(path))
    assert ids & set(found) == set()
    text = OUR_NAME.sub("", "\n".join(found) if path.suffix == ".py" else words_of(path))
    assert [name for name in names if re.search(name, text, re.IGNORECASE)] == []
