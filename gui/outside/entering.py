"""Who may open the window of a list: one program, and the others ask it."""

import os
import stat
import time
from collections.abc import Callable, Mapping
from enum import Enum
from hashlib import blake2s
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from core.disk.presence import Presence

PATIENCE_SECONDS = 5.0  # after which the first window is taken for hung
AGAIN_MS = 50


class Answer(Enum):
    """What became of links that were handed over."""

    TAKEN = "taken"
    SILENT = "silent"  # it is there and does not answer
    ABSENT = "absent"  # nobody listens: it is not there yet, or just leaving


def enter(
    lock: Callable[[], Presence | None],
    hand: Callable[[], Answer],
    seconds: float,
) -> Presence | Answer:
    """A place of our own, or what the window that has it answered.

    While that window is on its way in or out it is asked again. Raises what `lock` raises.
    """
    deadline = time.monotonic() + seconds
    while True:
        if (presence := lock()) is not None:
            return presence
        answer = hand()
        if answer is not Answer.ABSENT or time.monotonic() >= deadline:
            return answer
        pause = QEventLoop()
        QTimer.singleShot(AGAIN_MS, pause.quit)
        pause.exec()


def place_of(state: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the window of a list listens: a folder nobody else can enter, if there is one.

    The runtime folder is meant for sockets; folders for lists may lie on disks that hold none.
    """
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    if runtime and _is_private(Path(runtime)):
        which = blake2s(os.fsencode(state.resolve()), digest_size=8).hexdigest()
        return Path(runtime) / f"headgate-{which}"
    return state / "window.socket"


def _is_private(folder: Path) -> bool:
    try:
        found = folder.stat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
