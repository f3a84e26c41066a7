"""The set-up as a user gets it: what `make` does before it runs anything, the locks, the workflow, the wheel.

A small program stands in for uv and needs no network. The wheel is built and installed for real; that test is slow.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from email.parser import HeaderParser
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import pytest
import set_up
import yaml
from accidents import ran
from syria_figures import load
from syria_figures.descriptor import HOME, read_package

PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-test.lock")
BASE, BUILD, TEST = map(Path, LOCKS)
# As uv: `uv pip sync --python PLACE ...` puts a command there. It takes a while, and fails where a file says so.
STAND_IN = """#!/bin/sh
echo "$*" >> uv.log
sleep 0.2
test ! -e offline || exit 1
printf '#!%s\\n' "$PWD/$4" > "$(dirname "$4")/tool"
"""


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a space in its name that holds what the set-up needs; the working folder of the test."""
    folder = tmp_path / "a clone"
    (folder / "scripts").mkdir(parents=True)
    for name in ("Makefile", "scripts/set_up.py"):
        shutil.copy(HOME / name, folder / name)
    for lock in LOCKS:
        (folder / lock).write_text(f"one=={len(lock)} \\\n    --hash=sha256:00\n")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/uv").write_text(STAND_IN)
    (tmp_path / "bin/uv").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.chdir(folder)
    return folder


def make(*words: str) -> subprocess.CompletedProcess[str]:
    """Run make in the working folder, with the Python of the tests."""
    return ran(["make", "--silent", f"PYTHON={sys.executable}", *words])


def syncs() -> int:
    """How often the stand-in was called."""
    return len(Path("uv.log").read_text().splitlines())


def no_pip(_python: Path) -> bool:
    """In place of ``has_pip``: there is none, and none can be installed."""
    return False


# An environment is made, kept and renewed


def test_make_sets_up_once(clone: Path) -> None:
    """The first `make` must make the environment, say so, and leave its commands working; the next must do nothing."""
    done = make("to-run")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Setting up .venv from requirements.lock")
    assert (clone / ".venv/bin/tool").read_text() == f"#!{clone}/.venv/bin/python\n"
    assert not Path(".venv.new").exists()
    os.utime("requirements.lock")  # touched, and not changed
    assert (make("to-run").stdout, syncs()) == ("", 1)


@pytest.mark.usefixtures("clone")
def test_the_packages_of_the_tests_are_added_in_place() -> None:
    """`make test` after `make` must add to what is there; a changed lock must rebuild it, beside what is there."""
    assert make("to-run").returncode == 0
    Path(".venv/mine").touch()
    assert make("to-build").stdout.startswith("Adding requirements-build.lock to .venv")
    assert make("to-test").stdout.startswith("Adding requirements-test.lock to .venv")
    assert Path(".venv/mine").exists()
    assert Path("uv.log").read_text().splitlines()[-1].endswith(" ".join(LOCKS))
    assert [make(target).stdout for target in ("to-run", "to-build")] == ["", ""]
    BASE.write_text("two==2\n")
    assert make("to-test").stdout.startswith("Setting up .venv from requirements.lock and requirements-build.lock and")
    assert not Path(".venv/mine").exists()


@pytest.mark.usefixtures("clone")
def test_without_a_network_what_works_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A changed lock without a network must leave the environment that works, and say so."""
    assert set_up.set_up(Path(".venv"), [BASE])
    Path("offline").touch()
    BASE.write_text("two==2\n")
    monkeypatch.setattr(set_up, "has_pip", no_pip)
    assert not set_up.set_up(Path(".venv"), [BASE])
    said = capsys.readouterr()
    assert "uv could not do it; trying pip" in said.out
    assert ".venv is unchanged" in said.err
    assert set_up.runs(Path(".venv"))
    assert Path(".venv/requirements.lock").read_text().startswith("one==")
    assert not Path(".venv.new").exists()


@pytest.mark.usefixtures("clone")
def test_pip_takes_over_from_uv(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where uv cannot reach the index, pip must install the same lock, with hashes, and say so."""
    ran: list[list[str]] = []

    def run(command: list[str], _given: str | None = None) -> bool:
        ran.append([str(word) for word in command])
        return command[1] != "pip"  # uv fails

    monkeypatch.setattr(set_up, "run", run)
    assert set_up.install(Path(".venv"), [BASE, TEST])
    assert "trying pip" in capsys.readouterr().out
    assert ran[-1][1:4] == ["-m", "pip", "install"]
    assert ran[-1][-4:] == ["-r", "requirements.lock", "-r", "requirements-test.lock"]
    assert "--require-hashes" in ran[0]
    assert "--require-hashes" in ran[-1]


