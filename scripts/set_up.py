"""Make or renew an environment of locked packages: ``python set_up.py .venv requirements.lock ...``.

The Makefile calls it if an environment does not hold copies of the current locks. An environment that works is never
emptied: the new one is made beside it, and takes its place when it is complete. Packages are added in place only if
all that is missing are the last locks. uv installs: from PATH, from .venv, or else as the first lock names it; if it
cannot, pip does. Exit code 0: it is ready, 2: it could not be made, 130: interrupted.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

AS_LOCKED = ("--require-hashes", "--only-binary", ":all:")
PIP = ("-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--retries", "2", "--no-deps", *AS_LOCKED)


def set_up(environment: Path, locks: Sequence[Path]) -> bool:
    """Bring an environment up to its locks; whether that worked."""
    new, old = (environment.with_name(environment.name + end) for end in (".new", ".old"))
    if environment.is_symlink():
        print(f"{environment} is a symbolic link, which the set-up does not follow. Remove the link.", file=sys.stderr)
        return False
    if old.is_dir() and not environment.exists():
        old.rename(environment)  # a set-up was killed between two renames
    works = runs(environment)
    missing = [lock for lock in locks if not is_copy(lock, environment / lock.name)]
    if works and not missing:
        return True  # another set-up did it while this one waited
    in_place = missing == list(locks[-len(missing) :]) and not any(
        (environment / each.name).exists() for each in missing
    )
    if works and in_place:
        say(f"Adding {' and '.join(lock.name for lock in missing)} to {environment} (once, from the network) ...")
        return install(environment, locks) and sign(environment, locks)
    say(f"Setting up {environment} from {' and '.join(lock.name for lock in locks)} (once, from the network) ...")
    for stray in (new, old):
        shutil.rmtree(stray, ignore_errors=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", new], check=True)
        if install(new, locks) and sign(new, locks):
            swap(new, environment, old)
            return True
    finally:
        shutil.rmtree(new, ignore_errors=True)
    if works:
        print(f"{environment} is unchanged: {environment}/bin/python runs the scripts.", file=sys.stderr)
    return False


def runs(environment: Path) -> bool:
    """Whether the Python of an environment runs."""
    python = environment / "bin" / "python"
    return python.exists() and run([python, "-c", ""])


def is_copy(lock: Path, copy: Path) -> bool:
    """Whether the copy of a lock in an environment is the current lock."""
    return copy.is_file() and copy.read_bytes() == lock.read_bytes()


def install(environment: Path, locks: Sequence[Path]) -> bool:
    """Install what the locks name, and nothing else, by uv or else by pip; whether that worked."""
    python = environment / "bin" / "python"
    uv: str | Path | None = shutil.which("uv", path=os.pathsep.join((os.environ.get("PATH", os.defpath), ".venv/bin")))
    named = re.search(r"^uv==.*?(?=^\S|\Z)", locks[0].read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    if not uv and named and has_pip(python) and run([python, *PIP, "-r", "/dev/stdin"], named.group()):
        uv = environment / "bin" / "uv"
    if uv and run([uv, "pip", "sync", "--python", python, *AS_LOCKED, *locks]):
        return True
    say("uv could not do it; trying pip, which takes a minute or two ...")
    return has_pip(python) and run([python, *PIP, *(part for lock in locks for part in ("-r", lock))])


def has_pip(python: Path) -> bool:
    """Put the pip that Python ships into an environment without one, but not the old setuptools beside it."""
    if (python.parent / "pip3").exists():
        return True
    return run([python, "-m", "ensurepip"]) and run(
        [python, "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools"]
    )


def sign(environment: Path, locks: Sequence[Path]) -> bool:
    """Put copies of the locks into an environment: it is whole."""
    for lock in locks:
        shutil.copyfile(lock, environment / lock.name)
    return True


def swap(new: Path, environment: Path, old: Path) -> None:
    """Put the new environment in the place of the old one; its commands name the place where they are."""
    for file in (new / "pyvenv.cfg", *(new / "bin").iterdir()):
        data = b"" if file.is_symlink() else file.read_bytes()
        if data and b"\0" not in data:
            file.write_bytes(data.replace(new.name.encode(), environment.name.encode()))
    if environment.exists():
        environment.rename(old)
    new.rename(environment)
    shutil.rmtree(old, ignore_errors=True)


def run(command: Sequence[str | Path], given: str | None = None) -> bool:
    """Run a command, its output on the screen; whether it ended well."""
    return subprocess.run(command, input=given, text=True, check=False).returncode == 0


def say(words: str) -> None:
    """Print a line before what is run next prints its own."""
    print(words, flush=True)


def main() -> int:
    """Set up what the command line names, one set-up of a folder at a time; the exit code."""
    environment, *locks = map(Path, sys.argv[1:])
    fcntl.flock(os.open(".", os.O_RDONLY), fcntl.LOCK_EX)
    if set_up(environment, locks):
        return 0
    print(f"{environment} could not be set up from {', '.join(map(str, locks))}. Is there a network?", file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("Interrupted. Run the same command again to set up.", file=sys.stderr)
        sys.exit(130)
