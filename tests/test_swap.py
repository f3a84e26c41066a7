"""Putting what was built in its place: wholly, or not at all.

Two tiers: what a swap does and refuses, in this process; and a process of its own that kills itself with SIGKILL just
before each single thing that it does to the file system, with and without the exchange of folders.
"""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from syria_figures import swap
from syria_figures.descriptor import HOME
from syria_figures.errors import CouldNotRun

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither these signals nor these modes")

OLD = {
    "data/derived/a.csv": b"old a\n",
    "data/derived/stale.csv": b"stale\n",
    "data/derived/charts/stale.svg": b"<svg/>",
    "data/derived/charts/kept.svg": b"<svg>kept</svg>",
    "README.md": b"old readme\n",
    "datapackage.json": b'{"old": 1}\n',
}
NEW = {
    "data/derived/a.csv": b"new a\n",
    "data/derived/b.csv": b"new b\n",
    "data/derived/charts/kept.svg": b"<svg>kept</svg>",
    "README.md": b"new readme\n",
    "datapackage.json": b'{"new": 1}\n',
}
CURATED = {"data/figures.csv": b"curated\n", "CHANGELOG.md": b"curated\n"}

KILLED = """
import os, signal, sys
from pathlib import Path
from syria_figures import swap
sys.path.insert(0, {tests!r})
from test_swap import NEW

TOUCHING = {{"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree", "ctypes.dlsym"}}
moment, exchange, folder = int(sys.argv[1]), sys.argv[2] == "True", Path(sys.argv[3])
count = 0

def kill_at_the_moment(event, args):
    global count
    if event in TOUCHING:
        count += 1
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)

if not exchange:
    swap._exchange = lambda one, other: False
with swap.alone(folder):
    sys.addaudithook(kill_at_the_moment)
    swap.put(folder, NEW)
print(count)
"""


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write(folder: Path, contents: dict[str, bytes]) -> Path:
    """Write files below a folder, which is returned."""
    for path, data in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder as yesterday's build left it."""
    return write(tmp_path / "old", {**OLD, **CURATED})


def put(folder: Path, contents: dict[str, bytes]) -> set[str]:
    """One build."""
    with swap.alone(folder):
        return swap.put(folder, contents)


# What a swap does and refuses


def test_new_for_old(old: Path) -> None:
    """A file that no maker makes any more stays in data/derived, or a file elsewhere is touched."""
    changed = put(old, NEW)
    assert files(old) == {**NEW, **CURATED}
    assert changed == {*OLD, *NEW} - {"data/derived/charts/kept.svg"}


def test_first_build(tmp_path: Path) -> None:
    """Where nothing was ever built there is nothing to exchange, and the build stops."""
    folder = write(tmp_path / "new", CURATED)
    put(folder, NEW)
    assert files(folder) == {**NEW, **CURATED}


def test_unchanged_is_not_written(old: Path) -> None:
    """A build that changes nothing gives every file a new time, and all that depends on it is made again."""
    put(old, NEW)
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in old.rglob("*")}
    assert put(old, NEW) == set()
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in old.rglob("*")} == before


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_modes(old: Path, umask: int) -> None:
    """What is built under a strict umask cannot be read by others, or under a loose one is written by all."""
    before = os.umask(umask)
    try:
        put(old, {**NEW, "data/derived/more/deep/c.csv": b"c\n"})
    finally:
        os.umask(before)
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in (old / "data/derived").rglob("*")}
    assert modes == {True: 0o755, False: 0o644}
    assert stat.S_IMODE((old / "datapackage.json").stat().st_mode) == 0o644
    assert stat.S_IMODE((old / "data/derived").stat().st_mode) == 0o755


@pytest.mark.parametrize("link", ["data", "data/derived", "data/derived/a.csv", "datapackage.json", "data/.built"])
def test_no_way_through_a_link(old: Path, tmp_path: Path, link: str) -> None:
    """A package from somewhere else has its folder linked to a place outside, which the build then overwrites."""
    outside = write(tmp_path / "outside", {"plan.json": b"{}", "derived/a.csv": b"mine\n"})
    target = outside / "derived/a.csv" if "." in Path(link).name[1:] else outside
    if (old / link).is_dir():
        shutil.rmtree(old / link)
    (old / link).unlink(missing_ok=True)
    (old / link).symlink_to(target)
    before = files(outside)
    with pytest.raises(CouldNotRun, match="is a symbolic link"):
        put(old, NEW)
    assert files(outside) == before


def test_what_cannot_be_written_is_said(old: Path) -> None:
    """A file in the way of a folder ends in a traceback."""
    shutil.rmtree(old / "data/derived")
    (old / "data/derived").write_bytes(b"in the way")
    with pytest.raises(CouldNotRun, match=r"derived cannot be written: .*What was built before is kept"):
        put(old, NEW)
    assert (old / "data/derived").read_bytes() == b"in the way"


