"""The rules across columns and tables: for each of them a broken copy, and the place and words of what is found.

A case changes cells of the package as it is, by table, key and column, to values that types, codes and keys allow, and
says which cell is to blame. Two more tests hold that no rule is without a case, and that the rules find nothing in the
package as it is. What the words of the article prove is in test_proof.
"""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

import pandas as pd
import pytest
from syria_figures.descriptor import HOME, read_package
from syria_figures.findings import Finding
from syria_figures.frames import typed
from syria_figures.rules import RULES, check
from syria_figures.rules.engine import Rule
from syria_figures.rules.names import an_id_tells_the_name, the_definition_tells_the_theme
from syria_figures.tables import HEADER_ROWS, Row, load_curated, text_of, value_of

Cell = tuple[str, str, str]  # table, key (of several columns: with ; between), column

CURATED = load_curated(read_package(HOME))

WAR, CONTROL, CLASHES, PRISONERS = "war-deaths", "yarmouk-control", "yarmouk-clash-deaths", "prisoners-released"
CIVILIANS, WOMEN = "yarmouk-civilians-assisted", "yarmouk-women-assisted"
TEN_WORDS = "at least two hundred and twenty or so thousand people"


def broken(edits: dict[Cell, str]) -> list[Finding]:
    """What the rules find in the package with some cells changed."""
    rows = deepcopy(CURATED.rows)
    for (table, key, column), text in edits.items():
        field = next(field for field in CURATED.package.tables[table].fields if field.name == column)
        rows[table][index_of(table, key)][column] = value_of(field, text)
    frames = {name: typed(CURATED.package.tables[name], cells) for name, cells in rows.items()}
    return check(CURATED.package, frames)


def index_of(table: str, key: str) -> int:
    """The place of a row among the rows of its table, by its key."""
    names = CURATED.package.tables[table].primary_key
    keys = [";".join(str(row[name]) for name in names) for row in CURATED.rows[table]]
    return keys.index(key)


def row_of(table: str, key: str) -> Row:
    """A row of the package as it is."""
    return CURATED.rows[table][index_of(table, key)]


# Each case: the cells that are changed, the cell that is to blame, and how the problem begins or a part of it.
Case = tuple[dict[Cell, str], Cell, str]


def one(table: str, key: str, column: str, value: str, words: str) -> Case:
    """A case where the changed cell is itself to blame."""
    return {(table, key, column): value}, (table, key, column), words


def ranged(table: str, key: str, value_high: str, words: str) -> Case:
    """A case with an upper value that a range may have."""
    edits = {(table, key, "quantifier"): "between", (table, key, "value_high"): value_high}
    return edits, (table, key, "value_high"), words


def doubled(table: str, key: str, other: str) -> Case:
    """A case where a row says under its own key all that another one says."""
    names = [field.name for field in CURATED.package.tables[table].fields]
    own = CURATED.package.tables[table].primary_key[0]
    edits = {(table, key, name): text_of(row_of(table, other)[name]) for name in names if name != own}
    return edits, (table, key, own), "Another row says all the same under another key"


def values(table: str, counts: str, percent: str) -> list[Case]:
    """The cases of a value with its hedge, in a row that counts and in one that gives a percentage."""
    return [
        one(table, percent, "value", "", "has the value"),
        one(table, percent, "value_high", "95", "The upper value does not fit the quantifier"),
        ranged(table, percent, "90", "The upper value does not fit the quantifier between"),
        one(table, counts, "value", "26.5", "is no whole number"),
        ranged(table, counts, "30.5", "is no whole number"),
        one(table, percent, "value", "190", "A percentage is above 100"),
        ranged(table, percent, "190", "A percentage is above 100"),
        one(table, counts, "value_text", TEN_WORDS, "The words of the value are more than a few"),
        one(table, counts, "value_text", "at least 26.", "or a whole sentence"),
    ]


