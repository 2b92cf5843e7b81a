"""Which sites the user's rules mean, and the rule for a link."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from urllib.parse import urlsplit

from core.model.site_rules import SiteRule
from core.policy.links import to_ascii

NO_RULE = SiteRule("*")


def is_at(host: str, pattern: str) -> bool:
    """Whether a host is meant: `*.example.org` means `example.org` as well."""
    if not pattern.isascii():
        pattern = _as_asked(pattern)
    return fnmatchcase(host, pattern) or pattern == f"*.{host}"


@lru_cache(1000)
def _as_asked(pattern: str) -> str:
    """In the letters that hosts have in links; what cannot be written so fits none."""
    try:
        return ".".join(one if one.isascii() else to_ascii(one) for one in pattern.split("."))
    except ValueError:
        return pattern


def rule_for(rules: Sequence[SiteRule], url: str) -> SiteRule:
    """The first rule that fits the host of a link, or one that says nothing."""
    if not rules:
        return NO_RULE
    host = urlsplit(url).hostname or ""
    return next((rule for rule in rules if is_at(host, rule.host)), NO_RULE)
