"""The Link header of a reply: mirrors of a file, and what describes it (RFC 8288, RFC 6249)."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from core.policy.redirects import readable

MAX_MIRRORS = 16
METALINK_TYPES = frozenset({"application/metalink4+xml", "application/metalink+xml"})
# Possessive throughout: a header made to be ambiguous must not cost more than one look.
_LINK = re.compile(
    r"""\s*+<(?P<target>[^<>\s]*+)>
    (?P<parameters>(?:\s*+;\s*+(?:[^\s=;,"<>]++(?:\s*+=\s*+(?:"(?:[^"\\]|\\.)*+"|[^\s;,"<>]*+))?+)?+)*+)
    \s*+(?:,\s*+)*+(?=<|\Z)""",
    re.VERBOSE,
)
_PARAMETER = re.compile(
    r"""([^\s=;,"<>]++)(?:\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"|([^\s;,"<>]*+)))?+""",
)
_LAST_PRIORITY = 999_999


class Related(NamedTuple):
    """Further addresses of the file, the best first, and that of a Metalink or nothing."""

    mirrors: tuple[str, ...] = ()
    metalink: str = ""


def related(values: Sequence[str], base: str) -> Related:
    """What the Link fields of the reply from `base` say.

    A secure address is never left for an insecure one. A field with a mistake says as much as
    stands before the mistake.
    """
    found: list[tuple[int, str]] = []
    metalink = ""
    for target, parameters in _links(", ".join(values)):
        kinds = parameters.get("rel", "").lower().split()
        address = _absolute(target, base)
        if not address:
            continue
        if "duplicate" in kinds and address != base:
            found.append((_priority(parameters.get("pri", "")), address))
        if "describedby" in kinds and parameters.get("type", "").lower() in METALINK_TYPES:
            metalink = metalink or address
    ordered = dict.fromkeys(address for _, address in sorted(found, key=lambda one: one[0]))
    return Related(tuple(ordered)[:MAX_MIRRORS], metalink)


def _links(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    position = 0
    while found := _LINK.match(text, position):
        parameters: dict[str, str] = {}
        for name, quoted, plain in _PARAMETER.findall(found["parameters"]):
            value = re.sub(r"\\(.)", r"\1", quoted) or plain
            parameters.setdefault(name.lower(), value)  # the first counts (RFC 8288, 3.3)
        yield found["target"], parameters
        position = found.end()


def _absolute(target: str, base: str) -> str:
    """The address behind a link's target; empty if it is none we would ask."""
    try:
        address = urljoin(base, readable(target))
        parts = urlsplit(address)
        _ = parts.port  # raises for one that cannot be
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    if parts.scheme == "http" and base.startswith("https:"):
        return ""
    return parts._replace(fragment="").geturl()


def _priority(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else _LAST_PRIORITY
