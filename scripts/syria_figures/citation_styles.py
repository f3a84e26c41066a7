"""Citations written in the style of a house: plain text to paste, and entries for reference managers.

Sources of the rules: APA Publication Manual (7th ed.), secondary sources and works without an author; Chicago Manual of
Style (17th and 18th ed.), notes and bibliography, where the outlet stands for an author who is not named; United
Nations Editorial Manual, footnotes to outside sources; BibTeX and biblatex, which both know ``@misc``; CSL-JSON of
CSL 1.0.2. Plain text holds no italics, so the headings name what to set in them.

The day on which a stored copy was read stands in words and never as a date of access (``urldate``, ``accessed``), for
the page behind the address was not opened.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from . import phrases
from .citation import Citation, Citations, DataSet, Work
from .tables import load_curated

if TYPE_CHECKING:  # it stands on pandas, which no citation needs
    from .making import Contents, Context

Item = dict[str, Any]

CITATION = "citation.bib"
NO_ADDRESS = "no public address yet"
NO_CAVEATS = ("None is recorded.",)
SHORT_TITLE_WORDS = 4
LONG_WORD = 5
SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "nor", "of", "on", "or", "the", "to", "with")
)
# Sentence case needs to know which words are names. A new title with another name needs it here.
NAMES = frozenset(("Damascus", "Moscow", "Palestinian", "Syria", "Syrian", "Yarmouk", *phrases.MONTHS))
CSL_TYPES = {
    "news_article": "article-newspaper",
    "wire_copy": "article-newspaper",
    "official_statement": "report",
    "ngo_report": "report",
    "broadcast": "broadcast",
    "reference": "webpage",
}
BIBTEX_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "“": "``", "”": "''", "‘": "`", "’": "'", "–": "--", "—": "---", "…": r"\ldots{}", "\u00a0": "~",
}  # fmt: skip


def written(citations: Sequence[Citation], style: str) -> str:
    """Citations in a style, one of ``STYLES``, without a line end at the end."""
    return STYLES[style](citations)


def make_citation(context: Context) -> Contents:
    """The file that cites the package, for BibTeX."""
    citations = Citations(load_curated(context.package))
    return {CITATION: f"{written([citations.package()], 'bibtex')}\n".encode()}


# Plain text


def _text(citation: Citation) -> list[str]:
    source, data = f"{citation_of(citation, _reference)}.", f"{_data_reference(citation)}."
    if not citation.item:
        body = [f"Data: {data}", f"Source of the figures: {source}"]
    else:
        body = [citation.sentence, f"Source: {source}", f"Data: {data}"]
    if citation.note:
        body.append(f"Note: {citation.note}")
    return [*body, _section("Caveats:", _bullets(citation))]


def _footnote(citation: Citation) -> list[str]:
    source, data = f"{citation_of(citation, _reference)}.", f"{_data_reference(citation)}."
    caveats = f"Caveats. {' '.join(citation.caveats or NO_CAVEATS)}"
    if not citation.item:
        return [_section("Footnote", [f"{data} Source of the figures: {source} {caveats}"])]
    note = f" Note: {citation.note}" if citation.note else ""
    return [
        _section("In the text", [citation.sentence]),
        _section("Footnote", [f"{source} Data: {data}{note} {caveats}"]),
    ]


def _apa(citation: Citation) -> list[str]:
    data_set, works = citation.data_set, citation.works
    cited_data = f"({data_set.creators}, {_year(data_set.on)}{_item(citation)})"
    in_text = [cited_data]
    if citation.item:
        cited = [("as cited in " if citation.claimant else "") + _apa_in_text(work) for work in works]
        in_text = [citation.sentence_citing(*cited), f"For the data set: {cited_data}."]
    italics = [_sentence_case(work.title) if work.issued_by_publisher else work.publisher for work in works]
    return [
        _section("In the text", in_text),
        _section(
            f"References ({_in_italics([*italics, 'the title of the data set'])})",
            _in_order([*map(_apa_reference, works), _apa_data(data_set)]),
        ),
        *_after(citation),
    ]


def _chicago(citation: Citation) -> list[str]:
    data_set = citation.data_set
    notes = [f"{citation_of(citation, _chicago_note)}.", f"{_chicago_data_note(citation)}."]
    address = data_set.homepage or _capital(NO_ADDRESS)
    data = (
        f"{data_set.creators}. “{_headline_case(data_set.title)}.” "
        f"Data set, version {data_set.version}, {_us_day(data_set.on)}. {address}."
    )
    bibliography = _in_order([*map(_chicago_entry, citation.works), data])
    return [
        *_in_text(citation),
        _section(f"Notes{_outlets(citation)}", notes if citation.item else notes[::-1]),
        _section(f"Bibliography{_outlets(citation)}", bibliography),
        *_after(citation),
    ]


def _un(citation: Citation) -> list[str]:
    data_set = citation.data_set
    data = (
        f"{data_set.creators}, “{_sentence_case(data_set.title)}”, data set, version {data_set.version}, "
        f"{_day(data_set.on)}{_item(citation)}"
    )
    data += f". Available at {data_set.homepage}." if data_set.homepage else f" ({NO_ADDRESS})."
    notes = [f"{citation_of(citation, _un_reference)}.", data]
    return [
        *_in_text(citation),
        _section(f"Footnotes{_outlets(citation)}", notes if citation.item else notes[::-1]),
        *_after(citation),
    ]


def _pasted(style: Callable[[Citation], list[str]]) -> Callable[[Sequence[Citation]], str]:
    """A style of plain text: paragraphs with a blank line between, a remark before them."""

    def write(citations: Sequence[Citation]) -> str:
        return "\n\n".join("\n\n".join([*filter(None, [citation.remark]), *style(citation)]) for citation in citations)

    return write


def _in_text(citation: Citation) -> list[str]:
    return [_section("In the text", [citation.sentence])] if citation.item else []


def _after(citation: Citation) -> list[str]:
    note = [_section("Note", [citation.note])] if citation.note else []
    return [*note, _section("Caveats", _bullets(citation))]


def _section(heading: str, lines: Iterable[str]) -> str:
    return "\n".join((heading, *lines))


def _bullets(citation: Citation) -> list[str]:
    return [f"- {caveat}" for caveat in citation.caveats or NO_CAVEATS]


def _in_order(references: Iterable[str]) -> list[str]:
    """References in the order of the alphabet, letter by letter, a "The" at the beginning aside."""
    return sorted(references, key=lambda each: re.sub(r"\W", "", each.casefold().removeprefix("the ")))


def _outlets(citation: Citation) -> str:
    names = dict.fromkeys(work.publisher for work in citation.works if not work.issued_by_publisher)
    return f" ({_in_italics(names)})" if names else ""


def _in_italics(names: Iterable[str]) -> str:
    return f"in italics: {phrases.listed(dict.fromkeys(names))}"


def _item(citation: Citation) -> str:
    return f", {citation.item}" if citation.item else ""


# References


def citation_of(citation: Citation, reference: Callable[[Work], str]) -> str:
    """What was read, and whoever it names as cited in it."""
    prefix = f"{citation.claimant}, as cited in " if citation.claimant else ""
    return prefix + "; ".join(map(reference, citation.works))


def _reference(work: Work) -> str:
    named = _named(work, f"“{work.title}”,")
    return f"{named} {work.published}, {work.url} ({_read(work)})"


def _data_reference(citation: Citation) -> str:
    data_set = citation.data_set
    return (
        f"{data_set.creators}, {data_set.title}, data set, version {data_set.version}, {_day(data_set.on)}"
        f"{_item(citation)}" + (f", {data_set.homepage}" if data_set.homepage else f" ({NO_ADDRESS})")
    )


def _un_reference(work: Work) -> str:
    named = _named(work, f"“{_sentence_case(work.title)}”,")
    return f"{named} {work.published}. Available at {work.url} ({_read(work)})"


def _chicago_note(work: Work) -> str:
    read = _us_read(work)
    named = _named(work, f"“{_headline_case(work.title)},”")
    return f"{named} {_us_day(work.on)}{_inferred(work)}, {work.url} ({read[0].lower()}{read[1:]})"


def _chicago_entry(work: Work) -> str:
    title = f"“{_headline_case(work.title)}.”"
    day = f"{_capital(_us_day(work.on))}{_inferred(work)}".rstrip(".")
    return f"{work.publisher}. {title} {day}. {_us_read(work)}. {work.url}."


def _chicago_data_note(citation: Citation) -> str:
    data_set = citation.data_set
    return (
        f"{data_set.creators}, “{_headline_case(data_set.title)},” data set, version {data_set.version}, "
        f"{_us_day(data_set.on)}{_item(citation)}"
        + (f", {data_set.homepage}" if data_set.homepage else f" ({NO_ADDRESS})")
    )


def _apa_reference(work: Work) -> str:
    title, date = f"{_sentence_case(work.title)} [{_us_read(work)}].", f"({_apa_day(work)})."
    if work.issued_by_publisher:
        return f"{work.publisher}. {date} {title} {work.url}"
    return f"{title} {date} {work.publisher}. {work.url}"


def _apa_in_text(work: Work) -> str:
    if work.issued_by_publisher:
        return f"{work.publisher}, {_year(work.on)}"
    short = " ".join(_headline_case(work.title).split()[:SHORT_TITLE_WORDS]).rstrip(",:;.")
    return f"“{short},” {_year(work.on)}"


def _apa_data(data_set: DataSet) -> str:
    title = re.sub(r"(?<=: )\w", lambda first: first[0].upper(), _sentence_case(data_set.title))
    address = data_set.homepage or f"{_capital(NO_ADDRESS)}."
    return f"{data_set.creators}. ({_year(data_set.on)}). {title} (Version {data_set.version}) [Data set]. {address}"


def _named(work: Work, title: str) -> str:
    """Title and publisher in their order; the title comes with its quotation marks and comma."""
    return f"{work.publisher}, {title}" if work.issued_by_publisher else f"{title} {work.publisher},"


def _read(work: Work) -> str:
    return f"a stored copy was read on {phrases.day(work.read_on)}; the live page was not opened"


def _us_read(work: Work) -> str:
    return f"Stored copy read {_us_day(work.read_on)}; live page not opened"


# Dates and titles


def _day(date: datetime.date | None) -> str:
    return phrases.day(date) if date else "no date"


def _us_day(date: datetime.date | None) -> str:
    return f"{phrases.MONTHS[date.month - 1]} {date.day}, {date.year}" if date else "n.d."


def _apa_day(work: Work) -> str:
    if work.on is None:
        return "n.d."
    return f"{work.on.year}, {phrases.MONTHS[work.on.month - 1]} {work.on.day}{_inferred(work)}"


def _year(date: datetime.date | None) -> str:
    return str(date.year) if date else "n.d."


def _inferred(work: Work) -> str:
    return " [inferred]" if work.on_inferred else ""


def _sentence_case(title: str) -> str:
    """A title with capitals for its first word and for names only; one that is in that case already stays as it is."""
    words = title.split()
    if any(word.islower() and len(word) >= LONG_WORD for word in words):
        return title
    return " ".join([*words[:1], *(word if _is_name(word) else word.lower() for word in words[1:])])


def _is_name(word: str) -> bool:
    bare = re.sub(r"['’]s$", "", word.strip("“”\"'(),.:;?!"))
    return bare in NAMES or not bare[1:].islower()


def _headline_case(title: str) -> str:
    """A title with capitals for all but small words; the first word, also after a colon, has one."""
    words = title.split()
    return " ".join(
        _capital(word) if not index or words[index - 1].endswith(":") or word not in SMALL_WORDS else word
        for index, word in enumerate(words)
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# Entries for reference managers


def _bibtex(citations: Sequence[Citation]) -> str:
    entries: dict[str, str] = {}
    for citation in citations:
        works = {work.key: _bibtex_work(work) for work in citation.works}
        data = {_data_key(citation): _bibtex_data(citation)}
        entries |= {**works, **data} if citation.item else {**data, **works}
    return "\n\n".join(entries.values())


def _bibtex_work(work: Work) -> str:
    who = {"author": _whole(work.publisher)}
    if not work.issued_by_publisher:  # key: what BibTeX sorts and labels by where there is no author
        who = {"key": bibtex_text(work.publisher)}
    # the styles of BibTeX print no day, so the note says it too
    published = f"Published on {phrases.day(work.on)}. " if work.on else ""
    fields = {
        **who,
        "title": _whole(work.title),
        **({} if work.issued_by_publisher else {"howpublished": bibtex_text(work.publisher)}),
        **_bibtex_day(work.on),
        "url": work.url,
        "note": bibtex_text(f"{published}{_stored_copy(work)}"),
    }
    return _entry(work.key, fields)


def _bibtex_data(citation: Citation) -> str:
    data_set = citation.data_set
    published = f"Data set, version {data_set.version}"
    if citation.item:
        published = f"{_capital(citation.item)} of the data set {data_set.title}, version {data_set.version}"
    fields = {
        "author": _whole(data_set.creators),
        "title": _whole(citation.item_title or data_set.title),
        "howpublished": bibtex_text(published),
        **_bibtex_day(data_set.on),
        **({"url": data_set.homepage} if data_set.homepage else {}),
        "note": bibtex_text(_data_note(citation)),
        "annote": bibtex_text(" ".join(citation.caveats or NO_CAVEATS)),
    }
    return _entry(_data_key(citation), fields)


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {text if name == 'month' else f'{{{text}}}'}," for name, text in fields.items() if text]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _whole(text: str) -> str:
    """A name or a title in braces of its own: no style takes it apart or changes its capitals."""
    return f"{{{bibtex_text(text)}}}"


def bibtex_text(text: str) -> str:
    """A text for a BibTeX field: what LaTeX would read as a command is escaped; letters of any script stay."""
    return "".join(BIBTEX_ESCAPES.get(character, character) for character in text)


def _bibtex_day(date: datetime.date | None) -> dict[str, str]:
    if date is None:
        return {}
    return {"year": str(date.year), "month": phrases.MONTHS[date.month - 1][:3].lower(), "day": str(date.day)}


def _csl_json(citations: Sequence[Citation]) -> str:
    items: dict[str, Item] = {}
    for citation in citations:
        works = {work.key: _csl_work(work) for work in citation.works}
        data = {_data_key(citation): _csl_data(citation)}
        items |= {**works, **data} if citation.item else {**data, **works}
    return json.dumps(list(items.values()), ensure_ascii=False, indent=2)


def _csl_work(work: Work) -> Item:
    outlet = {} if work.issued_by_publisher else {"container-title": work.publisher}
    return {
        "id": work.key,
        "type": CSL_TYPES[work.kind],
        **({"author": [{"literal": work.publisher}]} if work.issued_by_publisher else {}),
        "title": work.title,
        **outlet,
        **_csl_day(work.on),
        "URL": work.url,
        "language": work.language,
        "note": _stored_copy(work),
    }


def _csl_data(citation: Citation) -> Item:
    data_set = citation.data_set
    return {
        "id": _data_key(citation),
        "type": "dataset",
        "author": [{"literal": data_set.creators}],
        "title": citation.item_title or data_set.title,
        **({"container-title": data_set.title} if citation.item else {}),
        "version": data_set.version,
        **_csl_day(data_set.on),
        **({"URL": data_set.homepage} if data_set.homepage else {}),
        "language": "en",
        "note": _data_note(citation),
        "annote": " ".join(citation.caveats or NO_CAVEATS),
    }


def _csl_day(date: datetime.date | None) -> Item:
    return {"issued": {"date-parts": [[date.year, date.month, date.day]]}} if date else {}


def _data_key(citation: Citation) -> str:
    return ".".join([citation.data_set.key, *citation.item.split()[1:]])


def _stored_copy(work: Work) -> str:
    """What a reader must know of how the text was read; the day of publication where it is not plainly stated."""
    day = "Date not shown. " if work.on is None else "The day of publication is inferred. " if work.on_inferred else ""
    return f"{day}{_capital(_read(work))}."


def _data_note(citation: Citation) -> str:
    cited = [f"{citation.claimant}, as cited in {work.publisher}, {work.published}." for work in citation.works]
    return " ".join(
        filter(
            None,
            [
                citation.remark,
                citation.sentence if citation.item else "",
                *(cited if citation.claimant else []),
                citation.note,
                "" if citation.data_set.homepage else f"{_capital(NO_ADDRESS)}.",
            ],
        )
    )


STYLES: dict[str, Callable[[Sequence[Citation]], str]] = {
    "text": _pasted(_text),
    "footnote": _pasted(_footnote),
    "apa": _pasted(_apa),
    "chicago": _pasted(_chicago),
    "un": _pasted(_un),
    "bibtex": _bibtex,
    "csl-json": _csl_json,
}
