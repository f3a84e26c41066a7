"""The list of the numbers of a text, as a person and as a program reads it.

1. What is filled in, and what is left to fill
2. The language of a text
3. The command
"""

from __future__ import annotations

import csv
import json
import sys
from datetime import date
from pathlib import Path

import pytest
import scan as command
from accidents import Data, ran
from syria_figures.article import sha256
from syria_figures.commandline import FINE
from syria_figures.descriptor import HOME
from syria_figures.scanning import Scan, Sighting, as_row, lacking, scan
from syria_figures.tables import Row

SCAN = HOME / "scripts" / "scan.py"
CASES = HOME / "tests" / "cases" / "scanned.csv"


def scanned(data: Data, text: str, language: str | None = None) -> dict[str, Sighting]:
    """The numbers of a text by their words."""
    return {each.number: each for each in scan(data.package, data.frames, text, language).sightings}


# 1. What is filled in, and what is left to fill


@pytest.mark.parametrize("case", [*csv.DictReader(CASES.open(encoding="utf-8"))], ids=lambda case: str(case["text"]))
def test_only_what_is_certain_is_filled_in(data: Data, case: dict[str, str]) -> None:
    """A value with its hedge must be filled in, but not one that the grammar refuses with the words around it."""
    found = scanned(data, case["text"])[case["number"]]
    row = as_row(data.package.tables["figures"], found.rows["figures"])
    assert row.startswith(f"new-figure,FILL-IN,{case['cells']}")
    assert (found.reason or "").startswith(case["reason"])
    assert (found.reads_as is None) == bool(found.reason) == bool(case["reason"])


def test_what_a_unit_counts_is_known(data: Data) -> None:
    """Whoever named a unit must not have to draft its figures by hand."""
    without = data.with_rows("figures", [])
    assert scanned(without, "They closed two prisons.")["two"].reason is None
    assert scanned(without, "They closed two bakeries.")["two"].reason


@pytest.mark.parametrize(
    ("text", "numbers", "words"),
    [
        ("It lasted from 12 to 15 April.", ["12", "15"], "from 12 to 15 April"),
        ("from 25 March to 2 April 2015 it said", ["25", "2", "2015"], "from 25 March to 2 April 2015"),
        ("They left on March 25-27, 2015; then", ["25-27", "2015"], '"on March 25-27, 2015"'),
        ("since April 1, it said", ["1"], "since April 1"),
        ("قال إنهم وصلوا بين 3 و5 أيار/مايو، بحسب", ["3", "5"], "بين 3 و5 أيار/مايو"),
    ],
)
def test_days_are_offered_as_a_period(data: Data, text: str, numbers: list[str], words: str) -> None:
    """The days of a period must not be offered as a count."""
    for number in numbers:
        found = scanned(data, text)[number]
        assert found.reads_as is None
        assert list(found.rows) == ["provenance"]
        row = as_row(data.package.tables["provenance"], found.rows["provenance"])
        assert row.startswith(f"new-figure.period.1,new-figure,period,{words},")


def test_every_row_says_where_its_words_stand(data: Data) -> None:
    """Someone who adds a row must not have to count characters."""
    found = scanned(data, "The town lost at least 26 people.")["26"].rows
    rows = {name: as_row(data.package.tables[name], cells) for name, cells in found.items()}
    assert rows["provenance"] == "new-figure.value.1,new-figure,value,at least 26,14,25,stated,,"
    assert rows["other_numbers"] == "NEW-SOURCE,26,23,25,FILL-IN"


def test_a_new_number_of_the_article_belongs_to_its_source(data: Data, article: str) -> None:
    """A number that an edit adds to the text must be offered with the source that the text still belongs to."""
    new = scanned(data, f"{article} It cost 5.")["5"].rows["other_numbers"]
    assert new["source_id"] == data.frames["figures"]["source_id"].iloc[0]
    assert (new["start"], new["end"]) == (len(article) + 9, len(article) + 10)


