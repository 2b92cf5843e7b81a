"""Looking for checksums beside a file: few questions, and no folder is asked twice the same."""

import threading
from dataclasses import dataclass, field

from core.engine.beside import read_beside
from core.engine.running import Piece
from core.model.checksum import Checksum
from core.net.client import Client
from core.policy.sums import ENDINGS, LISTS, only_sum_of, place_of, read_sums, sum_of
from core.stop import StopSignal


@dataclass(slots=True)
class _Folder:
    """What is known of one folder of a server."""

    lists: list[str] = field(default_factory=lambda: list(LISTS))  # still to be asked for
    endings: tuple[str, ...] = ENDINGS  # those that may be there, as the first file showed
    listed: dict[str, Checksum] = field(default_factory=dict)
    busy: bool = False  # one worker at a time asks


class Siblings:
    """Shared by all workers, for one batch.

    A folder without any checksum is asked once for each list and each ending, and after that
    no more. One with lists is asked for those alone, and one with a file beside each file for
    that kind only.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._folders: dict[str, _Folder] = {}

    def forget(self) -> None:
        """A new batch begins, and servers may have changed."""
        with self._changed:
            self._folders = {}

    def checksum(self, piece: Piece, client: Client) -> Checksum | None:
        """What lies beside the file says of it; None if nothing does. Raises `Interrupted`."""
        place, name = place_of(piece.download.request.url)
        if not name:
            return None
        folder = self._enter(place, piece.stop)
        try:
            return _listed(folder, piece, client, place) or _own(folder, piece, client, place)
        finally:
            with self._changed:
                folder.busy = False
                self._changed.notify_all()

    def _enter(self, place: str, stop: StopSignal) -> _Folder:
        """Wait until nobody else asks about the folder."""
        with self._changed:
            folder = self._folders.setdefault(place, _Folder())
            if not folder.busy:
                folder.busy = True
                return folder
        with stop.waking(self._wake), self._changed:
            self._changed.wait_for(lambda: not folder.busy or stop.is_set())
            stop.check()
            folder.busy = True
        return folder

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()


def _listed(folder: _Folder, piece: Piece, client: Client, place: str) -> Checksum | None:
    url = piece.download.request.url
    found = sum_of(url, folder.listed)
    while found is None and folder.lists:
        name = folder.lists[0]
        text = read_beside(piece, client, place + name)
        del folder.lists[0]
        if text is not None:
            folder.listed = read_sums(text.decode("utf-8", "replace"), name) | folder.listed
            found = sum_of(url, folder.listed)
    return found


def _own(folder: _Folder, piece: Piece, client: Client, place: str) -> Checksum | None:
    url = piece.download.request.url
    address = place + place_of(url)[1]
    for ending in folder.endings:
        text = read_beside(piece, client, address + ending)
        if text is None:
            continue
        found = only_sum_of(url, read_sums(text.decode("utf-8", "replace"), ending))
        if found is not None:
            folder.endings = (ending,)
            return found
    if folder.endings == ENDINGS:
        folder.endings = ()
    return None