FIGURES: list[Case] = [
    *values("figures", CLASHES, CONTROL),
    one("figures", PRISONERS, "period_start", "2015-03-28", "The period starts after its end, 2015-03-27"),
    one("figures", CLASHES, "period_end", "2015-04-07", "The period ends after its source was published"),
    one("figures", WAR, "period_start", "2015-04-01", "nothing is said of a start"),
    one("figures", WAR, "period_end", "2015-04-05", "the end is not the day of publication"),
    one("figures", WAR, "unit", "prisons", "The unit prisons is not that of the indicator killed"),
    one("figures", CONTROL, "source_id", "upi-2015-04-05", "No text of upi-2015-04-05 is at the base of figures"),
    one(
        *("other_numbers", "breitbart-2015-04-06;221", "source_id", "upi-2015-04-05"),
        "No text of upi-2015-04-05 is at the base of figures",
    ),
    one("figures", CONTROL, "actor_ids", "isis;nobody", "an actor that is not in actors.csv"),
    one("figures", CONTROL, "actor_ids", "isis;al-nusra", "not in code point order"),
    one("figures", CONTROL, "actor_ids", "isis;isis", "one stands twice"),
    one("figures", CIVILIANS, "part_of", WOMEN, "a part of itself"),
    one("figures", CIVILIANS, "part_of", CIVILIANS, "a part of itself"),
    one("figures", WOMEN, "value", "80", f"The parts of {CIVILIANS} add up to more than it"),
    one("figures", WOMEN, "counted", "children", f"Another part of {CIVILIANS} counts children as well"),
    *(
        one("figures", WOMEN, column, value, f"A part has another {column} than its whole, {CIVILIANS}")
        for column, value in {
            "indicator_id": "killed",
            "unit": "prisons",
            "place_id": "damascus",
            "period_start": "2015-04-01",
            "period_end": "2015-04-05",
            "period_basis": "inferred",
            "claimant_id": "sohr",
            "actor_ids": "isis",
            "source_id": "sohr-2015-03-15",
        }.items()
    ),
]

NAMES: list[Case] = [
    one("actors", "upi", "actor_id", "another", "No figure, comparison, source or other actor uses this row"),
    one("places", "tadamon", "place_id", "another", "No figure, comparison or other place uses this row"),
    one("indicators", "killed", "indicator_id", "another", "No figure uses this row"),
    one("wordings", "actors;isis;ISIS", "row_id", "nobody", "There is no such row in actors"),
    one("wordings", "actors;isis;ISIS", "wording", "UNRWA", "The name UNRWA belongs to another row of actors"),
    one("wordings", "actors;isis;ISIS", "wording", "unrwa", "belongs to another row of actors"),
    (
        {("wordings", "actors;isis;ISIS", "wording"): "UNRWA", ("wordings", "actors;isis;ISIS", "language"): "fr"},
        ("wordings", "actors;isis;ISIS", "wording"),
        "The name UNRWA belongs to another row of actors",
    ),
    one("actors", "un", "part_of", "unrwa", "a part of itself"),
    one("places", "damascus", "part_of", "yarmouk", "a part of itself"),
    one("places", "damascus", "part_of", "", "A place of the kind city has part_of"),
    one("places", "damascus", "part_of", "tadamon", "A place of the kind city is a part of tadamon"),
    one("places", "yarmouk", "location_code", "LBN", "It is not the country of damascus"),
    one("places", "yarmouk", "admin1_name", "Homs", "It is not that of damascus"),
    one("places", "yarmouk", "admin1_code", "SY02", "It is not that of damascus"),
    one("places", "damascus", "admin1_code", "", "one without the other"),
    one("places", "yarmouk", "longitude", "", "Latitude and longitude stand one without the other"),
    one("actors", "unrwa", "kind", "ngo", "It is a ngo, but un, of which it is a part, is not"),
    (
        {("actors", "sohr", "kind"): "un_body"},
        ("actors", "sohr", "part_of"),
        "There is more than one outermost UN body",
    ),
    *(
        ({("actors", key, column): cell}, ("actors", key, "actor_id"), "not made of words or initials of the name")
        for key, column, cell in (
            ("almasryalyoum", "name", "Alwasat News"),
            ("sana", "abbreviation", "SNA"),
        )
    ),
    one("wordings", "actors;al-nusra;al-Nusra Front", "wording", "ISIS", "It is the name of another row of actors"),
    one("wordings", "places;yarmouk;Yarmouk Palestinian refugee camp", "wording", "Syria", "the name of another row"),
    one("indicators", "killed", "theme", "yarmouk_civilians", "Unit and definition do not tell of"),
    one("indicators", "territory_controlled", "theme", "deaths", "Unit and definition do not tell of"),
    one("indicators", "residents_fled", "theme", "deaths", "Unit and definition do not tell of"),
]