def test_what_is_counted_is_looked_for_behind_its_verb(data: Data) -> None:
    """Someone whose text is in another language must be offered the noun, and not the verb before it."""
    text = "Ils ont fui ; 9 étaient des enfants."
    source: Row = {"source_id": "a", "language": "fr", "text_sha256": sha256(text), "published_on": date(2015, 4, 6)}
    figure: Row = {"figure_id": "f", "source_id": "a", "counted": "children"}
    value: Row = {"provenance_id": "f.value.1", "figure_id": "f", "field": "value", "start": 14, "end": 15}
    for table, cells in {"sources": source, "figures": figure, "provenance": value}.items():
        data = data.with_rows(table, [cells])
    (row,) = lacking(data.package, data.frames, text, "a")
    assert row == "f.counted.1,f,counted,enfants,28,35,stated,,"


# 2. The language of a text


@pytest.mark.parametrize(
    ("text", "language", "numbers", "looked_for"),
    [
        ("The war has killed over 220,000 people so far.", None, ["220,000"], "digits and English number words"),
        ("Dix morts et 12 blessés dans le pays.", None, ["Dix", "12"], "digits and French number words"),
        ("قتل ما لا يقل عن عشرين شخصا", None, ["عشرين"], "digits and Arabic number words"),
        ("12 men", None, ["12"], "digits and English number words"),
        ("Twenty men and 12 women", "fr", ["12"], "digits and French number words"),
        ("zwanzig und 20", "de", ["20"], "digits; number words were not looked for"),
    ],
)
def test_the_list_says_what_was_looked_for(
    data: Data, text: str, language: str | None, numbers: list[str], looked_for: str
) -> None:
    """A text in another language must not seem to have no numbers."""
    found = scan(data.package, data.frames, text, language)
    assert [each.number for each in found.sightings] == numbers
    assert found.looked_for.startswith(looked_for)


def test_a_number_of_another_language_is_filled_in(data: Data) -> None:
    """A hedge must be read in each language that has a table."""
    found = scanned(data, "La guerre a fait plus de 200 000 morts dans le pays.")["200 000"]
    assert found.reads_as is not None
    assert (found.reads_as.quantifier, found.reads_as.value) == ("more_than", 200_000)


# 3. The command


def written(folder: Path, text: str) -> str:
    """The path of a text."""
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_list_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A person must see each number, its words, and the rows to start from."""
    assert command.main([written(tmp_path, "At least 12 men left on March 25-27, 2015; no one stayed.")]) == FINE
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "4 numbers, 0 accounted for, in a text that is not of a source here",
        "Looked for: digits and English number words; those of other languages were not looked for (see --language)",
    ]
    assert "       9  12                new                               At least 12 men left on March" in lines
    assert "    provenance.csv  new-figure.value.1,new-figure,value,At least 12,0,11,stated,," in lines
    assert "  value left to fill: “no” comes before the words and is left out." in lines


def test_the_list_for_programs_holds_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program must get the same list as a person."""
    assert command.main([written(tmp_path, "At least 12 men left."), "--format", "json", "--language", "en"]) == FINE
    found = json.loads(capsys.readouterr().out)
    assert set(found) == set(Scan.__dataclass_fields__)
    (sighting,) = found["sightings"]
    assert (found["source_id"], found["language"]) == (None, "en")
    assert (sighting["number"], sighting["start"], sighting["end"]) == ("12", 9, 11)
    assert sighting["reads_as"] == {"quantifier": "at_least", "value": 12, "value_high": None, "unit": None}


@pytest.mark.parametrize("arguments", [["nowhere.txt"], [], ["nowhere.txt", "--format", "xml"]])
def test_what_cannot_run_says_so(arguments: list[str]) -> None:
    """A mistyped path or option must not end in a traceback, nor in exit code 0."""
    done = ran([sys.executable, SCAN, *arguments], timeout=60)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