@pytest.mark.usefixtures("clone")
def test_uv_is_installed_as_locked_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without uv must get the one that the lock names, with its hashes, and nothing else by pip."""
    BASE.write_text("a==1 \\\n    --hash=sha256:00\nuv==1 \\\n    --hash=sha256:11\n    --hash=sha256:22\nz==1\n")
    given: list[str | None] = []

    def run(_command: list[str], words: str | None = None) -> bool:
        given.append(words)
        return True

    monkeypatch.setenv("PATH", os.defpath)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    monkeypatch.setattr(set_up, "run", run)
    assert set_up.install(Path(".venv"), [BASE])
    assert [words for words in given if words] == ["uv==1 \\\n    --hash=sha256:11\n    --hash=sha256:22\n"]


@pytest.mark.usefixtures("clone")
def test_an_interrupted_set_up_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C, or a kill between two renames, must lose nothing that was there, and the next run must finish."""
    assert set_up.set_up(Path(".venv"), [BASE])
    BASE.write_text("two==2\n")
    with monkeypatch.context() as patched:
        patched.setattr(set_up, "install", interrupt)
        with pytest.raises(KeyboardInterrupt):
            set_up.set_up(Path(".venv"), [BASE])
    assert set_up.runs(Path(".venv"))
    Path(".venv").rename(".venv.old")
    Path(".venv.new").mkdir()
    assert set_up.set_up(Path(".venv"), [BASE])
    assert sorted(path.name for path in Path().glob(".venv*")) == [".venv"]
    assert Path(".venv/requirements.lock").read_text() == "two==2\n"


def interrupt(*_: object) -> NoReturn:
    """In place of the installer: somebody presses Ctrl-C."""
    raise KeyboardInterrupt


@pytest.mark.usefixtures("clone")
def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    """A symbolic link named .venv must not make the set-up write or run Python elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "bin").mkdir(parents=True)
    (elsewhere / "bin/python").symlink_to("/bin/false")
    shutil.copy(BASE, elsewhere)
    Path(".venv").symlink_to(elsewhere)
    done = make("validate")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is a symbolic link" in done.stderr
    assert sorted(path.name for path in elsewhere.iterdir()) == ["bin", "requirements.lock"]


@pytest.mark.usefixtures("clone")
def test_two_set_ups_at_once_do_no_harm() -> None:
    """If two start at once, the second must wait and then find everything done."""
    command = ["make", "--silent", f"PYTHON={sys.executable}", "to-run"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert syncs() == 1
    for process in both:
        process.communicate()


@pytest.mark.usefixtures("clone")
def test_a_python_that_will_not_do_is_named() -> None:
    """A Python that is too old, or none at all, must end in one line that says which is needed."""
    Path("old").write_text("#!/bin/sh\necho 3.9\n")
    Path("old").chmod(0o755)
    for python, said in (("./old", "but ./old is 3.9."), ("./none", "but none was found.")):
        done = make("to-run", f"PYTHON={python}")
        assert done.returncode == 2
        assert done.stderr.splitlines()[0].startswith("Python 3.11 to 3.14 is needed, " + said)


@pytest.mark.usefixtures("clone")
def test_words_of_the_command_line_are_not_run() -> None:
    """What is given to `make cite` must reach the script as one word, whatever characters it holds."""
    assert make("to-run").returncode == 0
    Path("scripts/cite.py").write_text("import sys; print(sys.argv[1:])")
    odd = "a' \"; touch run; `touch run`"
    assert make("cite", f"FIGURE={odd}", "STYLE=x y").stdout.strip() == str([odd, "--style", "x y"])
    assert not Path("run").exists()


# The locks, the metadata and the workflow


def packages(lock: str) -> dict[str, str]:
    """The entries of a lock by package."""
    entries = re.split(r"\n(?=\S)", (HOME / lock).read_text("utf-8"))
    return {entry.partition("==")[0]: entry for entry in entries if "==" in entry}


def test_a_lock_names_what_it_adds_with_its_hashes() -> None:
    """A lock must hold names, versions and hashes, and no index; each lock only what the ones before do not hold."""
    named = [name for lock in LOCKS for name in packages(lock)]
    assert len(named) == len(set(named))
    for lock in (*LOCKS, "requirements-cff.lock"):
        assert "//" not in (HOME / lock).read_text("utf-8")
        assert all("--hash=sha256:" in entry for entry in packages(lock).values())


def test_the_locks_have_what_the_project_asks_for() -> None:
    """What pyproject.toml names must be locked: what validates in the first lock, and what draws not there."""
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    extras = project["optional-dependencies"]
    locked: set[str] = {PROJECT["project"]["name"]}
    for lock, asked in zip(
        LOCKS,
        (
            [*project["dependencies"], *extras["check"], *groups["set-up"]],
            extras["tools"],
            [*groups["test"], *groups["lint"]],
        ),
        strict=True,
    ):
        locked |= set(packages(lock))
        names = [re.match(r"[A-Za-z0-9-]+", requirement) for requirement in asked]
        assert {name[0].lower() for name in names if name} <= locked
    assert not {"matplotlib", "openpyxl"} & set(packages(LOCKS[0]))


def test_validation_needs_only_the_first_lock() -> None:
    """`make validate` in another repository must not install what only building needs, so it must not import it."""
    imported = "import sys, validate; validate.main([]); sys.exit(bool({'matplotlib', 'openpyxl'} & {*sys.modules}))"
    environment = {**os.environ, "PYTHONPATH": str(HOME / "scripts")}
    done = ran([sys.executable, "-c", imported], env=environment)
    assert done.returncode == 0, done.stdout


def workflows() -> dict[str, Any]:
    """The workflow of the repository, and those that the documents show, by where they are."""
    found = {path.name: path.read_text("utf-8") for path in (HOME / ".github/workflows").iterdir()}
    for document in (HOME / "README.md", *sorted((HOME / "docs").glob("*.md"))):
        blocks = re.findall(r"^```ya?ml\n(.*?)^```", document.read_text("utf-8"), re.DOTALL | re.MULTILINE)
        found |= {f"{document.name}, block {number}": block for number, block in enumerate(blocks, 1)}
    return {place: yaml.safe_load(text) for place, text in found.items()}


@pytest.mark.parametrize("place", workflows())
def test_a_workflow_gives_nothing_away(place: str) -> None:
    """An action must be pinned, keep no credentials and need no rights to write; git must not trust every folder."""
    text = json.dumps(workflows()[place])
    for use in re.findall(r'"uses": "([^"]+)"', text):
        assert re.search(r"@[0-9a-f]{40}$", use), use
    assert text.count("actions/checkout@") == text.count('"persist-credentials": false')
    assert "safe.directory '*'" not in text
    assert "write" not in re.findall(r'"permissions": [^}]*', text)
    if place.endswith(".yml"):
        assert workflows()[place]["permissions"] == {"contents": "read"}


# The wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the current files."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = ran(command, cwd=HOME)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


# Every table by name with the types of its columns and its rows, as text
LOADED = """
import sys
from syria_figures import load
for name, frame in sorted(load().items()):
    print(name, frame.dtypes.astype(str).tolist(), frame.to_csv(index=False))