SOURCES: list[Case] = [
    one("sources", "breitbart-2015-04-06", "url", "https://www.breitbart.com/2015/04/06/", "does not name its address"),
    one("sources", "upi-2015-04-05", "source_id", "another", "No figure, comparison or caveat uses this row"),
    one("sources", "upi-2015-04-05", "published_on", "", "The day is  and its basis stated"),
    one("sources", "upi-2015-04-05", "accessed_on", "2015-04-01", "The page was read before it was published"),
    one("sources", "upi-2015-04-05", "accessed_on", "2999-01-01", "The page was read after the package was made"),
    one("sources", "breitbart-2015-04-06", "text_characters", "", "one without the other"),
    one("sources", "breitbart-2015-04-06", "text_sha256", "", "Figures come from this text and it has no SHA-256"),
    one("sources", "upi-2015-04-05", "published_on", "2015-04-06", "The id upi-2015-04-05 ends in another day"),
    one("sources", "un-press-2014-12-15", "publisher_id", "activists", "The publisher activists has no name"),
    (
        {("sources", "breitbart-2015-04-06", "published_on"): "2015-05-07"},
        ("sources", "breitbart-2015-04-06", "published_basis"),
        "The day 2015-05-07 rests on the address",
    ),
    one("sources", "breitbart-2015-04-06", "published_basis", "inferred", "the address carries a day"),
    (
        {("sources", "un-press-2014-12-15", "publisher_id"): "upi"},
        ("sources", "un-press-2014-12-15", "kind"),
        "official_statement is what un_body or government publishes, but the publisher upi is neither",
    ),
    (
        {("sources", "npr-yarmouk-seized", "publisher_id"): "unrwa"},
        ("sources", "npr-yarmouk-seized", "kind"),
        "broadcast is what media publishes, but the publisher unrwa is neither",
    ),
]

COMPARISONS: list[Case] = [
    *values("comparisons", "K1", "C1"),
    one("comparisons", "K1", "period_start", "2015-04-06", "The period starts after its end"),
    one("comparisons", "K1", "period_end", "2015-04-06", "The period ends after its source was published"),
    one("comparisons", "C1", "period_start", "2015-04-01", "nothing is said of a start"),
    one("comparisons", "C1", "period_end", "2015-04-03", "the end is not the day of publication"),
    one("comparisons", "C1", "unit", "persons", f"The unit persons is not that of the figure {CONTROL}"),
    one("comparisons", "C1", "value", "91", f"republished has another value than its figure {CONTROL}"),
    one("comparisons", "C1", "relation", "primary_source", "was not published by the claimant sohr"),
    (
        {("comparisons", "U4", "value"): "50"},
        ("comparisons", "U4", "relation"),
        f"It agrees with the figure {CIVILIANS}, but the two cannot both hold",
    ),
    one("comparisons", "C1", "value_text", "over 90%", "The words read otherwise"),
    one("comparisons", "C1", "value", "95", "The words “90% of the Yarmouk camp” read otherwise"),
    one("comparisons", "C1", "quantifier", "more_than", "The words “90% of the Yarmouk camp” read otherwise"),
    one("comparisons", "C1", "unit", "persons", "The words “90% of the Yarmouk camp” read otherwise"),
    ranged("comparisons", "C1", "95", "The words “90% of the Yarmouk camp” read otherwise"),
    one("comparisons", "C1", "value_text", "many of the camp", "The words read otherwise"),
    one("comparisons", "C1", "source_id", "breitbart-2015-04-06", "comes from this source itself"),
    one("comparisons", "C1", "value_language", "ar", "is in another language"),
    one("comparisons", "U1", "relation", "republished", "by the claimant unrwa or a part of it"),
    one("comparisons", "C1", "comparability", "narrower", "counts something else"),
    (
        {
            ("comparisons", "C5", "value"): "90",
            ("comparisons", "C5", "comparability"): "same",
        },
        ("comparisons", "C5", "relation"),
        f"It differs, but has the value of its figure {CONTROL}",
    ),
    (
        {("comparisons", "K7", "period_end"): "2015-04-06"},
        ("comparisons", "K7", "relation"),
        f"the very period of its figure {CLASHES}",
    ),
    one("comparisons", "K3", "period_end", "2015-04-07", "is of a day after its figure"),
    (
        {("comparisons", "K1", "period_start"): "2015-03-20", ("comparisons", "K1", "period_end"): "2015-03-25"},
        ("comparisons", "K1", "period_start"),
        f"has no day in common with its figure {CLASHES}",
    ),
    one("comparisons", "K3", "period_end", "2999-01-01", "The period ends after the page was read"),
    *(
        one("comparisons", "U1w", column, value, f"the whole of {WOMEN} has another {column}")
        for column, value in {
            "relation": "republished",
            "place_id": "syria",
            "period_start": "2015-04-03",
            "period_end": "2015-04-03",
            "period_basis": "inferred",
            "claimant_id": "sohr",
        }.items()
    ),
    one("comparisons", "C3", "claimant_id", "unrwa", f"It is republished, but {CONTROL} has another claimant"),
    one("comparisons", "C3", "relation", "agrees", f"It agrees with {CONTROL}, but has the same claimant"),
    one(
        "comparisons",
        "D1",
        "place_id",
        "yarmouk",
        "Its comparability is same, but yarmouk does not go with the place of war-deaths",
    ),
    (
        {("caveats", f"{CIVILIANS}-contradicted", "comparison_ids"): "U1;U2;U3"},
        ("comparisons", "U4", "place_id"),
        "Its comparability is same, but outside-yarmouk does not go with the place",
    ),
    one(
        "comparisons", "K5", "place_id", "syria", "Its comparability is narrower, but syria does not go with the place"
    ),
    one(
        "comparisons",
        "P1",
        "place_id",
        "yarmouk",
        "Its comparability is broader, but yarmouk does not go with the place",
    ),
    one(
        "comparisons",
        "K7",
        "comparability",
        "narrower",
        f"It is narrower, but most of what counts “people killed in the fighting” beside {CLASHES} at yarmouk is not",
    ),
    one("comparisons", "C9", "comparison_id", "C99", "There is no C98 before it"),
    one("comparisons", "C9", "comparison_id", "C09", "Its number begins with 0"),
    one("comparisons", "E8", "comparison_id", "E9", "There is no E8 before it"),
    one("comparisons", "D14", "comparison_id", "D15", "CHANGELOG.md lists it as the id of no row"),
    one("comparisons", "K11", "comparison_id", "K1l", "It ends in l, but its figure is no part of another"),
    one("comparisons", "U6c", "comparison_id", "U7c", "There is no U7, of which it would tell a part"),
    one("comparisons", "K9", "figure_id", "yarmouk-residents-fled", "Comparisons whose ids have the letters of"),
    one("comparisons", "U6", "figure_id", WOMEN, "Comparisons whose ids have the letters of"),
    (
        {("comparisons", "U6c", "comparison_id"): "D6c"},
        ("comparisons", "U6c", "figure_id"),
        "Comparisons whose ids have the letters of",
    ),
]

