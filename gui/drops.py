"""What a drag or the clipboard offers, as text and files to look for links in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData, QUrl

from gui.dragging import OURS
from gui.texts import error_text, translate

if TYPE_CHECKING:
    from core.policy.intake import Entry, Intake


@dataclass(frozen=True, slots=True)
class Offer:
    """Text that was offered, and files to read (on a thread, never on Qt's).

    `views` show one thing in several ways, each with its type; bytes are UTF-8.
    """

    text: str
    files: tuple[Path, ...]
    views: tuple[tuple[str, str | QByteArray], ...] = ()

    @property
    def some(self) -> bool:
        """Whether there is anything to look for links in."""
        return bool(self.text or self.files or self.views)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and what could not be read and why."""

    intake: "Intake"
    unreadable: list[str]

    @property
    def links(self) -> "list[Entry]":
        """The links in the order they stood."""
        return self.intake.entries


def accepts(mime: QMimeData) -> bool:
    """Whether there may be links in it; called for every move of a drag."""
    return not mime.hasFormat(OURS) and (
        mime.hasText() or mime.hasHtml() or mime.hasUrls() or mime.hasFormat(_MOZ_URL)
    )


_MOZ_URL = "text/x-moz-url"
_UTF8_TEXT = "text/plain;charset=utf-8"
_TEXT = "text/plain"
_FILE = re.compile(r"\s*file:", re.IGNORECASE)


def offer_in(mime: QMimeData) -> Offer:
    """Everything usable in it. Only bytes and text are read, no object is ever unpacked."""
    files: list[Path] = []
    links: list[str] = []
    for line in _decoded(mime, "text/uri-list", "utf-8").splitlines():
        # A hundred thousand of Qt's addresses would take a quarter of a second.
        if _FILE.match(line) and (url := QUrl(line.strip())).isLocalFile():
            files.append(Path(url.toLocalFile()))
        else:
            links.append(line)
    views: list[tuple[str, str | QByteArray]] = [
        ("text/uri-list", "\n".join(links)),
        (_MOZ_URL, _decoded(mime, _MOZ_URL, "utf-16-le")),
    ]
    if mime.hasHtml():
        views.append(("text/html", mime.html()))
    # Without any, Qt makes some from the addresses, as people read them: other ones, in the end.
    if not files and (mime.hasFormat(_TEXT) or mime.hasFormat(_UTF8_TEXT)):
        views.append((_TEXT, text_in(mime)))
    return Offer("", tuple(files), tuple(view for view in views if view[1]))


def text_in(mime: QMimeData) -> QByteArray:
    """The plain text in it as UTF-8, the same that `mime.text()` would be.

    That takes 20 ms to make ten megabytes a `str`, which a thread can do as well.
    """
    return mime.data(_UTF8_TEXT if mime.hasFormat(_UTF8_TEXT) else _TEXT)


def _decoded(mime: QMimeData, kind: str, encoding: str) -> str:
    if not mime.hasFormat(kind):
        return ""
    return bytes(mime.data(kind).data()).decode(encoding, "replace")


def read_offer(offer: Offer, stop: Callable[[], bool] = lambda: False) -> Found:
    """Read the files and find the links; slow for large offers, so run it on a thread.

    `stop` is asked now and then; once it says yes, what was found so far is returned.
    """
    from core.policy.intake import together
    from core.policy.intake.take import take_in

    shown = [take_in(_as_text(view), mime=kind, stop=stop) for kind, view in offer.views]
    if offer.text or not shown:
        shown.append(take_in(offer.text, stop=stop))
    intakes = [together(shown, views=True)]
    unreadable: list[str] = []
    told = [("", error) for error in intakes[0].messages]
    for path in offer.files:
        try:
            intake = take_in(_read(path), name=path.name, stop=stop)
        except OSError as error:
            unreadable.append(_of_file(path.name, str(error)))
        else:
            intakes.append(intake)
            told += [(path.name, message) for message in intake.messages]
    whole = together(intakes)
    for name, message in told:
        if message in whole.messages:
            text = error_text(message)
            unreadable.append(_of_file(name, text) if name else text)
    return Found(whole, unreadable)


def read_offers(offers: list[Offer], stop: Callable[[], bool]) -> Found:
    """Several offers as one list, in their order."""
    from core.policy.intake import together

    found = [read_offer(offer, stop) for offer in offers]
    unreadable = [text for one in found for text in one.unreadable]
    return Found(together([one.intake for one in found]), unreadable)


def _as_text(view: str | QByteArray) -> str:
    return view if isinstance(view, str) else bytes(view.data()).decode("utf-8", "replace")


def _of_file(name: str, problem: str) -> str:
    return translate("Drops", "{file}: {problem}").format(file=name, problem=problem)


def _read(path: Path) -> bytes:
    """The file's bytes; of a large one enough to see that it is too large."""
    from core.policy.intake.collector import MAX_TEXT

    with path.open("rb") as file:
        return file.read(MAX_TEXT + 1)
