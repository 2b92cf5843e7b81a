"""Headgate beside curl, wget2, aria2c and axel on the same work, in one run.

    python -m tests.benchmarks.downloads [ROUNDS] [CASE …]

Everything is on loopback and on a memory disk; programs take turns, medians count. Needs the
peers from Debian: nginx-light curl wget2 aria2 axel. Prints the table of the README.
"""

import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.measure import Run, headgate, in_turn, make_bytecode, median, run
from tests.servers.nginx import Nginx, nginx
from tests.servers.scripted import content

GIB = 1024**3
MIB = 1024**2
SMALL_FILES = 5000
SMALL_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a figure (mostly a ratio), and what it should be."""

    work: str
    figure: str
    target: str
    detail: str


class Bench:
    """A memory disk with an nginx, and the commands on it."""

    def __init__(self, folder: Path, web: Nginx, rounds: int) -> None:
        self.folder = folder
        self.web = web
        self.rounds = rounds
        self.out = folder / "out"

    def clear(self) -> None:
        """Between two runs: the same empty folders for everyone."""
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()

    def ours(self, *more: str) -> list[str]:
        return headgate(self.out, *more)

    def peers(self, url: str, *, tls: bool) -> dict[str, list[str]]:
        ca, out = str(self.web.ca_file), str(self.out)
        trust = [f"--ca-certificate={ca}"] if tls else []
        aria = ["aria2c", "-q", "--file-allocation=none", "-d", out, "-o", "a", *trust]
        return {
            "curl": ["curl", "-s", *(["--cacert", ca] if tls else []), "-o", f"{out}/c", url],
            "wget2": ["wget2", "-q", *trust, "-O", f"{out}/w", url],
            "aria2c -x1": [*aria, "-x1", "-s1", url],
            "aria2c -x4": [*aria, "-x4", "-s4", "-k1M", url],
        }

    def compare(self, commands: dict[str, list[str]]) -> dict[str, list[Run]]:
        return in_turn(commands, self.rounds, self.clear)


def best(runs: dict[str, list[Run]], names: list[str]) -> tuple[str, float]:
    """The name with the lowest median time, by its own word where it tells one."""
    times = {name: median(one.seconds or one.wall for one in runs[name]) for name in names}
    name = min(times, key=times.__getitem__)
    return name, times[name]


def large_file(bench: Bench) -> Iterator[Row]:
    """1 GiB over plain HTTP and over TLS."""
    for scheme, base in (("plain HTTP", bench.web.http), ("TLS", bench.web.https)):
        url, tls = f"{base}/large.bin", scheme == "TLS"
        ca = ["--cacert", str(bench.web.ca_file)] if tls else []
        ours = {f"headgate -x {n}": bench.ours("-x", str(n), *ca, url) for n in (1, 8)}
        peers = bench.peers(url, tls=tls)
        runs = bench.compare(ours | peers)
        name, mine = best(runs, list(ours))
        peer, theirs = best(runs, list(peers))
        detail = f"{name} {mine:.2f} s, {peer} {theirs:.2f} s"
        target = "≤ 1.0" if tls else "≤ 0.6"
        yield Row(f"1 GiB, {scheme}: time", f"{mine / theirs:.2f}", target, detail)
        if not tls:
            cpu = {one: median(r.cpu for r in runs[one]) for one in runs}
            detail = f"{name} {cpu[name]:.2f} s, curl {cpu['curl']:.2f} s"
            ratio = f"{cpu[name] / cpu['curl']:.2f}"
            yield Row("its processor time, against curl's", ratio, "≤ 0.7", detail)
            memory = max(r.memory for one in ours for r in runs[one])
            yield Row("its peak memory", f"{memory:.0f} MB", "≤ 80 MB", "without Qt")


@contextmanager
def paced(size: int, *words: str) -> Iterator[str]:
    """The link of a paced server in a process of its own."""
    command = [sys.executable, "-m", "tests.servers.paced", str(size), *words]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}/paced.bin"
    finally:
        server.kill()
        server.communicate()


def paced_seconds(bench: Bench, size: int, words: list[str], *more: str) -> list[float]:
    """Headgate's seconds on a paced server, round by round, each with a fresh server."""
    seconds = []
    for _ in range(bench.rounds):
        with paced(size, *words) as url:
            one = run(bench.ours(*more, url), bench.clear)
            assert one.seconds is not None
            seconds.append(one.seconds)
    return seconds


def paced_servers(bench: Bench) -> Iterator[Row]:
    """Servers with a rate, a fate or a refusal for each connection."""
    size = 256 * MIB
    capped = median(paced_seconds(bench, size, ["--rates", "8"]))
    ideal = size / 64e6
    detail = f"{capped:.2f} s of {ideal:.2f} s"
    yield Row("8 connections of 8 MB/s", f"{capped / ideal:.2f}", "≤ 1.05", detail)
    slow = median(paced_seconds(bench, size, ["--rates", "8,8,8,8,8,8,8,0.25"]))
    ideal = size / 56.25e6
    detail = f"{slow:.2f} s of {ideal:.2f} s"
    yield Row("one of 8 is 32 times slower", f"{slow / ideal:.2f}", "≤ 1.10", detail)
    dying = median(paced_seconds(bench, size, ["--rates", "8", "--dies", "1-20"]))
    detail = f"{dying:.2f} s, undisturbed {capped:.2f} s"
    yield Row("connections die after 1 to 20 MiB", f"{dying / capped:.2f}", "≤ 1.15", detail)
    one = median(paced_seconds(bench, size, ["--rates", "60"], "-x", "1"))
    only = median(paced_seconds(bench, size, ["--rates", "60", "--allow", "1"]))
    detail = f"{only:.2f} s, asked with -x 1 {one:.2f} s"
    yield Row("server allows one connection", f"{only / one:.2f}", "≤ 1.10", detail)


