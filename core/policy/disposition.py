"""The file name in a Content-Disposition header (RFC 6266, RFC 8187)."""

import re
from urllib.parse import unquote_to_bytes

_PARAMETER = re.compile(
    r";\s*(?P<name>[^\s=;\"]+)\s*=\s*(?:\"(?P<quoted>(?:[^\"\\]|\\.)*)\"|(?P<plain>[^;]*))",
    re.DOTALL,
)
# Any other is ignored, as RFC 8187 allows: Python's codecs are more than character sets.
_CHARSETS = {"": "utf-8", "utf-8": "utf-8", "utf8": "utf-8", "iso-8859-1": "latin-1"}
_EXTENDED = re.compile(r"(?P<charset>[A-Za-z0-9_-]*)'[^']*'(?P<value>.*)", re.DOTALL)


def filename_in(header: str) -> str:
    """The name a server suggests, decoded but not made safe; empty when there is none.

    `header` is latin-1 text as it came over the wire. `filename*` wins over `filename`.
    """
    parameters: dict[str, str] = {}
    for found in _PARAMETER.finditer(";" + header):
        name = found["name"].lower()
        quoted = found["quoted"]
        value = found["plain"].strip() if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        parameters.setdefault(name, value)
    return _extended(parameters.get("filename*", "")) or _plain(parameters.get("filename", ""))


def _extended(value: str) -> str:
    found = _EXTENDED.fullmatch(value)
    if not found:
        return ""
    raw = unquote_to_bytes(found["value"])
    try:
        return raw.decode(_CHARSETS[found["charset"].lower()])
    except (KeyError, UnicodeDecodeError):
        return ""


def _plain(value: str) -> str:
    """Servers send UTF-8 where latin-1 is due, and percent-escapes where none belong."""
    raw = value.encode("latin-1", "replace")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = value
    if "%" in text and re.search(r"%[0-9A-Fa-f]{2}", text):
        try:
            return unquote_to_bytes(text).decode()
        except UnicodeDecodeError:
            return text
    return text
