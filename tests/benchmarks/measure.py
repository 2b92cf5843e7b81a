"""Running a program once and saying what it cost."""

import compileall
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of wall clock and of processor (user and system), peak memory in MB."""

    wall: float
    cpu: float
    memory: float
    seconds: float | None  # what `headgate get --json` says of its batch
    status: int


def run(words: list[str], before: Callable[[], None] = lambda: None) -> Run:
    """Run a program to its end, its output thrown away but for the last line."""
    before()
    reader, writer = os.pipe()
    began = time.perf_counter()
    process = subprocess.Popen(words, stdout=writer, stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8", errors="replace") as lines:
        last = ""
        for line in lines:
            last = line
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = json.loads(last)["seconds"] if last.startswith('{"event": "summary"') else None
    return Run(
        wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, seconds, process.returncode
    )


def in_turn(
    commands: dict[str, list[str]], rounds: int, before: Callable[[], None]
) -> dict[str, list[Run]]:
    """Each command once a round, so that a machine that changes its speed is fair to all."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, words in commands.items():
            one = run(words, before)
            if one.status != 0:
                raise SystemExit(f"{name} ended with status {one.status}: {' '.join(words)}")
            runs[name].append(one)
    return runs


def median(figures: Iterable[float]) -> float:
    return statistics.median(figures)


def make_bytecode() -> None:
    """As every installed program has it; Python may have been told to write none."""
    for name in ("core", "gui", "resources"):
        compileall.compile_dir(Path(__file__).parents[2] / name, quiet=2)


def headgate(folder: Path, *more: str) -> list[str]:
    """`headgate get` with its files and state in `folder`."""
    own = ["-d", str(folder / "files"), "--state-dir", str(folder / "state"), "--json"]
    return [sys.executable, "-m", "gui", "get", *own, *more]
