"""Telling what a text is from its type, its name and its first lines."""

import re

from core.policy.intake.entry import Format
from core.policy.intake.lists import all_links, is_aria2
from core.policy.intake.sums import is_sums
from core.policy.intake.tables import is_table

LOOK = 4096  # characters that tell
_LINES = 40
_TYPES = {
    "text/uri-list": Format.URI_LIST,
    "text/x-moz-url": Format.MOZ_URL,
    "text/html": Format.PAGE,
    "application/xhtml+xml": Format.PAGE,
    "text/csv": Format.TABLE,
    "text/tab-separated-values": Format.TABLE,
    "application/metalink4+xml": Format.METALINK,
    "application/metalink+xml": Format.METALINK,
    "application/json": Format.JSON,
    "application/x-ndjson": Format.JSON,
    "application/jsonl": Format.JSON,
    "application/x-mswinurl": Format.SHORTCUT,
}
_ENDINGS = {
    "html": Format.PAGE,
    "htm": Format.PAGE,
    "xhtml": Format.PAGE,
    "csv": Format.TABLE,
    "tsv": Format.TABLE,
    "meta4": Format.METALINK,
    "metalink": Format.METALINK,
    "json": Format.JSON,
    "jsonl": Format.JSON,
    "ndjson": Format.JSON,
    "har": Format.JSON,
    "url": Format.SHORTCUT,
    "desktop": Format.SHORTCUT,
    "webloc": Format.SHORTCUT,
}
_PAGE = re.compile(
    r"(?:version:[0-9.]{1,9}\s+starthtml:|(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--.{0,2000}?-->\s*+)?"
    r"<(?:!doctype\s+html|(?:html|head|body|meta|base|table|div|ul|ol|p|a|img|span|h[1-6])\b))",
    re.DOTALL | re.IGNORECASE,
)
_HAS_LINKS = re.compile(r"<[a-z][^<>]{0,2000}?\s(?:href|src|srcset|content)\s*=", re.IGNORECASE)
_METALINK = re.compile(r"<(?:\w{1,20}:)?metalink[\s>]")
_PLIST = re.compile(r"<plist[\s>]")
_SHORTCUT = re.compile(
    r"^\[(?:InternetShortcut(?:\.\w)?|Desktop Entry)\]\s*$", re.IGNORECASE | re.MULTILINE
)
_JSON = re.compile(r"\[\s*+[\[{\"\]]|\{\s*+[\"}]")


def recognise(
    text: str, mime: str | None = None, name: str | None = None, otherwise: Format = Format.TEXT
) -> Format:
    """The format of a text, `otherwise` if it is none we know.

    With `otherwise` a list, a text of nothing but links is one, whatever else it may look like.
    """
    kind = (mime or "").partition(";")[0].strip().lower()
    if kind in _TYPES:
        return _TYPES[kind]
    ending = (name or "").rpartition(".")[2].lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if otherwise is Format.LIST and all_links(text):
        return otherwise
    return _by_content(text, otherwise)


def _by_content(text: str, otherwise: Format) -> Format:
    head = text[:LOOK].lstrip("\ufeff \t\n")
    if head.startswith("<"):
        return _of_markup(head, text, otherwise)
    if _PAGE.match(head):
        return Format.PAGE
    if _SHORTCUT.search(head):
        return Format.SHORTCUT
    if _JSON.match(head):
        return Format.JSON
    lines = [line for line in head.split("\n")[:_LINES] if line.strip()]
    if len(head) + 1 >= LOOK and len(lines) > 1:
        lines.pop()  # it may be cut
    for looks_like, format_ in (
        (is_sums, Format.SUMS),
        (is_aria2, Format.ARIA2),
        (is_table, Format.TABLE),
    ):
        if lines and looks_like(lines):
            return format_
    return otherwise


def _of_markup(head: str, text: str, otherwise: Format) -> Format:
    if _METALINK.search(head):
        return Format.METALINK
    if _PLIST.search(head):
        return Format.SHORTCUT
    if _PAGE.match(head) and _HAS_LINKS.search(text, 0, 16 * LOOK):
        return Format.PAGE
    return otherwise
