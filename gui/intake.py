"""From an offer to queued downloads; reading and parsing happen off Qt's thread."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.policy.intake import Entry
from core.policy.links import normal_form
from gui.bridge import Bridge
from gui.drops import Found, Offer, read_offer

CHUNK = 100  # requests added at a time, so that the queue's lock is never held for long


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an offer."""

    ids: list[int]
    already: int  # links that are in the list and not finished
    unreadable: list[str]


class Intake(QObject):
    """Takes offers in; `taken` tells what became of each."""

    taken = Signal(object)  # Taken

    def __init__(self, bridge: Bridge, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.folder = folder

    def offer(self, offer: Offer, known: frozenset[str]) -> None:
        """Find the links in an offer and queue those that are not `known`."""
        folder = self.folder

        def work() -> Taken:
            found: Found = read_offer(offer)
            return self._queue(found.links, folder, known, found.unreadable)

        self._bridge.in_background(work, self.taken.emit)

    def add(self, links: list[Entry], folder: Path, known: frozenset[str]) -> None:
        """Queue links the user has looked at."""
        self._bridge.in_background(lambda: self._queue(links, folder, known, []), self.taken.emit)

    def _queue(
        self, links: list[Entry], folder: Path, known: frozenset[str], unreadable: list[str]
    ) -> Taken:
        listed = {normal_form(url) for url in known}
        fresh = [link for link in links if normal_form(link.url) not in listed]
        requests = [link.request(folder) for link in fresh]
        ids: list[int] = []
        for start in range(0, len(requests), CHUNK):
            ids += self._bridge.engine.add(requests[start : start + CHUNK])
        return Taken(ids, len(links) - len(fresh), unreadable)
