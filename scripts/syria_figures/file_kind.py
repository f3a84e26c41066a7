"""What a file is that goes by the name of a table or of the descriptor and is something else.

A program that saves "as CSV" may save a workbook, UTF-16 or semicolons, and a merge may leave its marks. Each of these
would be found as many small mistakes; here it is named once, with the way back.
"""

from __future__ import annotations

import re

WORKBOOK = b"PK\x03\x04"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MERGE_MARK = re.compile(rb"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?\r?$", re.MULTILINE)
SEPARATORS = {b";": "semicolons", b"\t": "tabs", b"|": "vertical bars"}
AS_CSV = "Save it as CSV in UTF-8, with commas between the cells."

Kind = tuple[str, str, int]  # what is wrong, how to mend it, in which row


def mistaken(data: bytes) -> Kind | None:
    """What the bytes of a text file are instead; None where they may be what they should."""
    if data.startswith(WORKBOOK):
        return "It is a spreadsheet workbook (.xlsx, .ods) under another name.", AS_CSV, 1
    if data.startswith(UTF_16):
        return "It is encoded in UTF-16, not in UTF-8.", "Save it in UTF-8.", 1
    mark = MERGE_MARK.search(data)
    if mark:
        row = data.count(b"\n", 0, mark.start()) + 1
        return "It holds a mark of a merge that was not finished.", "Keep one of the versions, without the marks.", row
    return None


def mistaken_table(data: bytes) -> Kind | None:
    """The same for a CSV, whose cells may also be separated by something else than commas."""
    header = data.partition(b"\n")[0]
    for separator, name in SEPARATORS.items():
        if separator in header and b"," not in header:
            return f"Its cells are separated by {name}.", AS_CSV, 1
    return mistaken(data)
