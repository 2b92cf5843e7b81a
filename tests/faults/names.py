"""Random names from servers and links: `python -m tests.faults.names [COUNT] [SEED]`.

Whatever a server or a link calls a file, a name comes of it that is safe on every disk, stays
as it is on a second look, and leads nowhere but into the folder.
"""

import random
import sys
import time
import timeit
from functools import partial
from pathlib import Path, PureWindowsPath

from core.policy.charsets import guess
from core.policy.disposition import filename_in
from core.policy.filenames import choose
from core.policy.safe_names import numbered, runs, safe
from tests.policy.dispositions import ROWS
from tests.policy.good_names import NAMES

FOLDER = Path("/downloads")
DISK_LIMIT = 255  # bytes
BYTES = [bytes([number]).decode("latin-1") for number in range(256)]
LETTERS = list("\u200b\u200c\u200d\u202e\u2066\ufeff\u0301\u0338\u0645\u0915\u094d\u3000\u2028")
LETTERS += ["\U0001f468", "\ufe0f", "\U0001f3fd", "\ud800", "\U0010ffff", "\u3164", "\u1112\u1161"]
PIECES = [
    "../",
    "..\\",
    "/",
    "\\",
    ".",
    "..",
    " ",
    "CON",
    "nul.",
    "COM\xb9",
    "\0",
    "\t",
    ":",
    "%2f",
]
PIECES += ["%00", "%e2%80%ae", ".lnk", ".desktop", ".{20D0}", ".tar.gz", ".part", "x" * 240, "~"]
TYPES = ["", "application/pdf", "text/html", "text/plain; charset=gbk", "image/png", "a/b", "\xff"]


class Source:
    """Headers, links and typed names, all from one seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def header(self) -> str:
        """A header from the table with parts of it changed, or one of random parts."""
        pick = self._random
        header = pick.choice(ROWS).header if pick.random() < 0.7 else "attachment; filename="
        for _ in range(pick.randrange(6)):
            place = pick.randrange(len(header) + 1)
            end = min(len(header), place + pick.randrange(4))
            fresh = "".join(pick.choice(BYTES + PIECES) for _ in range(pick.randrange(4)))
            header = header[:place] + fresh + header[end:]
        return header

    def name(self) -> str:
        pick = self._random
        parts = [pick.choice((NAMES, LETTERS, PIECES, BYTES)) for _ in range(pick.randrange(7))]
        return "".join(pick.choice(part) for part in parts)

    def url(self) -> str:
        return "https://a.example/" + self.name().replace("\ud800", "%ED%A0%80")

    def wanted(self) -> str | None:
        return self.name() if self._random.random() < 0.2 else None

    def content_type(self) -> str:
        return self._random.choice(TYPES)


def check(name: str) -> None:
    """Raise `AssertionError` unless the name is safe, stays so, and is inside its folder."""
    assert name, "there is a name"
    assert safe(name) == name, "a second look changes nothing"
    assert len(f"{numbered(name, 9999)}.part".encode()) <= DISK_LIMIT
    assert (FOLDER / name).parent == FOLDER
    assert (FOLDER / name).resolve().parent == FOLDER
    windows = PureWindowsPath("C:/downloads", name)
    assert windows.parent == PureWindowsPath("C:/downloads")
    assert not PureWindowsPath(name).is_reserved()
    assert name not in (".", "..")
    assert not set(name) & set('\\/:*?"<>|\0\n\r\t')
    assert name[0] not in ". "
    assert name[-1] not in ". "


def run(count: int, seed: int) -> float:
    """Look at `count` cases; returns the seconds of the slowest name."""
    source, slowest = Source(seed), 0.0
    guess(b"\xff")  # the first one loads Python's codecs
    for number in range(count):
        wanted, header, final, first = (
            source.wanted(), source.header(), source.url(), source.url(),
        )  # fmt: skip
        kind = source.content_type()
        make = partial(
            choose,
            wanted=wanted,
            disposition=header,
            final_url=final,
            first_url=first,
            content_type=kind,
        )
        try:
            began = time.thread_time()
            found = make()
            seconds = time.thread_time() - began
            if seconds > slowest:  # or was it only the machine that was busy?
                slowest = max(slowest, min(seconds, *timeit.repeat(make, number=1, repeat=3)))
            assert isinstance(filename_in(header), str)
            check(found.name)
            assert wanted or not runs(found.name), "nothing runs it"
        except Exception as error:
            case = ascii((wanted, header, final, first, kind))
            raise AssertionError(f"case {number} of seed {seed}: {case}") from error
    return slowest


def main(words: list[str]) -> None:
    count = int(words[0]) if words else 100_000
    seed = int(words[1]) if len(words) > 1 else int(time.time())
    began = time.perf_counter()
    slowest = run(count, seed)
    seconds = time.perf_counter() - began
    print(
        f"{count} cases of seed {seed} in {seconds:.1f} s, the slowest name {slowest * 1e3:.2f} ms"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
