"""What the commands share: exit codes 0 (fine), 1 (the data is wrong), 2 (could not run), 130 (Ctrl-C); no traceback.

A command imports only this module at the top, and everything else where it is used, so that Ctrl-C and a missing
library end in one line even while libraries are being loaded.
"""

from __future__ import annotations

import argparse
import os
import runpy
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

FINE, WRONG, COULD_NOT_RUN, INTERRUPTED = 0, 1, 2, 130
VERBS = ("validate", "cite", "scan")  # the commands of the installed package


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong with the arguments."""

    def __init__(self, description: str) -> None:
        """``description`` says what the command does."""
        codes = "Exit codes: 0 fine, 1 the data is wrong, 2 could not run."
        super().__init__(description=description, allow_abbrev=False, epilog=codes)

    def error(self, message: str) -> NoReturn:
        """End with the message and exit code 2."""
        self.exit(COULD_NOT_RUN, f"Could not run. {message[0].upper()}{message[1:]}. See {self.prog} --help.\n")


def parser(description: str) -> Parser:
    """A parser with the option ``--package``, the folder of the data package."""
    made = Parser(description)
    made.add_argument("--package", type=Path, metavar="FOLDER", help="the folder of the data package (this one)")
    return made


def add_source(made: argparse.ArgumentParser) -> None:
    """Add ``--source``: the text of the article, which the environment may name in ARTICLE_TEXT."""
    named = os.environ.get("ARTICLE_TEXT")
    help_text = "the text of the article, to compare the quotes with (or set ARTICLE_TEXT)"
    made.add_argument("--source", type=Path, metavar="FILE", default=Path(named) if named else None, help=help_text)


def installed() -> None:
    """``syria-figures validate``, ``cite`` or ``scan``: run the script of that name with the words that follow."""
    options = Parser("Validate the data package, cite a figure, or list the numbers of a text.")
    options.add_argument("verb", choices=VERBS)
    verb = options.parse_args(sys.argv[1:2]).verb
    here = Path(__file__).parent
    scripts = here / "verbs" if (here / "verbs").is_dir() else here.parent  # in a wheel, or in a clone
    sys.argv = [f"syria-figures {verb}", *sys.argv[2:]]
    runpy.run_path(str(scripts / f"{verb}.py"), run_name="__main__")


def run(main: Callable[[list[str]], int]) -> NoReturn:
    """Run a command with the arguments of the process and exit with the code that it returns."""
    signal.signal(signal.SIGINT, _interrupted)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # it is None where the shell closed it
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    sys.exit(_code(main))


def _code(main: Callable[[list[str]], int]) -> int:
    from .findings import CouldNotRun, Rejected, as_text

    try:
        code = main(sys.argv[1:])
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except Rejected as rejected:
        print(as_text(rejected.findings), file=sys.stderr)
        return WRONG
    except CouldNotRun as reason:
        return _failed(str(reason))
    except ModuleNotFoundError as missing:
        installed = Path(__file__).with_name("package").is_dir()  # from a wheel
        how = "Install the package with [tools]." if installed else "Run make, then use .venv/bin/python."
        return _failed(f"The library {missing.name} is missing from this Python. {how}")
    except BrokenPipeError:  # whoever read the output has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123
        return FINE
    except Exception as error:  # the last resort: a person gets a sentence, never a traceback
        return _failed(f"{type(error).__name__}: {error}")


def _failed(message: str) -> int:
    print(f"Could not run. {message}", file=sys.stderr)
    return COULD_NOT_RUN


def _interrupted(*_: Any) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    print("Interrupted.", file=sys.stderr)
    raise SystemExit(INTERRUPTED)
