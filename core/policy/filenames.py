"""From what people and servers call a file to a name that is safe on every disk."""

import mimetypes
import re
import unicodedata
from urllib.parse import unquote_to_bytes, urlsplit

from core.policy.disposition import filename_in

MAX_BYTES = 255
ROOM = len(" (9999)") + len(".part")  # what we may have to add
_RESERVED = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])(?= *(?:\.|$))", re.IGNORECASE
)
_GOOD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._ +-]{0,200}[A-Za-z0-9_+-])?")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_COMPOUND = re.compile(r"\.(?:tar\.[A-Za-z0-9]{1,5}|[A-Za-z0-9]{1,16})\Z")
_PAGE_ENDINGS = frozenset({"", ".html", ".htm", ".xhtml", ".php", ".asp", ".aspx", ".jsp", ".cgi"})


def choose(
    *, wanted: str | None, disposition: str, final_url: str, first_url: str, content_type: str
) -> str:
    """A safe name, from the best source there is."""
    if wanted:
        return safe(wanted)
    for source in (disposition, final_url, first_url):
        candidate = (filename_in if source is disposition else from_url)(source) if source else ""
        if candidate and usable(candidate):
            return safe(_with_ending(candidate, content_type))
    host = urlsplit(first_url).hostname or "download"
    return safe(_with_ending(host.replace(".", "-"), content_type))


def from_url(url: str) -> str:
    """The last part of a link's path, decoded; empty when the path ends in a slash."""
    last = urlsplit(url).path.rsplit("/", 1)[-1]
    if _GOOD.fullmatch(last):
        return last
    raw = unquote_to_bytes(last)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def usable(name: str) -> bool:
    """Whether anything but dots and blanks is left of a name."""
    if _GOOD.fullmatch(name):
        return True
    return bool(_base(name).strip(". \t"))


def safe(name: str) -> str:
    """The name as it can stand on Linux, Windows and macOS; a good name is never altered.

    Never raises, and is idempotent.
    """
    if _GOOD.fullmatch(name) and not _RESERVED.match(name):
        return name
    visible = "".join(letter for letter in _base(name) if _visible(letter))
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", visible))
    name = re.sub(r"\s", " ", name).strip(" ").rstrip(". ")
    if name.startswith("."):
        name = "_" + name.lstrip(". ")
    if _RESERVED.match(name):
        name = "_" + name
    name = cut(name, MAX_BYTES - ROOM)
    return (name.strip("_ ") and name) or "download"


def cut(name: str, limit: int) -> str:
    """The name shortened to `limit` bytes of UTF-8 between whole letters, ending kept."""
    if len(name.encode()) <= limit:
        return name
    stem, ending = split_ending(name)
    room = max(1, limit - len(ending.encode()))
    return stem.encode()[:room].decode(errors="ignore").rstrip(". ") + ending


def split_ending(name: str) -> tuple[str, str]:
    """`archive` and `.tar.gz`; the ending is empty when there is none."""
    found = _COMPOUND.search(name, 1)
    return (name[: found.start()], found[0]) if found else (name, "")


def numbered(name: str, number: int) -> str:
    """`name (2).tar.gz` for the second file of a name."""
    if number < 2:
        return name
    stem, ending = split_ending(name)
    return f"{stem} ({number}){ending}"


def page_instead_of_file(
    *, url: str, wanted: str | None, disposition: str, content_type: str
) -> bool:
    """Whether a web page came where the link promised something else."""
    if "html" not in content_type.lower():
        return False
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml") or filename_in(disposition):
        return False
    ending = split_ending(wanted or from_url(url))[1].lower()
    known = any(mimetypes.guess_type("x" + ending)) or ending.startswith(".tar.")
    return ending not in _PAGE_ENDINGS and known


def _base(name: str) -> str:
    """What follows the last separator: no name may lead into another folder."""
    return re.split(r"[\\/]", name.rstrip("\\/"))[-1]


def _visible(letter: str) -> bool:
    return letter == "\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _with_ending(name: str, content_type: str) -> str:
    """Give a name without an ending the one of its type; a given ending is never changed."""
    if split_ending(name)[1]:
        return name
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("", "application/octet-stream", "text/plain"):
        return name
    return name + (mimetypes.guess_extension(kind) or "")