CAVEATS: list[Case] = [
    one("caveats", "prisoners-released-unmatched", "comparison_ids", "", "The caveat has no evidence"),
    one("caveats", "prisoners-released-unmatched", "comparison_ids", "P1;P9", "a row that is not in comparisons.csv"),
    one("caveats", "prisoners-released-unmatched", "comparison_ids", "P2;P1", "not in code point order"),
    one("caveats", "article-unmatched-unrwa-plea", "source_ids", "nowhere", "a row that is not in sources.csv"),
    one("caveats", "article-unmatched-unrwa-plea", "source_ids", "upi-2015-04-05;upi-2015-04-05", "one stands twice"),
    one("caveats", "prisoners-released-unmatched", "comparison_ids", "K1", "a comparison of another figure than"),
    one("caveats", "prisoners-released-unmatched", "caveat_id", "another", "does not begin with the figure"),
    one("caveats", "article-unmatched-unrwa-plea", "caveat_id", "another", "does not begin with the figure"),
    one("caveats", "article-contradicted-year-of-war", "kind", "incomplete", "tells another kind than incomplete"),
    one(
        "caveats",
        "prisons-releasing-unmatched",
        "source_ids",
        "al-hayat-release-before-forum;upi-2015-04-05",
        "The caveat names neither the publisher nor the claimant of upi-2015-04-05",
    ),
    one(
        "caveats",
        f"{CIVILIANS}-incomplete-others",
        "source_ids",
        "unrwa-2015-04-05",
        "The caveat does not say the day of unrwa-2015-04-05",
    ),
    one(
        "caveats",
        "prisoners-released-contested",
        "source_ids",
        "al-hayat-683-released",
        "It names al-hayat-683-released, the page of a comparison",
    ),
    one(
        "caveats",
        f"{CIVILIANS}-incomplete-others",
        "comparison_ids",
        "U1;U1c;U6c",
        "The caveat names neither the publisher nor the claimant of U6c",
    ),
    (
        {("caveats", "yarmouk-residents-fled-contested", "comparison_ids"): "E3;E6"},
        ("caveats", "yarmouk-residents-fled-contested", "caveat"),
        "It names SANA, Syrian state news agency, but no page of theirs",
    ),
    *(
        one("caveats", "war-deaths-unattributed", "caveat", f"The article says {words}.", f"It says {said}, which")
        for words, said in {
            "221,000 people": "221,000",
            "215,518 on 16 March 2015": "16 March 2015",
            "215,518 on March 16, 2015": "March 16, 2015",
            "over 220,000 in May 2015": "May 2015",
        }.items()
    ),
    (
        {("caveats", "war-deaths-unattributed", "comparison_ids"): "D1;D11;D2;D9"},
        ("caveats", "war-deaths-unattributed", "caveat"),
        "215,518",
    ),
    (
        {("figures", WAR, "claimant_id"): "sohr"},
        ("caveats", "war-deaths-unattributed", "kind"),
        "It is unattributed, but the figure war-deaths has a claimant",
    ),
    (
        {("comparisons", "P1", "relation"): "agrees"},
        ("caveats", "prisoners-released-unmatched", "kind"),
        "It is unmatched, but comparisons carry or support",
    ),
    (
        {("comparisons", "C2", "claimant_id"): "unrwa"},
        ("caveats", "yarmouk-control-single-claimant", "kind"),
        "do not go back to one claimant",
    ),
    (
        {("caveats", "yarmouk-control-contested", "comparison_ids"): "C1"},
        ("caveats", "yarmouk-control-contested", "kind"),
        "It is contested, but names no comparison that differs",
    ),
    (
        {("caveats", "yarmouk-women-assisted-contradicted", "comparison_ids"): "U6c"},
        ("caveats", "yarmouk-women-assisted-contradicted", "kind"),
        "It is contradicted, but names no primary source",
    ),
]

