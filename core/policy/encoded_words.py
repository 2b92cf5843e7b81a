"""Encoded words (RFC 2047): made for mail, and sent in headers of web servers all the same."""

import re
from binascii import Error, a2b_base64, a2b_qp

from core.policy.charsets import decode

_BEGINNING = re.compile(r"=\?[^?\s]*\?[BbQq]\?")
_WORD = re.compile(r"=\?([^?*\s]*)(?:\*[^?\s]*)?\?([BbQq])\?([^?]*)\?=")


def has_words(text: str) -> bool:
    """Whether there is something that looks like an encoded word."""
    return "=?" in text and _BEGINNING.search(text) is not None


def without_words(text: str) -> str | None:
    """The text with its encoded words decoded; None if one of them cannot be.

    White space between two words goes (section 6.2). Two words of one charset are decoded as
    one, since many senders split a letter between them.
    """
    made: list[str | None] = []
    raw, label, place = b"", "", 0
    for word in _WORD.finditer(text):
        between = text[place : word.start()]
        if place and (between.strip(" \t\r\n") or word[1].lower() != label):
            made.append(decode(raw, label))
            raw = b""
        if between.strip(" \t\r\n") or not place:
            made.append(between)
        label = word[1].lower()
        raw += _bytes_in(word[3], word[2])
        place = word.end()
    made += [decode(raw, label) if place else "", text[place:]]
    if None in made:
        return None
    joined = "".join(filter(None, made))
    return None if _BEGINNING.search(joined) else joined


def _bytes_in(text: str, encoding: str) -> bytes:
    """What a word's text stands for; what is not rightly encoded stays as it is."""
    raw = text.encode()
    if encoding in "Qq":
        return a2b_qp(raw, header=True)
    try:
        return a2b_base64(raw + b"==")
    except Error:
        return raw
