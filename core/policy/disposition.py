"""The file name in a Content-Disposition header (RFC 6266), broken ones included.

Where Chromium and Firefox agree, this does as they do. Where they do not, a name is better
than none, and the one a person can read is better than the one a machine could.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from core.policy.charsets import decode, guess
from core.policy.encoded_words import has_words, without_words

_LONGEST = 8192  # letters of a header that are looked at
_NAME = re.compile(r"[^=;]*")
_QUOTED = re.compile(r'[ \t]*"((?:[^"\\]++|\\.|\\\Z)*+)"?[^;]*', re.DOTALL)
_PLAIN = re.compile(r"[^;]*")
_PAIR = re.compile(r"\\(.)", re.DOTALL)
# Several headers reach us as one list, and a name without quotes does not say where it ends.
_NEXT_HEADER = re.compile(r"[ \t]*,[ \t]*(?:attachment|inline)\Z", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SECTION = re.compile(r"(0|[1-9][0-9]{0,2})(\*?)")


class _Value(NamedTuple):
    text: str
    quoted: bool


def filename_in(header: str, charset: str = "") -> str:
    """The name a server suggests, decoded but not made safe; empty when there is none.

    `header` is latin-1 text as it came over the wire, `charset` what its bytes may be in when
    they are not UTF-8. In this order: a sound `filename*` (RFC 8187), a `filename*0` and so on
    (RFC 2231), `filename`, a `filename*` that is not quite right. Never raises.
    """
    header = header[:_LONGEST]
    if not header.isascii():
        header = guess(header.encode("latin-1", "replace"), charset)
    extended, plain, defective = "", "", ""
    sections: dict[int, tuple[_Value, bool]] = {}
    in_order = True
    for name, value in _parameters(header):
        if name == "filename":
            plain = plain or _decoded(value.text)
        elif name == "filename*":
            extended = extended or _extended(value.text)
            defective = defective or _defective(value.text)
        elif in_order and name.startswith("filename*"):
            found = _SECTION.fullmatch(name, len("filename*"))
            in_order = found is not None and int(found[1]) not in sections
            if found is not None and in_order:
                sections[int(found[1])] = value, bool(found[2])
    return extended or (_joined(sections) if sections else "") or plain or defective


def _parameters(header: str) -> Iterator[tuple[str, _Value]]:
    """Names in lower case and values, of whatever looks like a parameter, in linear time."""
    place = 0
    while place < len(header):
        name = _NAME.match(header, place)
        assert name is not None, "it matches anything"
        place = name.end() + 1
        if not header.startswith("=", name.end()):
            continue
        quoted = _QUOTED.match(header, place)
        if quoted is not None:
            value = _Value(_PAIR.sub(r"\1", quoted[1]), quoted=True)
            place = quoted.end() + 1
        else:
            plain = _PLAIN.match(header, place)
            assert plain is not None, "it matches anything"
            value = _Value(_NEXT_HEADER.sub("", plain[0].strip()), quoted=False)
            place = plain.end() + 1
        yield name[0].rpartition(",")[2].strip().lower(), value


def _extended(text: str) -> str:
    """A value as RFC 8187 has it, or with an apostrophe in it, or in quotes; else empty."""
    parts = text.split("'", 2)
    if len(parts) < 3 or not text.isascii() or _BROKEN_ESCAPE.search(parts[2]):
        return ""
    return decode(unquote_to_bytes(parts[2]), parts[0]) or ""


def _defective(text: str) -> str:
    """What an extended value may mean whose charset, quotes or escapes are missing or wrong."""
    *before, value = text.split("'", 2)
    raw = unquote_to_bytes(value)
    if before and text.isascii():
        found = decode(raw, before[0])
        if found is not None:
            return found
    return decode(raw, "utf-8") or ""


def _joined(sections: dict[int, tuple[_Value, bool]]) -> str:
    """The sections up to the first gap; only the first tells the charset (RFC 2231, 4.1)."""
    label, raw = "utf-8", b""
    for number in range(len(sections)):
        if number not in sections:
            break
        (text, quoted), extended = sections[number]
        if extended and quoted:
            break
        if extended and number == 0:
            *before, text = text.split("'", 2)
            label = (before[0] if before else "") or label
        raw += unquote_to_bytes(text) if extended else text.encode()
    return decode(raw, label) or ""


def _decoded(text: str) -> str:
    """Servers send encoded words (RFC 2047) and percent-escapes where neither belongs."""
    if has_words(text):
        # With a broken one there is no name: the link's own is better than that.
        return without_words(text) or ""
    if _ESCAPE.search(text):
        return decode(unquote_to_bytes(text), "utf-8") or text
    return text
