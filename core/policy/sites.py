"""Which sites the user's rules mean, and the rule for a link."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from core.model.site_rules import SiteRule

NO_RULE = SiteRule("*")


def is_at(host: str, pattern: str) -> bool:
    """Whether a host is meant: `*.example.org` means `example.org` as well."""
    return fnmatchcase(host, pattern) or pattern == f"*.{host}"


def rule_for(rules: Sequence[SiteRule], url: str) -> SiteRule:
    """The first rule that fits the host of a link, or one that says nothing."""
    if not rules:
        return NO_RULE
    host = urlsplit(url).hostname or ""
    return next((rule for rule in rules if is_at(host, rule.host)), NO_RULE)
