"""JSON of many shapes."""

import json

import pytest

from core.model.checksum import Checksum
from core.model.download import Credentials, Options
from core.policy.intake import Entry, Format, Why
from core.policy.intake.take import take_in

X, Y, Z = "https://a.example/x", "https://b.example/y", "https://c.example/z"
MD5, SHA = "ab" * 16, "ab" * 32


def urls(value: object, base: str = "") -> list[str]:
    return [
        one.url
        for one in take_in(json.dumps(value), mime="application/json", base_url=base).entries
    ]


def test_an_array_of_links() -> None:
    intake = take_in(json.dumps([X, "words", 5, None, [Y], X, "ftp://a.example/x"], indent=1))
    assert intake.format is Format.JSON
    assert [(one.url, one.line) for one in intake.entries] == [(X, 2), (Y, 6)]
    assert [(one.text, one.line) for one in intake.rejects] == [("ftp://a.example/x", 10)]


def test_an_array_of_objects() -> None:
    value = [
        {"url": X, "filename": "one.zip", "checksum": f"sha256:{SHA}", "size": 12, "folder": "sub"},
        {"URL": Y, "out": "two.zip", "MD5": MD5.upper(), "sha256": SHA, "title": "The second"},
        {
            "link": Z,
            "hashes": {"sha-256": SHA, "odd": "1"},
            "checksums": [f"sha256={SHA}", 5],
            "mirrors": [X, {"url": Y}, "x", 5],
        },
    ]
    one, two, three = (Checksum("md5", MD5), Checksum("sha-256", SHA), Checksum("sha-256", SHA))
    assert take_in(json.dumps(value)).entries == [
        Entry(X, name="one.zip", checksum=two, size=12, hashes=(two,), folder="sub"),
        Entry(Y, name="two.zip", checksum=two, hashes=(one, two), title="The second"),
        Entry(Z, checksum=three, mirrors=(X, Y), hashes=(three,)),
    ]


def test_how_to_ask_is_read() -> None:
    wanted = Options(
        (("X-A", "1"), ("Cookie", "a=b"), ("User-Agent", "Me/1")), Z, Credentials("bob", "pw")
    )
    rest = {"url": X, "cookie": "a=b", "userAgent": "Me/1", "username": "bob", "password": "pw"}
    for headers in (
        {"X-A": "1", "Referer": Z, "Range": "bytes=0-"},
        ["X-A: 1", f"Referer: {Z}", "nonsense"],
        [{"name": "X-A", "value": 1}, {"name": "referer", "value": Z}, {}, 5],
    ):
        assert take_in(json.dumps({**rest, "headers": headers})).entries == [
            Entry(X, options=wanted)
        ]


def test_objects_of_one_line_each() -> None:
    text = f'{{"url": "{X}", "name": "x"}}\n\n{{"url": "{Y}"}}\n"{Z}"\n'
    assert [(one.url, one.line) for one in take_in(text).entries] == [(X, 1), (Y, 3), (Z, 4)]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (X, [X]),
        ({"links": [X, Y]}, [X, Y]),
        ({"data": {"items": [{"href": X}, {"src": Y}]}}, [X, Y]),
        ({"a.zip": X, "b.zip": Y, "homepage": Z}, [X, Y]),
        ({"one": {"url": X}, "two": {"url": Y}}, [X, Y]),
        ({"author": {"url": X}, "name": "a"}, []),
        ({"name": "a.zip", "urls": [X, Y]}, [X]),
        ({"urls": [X, Y]}, [X, Y]),
        ({"url": 5, "href": X}, [X]),
        ({"url": ""}, []),
        ([], []),
        ({}, []),
        (json.loads("[" * 40 + f'"{X}"' + "]" * 40), []),
    ],
)
def test_links_at_many_places(value: object, found: list[str]) -> None:
    assert urls(value) == found


def test_a_release_gives_its_files_and_not_its_descriptions() -> None:
    release = {
        "url": "https://api.example/releases/1",
        "html_url": "https://forge.example/r/1",
        "author": {"url": "https://api.example/users/1"},
        "assets": [
            {
                "url": "https://api.example/assets/1",
                "browser_download_url": X,
                "name": "x.zip",
                "size": 5,
                "digest": f"sha256:{SHA}",
                "uploader": {"url": "https://api.example/users/1"},
            }
        ],
    }
    (entry,) = take_in(json.dumps([release])).entries
    assert (entry.url, entry.name, entry.size) == (X, "x.zip", 5)
    assert entry.checksum == Checksum("sha-256", SHA)


def test_the_log_of_a_browser() -> None:
    entries = [
        {"request": {"method": "GET", "url": X, "headers": [{"name": "Cookie", "value": "a=b"}]},
         "response": {"url": Z}},
        {"request": {"method": "POST", "url": Y, "headers": []}},
    ]  # fmt: skip
    intake = take_in(json.dumps({"log": {"version": "1.2", "entries": entries}}), name="a.har")
    assert intake.entries == [Entry(X, options=Options((("Cookie", "a=b"),)))]
    assert [(one.text, one.why) for one in intake.rejects] == [(Y, Why.SENDS)]


def test_relative_links_are_resolved_where_the_place_is_known() -> None:
    value = [{"url": "x.zip", "name": "x"}, {"url": "/y.zip"}, {"url": "two words"}]
    assert urls(value, "https://a.example/d/list.json") == [
        "https://a.example/d/x.zip", "https://a.example/y.zip",
    ]  # fmt: skip
    assert urls(value) == []


def test_a_checksum_nobody_understands_is_told() -> None:
    intake = take_in(
        json.dumps(
            [
                {"url": X, "checksum": "abc"},
                {"url": Y, "hash": "abc", "digest": 5, "sha": "ab" * 20},
            ]
        )
    )
    assert [(one.text, one.why) for one in intake.rejects] == [(X, Why.CHECKSUM)]
    assert intake.entries == [Entry(Y)]


@pytest.mark.parametrize("text", [f'["{X}", oops', f'{{"url": "{X}"', f"[[{X}|label]]", f'[ "{X}'])
def test_what_is_no_json_is_text(text: str) -> None:
    intake = take_in(text, name="a.json")
    assert [one.url for one in intake.entries] == [X]


def test_json_that_breaks_off_gives_what_was_whole() -> None:
    intake = take_in(f'["{X}",\n "{Y}",\n {{"url": "{Z}')
    assert [one.url for one in intake.entries] == [X, Y]
    assert [one.line for one in intake.rejects] == [2]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "[" + "9" * 10_000 + "]", '{"size": NaN}', "[1e999]"]
)
def test_monstrous_json_harms_no_one(text: str) -> None:
    assert not take_in(text, name="a.json").entries
