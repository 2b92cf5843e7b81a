"""From what people and servers call a file to the name it gets, and why it gets that one."""

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from core.model.download import NameSource
from core.policy.charsets import guess
from core.policy.disposition import filename_in
from core.policy.kinds import charset_in, ending_for, is_known
from core.policy.safe_names import (
    LIMIT,
    cleaned,
    cut,
    harmless,
    is_usual,
    safe,
    split_ending,
)

_LAST_PART = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+://[^/?#]*+/(?:[^/?#]*/)*+([^/?#]*)")
_SESSION = re.compile(r";[A-Za-z_]+=.*", re.DOTALL)
_PAGE_ENDINGS = frozenset({"", ".html", ".htm", ".xhtml", ".php", ".asp", ".aspx", ".jsp", ".cgi"})


class Chosen(NamedTuple):
    """A name that is safe on every disk, and where it is from."""

    name: str
    source: NameSource


def choose(
    *, wanted: str | None, disposition: str, final_url: str, first_url: str, content_type: str
) -> Chosen:
    """The name from the best source there is.

    The user's own is his word: it is made safe, but gets no ending and is not disarmed.
    """
    if wanted:
        return Chosen(safe(wanted), NameSource.USER)
    if disposition:
        name = _finished(filename_in(disposition, charset_in(content_type)), content_type)
        if name:
            return Chosen(name, NameSource.SERVER)
    name = _from_link(final_url, content_type)
    if name:
        redirected = final_url != first_url
        return Chosen(name, NameSource.FINAL_LINK if redirected else NameSource.LINK)
    name = _from_link(first_url, content_type)
    if name:
        return Chosen(name, NameSource.LINK)
    host = (urlsplit(first_url).hostname or "download").replace(".", "-")
    return Chosen(_finished(host, content_type) or "download", NameSource.HOST)


def from_url(url: str) -> str:
    """The last part of a link's path, decoded; empty when the path ends in a slash."""
    found = _LAST_PART.match(url)
    return "" if found is None else _decoded(found[1])


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
    return ending not in _PAGE_ENDINGS and is_known(ending)


def why_not(name: str) -> str:
    """Why a name as typed cannot be one; empty if it can."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "a file name must be UTF-8"
    if "/" in name or "\\" in name:
        return "a file name has no slashes; folders are chosen apart from it"
    if not cleaned(name):
        return f"“{name}” is not a file name"
    return ""


def _from_link(url: str, content_type: str) -> str:
    found = _LAST_PART.match(url)
    if found is None or is_usual(found[1]):
        return "" if found is None else found[1]
    return _finished(_decoded(found[1]), content_type)


def _decoded(last: str) -> str:
    if ";" in last:
        last = _SESSION.sub("", last)
    if last.isascii() and "%" not in last:
        return last
    return guess(unquote_to_bytes(last.encode(errors="replace")))


def _finished(name: str, content_type: str) -> str:
    """A server's name made safe and harmless; an ending is added, never changed."""
    if not name or is_usual(name):
        return name
    name = cleaned(name)
    if name and not split_ending(name)[1]:
        name = cut(name + ending_for(content_type), LIMIT)
    return harmless(name)
