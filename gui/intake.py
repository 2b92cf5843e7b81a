"""From an offer to queued downloads; reading and parsing happen off Qt's thread."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.disk.folders import Folders
from core.disk.paths import expand
from core.model.download import Conflict, Options, Request
from core.model.errors import HeadgateError
from core.model.settings import Settings
from core.model.snapshot import Row
from core.model.states import State
from core.policy.links import normal_form
from gui.bridge import Bridge
from gui.drops import Found, Offer, read_offer

MANY = 1000  # links: to add more takes longer than a moment


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an offer."""

    ids: list[int]
    already: int  # links that are in the list and not finished
    unreadable: list[str]


Answer = Taken | HeadgateError


class Intake(QObject):
    """Takes offers in; `taken` tells what became of each, `refused` that none is taken."""

    adding = Signal(int)  # so many links are being added: it takes a while
    taken = Signal(object)  # Taken
    refused = Signal(object)  # HeadgateError

    def __init__(
        self, bridge: Bridge, folder: Path, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.folders = Folders(folder)
        self.follow(settings)

    @property
    def folder(self) -> Path:
        """Where files go if no rule says otherwise."""
        return self.folders.usual

    def follow(self, settings: Settings) -> None:
        """Put the next links where these settings say."""
        self.settings = settings
        usual = expand(settings.folder) if settings.folder else self.folder
        self.folders = Folders(usual).with_rules(settings.folder_rules)

    def offer(
        self, offer: Offer, rows: Iterable[Row], unclear: Callable[[], None] | None = None
    ) -> None:
        """Find the links in an offer and queue those that none of `rows` is to fetch still.

        With `unclear`, that is called instead if somebody should look the links over.
        """

        def read() -> Answer | None:
            found = read_offer(offer)
            if unclear is not None and not found.intake.clear:
                return None
            return _unless_refused(lambda: self._take(found, rows))

        def then(answer: Answer | None) -> None:
            if answer is not None:
                self._tell(answer)
            elif unclear is not None:
                unclear()

        self._bridge.in_background(read, then)

    def take(self, offer: Offer, rows: Iterable[Row]) -> Taken:
        """Queue what none of `rows` is to fetch still; to be called on a thread.

        Raises `ListClosedError`.
        """
        return self._take(read_offer(offer), rows)

    def _take(self, found: Found, rows: Iterable[Row]) -> Taken:
        folders, shared = self.folders, self.shared()
        listed = {normal_form(row.url) for row in rows if row.state is not State.COMPLETED}
        fresh = [link for link in found.links if normal_form(link.url) not in listed]
        requests = [
            link.request(folders.of(link.url, link.safe_name or None), shared) for link in fresh
        ]
        ids = self._bridge.engine.add(requests)
        return Taken(ids, len(found.links) - len(fresh), found.unreadable)

    def add(self, requests: Iterable[Request], count: int, *, start: bool = False) -> None:
        """Queue so many that were looked over, and start them if wanted.

        The requests are gone through on a thread.
        """
        engine = self._bridge.engine

        def work() -> Taken:
            ids = engine.add(requests)
            if start and ids:
                engine.start(only=ids)
            return Taken(ids, 0, [])

        if count > MANY:
            self.adding.emit(count)
        self._bridge.in_background(lambda: _unless_refused(work), self._tell)

    def _tell(self, answer: Answer) -> None:
        (self.taken if isinstance(answer, Taken) else self.refused).emit(answer)

    def shared(self) -> Options:
        """What holds for every link that is added now."""
        return Options(conflict=Conflict(self.settings.conflict))


def _unless_refused(take: Callable[[], Taken]) -> Answer:
    try:
        return take()
    except HeadgateError as error:
        return error
