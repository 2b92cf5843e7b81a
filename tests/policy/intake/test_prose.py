"""Links in messy texts."""

import itertools

import pytest

from core.model.download import Credentials
from core.policy.intake import Why
from core.policy.intake.places import STEP
from core.policy.intake.take import take_in
from tests.policy.intake.messy import MESSY, X, Y


@pytest.mark.parametrize(("text", "expected"), MESSY.values(), ids=MESSY)
def test_links_are_found_in_messy_texts(text: str, expected: list[str]) -> None:
    intake = take_in(text, mime="text/plain")
    assert [entry.url for entry in intake.entries] == expected


def test_every_link_knows_its_line() -> None:
    intake = take_in(f"first\n{X}\n\nwww.b.example/y {X}\r\ndl.a.com/x.zip and\rftp://a.example/z")
    assert [(entry.url, entry.line) for entry in intake.entries] == [
        (X, 2),
        ("https://www.b.example/y", 4),
        ("https://dl.a.com/x.zip", 5),
    ]
    assert [(entry.url, entry.line) for entry in intake.duplicates] == [(X, 4)]
    assert [(reject.text, reject.line) for reject in intake.rejects] == [("ftp://a.example/z", 6)]


def test_a_broken_link_comes_from_its_first_line() -> None:
    intake = take_in(f"\n<https://a.example/a\n/b>\n{X}")
    assert [(entry.url, entry.line) for entry in intake.entries] == [
        ("https://a.example/a/b", 2),
        (X, 4),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ftp://a.example/x", Why.SCHEME),
        ("sftp://a.example/x", Why.SCHEME),
        ("magnet:?xt=urn:btih:1", Why.SCHEME),
        ("http://a..example/x", Why.NOT_A_LINK),
        ("http://i❤.example/x", Why.NOT_A_LINK),
        ("http://a.example:99999/x", Why.NOT_A_LINK),
        ("http://a.example/\ufffdx", Why.DAMAGED),
        ("http://a.example/{id}/x", Why.PLACEHOLDER),
        ("http://a.example/${V}/x", Why.PLACEHOLDER),
    ],
)
def test_what_only_looks_like_a_link_is_told_with_the_reason(text: str, why: Why) -> None:
    intake = take_in(f"one\nsee {text}, please")
    assert not intake.entries
    assert [(one.text, one.line, one.why) for one in intake.rejects] == [(text, 2, why)]


def test_user_and_password_become_credentials() -> None:
    (entry,) = take_in("(https://bob:p%40ss@a.example/x)").entries
    assert (entry.url, entry.options.credentials) == (X, Credentials("bob", "p@ss"))


def test_two_users_of_one_address_are_two_entries() -> None:
    text = f"{X} https://bob:a@a.example/x https://amy:b@a.example/x https://bob:a@a.example/x"
    intake = take_in(text)
    users = [one.options.credentials and one.options.credentials.user for one in intake.entries]
    assert users == [None, "bob", "amy"]
    assert len(intake.duplicates) == 1


def test_a_link_in_markdown_does_not_take_what_follows() -> None:
    intake = take_in(f"[a]({X})[b]({Y})")
    assert [entry.url for entry in intake.entries] == [X, Y]


def test_a_link_too_long_for_any_server_is_none() -> None:
    intake = take_in(f"http://a.example/{'x' * 70_000} {X}")
    assert [entry.url for entry in intake.entries] == [X]
    assert [len(one.text) for one in intake.rejects] == [200]


@pytest.mark.parametrize("before", range(-2, 40, 2))
def test_a_link_across_two_steps_of_the_search_is_found(before: int) -> None:
    text = (
        "x " * ((STEP - before) // 2)
        + "http://https://a.example/x dl.b.com/y.zip\ncurl c.example/z"
    )
    assert [one.url for one in take_in(text).entries] == [
        X, "https://dl.b.com/y.zip", "http://c.example/z",
    ]  # fmt: skip


def test_quotes_in_a_long_mail_are_seen_through() -> None:
    mail = "> one line of many\n" * (3 * STEP // 19) + "> <https://a.example/a\n> /b>\n"
    (entry,) = take_in(mail).entries
    assert (entry.url, entry.line) == ("https://a.example/a/b", mail.count("\n") - 1)


def test_a_text_without_links_can_be_abandoned() -> None:
    asked = itertools.count(1)
    take_in("words " * STEP, stop=lambda: next(asked) == 3)
    assert next(asked) == 4
