"""What the commands share: exit codes 0 (fine), 1 (the data is wrong), 2 (could not run), and no traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import typer

from .errors import CouldNotRun
from .findings import Rejected, as_text

FINE, WRONG, COULD_NOT_RUN = 0, 1, 2


def run(command: Callable[..., Any]) -> None:
    """Run a function as the command line that its signature describes, and exit with its code (None is 0)."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command()(command)
    try:
        sys.exit(app(standalone_mode=False) or FINE)
    except typer.Exit as leaving:
        sys.exit(leaving.exit_code)
    except typer.Abort:
        fail("Interrupted.")
    except Rejected as rejected:
        print(as_text(rejected.findings), file=sys.stderr)
        sys.exit(WRONG)
    except CouldNotRun as reason:
        fail(str(reason))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(FINE)
    except Exception as error:  # the last resort: a person gets a sentence, never a traceback
        say = getattr(error, "format_message", None)  # what was written on the command line cannot be understood
        fail(say() if say else f"{type(error).__name__}: {error}")


def fail(message: str) -> None:
    """Say why the command could not run, and leave with exit code 2."""
    print(f"Could not run. {message}", file=sys.stderr)
    sys.exit(COULD_NOT_RUN)
