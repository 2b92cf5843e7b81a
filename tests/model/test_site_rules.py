"""How single sites are asked, as it is written."""

import pytest

from core.model.errors import BadOptionError
from core.model.site_rules import MAX_RULES, SiteRule, header_of, read_site_rules


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("a.example", SiteRule("a.example")),
        ("*.EXAMPLE.org connections=2 downloads=1", SiteRule("*.example.org", 2, 1)),
        ("[::1] proxy=none", SiteRule("::1", proxy="none")),
        ("a.example proxy=b:3128", SiteRule("a.example", proxy="b:3128")),
        ("* 'user-agent=Mozilla/5.0 (X11)'", SiteRule("*", user_agent="Mozilla/5.0 (X11)")),
        ('* header="X-Key: a b=c" connections=', SiteRule("*", header="X-Key: a b=c")),
        ("* referer=https://a.example/x", SiteRule("*", referer="https://a.example/x")),
    ],
)
def test_a_line_is_a_rule(line: str, rule: SiteRule) -> None:
    assert read_site_rules(f"# quick ones\n\n{line}\n") == (rule,)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("http://a/ connections=1", "is no site"),
        ("a:80 connections=1", "is no site"),
        ("a speed=1", "“speed” is not one of connections, downloads"),
        ("a connections=0", "must lie between 1 and 99"),
        ("a downloads=many", "must lie between 1 and 99"),
        ("a connections=100", "must lie between 1 and 99"),
        ("a header=X-Key", "is no header"),
        ("a 'header=X Key: 1'", "is no header"),
        ("a header=X:", "is no header"),
        ("a 'user-agent=x", "a quotation mark is missing"),
        ("a user-agent=x\x01y", "stands for nothing"),
        ("a header=X:y\x00", "is no header"),
        ("a proxy=ftp://x:1", "“ftp” is not one of http, https"),
        ("a 'proxy=my proxy'", "write it as http://host:port"),
        ("a proxy=http://host:port", "write it as http://host:port"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_line(line: str, why: str) -> None:
    with pytest.raises(BadOptionError, match=why) as caught:
        read_site_rules(f"b connections=1\n{line}")
    assert caught.value.details["option"] == "site-rules"
    assert "line 2" in str(caught.value)


def test_a_header_is_a_name_and_a_value() -> None:
    assert header_of(SiteRule("*", header="X-Key:  a: b")) == ("X-Key", "a: b")
    assert header_of(SiteRule("*")) is None


def test_there_is_an_end_to_rules() -> None:
    line = "a connections=1\n"
    assert len(read_site_rules(line * MAX_RULES)) == MAX_RULES
    with pytest.raises(BadOptionError, match=str(MAX_RULES)):
        read_site_rules(line * (MAX_RULES + 1))
