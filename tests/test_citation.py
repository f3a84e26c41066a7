"""Citations: each style against golden texts, then what every citation must hold, then other figures and the command.

The golden texts in ``golden/citations`` are a file per style: the arguments after ``$``, then what is printed. They are
written by ``GOLDEN=write .venv/bin/python -m pytest tests/test_citation.py`` and reviewed as a diff. Version and day of
the package are fixed in them, and a caveat is shown as its id, so that they do not change with the data.
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
import runpy
import sys
from pathlib import Path

import pytest
from accidents import Data
from pybtex.database import parse_string
from syria_figures import phrases
from syria_figures.citation import (
    TEMPLATES,
    Citations,
    braced,
    headline_case,
    names_in,
    sentence_case,
    us_dates,
    with_the,
)
from syria_figures.derive import derive
from syria_figures.descriptor import HOME
from syria_figures.tables import Frames, Row, records

GOLDEN = Path(__file__).parent / "golden" / "citations"
SOURCE, WOMEN = "breitbart-2015-04-06", "yarmouk-women-assisted"

every_style = pytest.mark.parametrize("style", sorted(path.stem for path in TEMPLATES.glob("*.j2")))


def cited(data: Data, **properties: str) -> Citations:
    """The citations of tables, with properties of the descriptor changed."""
    package = dataclasses.replace(data.package, descriptor={**data.package.descriptor, **properties})
    return Citations(package, {**data.frames, **derive(package, data.frames)})


@pytest.fixture(scope="module")
def citations(data: Data) -> Citations:
    """The citations of this package."""
    return cited(data)


def plain(text: str) -> str:
    """A citation in one line, without the escapes of BibTeX and JSON."""
    return " ".join(text.replace(r"\char34{}", '"').replace("\\", "").split())


# Against the golden texts


@every_style
def test_golden(data: Data, style: str) -> None:
    """A changed template, table or phrase must not change unseen what people paste."""
    for row in records(data.frames["caveats"]):
        if row["figure_id"] == "war-deaths":
            data = data.changed("caveats", row["caveat_id"], caveat=f"<{row['caveat_id']}>")
    citations = cited(data, version="2.0.0", created="2026-11-25T00:00:00Z", homepage="")
    asked = {
        **{figure: citations.figure(figure, style) for figure in citations.displays()},
        "war-deaths --full": citations.figure("war-deaths", style, full=True),
        "war-deaths --original": citations.original("war-deaths", style),
        f"{WOMEN} --original": citations.original(WOMEN, style),
        "--data-set": citations.package(style),
    }
    path, text = GOLDEN / f"{style}.txt", "\n".join(f"$ {arguments}\n{cited}\n" for arguments, cited in asked.items())
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text, "GOLDEN=write writes it; then look at git diff tests/golden"


# What every citation must hold


@every_style
def test_hedge_claimant_and_date_are_kept(citations: Citations, tables: Frames, style: str) -> None:
    """No style may lose a hedge, who says so, since when or the day of reading, or put words in anyone's mouth."""
    for figure in records(tables["figures_labelled"]):
        text = plain(citations.figure(figure["figure_id"], style))
        value = phrases.value_words(figure)
        assert any(words in text for words in (value, value.replace("%", " per cent"), value.replace("%", " percent")))
        assert ("as cited in" in text) is (figure["claimant_id"] is not None)
        assert phrases.attribution(figure) in text
        date = figure["date_text"].replace(" (inferred)", ", inferred")
        assert date in text or us_dates(date) in text
        assert re.search(r"23 November 2026|November 23, 2026|2026-11-23|2026, 11, 23", text), "the day it was read"


def test_a_footnote_is_short(citations: Citations) -> None:
    """Sentence and reference must fit a footnote, of at most 60 words."""
    lengths = {key: len(citations.figure(key).split("\n")[0].split()) for key in citations.displays()}
    assert {key: length for key, length in lengths.items() if length > 60} == {}


