"""How long texts take until their links are known.

    python -m tests.benchmarks.intake [--nasty]

Prints seconds of processor and of wall clock for 100 000 links in several formats; with --nasty
also for ten megabytes of texts that want to be slow.
"""

import json
import random
import sys
import time

from core.policy.intake import Format
from core.policy.intake.take import take_in
from tests.policy.intake.test_time import NASTY, NASTY_PAGES

LINKS = 100_000
WORDS = [
    "lorem",
    "ipsum",
    "dolor",
    "(sit",
    "amet,",
    "—",
    "consectetur",
    "elit;",
    "sed",
    "www",
    "half",
    "of",
    "the",
    "«mirrors»",
    "are",
]


def links() -> list[str]:
    return [
        f"https://mirror{number % 9}.example.org/pub/{number // 100}/archive-{number:06}.tar.gz"
        for number in range(LINKS)
    ]


def prose(chance: random.Random) -> str:
    """About ten megabytes."""
    ends = [". ", ", ", "\n", "\n\n", ") ", '" ']
    return "".join(
        f"{' '.join(chance.choices(WORDS, k=8))} {link}{chance.choice(ends)}" for link in links()
    )


def measure(name: str, text: str, **more: object) -> None:
    wall, began = time.perf_counter(), time.process_time()
    intake = take_in(text, **more)  # type: ignore[arg-type]
    seconds, waited = time.process_time() - began, time.perf_counter() - wall
    print(
        f"{name:<34} {len(text) / 1e6:5.1f} MB {len(intake.entries):7} links"
        f" {seconds:6.2f} s of processor {waited:6.2f} s"
    )


def main(*, nasty: bool) -> None:
    everything = links()
    measure("text", prose(random.Random(1)))
    measure("one link a line", "\n".join(everything), otherwise=Format.LIST)
    measure(
        "page",
        "".join(f'<p><a href="{link}">A file</a></p>\n' for link in everything),
        mime="text/html",
    )
    measure(
        "table", "url,name\n" + "".join(f"{link},{n}.zip\n" for n, link in enumerate(everything))
    )
    measure("JSON", json.dumps([{"url": link, "name": "x.zip"} for link in everything]))
    measure("aria2", "".join(f"{link}\n  out={n}.zip\n" for n, link in enumerate(everything)))
    measure("curl", "".join(f"curl -o {n}.zip '{link}'\n" for n, link in enumerate(everything)))
    if nasty:
        for piece in ["http://", "((((", "a", *NASTY]:
            measure(repr(piece)[:34], piece * (10_000_000 // len(piece)))
        for piece in NASTY_PAGES:
            measure(
                "page " + repr(piece)[:29], piece * (10_000_000 // len(piece)), mime="text/html"
            )


if __name__ == "__main__":
    main(nasty="--nasty" in sys.argv)
