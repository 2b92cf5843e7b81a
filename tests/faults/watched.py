"""`headgate get` that tells when its workers are held up: so many of them in a certain function.

    python -m tests.faults.watched DESCRIPTOR FUNCTION COUNT [--no-names] WORDS OF GET …

One byte is written to the descriptor then. With `--no-names` the system's resolver is silent.
"""

import os
import sys
import threading

from core.net import resolver
from gui.__main__ import main

LOOK_SECONDS = 0.002


def watch(descriptor: int, function: str, count: int) -> None:
    """Write a byte as soon as `count` threads are in `function`."""
    never = threading.Event()
    while sum(function in _names(ident) for ident in sys._current_frames()) < count:
        never.wait(LOOK_SECONDS)
    os.write(descriptor, b"!")


def _names(ident: int) -> list[str]:
    frame, names = sys._current_frames().get(ident), []
    while frame is not None:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


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
