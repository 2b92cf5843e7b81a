"""Bytes as text."""

import re

from core.model.errors import BinaryDataError
from core.policy.charsets import decode

_LOOK = 4096
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED = re.compile(
    rb"charset\s*=\s*[\"']?([\w.-]{2,20})|encoding=[\"']([\w.-]{2,20})", re.IGNORECASE
)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b\b")) + b"\x7f"


def text_of(data: bytes, mime: str | None = None) -> str:
    """The text in some bytes, letters that cannot be read replaced; raises `BinaryDataError`.

    A byte order mark decides, then UTF-8, then what the type or the text itself declares.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    head = data[:_LOOK]
    if head.count(0) > 1:
        # Without a mark, letters of most scripts still show by the half that is empty.
        for encoding, empty, full in (
            ("utf-16-le", head[1::2], head[::2]),
            ("utf-16-be", head[::2], head[1::2]),
        ):
            if empty.count(0) * 2 > len(empty) and 0 not in full:
                return data.decode(encoding, "replace")
        raise BinaryDataError
    if len(head.translate(None, _CONTROL)) < len(head) * 0.9:
        raise BinaryDataError
    try:
        return data.decode()
    except UnicodeDecodeError:
        declared = decode(data, _declared(head, mime))
        return data.decode("utf-8", "replace") if declared is None else declared


def _declared(head: bytes, mime: str | None) -> str:
    """The label of a charset; empty if there is none."""
    found = _DECLARED.search((mime or "").encode("latin-1", "replace")) or _DECLARED.search(head)
    return (found[1] or found[2]).decode("latin-1") if found else ""
