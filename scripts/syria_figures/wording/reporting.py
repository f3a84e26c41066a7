"""Who is said to say so: whether a name in a sentence is the subject of a reporting verb."""

from __future__ import annotations

import re

REPORTING_VERBS = (
    *("report", "say", "state", "announce", "estimate", "tell", "claim", "confirm", "declare", "note", "add"),
    *("warn", "write", "put", "count", "document", "record", "find", "believe"),
)
_IRREGULAR = {"say": "said", "tell": "told", "write": "wrote", "put": "put", "find": "found"}
_FORMS = {
    form
    for verb in REPORTING_VERBS
    for form in (verb, f"{verb}s", _IRREGULAR.get(verb, f"{verb.removesuffix('e')}ed" if verb[-1] != "y" else verb))
}
_ANY_FORM = "|".join(sorted(_FORMS))
# "(SOHR)", "has", "also" and the like may stand between the name and its verb.
_BEHIND = re.compile(
    rf"[\"”’,]*\s*(?:\([^()]{{1,40}}\)\s*)?(?:(?:has|have|had|also|later|earlier)\s+){{0,2}}(?:{_ANY_FORM})\b"
)
_BEFORE = re.compile(rf"\b(?:according\s+to|{_ANY_FORM})\s+(?:the\s+|a\s+|an\s+)?$", re.IGNORECASE)


def is_reporting(before: str, behind: str) -> bool:
    """Whether a name between these words is said to report: "the council said", "according to the council"."""
    return _BEHIND.match(behind) is not None or _BEFORE.search(before) is not None
