"""One window per list: a second start hands its links to the first and is done."""

import json
import logging
import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from gui.drops import Offer
from gui.outside.entering import Answer

MAX_BYTES = 8 * 1024 * 1024  # a command line is never longer
TAKEN = b"taken\n"
_log = logging.getLogger(__name__)


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
