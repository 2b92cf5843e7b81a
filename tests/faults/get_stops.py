"""`headgate get` under signals: how soon the whole process is gone, whatever it hangs in.

    python -m tests.faults.get_stops [ROUNDS] [CASE …]

Each blockage is ended by SIGINT, SIGTERM and SIGHUP. Fails unless every process ends within
0.6 s with status 130 and says in its summary how long the stop took.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.assembly import build_engine
from core.command_line.get import OWNER
from core.model.checksum import parse_checksum
from core.model.download import Request
from core.model.settings import Settings
from tests.faults.blockages import NUMBERS, Ground, free_port, large
from tests.faults.blockages_disk import HUGE
from tests.faults.holding import hold_all
from tests.faults.rounds import WORKERS
from tests.faults.stops import Line, ground, histogram

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TARGET_MS = 600.0
PATIENCE = 30.0
WRONG_CHECKSUM = f"sha-256={'0' * 64}"


@dataclass(frozen=True, slots=True)
class Held:
    """A blockage from outside: links, the function the workers are in, further words."""

    links: Callable[[Ground], list[str]]
    within: str
    words: Callable[[Ground], list[str]] = lambda _ground: []
    count: int = WORKERS
    names: bool = True  # whether the system's resolver answers
    prepare: Callable[[Ground, Path], None] = lambda _ground, _folder: None


def _stuck(kind: str, scheme: str = "http") -> Callable[[Ground], list[str]]:
    return lambda here: [
        here.block.link(kind, number, scheme=scheme, host=number + 1 if scheme == "http" else 1)
        for number in NUMBERS
    ]


def _at(port: Callable[[Ground], int], scheme: str = "http") -> Callable[[Ground], list[str]]:
    return lambda here: [
        f"{scheme}://127.0.0.{number + 1}:{port(here)}/{number}.bin" for number in NUMBERS
    ]


def _full_speed(scheme: str) -> Callable[[Ground], list[str]]:
    def links(here: Ground) -> list[str]:
        large(here)
        base = here.web.https if scheme == "https" else here.web.http
        return [f"{base}/large.bin?{number}" for number in NUMBERS]

    return links


def _through(scheme: str) -> Callable[[Ground], list[str]]:
    return lambda here: ["--proxy", f"{scheme}://127.0.0.1:{here.block.silent}"]


def _whole_but_unchecked(here: Ground, folder: Path) -> None:
    """The state that a `get` leaves which was stopped while it checked a huge file."""
    engine = build_engine(Settings(), folder / "state", owner=OWNER, pool_size=1)
    link = here.block.link("body-stall")
    (folder / "files").mkdir()
    [number] = engine.add([Request(link, folder / "files", None, parse_checksum(WRONG_CHECKSUM))])
    one = engine._work.roster.get(number)
    assert one is not None
    hold_all(engine, one, HUGE)
    engine._journal.record(one)
    engine._journal.record_held(number, one.evidence)
    engine.close()


CASES: dict[str, Held] = {
    "connect into a black hole": Held(
        lambda here: [f"http://127.0.0.1:{here.block.full}/{n}.bin" for n in NUMBERS], "dial"
    ),
    "silent name look-up": Held(
        lambda _here: [f"http://n{n}.example/{n}.bin" for n in NUMBERS], "resolve", names=False
    ),
    "TLS handshake stall": Held(_at(lambda here: here.block.silent, "https"), "handshake"),
    "proxy CONNECT stall": Held(_stuck("body-stall", "https"), "tunnel", _through("http")),
    "https proxy handshake stall": Held(
        _stuck("body-stall", "https"), "handshake", _through("https")
    ),
    "SOCKS stall": Held(_stuck("body-stall"), "socks_connect", _through("socks5")),
    "header stall": Held(_stuck("header-stall"), "_exchange"),
    "header stall, TLS": Held(_stuck("header-stall", "https"), "_exchange"),
    "header drip": Held(_stuck("header-drip"), "_exchange"),
    "redirect chain": Held(_stuck("hops"), "_follow"),
    "redirect whose page stalls": Held(_stuck("redirect-body"), "_exchange"),
    "body stall": Held(_stuck("body-stall"), "fetch"),
    "body stall, TLS": Held(_stuck("body-stall", "https"), "fetch"),
    "body stall, 8 connections a file": Held(
        lambda here: [here.block.link(f"stall-at-{WORKERS}")], "fetch", lambda _here: ["-x", "8"]
    ),
    "body drip": Held(_stuck("body-drip"), "fetch"),
    "chunked body stall": Held(_stuck("chunk-stall"), "fetch"),
    "a checksum beside the file": Held(
        _stuck("beside"), "checksum", lambda _here: ["--verify-siblings"]
    ),
    "full speed": Held(_full_speed("http"), "_copy"),
    "full speed, TLS": Held(_full_speed("https"), "_copy"),
    "limited to 1 KB/s": Held(_full_speed("http"), "pay", lambda _here: ["--limit-rate", "1000"]),
    "back-off wait": Held(_at(lambda _here: free_port()), "take"),
    "Retry-After wait": Held(_stuck("retry-after"), "take"),
    "hashing 10 GB": Held(
        lambda here: [here.block.link("body-stall")],
        "verify",
        lambda _here: ["--checksum", WRONG_CHECKSUM],
        count=1,
        prepare=_whole_but_unchecked,
    ),
}


def end(held: Held, here: Ground, folder: Path, number: signal.Signals) -> tuple[float, str]:
    """Milliseconds from the signal to the end of the process, and what was wrong about it."""
    held.prepare(here, folder)
    reader, writer = os.pipe()
    command = [
        sys.executable, "-m", "tests.faults.watched", str(writer), held.within, str(held.count),
        *([] if held.names else ["--no-names"]), *held.links(here), "--json", "-j", "8",
        "-x", "1", "-d", str(folder / "files"), "--state-dir", str(folder / "state"),
        "--timeout", "600", "--retries", "1000", "--cacert", str(here.web.ca_file),
        *held.words(here),
    ]  # fmt: skip
    root = Path(__file__).parent.parent.parent
    process = subprocess.Popen(
        command, cwd=root, pass_fds=[writer], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        blocked = told.read(1)
    began = time.perf_counter()
    process.send_signal(number)
    try:
        output, errors = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return PATIENCE * 1000, "it did not end"
    took = (time.perf_counter() - began) * 1000
    if not blocked:
        return took, f"it was never held up: {errors.decode()[-300:]}"
    if process.returncode != 130:
        return took, f"status {process.returncode}: {errors.decode()[-300:]}"
    summary = json.loads(output.splitlines()[-1])
    if summary["event"] != "summary" or summary["stop_ms"] is None:
        return took, f"no summary of a stop: {summary}"
    return took, "" if took <= TARGET_MS else "MISSED"


def main(words: list[str]) -> int:
    given = int(words[0]) if words and words[0].isdigit() else None
    rounds, names = given or 5, [word.lower() for word in words[given is not None :]]
    times: list[float] = []
    wrong = 0
    with ground() as here:
        print(f"{rounds} rounds each; milliseconds from the signal to the end of the process\n")
        print(f"{'blockage':34} {'signal':8} {'p50':>7} {'p99':>7} {'max':>7}")
        for name, held in CASES.items():
            if names and not any(name.lower().startswith(one) for one in names):
                continue
            for number in SIGNALS:
                took, faults = [], set()
                for _ in range(rounds):
                    with tempfile.TemporaryDirectory(dir=here.disk) as folder:
                        one, fault = end(held, here, Path(folder), number)
                    took.append(one)
                    faults |= {fault} - {""}
                line = Line.of(name, took)
                times += took
                wrong += bool(faults)
                print(
                    f"{name:34} {number.name:8} {line.p50:7.1f} {line.p99:7.1f} "
                    f"{line.most:7.1f}  {'; '.join(faults)}",
                    flush=True,
                )
    line = Line.of("all", times)
    print(f"{line.name:43} {line.p50:7.1f} {line.p99:7.1f} {line.most:7.1f}")
    print(f"\n{histogram(times)}\n")
    print(f"{wrong} lines missed" if wrong else "all as it must be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
