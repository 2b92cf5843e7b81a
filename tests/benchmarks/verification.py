"""What a checksum costs: 1 GiB with and without one, over plain HTTP and TLS.

    python -m tests.benchmarks.verification [ROUNDS] [ALGORITHM …]

Everything is on loopback and on a memory disk, so nothing hides the time for hashing; commands
take turns, medians count. Figures are extra seconds, and extra seconds of processor time, which
do not depend on what else the machine has to do.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from core.model.checksum import ALGORITHMS, Checksum
from tests.benchmarks.measure import headgate, in_turn, median
from tests.servers.nginx import nginx
from tests.servers.scripted import content

GIB, MIB = 1024**3, 1024**2


def hash_alone(file: Path, name: str) -> tuple[Checksum, float]:
    """The file's checksum, and the seconds of processor time it took."""
    hasher, began = ALGORITHMS[name].new(), time.process_time()
    with file.open("rb") as data:
        while block := data.read(256 * 1024):
            hasher.update(block)
    return Checksum(name, hasher.hexdigest()), time.process_time() - began


def cleared(out: Path) -> Callable[[], None]:
    """Makes an empty folder before each run."""

    def clear() -> None:
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()

    return clear


def main(rounds: int, names: list[str]) -> None:
    base = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(prefix="headgate-bench-", dir=base) as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        with nginx(folder / "web") as web:
            file, out = web.root / "large.bin", folder / "out"
            with file.open("wb") as data:
                for number in range(GIB // MIB):
                    data.write(content(MIB, str(number)))
            known = {name: hash_alone(file, name) for name in names}
            print("| 1 GiB | without | " + " | ".join(names) + " |")
            print("|---|---" + "|---" * len(names) + "|")
            alone = (f"({seconds:.2f})" for _, seconds in known.values())
            print("| hashing alone | | " + " | ".join(alone) + " |")
            for scheme, link in (("plain HTTP", web.http), ("TLS", web.https)):
                ca = ["--cacert", str(web.ca_file)] if scheme == "TLS" else []
                for connections in ("1", "8"):
                    words = headgate(out, "-x", connections, *ca, f"{link}/large.bin")
                    commands = {"": words}
                    for name, (checksum, _) in known.items():
                        commands[name] = [*words, "--checksum", str(checksum)]
                    runs = in_turn(commands, rounds, cleared(out))
                    wall = {name: median(one.seconds or 0 for one in runs[name]) for name in runs}
                    work = {name: median(one.cpu for one in runs[name]) for name in runs}
                    cells = [f"{wall['']:.2f} ({work['']:.2f})"]
                    for name in names:
                        more = wall[name] - wall[""], work[name] - work[""]
                        cells.append(f"{more[0]:+.2f} ({more[1]:+.2f})")
                    line = " | ".join([f"{scheme}, -x {connections}", *cells])
                    print(f"| {line} |", flush=True)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        int(given[0]) if given and given[0].isdigit() else 5,
        [name for name in given if name in ALGORITHMS] or ["sha-256", "md5", "sha-512"],
    )
