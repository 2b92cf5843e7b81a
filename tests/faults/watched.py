"""`headgate get` that tells when its workers are held up: so many of them in a certain function.

    python -m tests.faults.watched DESCRIPTOR FUNCTION COUNT [--no-names] WORDS OF GET …

One byte is written to the descriptor then. With `--no-names` the system's resolver is silent.
"""

import faulthandler
import os
import re
import sys
import tempfile
import threading

from core.net import resolver
from gui.__main__ import main

LOOK_SECONDS = 0.002
_THREAD = re.compile(r"(?:Current t|T)hread 0x([0-9a-f]+)")
_FRAME = re.compile(r"  File .*, line \d+ in (\S+)")


def functions() -> dict[int, list[str]]:
    """The names of the functions each thread is in, the innermost first, by its number.

    Frames of threads that run cannot be looked at from Python: they change under the eye.
    """
    found: dict[int, list[str]] = {}
    names: list[str] = []
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        for line in file:
            if thread := _THREAD.match(line):
                names = found[int(thread[1], 16)] = []
            elif frame := _FRAME.match(line):
                names.append(frame[1])
    return found


def watch(descriptor: int, function: str, count: int) -> None:
    """Write a byte as soon as `count` threads are in `function`."""
    never = threading.Event()
    while sum(function in names for names in functions().values()) < count:
        never.wait(LOOK_SECONDS)
    os.write(descriptor, b"!")


def _silent(_host: str, _port: int) -> list[resolver.Address]:
    threading.Event().wait()
    return []


if __name__ == "__main__":
    descriptor, function, count, *words = sys.argv[1:]
    if words[0] == "--no-names":
        resolver.lookup_now = _silent  # type: ignore[assignment]
        words = words[1:]
    sys.argv = ["headgate", "get", *words]
    threading.Thread(
        target=watch, args=(int(descriptor), function, int(count)), daemon=True
    ).start()
    sys.exit(main())
