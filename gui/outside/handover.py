"""One window per list: a second start hands its links to the first and is done."""

import json
import logging
import os
import stat
import time
from collections.abc import Callable, Mapping
from enum import Enum
from hashlib import blake2s
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from core.disk.presence import Presence
from gui.drops import Offer

PATIENCE_SECONDS = 5.0  # after which the first window is taken for hung
MAX_BYTES = 8 * 1024 * 1024  # a command line is never longer
AGAIN_MS = 50
TAKEN = b"taken\n"
_log = logging.getLogger(__name__)


class Answer(Enum):
    """What became of links that were handed over."""

    TAKEN = "taken"
    SILENT = "silent"  # it is there and does not answer
    ABSENT = "absent"  # nobody listens: it is not there yet, or just leaving


class Receiver(QObject):
    """Listens for later starts; whatever they send, nothing but links can come of it."""

    received = Signal(object)  # gui.drops.Offer

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        """To be made only by whoever holds the list's lock: what is left there is stale then."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        QLocalServer.removeServer(str(path))
        if not self._server.listen(str(path)):
            _log.warning("later starts cannot be heard: %s", self._server.errorString())

    def close(self) -> None:
        """Hear nobody any more; whoever is not answered yet sees the connection end."""
        self._server.close()
        for caller in self._server.findChildren(QLocalSocket):
            caller.abort()

    @Slot()
    def _greet(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(self._read)
            self._hear(caller)

    @Slot()
    def _read(self) -> None:
        caller = self.sender()
        if isinstance(caller, QLocalSocket):
            self._hear(caller)

    def _hear(self, caller: QLocalSocket) -> None:
        if caller.bytesAvailable() > MAX_BYTES:
            caller.abort()
        elif caller.canReadLine():
            offer = unpack(bytes(caller.readLine().data()))
            if offer is None:
                caller.abort()
                return
            caller.write(TAKEN)
            caller.disconnectFromServer()
            self.received.emit(offer)


def hand_over(path: Path, offer: Offer, seconds: float) -> Answer:
    """Give an offer to the window that listens at `path`, waiting no longer than that."""
    deadline = time.monotonic() + seconds
    caller = QLocalSocket()
    caller.connectToServer(str(path))
    if not caller.waitForConnected(int(seconds * 1000)):
        return Answer.ABSENT
    caller.write(pack(offer))
    caller.flush()
    while not caller.canReadLine():
        left = int((deadline - time.monotonic()) * 1000)
        if not caller.waitForReadyRead(max(0, left)):
            gone = caller.state() is QLocalSocket.LocalSocketState.UnconnectedState
            return Answer.ABSENT if gone else Answer.SILENT
    return Answer.TAKEN if caller.readLine().data() == TAKEN else Answer.ABSENT


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


def pack(offer: Offer) -> bytes:
    """An offer as a line of bytes; files by their absolute paths."""
    files = [str(path.absolute()) for path in offer.files]
    return json.dumps({"text": offer.text, "files": files}).encode() + b"\n"


def unpack(line: bytes) -> Offer | None:
    """The offer in a line from outside; None if it is none."""
    try:
        match json.loads(line):
            case {"text": str(text), "files": [*files]} if all(type(one) is str for one in files):
                paths = tuple(map(Path, files))
                return Offer(text, tuple(one for one in paths if one.is_absolute()))
            case _:
                return None
    except (ValueError, RecursionError):
        return None