@pytest.mark.parametrize("plan", [b"", b"[]", b'{"before": {}, "after": {"../x": "0"}}', b'{"before": 1, "after": 2}'])
def test_a_plan_that_cannot_be_followed_is_dropped(old: Path, plan: bytes) -> None:
    """A plan that was cut off, or that names a place outside, stops every further build or is followed."""
    write(old, {"data/.built/plan.json": plan, "data/.built/x": b"x", "data/.building/y": b"y"})
    with swap.alone(old):
        pass
    assert files(old.parent) == {f"old/{path}": data for path, data in {**OLD, **CURATED}.items()}


def test_a_second_build_waits(old: Path) -> None:
    """Two builds at once clear each other's files."""
    code = KILLED.format(tests=str(HOME / "tests"))
    with swap.alone(old):
        arguments = [sys.executable, "-c", code, "0", "True", str(old)]
        other = subprocess.Popen(
            arguments, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert other.stderr is not None
        assert other.stderr.readline() == "Another build of this package is at work. Waiting for it.\n"
        assert files(old) == {**OLD, **CURATED}
    other.communicate()
    assert other.returncode == 0
    assert files(old) == {**NEW, **CURATED}


# Killed


def environment() -> dict[str, str]:
    """The environment of a process that imports the package's modules."""
    return {**os.environ, "PYTHONPATH": str(HOME / "scripts"), "PYTHONDONTWRITEBYTECODE": "1"}


def swap_killed(folder: Path, moment: int, exchange: bool) -> int:
    """Swap in a process that kills itself just before the ``moment``-th thing that it does.

    Gives how many things it did, or 0 where it was killed.
    """
    arguments = [
        sys.executable,
        "-c",
        KILLED.format(tests=str(HOME / "tests")),
        str(moment),
        str(exchange),
        str(folder),
    ]
    done = subprocess.run(arguments, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == (-signal.SIGKILL if moment else 0), done.stderr
    return int(done.stdout or 0)


@dataclass
class Killed:
    """What stands in the folder after a kill, after the next command, and after the next build."""

    folder: Path
    seen: dict[str, bytes]
    completed: dict[str, bytes]
    built: dict[str, bytes]


@pytest.fixture(scope="module", params=[True, False], ids=["folders exchanged", "files renamed"])
def every_moment(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Killed]:
    """A swap that is killed before each single thing that it does, in as many folders."""
    base = tmp_path_factory.mktemp("killed")

    def kill(moment: int) -> Killed:
        folder = write(base / str(moment), {**OLD, **CURATED})
        swap_killed(folder, moment, request.param)
        seen = visible(folder)
        with swap.alone(folder):
            completed = visible(folder)
        put(folder, NEW)
        return Killed(folder, seen, completed, files(folder))

    moments = swap_killed(write(base / "all", {**OLD, **CURATED}), 0, request.param)
    with ThreadPoolExecutor() as pool:
        return list(pool.map(kill, range(1, moments + 1)))


def visible(folder: Path) -> dict[str, bytes]:
    """All files but those that are not in their place yet, or no more."""
    return {path: data for path, data in files(folder).items() if not path.startswith((swap.BUILDING, swap.BUILT))}


def test_killed_at_every_moment(every_moment: list[Killed]) -> None:
    """A build that is killed leaves new tables beside old ones, and the next command finds that."""
    whole = [{**OLD, **CURATED}, {**NEW, **CURATED}]
    assert len(every_moment) >= 20
    assert [killed.completed in whole for killed in every_moment] == [True] * len(every_moment)
    assert every_moment[0].completed == whole[0]
    assert every_moment[-1].completed == whole[1]


def test_next_build_after_every_kill(every_moment: list[Killed]) -> None:
    """What a killed build left is in the way of the next one, or stays lying about."""
    assert all(killed.built == {**NEW, **CURATED} for killed in every_moment)


def test_half_is_seen_only_between_two_renames(every_moment: list[Killed], request: pytest.FixtureRequest) -> None:
    """The time in which half of the new is seen grows from a few renames to the whole of the build."""
    half = [killed for killed in every_moment if killed.seen not in ({**OLD, **CURATED}, {**NEW, **CURATED})]
    outside = {path for path in NEW if not path.startswith("data/derived/")}
    if "folders exchanged" in request.node.name:
        assert len(half) == len(outside)
        assert all(killed.seen["data/derived/a.csv"] == NEW["data/derived/a.csv"] for killed in half)
    else:
        assert 0 < len(half) < len(every_moment) / 2


def test_somebody_went_on(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was changed by hand after a killed build is overwritten with what that build had made."""

    def stop(*_: Path) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(swap, "_exchange", stop)
    with pytest.raises(KeyboardInterrupt):
        put(old, NEW)
    assert (old / swap.BUILT / swap.PLAN).is_file()
    (old / "datapackage.json").write_bytes(b"by hand\n")
    with swap.alone(old):
        assert files(old) == {**OLD, **CURATED, "datapackage.json": b"by hand\n"}
