"""Citations, in tiers: each against a text written by hand, then what every one must hold, the parts, and the command.

The texts by hand stand in ``golden/citations``, one file a style, as a transcript: the arguments after ``$``, then what
is printed. ``<caveat-id>`` stands for the words of that caveat, so that a caveat is worded in one place.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pybtex.database import BibliographyData, parse_string
from syria_figures import phrases
from syria_figures.citation import Citations, nearest
from syria_figures.citation_styles import STYLES, _headline_case, _sentence_case, bibtex_text, written
from syria_figures.descriptor import HOME, read_package
from syria_figures.errors import CouldNotRun
from syria_figures.tables import Curated, load_curated

GOLDEN = Path(__file__).parent / "golden" / "citations"
CITE = HOME / "scripts" / "cite.py"

CURATED = load_curated(read_package(HOME))
CITATIONS = Citations(CURATED)
# The version and the day of the texts by hand: raising the version changes none of them.
OF_THE_GOLDEN_TEXTS = {"version": "1.0.0", "created": "2026-11-23T00:00:00Z", "homepage": ""}
FIGURES = CURATED.by_key("figures")
MACHINE_STYLES = ("bibtex", "csl-json")

# What a hedge may look like in a citation; none of these words may go, and none may come.
HEDGES = {
    "approximately": "about",
    "more_than": "more than",
    "at_least": "at least",
    "less_than": "fewer than",
    "at_most": "at most",
    "indefinite": "hundreds",
}

every_style = pytest.mark.parametrize("style", STYLES)
every_figure = pytest.mark.parametrize("figure_id", FIGURES)


def transcripts() -> Iterator[Any]:
    """Each golden text with its style and the arguments that print it."""
    for path in sorted(GOLDEN.glob("*.txt")):
        for part in f"\n{path.read_text('utf-8')}".split("\n$ ")[1:]:
            arguments, _, text = part.partition("\n")
            yield pytest.param(path.stem, arguments, text.rstrip("\n"), id=f"{path.stem}: {arguments}")


def with_caveats(text: str, style: str) -> str:
    """A golden text with the words of its caveats, escaped as the style needs it."""
    words = {row["caveat_id"]: row["caveat"] for row in CURATED.rows["caveats"]}
    if style == "bibtex":
        words = {key: re.sub("([&%$#_])", r"\\\1", each) for key, each in words.items()}
        words = {key: each.replace("“", "``").replace("”", "''").replace("–", "--") for key, each in words.items()}
    if style == "csl-json":
        words = {key: each.replace('"', '\\"') for key, each in words.items()}
    return re.sub("<([a-z0-9-]+)>", lambda found: words[found[1]], text)


def described_as(**properties: str) -> Citations:
    """The citations of the package with properties of its descriptor changed."""
    package = dataclasses.replace(CURATED.package, raw={**CURATED.package.raw, **properties})
    return Citations(Curated(package, CURATED.rows))


def cited(figure_id: str, style: str) -> str:
    """The citation of a figure."""
    return written([CITATIONS.figure(figure_id)], style)


def plain(text: str, style: str) -> str:
    """A citation as a reader sees it, in one line: entries without their syntax."""
    if style == "bibtex":
        text = " ".join(str(value) for entry in bibliography(text).entries.values() for value in entry.fields.values())
        text = text.replace("``", "“").replace("''", "”").replace("--", "–")
        text = re.sub(r"\\([&%$#_])", r"\1", text)
    if style == "csl-json":
        text = " ".join(str(value) for item in json.loads(text) for value in item.values())
    return " ".join(text.split())


def bibliography(text: str) -> BibliographyData:
    """BibTeX entries as pybtex reads them, strictly."""
    return parse_string(text, "bibtex")


# Against the texts by hand


@pytest.mark.parametrize(("style", "arguments", "expected"), list(transcripts()))
def test_golden(style: str, arguments: str, expected: str) -> None:
    """A changed template, table or phrase changes a citation that people paste, and nobody sees it."""
    described = described_as(**OF_THE_GOLDEN_TEXTS)
    figure_id, _, original = arguments.partition(" ")
    if figure_id == "--package":
        citations = [described.package()]
    else:
        citations = described.original(figure_id) if original else [described.figure(figure_id)]
    assert written(citations, style) == with_caveats(expected, style)


def test_golden_texts_are_complete() -> None:
    """A new figure, primary source or style is never looked at by a person before it is cited."""
    originals = {row["figure_id"] for row in CURATED.rows["comparisons"] if row["relation"] == "primary_source"}
    expected = {(style, figure_id) for style in STYLES for figure_id in FIGURES}
    expected |= {(style, f"{figure_id} --original") for style in STYLES for figure_id in originals}
    expected |= {(style, "--package") for style in STYLES}
    assert expected <= {(each.values[0], each.values[1]) for each in transcripts()}


# What every citation must hold


@every_style
@every_figure
def test_number_and_hedge_are_kept(figure_id: str, style: str) -> None:
    """A style prints the bare number, and "at least 26" becomes 26."""
    figure, text = FIGURES[figure_id], plain(cited(figure_id, style), style).casefold()
    words = phrases.in_prose(phrases.value_words(figure))
    assert words in text or words.replace("3", "three") in text
    assert HEDGES.get(figure["quantifier"], "") in text


@every_style
@every_figure
def test_no_hedge_is_added(figure_id: str, style: str) -> None:
    """A template hedges a number that its source gives without a hedge."""
    figure = FIGURES[figure_id]
    sentence = CITATIONS.figure(figure_id).sentence
    added = [words for quantifier, words in HEDGES.items() if quantifier != figure["quantifier"] and words in sentence]
    assert not added
    assert sentence in plain(cited(figure_id, style), style) or style == "apa"


@every_style
@every_figure
def test_claimant_only_where_one_is_named(figure_id: str, style: str) -> None:
    """A number of the article alone is put into the mouth of someone, or a claimant gets lost."""
    text = plain(cited(figure_id, style), style)
    claimed = FIGURES[figure_id]["claimant_id"] is not None
    sentence = CITATIONS.figure(figure_id).sentence
    assert sentence.startswith("According to ") is claimed
    assert ("According to " in text) is claimed
    assert ("as cited in" in text) is claimed
    assert ("without naming a source" in text) is not claimed


@every_style
@every_figure
def test_caveats_follow(figure_id: str, style: str) -> None:
    """A caveat is left out or comes before the reference, or the one that contradicts is not the first."""
    text = plain(cited(figure_id, style), style)
    own = [row for row in CURATED.rows["caveats"] if row["figure_id"] == figure_id]
    places = [text.index(row["caveat"]) for row in own]
    assert all(place > text.index("Breitbart") for place in places)
    contradicting = [row["caveat"] for row in own if row["kind"] == "contradicted"]
    assert min(places, default=0) in [text.index(caveat) for caveat in contradicting] or not contradicting
    assert ("contradicted: see the caveats" in text) is bool(contradicting)


@every_style
@every_figure
def test_judgement_goes_with_the_figure(figure_id: str, style: str) -> None:
    """A judgement is lost: the Syrian government is cited as the one who acted where the text says "officials"."""
    text = plain(cited(figure_id, style), style)
    caveats, _, readings = text.partition(" As read: ")
    rows = [row for row in CURATED.rows["provenance"] if row["figure_id"] == figure_id and row["basis"] == "context"]
    taken = [f"“{row['exact']}”: {row['note'].replace('Taken', 'taken')}" for row in rows]
    assert all(each in readings for each in taken)
    assert text.count("As read: ") == len({(row["exact"], row["note"]) for row in rows})
    assert all(row["caveat"] in caveats for row in CURATED.rows["caveats"] if row["figure_id"] == figure_id)


@every_style
@every_figure
def test_date_is_said_or_said_to_be_missing(figure_id: str, style: str) -> None:
    """A day of publication is read as the date of the figure, or an inferred day as a stated one."""
    text = plain(cited(figure_id, style), style)
    assert {
        "publication": re.search("(its date|the date of the figure) is not stated", text) is not None,
        "inferred": "the dates are inferred" in text,
        "stated": "between 25 and 27 March 2015" in text,
    }[FIGURES[figure_id]["period_basis"]]


@every_style
@every_figure
def test_how_it_was_read_and_which_version(figure_id: str, style: str) -> None:
    """A reader takes the live page for what was read, or cannot tell from which version a number is."""
    text = plain(cited(figure_id, style), style).casefold()
    assert "stored copy" in text
    assert "23 november 2026" in text or "november 23, 2026" in text
    assert f"version {CURATED.package.version}" in text or f" {CURATED.package.version} " in text
    assert figure_id in text
    assert ("no public address yet" in text) is not bool(CURATED.package.raw.get("homepage"))


@every_style
def test_address_replaces_its_absence(style: str) -> None:
    """The package gets an address, and its citation goes on to say that it has none."""
    moved = described_as(homepage="https://example.org/figures")
    for citation in (moved.figure("war-deaths"), moved.package()):
        text = written([citation], style)
        assert "https://example.org/figures" in text
        assert "no public address" not in text.lower()


# General: what the figures of the article do not show


def changed(**cells: Any) -> Citations:
    """The citations of the package with cells of one figure changed."""
    rows = [{**row, **cells} if row["figure_id"] == "yarmouk-clash-deaths" else row for row in CURATED.rows["figures"]]
    return Citations(Curated(CURATED.package, {**CURATED.rows, "figures": rows}))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"quantifier": "between", "value_high": 40}, "that between 26 and 40 people had been killed in"),
        ({"quantifier": "less_than", "value": 5}, "that fewer than five people had been killed in"),
        ({"quantifier": "unhedged", "value": 1, "counted": "person"}, "that one person had been killed in"),
        ({"actor_ids": "isis"}, "that ISIS had killed at least 26 people in the Yarmouk camp"),
        ({"place_id": "outside-yarmouk"}, "had been killed outside Yarmouk between"),
        (
            {"claimant_id": "amnesty-international"},
            "According to Amnesty International, at least 26 people were killed",
        ),
        ({"claimant_id": "a-human-rights-lawyer"}, "According to a human rights lawyer, at least"),
        ({"claimant_id": "un"}, "According to the United Nations, at least"),
        ({"claimant_id": "breitbart"}, "According to Breitbart, at least"),
        ({"indicator_id": "territory_controlled", "unit": "percent"}, "at least 26 per cent of the people in the Yarm"),
        ({"period_start": None}, "in the Yarmouk camp by 6 April 2015 (the date is inferred)."),
        ({"period_start": datetime.date(2015, 3, 28)}, "between 28 March and 6 April 2015 (the dates are inferred)."),
        ({"period_start": datetime.date(2014, 3, 28)}, "between 28 March 2014 and 6 April 2015 ("),
        ({"period_start": datetime.date(2015, 4, 6)}, "in the Yarmouk camp on 6 April 2015 (the date is inferred)."),
    ],
)
def test_other_figures_of_the_same_indicators(cells: dict[str, Any], expected: str) -> None:
    """The sentences were written for nine figures, and the tenth gets one that is no English or not true."""
    assert expected in changed(**cells).figure("yarmouk-clash-deaths").sentence


def test_indicator_without_a_clause() -> None:
    """A new indicator stops every citation, or its figure is cited as something else."""
    rows = [{**row, "indicator_id": "injured", "label": "injured"} for row in CURATED.rows["indicators"][:1]]
    tables = {**CURATED.rows, "indicators": [*CURATED.rows["indicators"], *rows]}
    tables["figures"] = [{**row, "indicator_id": "injured"} for row in CURATED.rows["figures"]]
    sentence = Citations(Curated(CURATED.package, tables)).figure("war-deaths").sentence
    assert sentence.startswith(
        "Breitbart reported on 6 April 2015, without naming a source: more than 220,000 people injured"
    )


def test_figure_without_caveats() -> None:
    """A figure without caveats ends in an empty heading, which looks like a list that was cut off."""
    bare = Citations(Curated(CURATED.package, {**CURATED.rows, "caveats": []}))
    assert written([bare.figure("yarmouk-control")], "text").endswith("Caveats:\n- None is recorded.")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, ["“The war”: taken to be the civil war in Syria, of which the text speaks from its start."]),
        ({"note": None}, ["“The war”: stands for “Syria”."]),
        (
            {"exact": "the fighting"},
            [
                "“The war”: taken to be the civil war in Syria, of which the text speaks from its start.",
                "“the fighting”: taken to be the civil war in Syria, of which the text speaks from its start.",
            ],
        ),
        (
            {"note": "UNRWA, named in the sentence before."},
            ["“The war”: UNRWA, named in the sentence before."],
        ),
    ],
)
def test_judgements_without_caveats(cells: dict[str, Any], expected: list[str]) -> None:
    """A judgement is lost where its figure has no caveat or its anchor no note, or stands twice for two anchors."""
    anchor = CURATED.by_key("provenance")["war-deaths.place.2"]
    second = {**anchor, "provenance_id": "war-deaths.place.3", **cells}
    others = [row for row in CURATED.rows["provenance"] if row is not anchor]
    anchors = [*others, {**anchor, "note": second["note"]}, second]
    bare = Citations(Curated(CURATED.package, {**CURATED.rows, "caveats": [], "provenance": anchors}))
    text = written([bare.figure("war-deaths")], "text")
    assert text.endswith("\n".join(["\n\nCaveats:", *(f"- As read: {each}" for each in expected)]))


def test_row_that_is_missing_is_named() -> None:
    """A package that was not validated ends in a bare KeyError."""
    with pytest.raises(CouldNotRun, match='There is no "nobody" in actors'):
        changed(claimant_id="nobody").figure("yarmouk-clash-deaths")


# The parts


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Opposition Meet in Moscow to Discuss Syria's Crisis", "Opposition meet in Moscow to discuss Syria's crisis"),
        ("As Syria crisis enters fifth year", "As Syria crisis enters fifth year"),
        ("UNRWA Update 4, March 2015", "UNRWA update 4, March 2015"),
    ],
)
def test_sentence_case(title: str, expected: str) -> None:
    """A name loses its capital in a title, or a title that is in sentence case already is changed."""
    assert _sentence_case(title) == expected


def test_headline_case() -> None:
    """A small word gets a capital, or the word after a colon gets none."""
    assert _headline_case("the figures: the war in a UN report") == "The Figures: The War in a UN Report"


def test_bibtex_escapes() -> None:
    """A percent sign makes a comment of the rest of a line, and a brace swallows the next entry."""
    text = bibtex_text("50 % & $3 #1 a_b {x} ~ ^ \\ “é” – 叙利亚")
    assert text == (
        r"50 \% \& \$3 \#1 a\_b \{x\} \textasciitilde{} \textasciicircum{} \textbackslash{} ``é'' -- 叙利亚"
    )
    entry = bibliography(f"@misc{{key, note = {{{text}}}, }}").entries["key"]
    assert entry.fields["note"] == text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("deaths", ["war-deaths", "yarmouk-clash-deaths"]),
        ("War_Deaths", ["war-deaths"]),
        ("prisoner-released", ["prisoners-released"]),
        ("qqq", sorted(FIGURES)),
    ],
)
def test_nearest(typed: str, expected: list[str]) -> None:
    """Who mistypes an id is told only that there is none."""
    assert nearest(typed, FIGURES)[: len(expected)] == expected


# Entries for reference managers

CSL_PROPERTIES = {
    "id", "type", "author", "title", "container-title", "issued", "URL", "language", "note", "annote", "version",
}  # fmt: skip
CSL_TYPES = {"article-newspaper", "report", "broadcast", "webpage", "dataset"}


@every_figure
def test_bibtex_parses_with_stable_keys(figure_id: str) -> None:
    """An entry cannot be read, or gets another key in the next version, and documents that cite it break."""
    entries = bibliography(cited(figure_id, "bibtex")).entries
    assert list(entries) == ["breitbart-2015-04-06", f"syria-april-2015-figures.{figure_id}"]
    article, data = entries.values()
    assert (article.type, article.fields["year"], article.fields["month"]) == ("misc", "2015", "April")
    assert "author" not in article.persons
    assert [str(person) for person in data.persons["author"]] == ["{The syria-april-2015-figures contributors}"]


@every_figure
def test_csl_json_has_the_shape_of_csl(figure_id: str) -> None:
    """A reference manager refuses the file or drops a field that CSL does not know."""
    for item in json.loads(cited(figure_id, "csl-json")):
        assert set(item) <= CSL_PROPERTIES
        assert item["type"] in CSL_TYPES
        assert all(set(name) == {"literal"} for name in item.get("author", []))
        [parts] = item["issued"]["date-parts"]
        datetime.date(*parts)
        assert not {"accessed"} & set(item)


def test_several_figures_share_the_entry_of_their_article() -> None:
    """Nine citations in one bibliography hold the article nine times, under one key."""
    every = [CITATIONS.figure(figure_id) for figure_id in FIGURES]
    assert len(bibliography(written(every, "bibtex")).entries) == len(FIGURES) + 1
    assert len(json.loads(written(every, "csl-json"))) == len(FIGURES) + 1


# The files that cite the package


def test_citation_bib_is_what_the_descriptor_says() -> None:
    """The version is raised, and citation.bib still cites the one before."""
    package = CURATED.package
    text = (HOME / "citation.bib").read_text("utf-8")
    assert text == written([CITATIONS.package()], "bibtex") + "\n"
    fields = bibliography(text).entries[package.name].fields
    created = datetime.date.fromisoformat(package.raw["created"][:10])
    assert package.version in fields["howpublished"]
    assert (fields["year"], fields["month"], fields["day"]) == (
        str(created.year),
        phrases.MONTHS[created.month - 1],
        str(created.day),
    )


def test_citation_cff_is_what_the_package_says() -> None:
    """CITATION.cff cites another version, day, title, licence or article than the package itself."""
    package, article = CURATED.package, CURATED.by_key("sources")["breitbart-2015-04-06"]
    cff = yaml.safe_load((HOME / "CITATION.cff").read_text("utf-8"))
    [reference] = cff["references"]
    assert cff["title"] == package.raw["title"]
    assert cff["version"] == package.version
    assert cff["date-released"].isoformat() == package.raw["created"][:10]
    assert cff["authors"] == [{"name": each["title"]} for each in package.raw["contributors"]]
    assert cff["license"] == package.raw["licenses"][0]["name"]
    assert cff["keywords"] == package.raw["keywords"]
    assert cff.get("url") == package.raw.get("homepage")
    assert (reference["title"], reference["url"]) == (article["title"], article["url"])
    assert reference["date-published"] == article["published_on"]
    assert phrases.day(article["accessed_on"]) in reference["notes"]


# The command


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a user sees of ``scripts/cite.py``."""
    command = [sys.executable, str(CITE), *arguments]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env={**os.environ, **environment}
    )