"""


@pytest.mark.slow
def test_the_wheel_loads_from_any_folder_with_pandas_alone(
    wheel: Path, tmp_path: Path, missing: Callable[[str, str], NoReturn]
) -> None:
    """`pip install .` must give the tables as they are in the files, and bring nothing but pandas and what it needs."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    python = str(tmp_path / "bare/bin/python")
    uv = [shutil.which("uv") or Path(sys.executable).with_name("uv"), "pip"]
    locked = [f"{name}=={entry.split('==')[1].split()[0]}" for name, entry in packages(LOCKS[0]).items()]
    (tmp_path / "versions").write_text("\n".join(locked))
    done = ran([*uv, "install", "--python", python, "-c", tmp_path / "versions", wheel])
    if "Connect" in done.stderr:
        missing("the wheel, installed", "run it with a network")
    assert done.returncode == 0, done.stderr
    listed = subprocess.run([*uv, "list", "--format=json", "--python", python], capture_output=True, check=True)
    name = PROJECT["project"]["name"]
    needed = {"pandas", "numpy", "python-dateutil", "tzdata", "six"}
    assert {each["name"] for each in json.loads(listed.stdout)} - needed == {name}
    loaded = subprocess.run([python, "-c", LOADED], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8")
    frames: dict[str, pd.DataFrame] = load()
    assert loaded.stdout == "".join(
        f"{table} {frame.dtypes.astype(str).tolist()} {frame.to_csv(index=False)}\n"
        for table, frame in sorted(frames.items())
    )
    for verb in ("validate", "cite"):
        without = ran([tmp_path / "bare/bin/syria-figures", verb], cwd=tmp_path)
        assert without.returncode == 2
        assert len(without.stderr.splitlines()) == 1
        assert "[tools]" in without.stderr


@pytest.mark.slow
def test_the_commands_of_the_wheel_work_with_the_tools(wheel: Path, tmp_path: Path) -> None:
    """`syria-figures validate`, `cite` and `scan` must work on the data inside the wheel, in its version."""
    shutil.unpack_archive(wheel, tmp_path / "unpacked", "zip")
    (tmp_path / "text.txt").write_text("At least 26 people were killed.")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "unpacked"), "ARTICLE_TEXT": ""}
    for words in (("validate",), ("cite", "--list"), ("scan", "text.txt")):
        command = [sys.executable, "-c", "from syria_figures.commandline import installed; installed()", *words]
        done = ran(command, cwd=tmp_path, env=environment)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        assert done.stdout
    (about,) = (tmp_path / "unpacked").glob("*.dist-info/METADATA")
    assert HeaderParser().parsestr(about.read_text("utf-8"))["Version"] == read_package(HOME).version
