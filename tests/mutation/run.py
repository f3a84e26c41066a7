"""Print how many of all changes validation sees, and write those that it does not see to survivors.md.

python tests/mutation/run.py: needs the text of the article in ARTICLE_TEXT, for most cells are held against it; without
it the score is printed and nothing written. Exit code 1 where a change survives that must not.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from score import WIDTH, as_text, score
from survivors import SURVIVORS, as_markdown, factual, failures
from syria_figures.article import read_text
from syria_figures.descriptor import HOME, read_package


def main() -> int:
    """Judge, print, write; the exit code."""
    text = read_text(Path(os.environ["ARTICLE_TEXT"])) if os.environ.get("ARTICLE_TEXT") else None
    package = read_package(HOME)
    result = score(HOME, text)
    print(as_text(result))
    print(f"\n{'must not survive':<{WIDTH}}{factual(result, package).line()}")
    if text is None:
        print("\nThe text of the article is not at hand (ARTICLE_TEXT): survivors.md stays as it is.")
        return 0
    SURVIVORS.write_text(as_markdown(result), encoding="utf-8")
    short = list(failures(result, package))
    print("\n".join(["", *short]) if short else "\nNothing survives that must not.")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
