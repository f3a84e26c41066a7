"""The commands of the installed package: ``syria-figures validate``, ``cite`` and ``scan``, as they are in scripts/."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

VERBS = ("validate", "cite", "scan")


def main() -> None:
    """Run the script that the first word of the command line names, with the words that follow."""
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb not in VERBS:
        print(f"Usage: syria-figures {'|'.join(VERBS)} [--help]", file=sys.stderr)
        sys.exit(0 if verb in ("-h", "--help") else 2)
    here = Path(__file__).parent
    scripts = here / "verbs" if (here / "verbs").is_dir() else here.parent  # in a wheel, or in a clone
    sys.argv = [f"syria-figures {verb}", *sys.argv[2:]]
    runpy.run_path(str(scripts / f"{verb}.py"), run_name="__main__")


if __name__ == "__main__":
    main()
