"""A folder for files and one for the list, `headgate get` over them, and a strict look after."""

import io
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.command_line.get import main as get
from core.disk.mark import has_mark
from core.disk.note import read_note
from core.disk.schema import FILE_NAME
from tests.servers.scripted import content

ROOT = Path(__file__).parent.parent.parent
_NUMBER = re.compile(r" \(\d+\)")
PATIENCE = 240.0  # seconds after which a run counts as hung, on a machine with much else to do


class WrongError(AssertionError):
    """Something that must hold did not."""


def mixed_files(seed: int, large: int = 3, small: int = 24) -> dict[str, bytes]:
    """Some files of a few MB, and many that are smaller than a checkpoint is worth."""
    chance = random.Random(seed)
    sizes = [chance.randint(3_000_000, 9_000_000) for _ in range(large)]
    sizes += [int(10 ** chance.uniform(0, 5.9)) for _ in range(small)]
    chance.shuffle(sizes)
    return {f"file-{n}.bin": content(size, f"{seed}/{n}") for n, size in enumerate(sizes)}


@dataclass(frozen=True, slots=True)
class Scene:
    """`files` and `state` lie below `folder`."""

    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    def words(self, *more: str) -> list[str]:
        """What follows `headgate`."""
        own = ["-d", str(self.files), "--state-dir", str(self.state), "--json"]
        return ["get", *own, "--timeout", "10", *more]

    def begin(
        self, *more: str, through: Sequence[str] = ("-m", "gui"), **environment: str
    ) -> subprocess.Popen[str]:
        """Start `get`; `through` is how Python finds it."""
        return subprocess.Popen(
            [sys.executable, *through, *self.words(*more)],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *more: str) -> tuple[int, list[dict[str, Any]], str]:
        """`get` to its end: the exit status, what it told, and what went to the terminal."""
        return finish(self.begin(*more))

    def run_here(self, *more: str) -> tuple[int, list[dict[str, Any]], str]:
        """Likewise inside this process, which saves half a second."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = get(self.words(*more)[1:])
        return status, told_in(out.getvalue()), err.getvalue()

    def rows(self, state: Path | None = None) -> list[dict[str, Any]]:
        """The list as it is on the disk, if need be that of another `state` folder."""
        file = (state or self.state) / FILE_NAME
        if not file.exists():
            return []
        with closing(sqlite3.connect(file)) as database:
            database.row_factory = sqlite3.Row
            try:
                return [dict(row) for row in database.execute("SELECT * FROM downloads")]
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):  # killed before there was a list
                    return []
                raise

    def check_names(self, files: dict[str, bytes], *, twice: bool = False) -> None:
        """Whatever bears a final name is whole and right.

        Nothing has a second name, unless it may be there `twice`.
        """
        for path in self.files.iterdir() if self.files.is_dir() else ():
            if path.suffix == ".part":
                continue
            name = _NUMBER.sub("", path.name) if twice else path.name
            if name not in files:
                raise WrongError(f"{path.name} was never asked for")
            if path.read_bytes() != files[name]:
                raise WrongError(f"{path.name} is wrong")

    def check_done(self, files: dict[str, bytes], *, twice: bool = False) -> None:
        """Every file is there, nothing else is, and each has one row that says so.

        `twice` says that a second file or a part file may be left over.
        """
        self.check_names(files, twice=twice)
        there = {path.name for path in self.files.iterdir()}
        if twice:
            there = {_NUMBER.sub("", name) for name in there if not name.endswith(".part")}
        if there != set(files):
            raise WrongError(f"missing: {set(files) - there}, left over: {there - set(files)}")
        if twice:
            return
        for path in self.files.iterdir():
            if read_note(path) is not None:
                raise WrongError(f"{path.name} still bears a note")
        done = sorted(row["name"] for row in self.rows() if row["state"] == "completed")
        if done != sorted(files) or len(self.rows()) != len(files):
            raise WrongError(f"the list has {len(self.rows())} rows, completed are {done}")


def finish(process: subprocess.Popen[str]) -> tuple[int, list[dict[str, Any]], str]:
    """Wait for `get` to end; raises `WrongError` if it hangs."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise WrongError("it hangs") from None
    if "Traceback" in err:
        raise WrongError(err)
    return process.returncode, told_in(out), err


def told_in(text: str) -> list[dict[str, Any]]:
    """The JSON lines of `get`; the last may be broken off."""
    return [json.loads(line) for line in text.splitlines() if line.endswith("}")]


def is_marked(path: Path) -> bool:
    """Whether the disk keeps marks at all."""
    return bool(os.listxattr(path)) if hasattr(os, "listxattr") else has_mark(path, "")


def failures(told: Iterable[dict[str, Any]]) -> list[str]:
    """The codes of what failed."""
    return [one["error"]["code"] for one in told if one["event"] in ("failed", "fault")]