@every_style
def test_a_dispute_is_mentioned_and_full_has_every_caveat(citations: Citations, data: Data, style: str) -> None:
    """Even the shortest citation must mention a dispute; a full one must hold all caveats, contradictions first."""
    for figure_id in citations.displays():
        short, full = (plain(citations.figure(figure_id, style, full=each)) for each in (False, True))
        caveats = [row for row in records(data.frames["caveats"]) if row["figure_id"] == figure_id]
        disputes = {row["kind"] for row in caveats}.intersection(phrases.DISPUTES)
        assert ("read its caveats" in short) is bool(disputes)
        assert all(kind in short for kind in disputes)
        first = min(caveats, key=lambda row: full.index(row["caveat"]))
        assert first["kind"] == "contradicted" or "contradicted" not in disputes
        anchors = [row for row in records(data.frames["provenance"]) if row["figure_id"] == figure_id]
        assert all(row["note"] in full for row in anchors if row["basis"] == "context")


@every_style
def test_an_address_replaces_its_absence(data: Data, style: str) -> None:
    """Once the package has an address, no citation may still say that it has none."""
    moved = cited(data, homepage="https://example.org/figures")
    for text in (moved.figure("war-deaths", style, full=True), moved.package(style)):
        assert "https://example.org/figures" in text
        assert not re.search("unpublished|no public address", text, re.IGNORECASE)


# What the figures of the article do not show

FEW: Row = {"quantifier": "indefinite", "value": None, "value_text": "a few dozens maybe"}


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"place_id": "outside-yarmouk"}, "reported 43 women assisted outside Yarmouk, among 94 civilians ("),
        ({"claimant_id": "un"}, "The United Nations, as cited in Breitbart, reported 43 women assisted in Yarmouk by"),
        ({"claimant_id": "a-human-rights-lawyer"}, "A human rights lawyer, as cited in Breitbart, reported 43"),
        ({"claimant_id": "breitbart"}, "Breitbart reported 43 women assisted"),
        ({"unit": "percent", "part_of": None}, "43 per cent of the women assisted in Yarmouk ("),
        ({"unit": "percent", "counted": "camp"}, "43 per cent of the camp of Yarmouk assisted ("),
        ({"quantifier": "between", "value_high": 50, "counted": "families"}, "between 43 and 50 families assisted"),
        (FEW, "reported women assisted in Yarmouk, among 94 civilians: “a few dozens maybe” ("),
        ({**FEW, "indicator_id": "residents_fled", "claimant_id": "un"}, "reported that women fled Yarmouk, among 94"),
    ],
)  # fmt: skip
def test_other_figures(data: Data, cells: Row, sentence: str) -> None:
    """A figure unlike the nine must read as well as they do."""
    assert sentence in cited(data.changed("figures", WOMEN, **cells)).figure(WOMEN)


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("swept away", "43 women swept away in the north, among"),
        ("sleeping in shelters", "43 women sleeping in shelters in the north, among"),
        ("sent", "43 women sent in the north, among"),
        ("on their way", "43 women on their way in the north, among"),
        ("slept in schools", "the following: 43 women slept in schools, the north ("),
    ],
)
def test_a_label_goes_on_in_a_sentence_or_stands_alone(data: Data, label: str, sentence: str) -> None:
    """No "reported 43 women slept in schools", and the article of a place's name must not lose its "in"."""
    other = data.changed("indicators", "civilians_assisted", label=label).changed("places", "yarmouk", name="the north")
    assert f"reported {sentence}" in cited(other).figure(WOMEN)


@pytest.mark.parametrize(
    ("style", "mark"),
    [
        ("text", "Breitbart, March 2015 (inferred)"),
        ("un", "*Breitbart*, March 2015 (inferred)"),
        ("chicago", "*Breitbart*, March 2015 [inferred]"),
        ("apa", "(2015, March [inferred])"),
        ("bibtex", "date = {2015-03?}"),
        ("csl-json", '"circa": true'),
    ],
)
def test_another_kind_of_source(data: Data, style: str, mark: str) -> None:
    """A month that we inferred must stay marked, and a broadcast must not be called an article."""
    cells: Row = {"published_on": None, "published_month": "2015-03", "published_basis": "inferred"}
    text = cited(data.changed("sources", SOURCE, kind="broadcast", **cells)).figure(WOMEN, style)
    assert mark in text
    assert "the broadcast names UNRWA as having assisted them" in text