DOUBLED: list[Case] = [
    doubled("figures", WOMEN, "yarmouk-children-assisted"),
    doubled("provenance", f"{WOMEN}.value.1", f"{WOMEN}.place.2"),
    doubled("comparisons", "C2", "C1"),
    doubled("caveats", "yarmouk-clash-deaths-unattributed", "war-deaths-unattributed"),
]

NUMBER = "breitbart-2015-04-06;274"
QUOTES: list[Case] = [
    one("other_numbers", NUMBER, "end", "287", "there is no room for exactly these words"),
    one("other_numbers", NUMBER, "exact", "three " * 8 + "groups", "More than 8 words are quoted"),
]

CASES = QUOTES + DOUBLED + FIGURES + NAMES + SOURCES + COMPARISONS + CAVEATS


def name_of(case: object) -> str | None:
    """The name of a case in the output of pytest: its first changed cell."""
    return " ".join(next(iter(case))) if isinstance(case, dict) else None


def test_the_package_keeps_all_rules() -> None:
    """A rule that is too strict would name a cell that is right."""
    assert broken({}) == []


def test_what_others_may_well_publish_keeps_all_rules() -> None:
    """A rule that fits the rows of today would refuse the next page, and have its number bent to the figure's."""
    names_no_one = {("comparisons", "C11", "claimant_id"): ""}
    another_number_for_a_part = {
        ("comparisons", "U2w", "value"): "44",
        ("comparisons", "U2w", "value_text"): "44 women",
        ("comparisons", "U2w", "relation"): "differs",
    }
    counted_in_another_place = {("comparisons", "P2", "comparability"): "other_method"}
    for edits in (names_no_one, another_number_for_a_part, counted_in_another_place):
        assert broken(edits) == []


@pytest.mark.parametrize(
    "caveat",
    [
        "The article says 220 thousand.",
        "UN News, March 2015, may give more than 200,000.",
        "OCHA (April 24, 2015) gives the same; two other pages give none in a first report.",
        "The Observatory gave 215,518 on 15 March 2015 and 220,271 until April 15.",
    ],
)
def test_a_number_of_the_evidence_may_be_written_otherwise(caveat: str) -> None:
    """A caveat that says what its evidence says, in the order or the unit of its own sentence, is refused."""
    found = broken({("caveats", "war-deaths-unattributed", "caveat"): caveat})
    assert [finding for finding in found if finding.column == "caveat"] == []


@pytest.mark.parametrize(
    "caveat",
    [
        "The article says 220,000; OCHA, UN News and the Syrian Observatory for Human Rights say so too.",
        "The article says 220,000; so does the United Nations, and so does SOHR.",
    ],
)
def test_who_speaks_may_be_named_in_many_ways(caveat: str) -> None:
    """A caveat that names a page by an abbreviation, a wording or the body of which it is a part is refused."""
    found = broken({("caveats", "war-deaths-unattributed", "caveat"): caveat})
    assert [finding for finding in found if finding.column == "comparison_ids"] == []


