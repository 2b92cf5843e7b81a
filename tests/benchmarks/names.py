"""What a name costs: `python -m tests.benchmarks.names`. Seconds of processor, best of many."""

import statistics
import sys
import time
from collections.abc import Callable, Sequence

from core.policy.disposition import filename_in
from core.policy.filenames import choose
from core.policy.safe_names import safe
from tests.policy.dispositions import ROWS
from tests.policy.good_names import NAMES

LIMIT_SECONDS = 0.001
ROUNDS = 30
LINKS = [f"http://127.0.0.1:8080/files/file-{number:06d}.bin" for number in range(2000)]
LONG = [
    "attachment; filename=" + ("\xcf\xc2\xd4\xd8" * 60) + ".zip",
    "attachment; filename*=UTF-8''" + "%E4%B8%8B" * 80 + ".zip",
    'attachment; filename="' + "=?utf-8?B?5LiL6L29?= " * 60 + '"',
    "attachment; " + "; ".join(f"filename*{n}*={'utf-8' * (not n)}''%e4%b8%8b" for n in range(90)),
]


def each(work: Callable[[str], object], inputs: Sequence[str]) -> list[float]:
    """The seconds that each input takes, the best of `ROUNDS`."""
    best = [float("inf")] * len(inputs)
    for _ in range(ROUNDS):
        for number, one in enumerate(inputs):
            began = time.process_time_ns()
            work(one)
            best[number] = min(best[number], (time.process_time_ns() - began) / 1e9)
    return best


def from_link(url: str) -> object:
    return choose(wanted=None, disposition="", final_url=url, first_url=url, content_type="")


def from_header(header: str) -> object:
    url = "https://a.example/get"
    return choose(wanted=None, disposition=header, final_url=url, first_url=url, content_type="")


def main() -> int:
    """Returns 1 if a name takes longer than it may."""
    headers = [row.header for row in ROWS]
    worst = 0.0
    for title, work, inputs in (
        ("a link of a batch", from_link, LINKS),
        ("headers of the table, read", filename_in, headers),
        ("headers of the table, to a name", from_header, headers),
        ("headers that are very long", from_header, LONG),
        ("good names made safe", safe, NAMES),
        ("long names made safe", safe, [name * 40 for name in NAMES]),
    ):
        seconds = each(work, inputs)
        worst = max(worst, *seconds)
        mean, most = statistics.fmean(seconds) * 1e6, max(seconds) * 1e6
        print(f"{title:32} {len(inputs):5} names  mean {mean:7.1f} µs  slowest {most:7.1f} µs")
    print(f"slowest of all: {worst * 1e3:.3f} ms (limit {LIMIT_SECONDS * 1e3:.0f} ms)")
    return int(worst > LIMIT_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
