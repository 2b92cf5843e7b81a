"""Files that hold one link: .url of Windows, .desktop of Linux, .webloc of macOS."""

import plistlib
import re
from xml.parsers.expat import ExpatError

from core.policy.intake.collector import Collector
from core.policy.intake.entry import Entry
from core.policy.intake.places import Lines

MAX_BYTES = 64 * 1024
_SECTION = re.compile(
    r"^\[(?:InternetShortcut(?:\.\w)?|Desktop Entry)\][ \t]*$", re.IGNORECASE | re.MULTILINE
)
_ADDRESS = re.compile(
    r"^(?:URL|BASEURL)(?:\[\$e\])?[ \t]*=[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE
)
_TITLE = re.compile(r"^(?:Name|Title)[ \t]*=[ \t]*(\S.*)$", re.MULTILINE)
# plistlib looks into damaged files without much care.
_UNFIT = (
    ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError,
    MemoryError, ExpatError,
)  # fmt: skip


def read_shortcut(text: str, into: Collector) -> bool:
    """The link of a .url or .desktop file; False if it is neither."""
    section = _SECTION.search(text)
    if section is None:
        return _read_plist(text.encode("utf-8", "replace"), into) or "<plist" in text
    end = text.find("\n[", section.end())
    body = text[section.end() : end if end >= 0 else len(text)]
    address, title = _ADDRESS.search(body), _TITLE.search(body)
    if address is not None:
        line = Lines(text).at(section.end() + address.start())
        into.link(address[1].strip(), line, Entry("", title=title[1].strip() if title else ""))
    return True


def is_webloc(data: bytes) -> bool:
    """Whether this is a property list in its binary form."""
    return data.startswith(b"bplist00")


def read_webloc(data: bytes, into: Collector) -> bool:
    """The link of a .webloc file, in XML or binary."""
    return _read_plist(data, into)


def _read_plist(data: bytes, into: Collector) -> bool:
    if len(data) > MAX_BYTES:
        return False
    try:
        # Entities of the document's own are refused there.
        content = plistlib.loads(data)
    except _UNFIT:
        return False
    address = content.get("URL") if isinstance(content, dict) else None
    if isinstance(address, str):
        into.link(address, 1)
    return isinstance(address, str)