def test_ids_of_a_package_from_elsewhere_may_have_gaps(package_copy: Path) -> None:
    """A package that comes without its changelog is refused for a comparison that was taken out of it."""
    rows = {**CURATED.rows, "comparisons": [row for row in CURATED.rows["comparisons"] if row["figure_id"] != WAR]}
    package = read_package(package_copy)
    frames = {name: typed(package.tables[name], cells) for name, cells in rows.items()}
    found = [finding for finding in check(package, frames) if finding.column == "comparison_id"]
    assert found == []


@pytest.mark.parametrize(
    ("own", "name", "abbreviation"),
    [
        ("medecins-sans-frontieres", "Médecins Sans Frontières", None),
        ("icrc", "International Committee of the Red Cross", None),
        ("turkiye", "Türkiye", None),
        ("daraa-council", "Dar'aa Council", None),
        ("white-helmets", "Syria Civil Defence", "White Helmets"),
    ],
)
def test_an_id_may_be_plain_letters_of_a_name(own: str, name: str, abbreviation: str | None) -> None:
    """An id, which has no accents, is refused because its name has some."""
    row = {"actor_id": own, "name": name, "abbreviation": abbreviation}
    assert an_id_tells_the_name({"actors": pd.DataFrame([row], dtype="string")}).all()


@pytest.mark.parametrize(
    ("theme", "unit", "definition"),
    [
        ("deaths", "persons", "People who died in prison."),
        ("prisoners_released", "persons", "Detainees freed by those who held them."),
        ("yarmouk_civilians", "persons", "Residents, imprisoned or not, who fled."),
        ("yarmouk_civilians", "percent", "Share of the residents who left."),
    ],
)
def test_a_definition_tells_its_theme_in_many_ways(theme: str, unit: str, definition: str) -> None:
    """An indicator that is kept under the right theme is refused for its words."""
    row = {"theme": theme, "unit": unit, "definition": definition}
    assert the_definition_tells_the_theme({"indicators": pd.DataFrame([row], dtype="string")}).all()


@pytest.mark.parametrize(("most", "exceeded"), [("62", True), ("63", False)])
def test_parts_of_a_range_may_reach_its_upper_end(most: str, exceeded: bool) -> None:
    """Parts of 63 would be too many for "between 50 and 94", or of 63 not too many for "between 50 and 62"."""
    edits = {("figures", CIVILIANS, "value"): "50", ("figures", CIVILIANS, "value_high"): most}
    found = broken({**edits, ("figures", CIVILIANS, "quantifier"): "between"})
    assert any("add up to more than it" in each.problem for each in found) is exceeded


@pytest.mark.parametrize(("edits", "blamed", "words"), CASES, ids=name_of)
def test_a_broken_rule_names_the_cell(edits: dict[Cell, str], blamed: Cell, words: str) -> None:
    """A mistake across columns or tables would pass, or send whoever mends it to another cell."""
    table, key, column = blamed
    row = index_of(table, key) + HEADER_ROWS + 1
    here = [
        finding
        for finding in found_in(edits)
        if (finding.file, finding.row, finding.column) == (f"data/{table}.csv", row, column)
    ]
    assert [finding for finding in here if words in finding.problem], here
    assert all(finding.cell == edits.get(blamed, finding.cell) for finding in here)
    assert all(re.fullmatch(r"[A-Z].*[a-z.)]", finding.mend) for finding in here)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.table} {rule.column} {rule.problem}")
def test_each_rule_has_a_case(rule: Rule) -> None:
    """A rule that never fires would give a false sense of safety; a new one comes with the copy that it catches."""
    template = re.escape(rule.problem)
    pattern = re.compile(re.sub(r"\\{\w+\\}", ".*", template))
    for edits, (table, _, column), words in CASES:
        if (rule.table, rule.column) == (table, column) and any(
            pattern.fullmatch(finding.problem) and words in finding.problem for finding in found_in(edits)
        ):
            return
    pytest.fail("no case breaks this rule")


FOUND: dict[str, list[Finding]] = {}


def found_in(edits: dict[Cell, str]) -> list[Finding]:
    """What the rules find with these cells changed; looked for once."""
    if str(edits) not in FOUND:
        FOUND[str(edits)] = broken(edits)
    return FOUND[str(edits)]