def small_files(bench: Bench) -> Iterator[Row]:
    """Thousands of small files."""
    links = bench.folder / "links.txt"
    links.write_text("".join(f"{bench.web.http}/small/{n}.bin\n" for n in range(SMALL_FILES)))
    aria = ["aria2c", "-q", "-j16", "--file-allocation=none", "-d", str(bench.out), "-i"]
    runs = bench.compare(
        {
            "headgate": bench.ours("-j", "16", "-x", "1", "-i", str(links)),
            "aria2c": [*aria, str(links)],
        }
    )
    ours = SMALL_FILES / median(one.seconds or one.wall for one in runs["headgate"])
    theirs = SMALL_FILES / median(one.wall for one in runs["aria2c"])
    detail = f"{ours:.0f} a second, aria2c -j16 {theirs:.0f}"
    work = f"{SMALL_FILES} files of 4 KiB, -j 16: files a second"
    yield Row(work, f"{ours / theirs:.2f}", "≥ 0.5", detail)


def long_queue(bench: Bench) -> Iterator[Row]:
    """What a queue of 20 000 links costs in memory."""
    links = bench.folder / "many.txt"
    links.write_text("".join(f"{bench.web.http}/absent/{n}.bin\n" for n in range(20_000)))
    words = bench.ours("-j", "1", "-x", "1", "--limit-rate", "1", "-i", str(links))
    bench.clear()
    one = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert one.stdout is not None
    for line in one.stdout:
        if '"failed"' in line:
            break
    memory = _peak_memory(one.pid)
    one.terminate()
    one.communicate()
    yield Row("peak memory with 20 000 links", f"{memory:.0f} MB", "≤ 110 MB", "without Qt")


def _peak_memory(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1000
    raise SystemExit("the system does not tell peak memory")


def limits(bench: Bench) -> Iterator[Row]:
    """How well `--limit-rate` is kept."""
    worst, detail = 0.0, []
    for rate, size in (("50k", 250_000), ("1M", 5_000_000), ("20M", 60_000_000), ("200M", GIB)):
        with paced(size) as url:
            for connections in ("1", "8"):
                one = run(bench.ours("-x", connections, "--limit-rate", rate, url), bench.clear)
                assert one.seconds is not None
                wanted = {"k": 1e3, "M": 1e6}[rate[-1]] * float(rate[:-1])
                off = size / one.seconds / wanted - 1
                detail.append(f"{rate} -x {connections}: {off:+.1%}")
                worst = max(worst, abs(off))
    yield Row("--limit-rate: worst error", f"{worst:.1%}", "≤ 2 %", ", ".join(detail))


CASES: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "large": large_file,
    "paced": paced_servers,
    "small": small_files,
    "queue": long_queue,
    "limits": limits,
}


def machine() -> str:
    model = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = found[0].partition(":")[2].strip() if found else model
        model = f"{len(found)} cores of {model}"
    return f"{model}, Linux {platform.release()}, Python {platform.python_version()}"


def versions() -> str:
    said = []
    for words in (["curl", "-V"], ["wget2", "-V"], ["aria2c", "-v"], ["axel", "-V"]):
        out = subprocess.run(words, capture_output=True, text=True, check=False).stdout
        said.append(" ".join(out.split("\n")[0].split()[:3]))
    return ", ".join(said)


def main(rounds: int, names: list[str]) -> None:
    make_bytecode()
    base = "/dev/shm" if Path("/dev/shm").is_dir() else None
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="headgate-bench-", dir=base) as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        with nginx(folder / "web") as web:
            _fill(web.root)
            bench = Bench(folder, web, rounds)
            print("| work | figure | target | medians |\n|---|---|---|---|")
            for name in names or CASES:
                for row in CASES[name](bench):
                    print(
                        f"| {row.work} | {row.figure} | {row.target} | {row.detail} |", flush=True
                    )
    took = f"{rounds} rounds in {time.monotonic() - began:.0f} s"
    print(f"\n{datetime.now(UTC):%Y-%m-%d}, {took} on {machine()}.")
    print(versions() + ".")


def _fill(root: Path) -> None:
    block = content(MIB)
    with (root / "large.bin").open("wb") as file:
        for _ in range(GIB // MIB):
            file.write(block)
    (root / "small").mkdir()
    for number in range(SMALL_FILES):
        (root / "small" / f"{number}.bin").write_bytes(content(SMALL_BYTES, str(number)))


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given and given[0].isdigit() else 5, [w for w in given if w in CASES])
