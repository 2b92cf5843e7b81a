"""Which rule is meant for a link."""

import pytest

from core.model.site_rules import read_site_rules
from core.policy.links import parse_link
from core.policy.sites import NO_RULE, rule_for

RULES = read_site_rules(
    """
    one.example connections=1
    *.example connections=2
    *.two.test connections=3
    ::1 connections=4
    192.0.2.? connections=5
    *.BÜCHER.test connections=6
    nö*.test connections=7
    """.replace("::1", "[::1]")
)


@pytest.mark.parametrize(
    ("url", "connections"),
    [
        ("https://one.example/a", 1),
        ("http://ONE.example:8080/a", 1),
        ("https://www.one.example/a", 2),
        ("https://two.test/a", 3),
        ("https://a.b.two.test/a", 3),
        ("https://nottwo.test/a", 0),
        ("http://[::1]:81/a", 4),
        ("http://192.0.2.7/", 5),
        ("http://192.0.2.77/", 0),
        ("https://user@one.example/", 1),
        (parse_link("https://bücher.test/a").url, 6),
        (parse_link("https://www.Bücher.test/a").url, 6),
        (parse_link("https://nö.test/a").url, 0),
    ],
)
def test_the_first_rule_that_fits_the_host_counts(url: str, connections: int) -> None:
    assert rule_for(RULES, url).connections == connections


def test_a_rule_that_says_nothing_stands_for_none() -> None:
    assert rule_for((), "https://a.example/") is NO_RULE
    assert not any(NO_RULE[1:])
