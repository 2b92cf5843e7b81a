"""`headgate` that kills itself with SIGKILL at a named point.

    python -m tests.faults.dying POINT COUNT get …

COUNT says the how manieth time the point is reached. Run as a child of `kills`.
"""

import importlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

# Before or after which function, and where it is looked up when it is called.
POINTS = {
    "after a write": ("core.disk.partfile:PartFile.write", "after"),
    "after a write through the kernel": ("core.disk.partfile:PartFile.drain", "after"),
    "after making a part file": ("core.disk.partfile:PartFile.create", "after"),
    "after marking a part file": ("core.disk.partfile:set_mark", "after"),
    "before a sync": ("core.disk.partfile:PartFile.sync", "before"),
    "after a sync": ("core.disk.partfile:PartFile.sync", "after"),
    "before the note": ("core.disk.checkpoint:write_note", "before"),
    "before the record": ("core.disk.journal:Journal.record_held", "before"),
    "after the record": ("core.disk.journal:Journal.record_held", "after"),
    "before a commit": ("core.disk.store:Store.write", "before"),
    "in a commit": ("core.disk.database:changing", "before"),
    "after a commit": ("core.disk.store:Store.write", "after"),
    "before the note is dropped": ("core.engine.finishing:drop_note", "before"),
    "before the mode is set": ("core.disk.partfile:PartFile.make_public", "before"),
    "before publishing": ("core.engine.finishing:publish", "before"),
    "after publishing": ("core.engine.finishing:publish", "after"),
    "before a small file has bytes": ("core.disk.whole:WholeFile.write", "before"),
    "before a small file is named": ("core.disk.whole:WholeFile.name_it", "before"),
    "after a small file is named": ("core.disk.whole:WholeFile.name_it", "after"),
    "before the folder is synced": ("core.disk.checkpoint:_make_durable", "before"),
    "after the folder is synced": ("core.disk.checkpoint:_make_durable", "after"),
    "before rows are recorded": ("core.disk.journal:Journal.record_rows", "before"),
    "after rows are recorded": ("core.disk.journal:Journal.record_rows", "after"),
    "at the end": ("core.engine.engine:Engine.close", "before"),
    "before the list is opened": ("core.disk.store:open_list", "before"),
    "after the list is opened": ("core.disk.store:open_list", "after"),
}
# Reached only by a run that goes on with what another left that was killed at the third.
RESTART_POINTS = {
    "before adopting": ("core.disk.store:adopt", "before", "after a commit"),
    "after adopting": ("core.disk.store:adopt", "after", "after the record"),
    "before recovering": ("core.engine.opening:recover", "before", "after the record"),
    "after recovering": ("core.engine.opening:recover", "after", "after the record"),
    "before going on": ("core.engine.opening:Opening._go_on", "before", "after the record"),
    "while recognising a file that is named already": (
        "core.engine.opening:has_mark",
        "before",
        "after publishing",
    ),
}


def arm(target: str, when: str, count: int) -> None:
    """Have this process killed around the `count`th call of a function."""
    module, _, path = target.partition(":")
    *owners, name = path.split(".")
    owner: Any = importlib.import_module(module)
    for one in owners:
        owner = getattr(owner, one)
    lock, left = threading.Lock(), [count]

    def last() -> bool:
        with lock:
            left[0] -= 1
            return left[0] == 0

    def around(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if when == "before" and last():
                os.kill(os.getpid(), signal.SIGKILL)
            done = real(*given, **named)
            if when == "after" and last():
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return call

    found = vars(owner)[name]
    if isinstance(found, classmethod):
        setattr(owner, name, classmethod(around(found.__func__)))
    else:
        setattr(owner, name, around(found))


def main() -> int:
    point, count, *words = sys.argv[1:]
    from gui.__main__ import main as headgate

    target, when, *_ = (POINTS | RESTART_POINTS)[point]
    arm(target, when, int(count))
    sys.argv = ["headgate", *words]
    return headgate()


if __name__ == "__main__":
    sys.exit(main())
