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
UTF_8 = "Save it in UTF-8; a table as CSV, with commas between the cells."
WITH_COMMAS = (
    'Save it with commas: in LibreOffice tick "Edit filter settings" and choose "," as field delimiter; for Excel '
    'first make "," the list separator of the system. A text editor leaves commas, numbers and dates as they are.'
)

Kind = tuple[str, str, int]  # what is wrong, how to mend it, in which row


def mistaken(data: bytes) -> Kind | None:
    """What the bytes of a text file are instead; None where they may be what they should."""
    if data.startswith(WORKBOOK):
        return "It is a spreadsheet workbook (.xlsx, .ods) under another name.", AS_CSV, 1
    if data.startswith(UTF_16) or b"\0" in data[:2]:  # without a byte order mark, half of a Latin letter is zero
        return 'It is encoded in UTF-16 ("Unicode Text" in Excel), not in UTF-8.', UTF_8, 1
    mark = MERGE_MARK.search(data)
    if mark:
        row = data.count(b"\n", 0, mark.start()) + 1
        mend = "Finish the merge: keep one of the versions, without the marks."
        return "It holds a mark of a merge that was not finished.", mend, row
    return None


def mistaken_table(data: bytes) -> Kind | None:
    """The same for a CSV, whose cells may also be separated by something else than commas."""
    kind = mistaken(data)  # first: the bytes of a workbook, and a tab in UTF-16, may look like separators
    header = data.partition(b"\n")[0]
    for separator, name in SEPARATORS.items():
        if kind is None and separator in header and b"," not in header:
            return f"Its cells are separated by {name}.", WITH_COMMAS, 1
    return kind
