"""Writing a file whole or not at all, and reading a text that is not part of the package."""

from __future__ import annotations

import secrets
import unicodedata
from pathlib import Path

from .findings import CouldNotRun

PART = ".part"  # the end of the name of a file while it is being written
LARGEST_TEXT = 5_000_000  # bytes; far more than any article


def write(path: Path, data: bytes) -> bool:
    """Write ``data`` to ``path``, so that a kill at any moment leaves the old or the new file whole.

    The new file has an unpredictable name beside the old one until it is renamed; nothing is written through a symbolic
    link. Returns whether the bytes are new. Raises CouldNotRun if the file cannot be written.
    """
    try:
        if any(step.is_symlink() for step in (path, path.parent)):
            raise CouldNotRun(f"{path} is reached through a symbolic link. Put the file itself there.")
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.{secrets.token_hex(8)}{PART}")
        try:
            with new.open("xb") as file:
                file.write(data)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise CouldNotRun(f"{path} cannot be written: {error.strerror or error}.") from None
    return True


def read_text(path: Path) -> str:
    """The text in a UTF-8 file, in NFC and without characters that are not seen, such as a byte order mark.

    No cell can quote those. Raises CouldNotRun if it is not a file of at most ``LARGEST_TEXT`` bytes.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe or a device may never end
            raise CouldNotRun(f"The text {path} is not a file.")
        if path.stat().st_size > LARGEST_TEXT:
            raise CouldNotRun(f"{path} is larger than {LARGEST_TEXT // 1_000_000} MB.")
        text = unicodedata.normalize("NFC", path.read_bytes().decode("utf-8"))
        return "".join(character for character in text if unicodedata.category(character) != "Cf")
    except OSError as error:
        raise CouldNotRun(f"The text {path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError as error:
        raise CouldNotRun(f"The text {path} is not UTF-8 at byte {error.start}.") from None