def test_american_dates() -> None:
    """Chicago and APA must have American dates throughout."""
    dates = "28 March – 2 April 2015, inferred; published March 2015; 94 civilians"
    assert us_dates(dates) == "March 28 – April 2, 2015, inferred; published March 2015; 94 civilians"


def test_letter_case() -> None:
    """Names must keep their capitals in sentence case, other words must lose them, other scripts must stay."""
    prose = ["A crisis in Moscow began.", "Many human rights bodies may speak."]
    names = names_in(prose, ["Syrian Human Rights Committee"])
    case = "Syrian rights crisis: Moscow's UN talks in May"
    assert sentence_case("Syrian Rights Crisis: Moscow's UN Talks in May", names) == case
    assert sentence_case("As Tadamon crisis enters fifth year", names) == "As Tadamon crisis enters fifth year"
    assert sentence_case("إفراج عن 683 معتقلاً", names) == "إفراج عن 683 معتقلاً"
    assert braced("A Crisis in Moscow and at the UN", names) == "A Crisis in {Moscow} and at the {UN}"
    assert headline_case("as one crisis: a talk of the town") == "As One Crisis: A Talk of the Town"


def test_a_title_cannot_open_a_field(data: Data) -> None:
    """A brace, backslash, quotation mark, TeX character or line end in a cell must stay inside its field."""
    url = "https://example.org/a}b{c%20d_e"
    hostile = 'Talks}, note = {x} @misc{y, \\input{z} "q" 5% & $1 #2 _a ~b ^c\nsecond line'
    citations = cited(data.changed("sources", SOURCE, title=hostile, url=url))
    parsed = parse_string(citations.figure("war-deaths", "bibtex", full=True), "bibtex").entries
    assert [entry.type for entry in parsed.values()] == ["online", "dataset"]
    fields = parsed[SOURCE].fields
    assert set(fields) == {"title", "organization", "date", "url", "urldate", "note", "annotation"}
    assert fields["url"] == "https://example.org/a%7Db%7Bc%20d_e"
    assert re.search(r"(?<!\\)[%&$#_]|\\input", fields["title"]) is None
    assert json.loads(citations.figure("war-deaths", "csl-json"))[0]["URL"] == url


def test_a_name_has_one_article() -> None:
    """A sentence must not begin with "The a local aid group"."""
    for name, article in {"a local aid group": "", "Coast Guard": "the ", "the ministry": ""}.items():
        assert with_the({"name": name, "abbreviation": None, "kind": "ngo"}) == article + name


# The command


def cite(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str, str]:
    """Run scripts/cite.py in this process: its exit code and what it prints."""
    monkeypatch.setattr(sys, "argv", ["cite.py", *arguments])
    with pytest.raises(SystemExit) as leaving:
        runpy.run_path(str(HOME / "scripts" / "cite.py"), run_name="__main__")
    printed = capsys.readouterr()
    return int(leaving.value.code or 0), printed.out, printed.err


def test_the_command_prints_what_is_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, citations: Citations
) -> None:
    """The options must reach the templates."""
    for arguments, expected in (
        (["war-deaths", "--style", "apa", "--full"], citations.figure("war-deaths", "apa", full=True)),
        (["war-deaths", "--original", "--package", str(HOME)], citations.original("war-deaths")),
        (["--data-set", "--style", "un"], citations.package("un")),
    ):
        assert cite(capsys, monkeypatch, *arguments) == (0, f"{expected}\n", "")
    _, listed, _ = cite(capsys, monkeypatch, "--list")
    assert [line.split()[0] for line in listed.splitlines()] == list(citations.displays())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["yarmuk-control"], 'There is no figure "yarmuk-control". Did you mean yarmouk-control? All of them: --list.'),
        ([], "Name a figure (--list shows them all)"),
        (["war-deaths", "--data-set"], "give --data-set alone"),
        (["war-deaths", "--style", "ap"], 'There is no style "ap". Did you mean apa? The styles are: text, apa'),
        (["prisoners-released", "--original"], "Cite what was read: leave --original out"),
    ],
)
def test_what_cannot_be_cited_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    """A wrong call must end with 2 and a sentence, and print nothing that could be pasted as a citation."""
    code, out, err = cite(capsys, monkeypatch, *arguments)
    assert (code, out) == (2, "")
    assert message in err
