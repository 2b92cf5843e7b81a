"""How single sites are asked, as the user writes it: one rule a line."""

import re
import shlex
from typing import NamedTuple

from core.model.errors import BadOptionError
from core.model.proxy import parse_proxy

MAX_RULES = 1000
NO_PROXY = "none"
_OPTION = "site-rules"
_HOST = re.compile(r"[^\s/@:]+|\[[0-9a-f:.]+\]", re.IGNORECASE)
_COUNT = re.compile(r"[1-9]\d?", re.ASCII)
_HEADER = re.compile(
    r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x1f]*[^\x00-\x20])"
)  # RFC 9110, 5.5
_WORDS = re.compile(r"[^\x00-\x1f]*")


class SiteRule(NamedTuple):
    """`*.example.org connections=2 proxy=none`: the first rule that fits a link decides.

    0 and empty mean: as for all others.
    """

    host: str  # `*` and `?` stand for any letters
    connections: int = 0  # at most so many per download
    downloads: int = 0  # at most so many at a time from each server it fits
    user_agent: str = ""
    referer: str = ""
    proxy: str = ""  # `none`: no proxy
    header: str = ""  # one more, as `Name: value`


_KEYS = {name.replace("_", "-"): name for name in SiteRule._fields[1:]}


def read_site_rules(text: str) -> tuple[SiteRule, ...]:
    """The rules in a text; what holds spaces is quoted as in a shell.

    Raises `BadOptionError` with the line that cannot be used.
    """
    rules = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            words = shlex.split(line)
        except ValueError as error:
            raise _bad(number, "a quotation mark is missing") from error
        if words and not words[0].startswith("#"):
            rules.append(_rule(number, words))
    if len(rules) > MAX_RULES:
        raise BadOptionError(option=_OPTION, reason=f"more than {MAX_RULES} rules")
    return tuple(rules)


def header_of(rule: SiteRule) -> tuple[str, str] | None:
    """The rule's header as a name and a value."""
    found = _HEADER.fullmatch(rule.header)
    return (found[1], found[2]) if found else None


def _rule(number: int, words: list[str]) -> SiteRule:
    host = words[0].lower()
    if not _HOST.fullmatch(host):
        raise _bad(number, f"“{host}” is no site; write it as in a link, or *")
    given: dict[str, str] = {}
    for word in words[1:]:
        key, _, value = word.partition("=")
        if key not in _KEYS:
            raise _bad(number, f"“{key}” is not one of {', '.join(_KEYS)}")
        given[key] = value.strip()
    for key in ("connections", "downloads"):
        if given.get(key) and not _COUNT.fullmatch(given[key]):
            raise _bad(number, f"“{given[key]}” must lie between 1 and 99")
    if given.get("header") and not _HEADER.fullmatch(given["header"]):
        raise _bad(number, f"“{given['header']}” is no header")
    if given.get("proxy") and given["proxy"] != NO_PROXY:
        try:
            parse_proxy(given["proxy"])
        except BadOptionError as error:
            raise _bad(number, error.details["reason"]) from error
    for value in given.values():
        if not _WORDS.fullmatch(value):
            raise _bad(number, "it holds a character that stands for nothing")
    return SiteRule(
        host.strip("[]"),
        int(given.get("connections") or 0),
        int(given.get("downloads") or 0),
        *(given.get(key, "") for key in ("user-agent", "referer", "proxy", "header")),
    )


def _bad(number: int, reason: str) -> BadOptionError:
    return BadOptionError(option=_OPTION, reason=f"line {number}: {reason}")