def test_command_prints_the_citation() -> None:
    """The options of the command do not reach the templates."""
    assert run("war-deaths", "--style", "apa").stdout == cited("war-deaths", "apa") + "\n"
    assert run("--package", "--style", "csl-json").stdout == written([CITATIONS.package()], "csl-json") + "\n"
    original = written(CITATIONS.original("war-deaths"), "text") + "\n"
    assert run("war-deaths", "--original", "--data", str(HOME)).stdout == original


def test_list_shows_every_figure() -> None:
    """A figure cannot be found by who does not know its id."""
    lines = run("--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(FIGURES)
    assert "prisons-releasing           at least 3 prisons releasing prisoners, Damascus" in lines


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["yarmuk-control"], 'There is no figure "yarmuk-control". Nearest: yarmouk-control'),
        ([], "Name a figure, or give --package"),
        (["--original"], "Name a figure, or give --package"),
        (["war-deaths", "--package"], "Give --package alone"),
        (["war-deaths", "--style", "mla"], "'mla' is not one of 'text'"),
        (["war-deaths", "--data", "nowhere"], "There is no datapackage.json in nowhere"),
    ],
)
def test_what_cannot_be_cited_is_said(arguments: list[str], message: str) -> None:
    """A wrong call prints a traceback, or something on standard output that is pasted as a citation."""
    result = run(*arguments)
    assert result.returncode == 2
    assert message in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert not result.stdout


def test_english_and_utf_8_in_any_locale() -> None:
    """A citation has French months, or loses its quotation marks, on the machine of someone else."""
    for locale in ("C", "fr_FR.UTF-8", "ar_SY.ISO-8859-6"):
        result = run("war-deaths", LC_ALL=locale, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
        assert result.stdout == cited("war-deaths", "text") + "\n"


def test_starts_without_pandas() -> None:
    """Citing takes seconds, as a library that it does not need is loaded first."""
    code = (
        "import runpy, sys\n"
        f"sys.path.insert(0, {str(CITE.parent)!r}); sys.argv = ['cite.py', *{{arguments}}]\n"
        "try:\n    runpy.run_path(sys.path[0] + '/cite.py', run_name='__main__')\n"
        "except SystemExit as leaving:\n    assert not leaving.code, leaving.code\n"
        "print({'pandas', 'numpy', 'frictionless', 'pandera', 'matplotlib'} & set(sys.modules), file=sys.stderr)\n"
    )
    for arguments in (["--list"], ["war-deaths", "--style", "csl-json"], ["--package"]):
        script = code.replace("{arguments}", repr(arguments))
        result = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
        assert result.stderr.strip() == "set()"
