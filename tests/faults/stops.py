"""Stop all, whatever the workers hang in: how long until the batch's AsyncResult completes.

    python -m tests.faults.stops [ROUNDS] [CASE …]

A CASE is the beginning of a blockage's name; without one all are run. Fails if a stop takes too
long, if a byte is written after the signal or kept wrongly, if threads or descriptors are left.
"""

import math
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.faults.blockages import NETWORK, Case, Ground
from tests.faults.blockages_disk import DISK
from tests.faults.blocker import blocker
from tests.faults.rounds import WORKERS, Bench, Figures, WrongError
from tests.servers.nginx import nginx

CASES: dict[str, Case] = {**NETWORK, **DISK}
TARGET_P99, TARGET_MAX = 100.0, 300.0  # milliseconds
BUCKETS = (1, 2, 5, 10, 20, 50, 100, 200, 300)
SETTLED_EVERY = 10  # rounds after which threads, descriptors and all bytes are looked at


@contextmanager
def ground() -> Iterator[Ground]:
    """Servers for as long as the context lasts, their files on a memory disk if there is one."""
    base = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with (
        tempfile.TemporaryDirectory(prefix="headgate-stops-", dir=base) as memory,
        tempfile.TemporaryDirectory(prefix="headgate-stops-") as disk,
    ):
        root = Path(memory)
        root.chmod(0o755)
        authority = trustme.CA()
        with nginx(root, authority) as web:
            run = root / "run"
            with blocker(run / "server.pem", run / "server.key") as block:
                yield Ground(web, block, Path(disk))


def run(case: Case, here: Ground, rounds: int, seed: int = 0) -> Figures:
    """All rounds of one blockage; raises `WrongError`."""
    figures = Figures()
    with case(here) as blockage:
        base = blockage.folder or here.web.root.parent
        with tempfile.TemporaryDirectory(prefix="case-", dir=base) as folder:
            bench = Bench(blockage, Path(folder), here.web.ca_file, seed)
            try:
                for number in range(rounds):
                    bench.round(figures)
                    if number % SETTLED_EVERY == 0:
                        bench.settled()
                        bench.check_bytes(entirely=True)
                bench.flurry(min(rounds, 10))
                bench.settled()
            finally:
                bench.close()
    return figures


@dataclass(frozen=True, slots=True)
class Line:
    """What a blockage's row of the table says, in milliseconds."""

    name: str
    p50: float
    p99: float
    most: float

    @classmethod
    def of(cls, name: str, times: list[float]) -> "Line":
        ordered = sorted(times)
        p99 = ordered[math.ceil(len(ordered) * 0.99) - 1]
        return cls(name, statistics.median(ordered), p99, ordered[-1])

    @property
    def fine(self) -> bool:
        return self.p99 <= TARGET_P99 and self.most <= TARGET_MAX


def histogram(times: list[float]) -> str:
    """How many stops took how long."""
    lines, low = [], 0.0
    for high in (*BUCKETS, float("inf")):
        count = sum(low <= one < high for one in times)
        bar = "█" * round(50 * count / len(times)) or ("▏" if count else "")
        lines.append(f"{low:>5g} to {high:<5g} ms {count:6d} {bar}")
        low = high
    return "\n".join(lines)


def main(words: list[str]) -> int:
    rounds = int(words[0]) if words and words[0].isdigit() else 100
    wanted = [word.lower() for word in words[rounds != 100 or words[:1] == ["100"] :]]
    chosen = {
        name: case
        for name, case in CASES.items()
        if not wanted or any(name.lower().startswith(word) for word in wanted)
    }
    times: list[float] = []
    wrong = 0
    with ground() as here:
        print(f"{WORKERS} workers, {rounds} rounds each; milliseconds from stop to the signal\n")
        print(f"{'blockage':34} {'p50':>7} {'p99':>7} {'max':>7}  late bytes")
        for name, case in chosen.items():
            try:
                figures = run(case, here, rounds)
            except WrongError as error:
                print(f"{name:34} WRONG: {error}", flush=True)
                wrong += 1
                continue
            line = Line.of(name, figures.milliseconds)
            times += figures.milliseconds
            missed = "" if line.fine else "  MISSED"
            wrong += not line.fine
            print(
                f"{name:34} {line.p50:7.1f} {line.p99:7.1f} {line.most:7.1f}  "
                f"{figures.late}{missed}",
                flush=True,
            )
    if times:
        line = Line.of("all", times)
        print(f"{line.name:34} {line.p50:7.1f} {line.p99:7.1f} {line.most:7.1f}")
        print(f"\n{histogram(times)}\n")
    print(f"{wrong} blockages missed" if wrong else "all as it must be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
