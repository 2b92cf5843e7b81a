"""What a drag or the clipboard offers, as text to look for links in."""

import html
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

from core.policy.links import Link, find_links

MAX_FILE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Offer:
    """Text that was offered, and files to read (on a thread, never on Qt's)."""

    text: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Links in the order they stood, and what could not be read and why."""

    links: list[Link]
    unreadable: list[str]


def accepts(mime: QMimeData) -> bool:
    """Whether there may be links in it; called for every move of a drag."""
    return mime.hasText() or mime.hasHtml() or mime.hasUrls() or mime.hasFormat(_MOZ_URL)


_MOZ_URL = "text/x-moz-url"


def offer_in(mime: QMimeData) -> Offer:
    """Everything usable in it. Only bytes and text are read, no object is ever unpacked."""
    texts: list[str] = []
    files: list[Path] = []
    for line in _decoded(mime, "text/uri-list", "utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        url = QUrl(line.strip())
        if url.isLocalFile():
            files.append(Path(url.toLocalFile()))
        else:
            texts.append(line)
    texts += _decoded(mime, _MOZ_URL, "utf-16-le").splitlines()[::2]
    if mime.hasHtml():
        texts.append(html.unescape(mime.html()))
    if mime.hasText() and not files:
        texts.append(mime.text())
    return Offer("\n".join(texts), tuple(files))


def _decoded(mime: QMimeData, kind: str, encoding: str) -> str:
    if not mime.hasFormat(kind):
        return ""
    return bytes(mime.data(kind).data()).decode(encoding, "replace")


def read_offer(offer: Offer) -> Found:
    """Read the files and find the links; slow for large offers, so run it on a thread."""
    texts, unreadable = [offer.text], []
    for path in offer.files:
        try:
            texts.append(_read(path))
        except (OSError, ValueError) as error:
            unreadable.append(f"{path.name}: {error}")
    return Found(list(find_links("\n".join(texts))), unreadable)


def _read(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise ValueError("it is larger than 64 MiB")
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("it is not a text file")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return data.decode(encoding, "replace")
