"""The sheet before links are added: what is checked, named, weighed and asked for."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.model.checksum import Checksum
from core.model.download import NameSource, Options, Request
from core.model.errors import BadOptionError, ForbiddenError, NotFoundError, TooManyLinksError
from core.policy import sheet as module
from core.policy.asking import Answer
from core.policy.intake import Entry, Format, Intake, Reject, Why
from core.policy.intake.take import take_in
from core.policy.sheet import Sheet
from core.policy.sheet_row import Standing, Total

X, Y, Z = "https://a.example/x.zip", "https://b.example/y.zip", "https://c.example/z.zip"
FOLDER = Path("/files")
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


def sheet(text: str, *listed: str) -> Sheet:
    return Sheet(take_in(text), FOLDER, frozenset(listed))


def told(one: Sheet) -> list[tuple[str, int, Standing, bool]]:
    return [(row.text, row.line, row.standing, row.checked) for row in one.rows]


def test_every_row_says_what_it_is_in_the_order_of_the_text() -> None:
    one = sheet(f"{X}\nftp://a.example/f\n{Y}\n{X}#again\nHTTPS://C.example/z.zip", Z)
    assert told(one) == [
        (X, 1, Standing.FOUND, True),
        ("ftp://a.example/f", 2, Standing.NOT_A_LINK, False),
        (Y, 3, Standing.FOUND, True),
        (X, 4, Standing.DUPLICATE, False),
        (Z, 5, Standing.LISTED, False),
    ]
    assert one.rows[1].why is Why.SCHEME
    assert one.counts() == {
        Standing.FOUND: 2, Standing.DUPLICATE: 1, Standing.LISTED: 1, Standing.ON_DISK: 0,
        Standing.NOT_A_LINK: 1,
    }  # fmt: skip


def test_what_was_found_out_of_order_is_shown_in_order() -> None:
    entries = [Entry(Y, 3), Entry(Z, 1, part=1), Entry(X, 1)]
    rejects = [Reject("b", 2, Why.SCHEME, part=1), Reject("a", 2, Why.SCHEME)]
    one = Sheet(Intake(Format.TEXT, entries, [Entry(X, 3)], rejects), FOLDER)
    assert [row.text for row in one.rows] == [X, "a", Y, X, Z, "b"]


def test_only_what_is_checked_is_asked_for() -> None:
    one = sheet(f"{X}\nftp://a.example/f\n{Y}\n{X}")
    assert [request.url for request in one.requests()] == [X, Y]
    one.check(range(4), on=True)
    assert [request.url for request in one.requests()] == [X, Y, X]
    one.check([0, 3], on=False)
    assert one.requests(Options(referer=Z)) == [Request(Y, FOLDER, options=Options(referer=Z))]


def test_names_are_guessed_given_and_taken_back() -> None:
    one = sheet(f"{X}\n{Y}")
    assert [row.name for row in one.rows] == ["x.zip", "y.zip"]
    one.rename(0, "my:file.zip")
    assert (one.rows[0].name, one.requests()[0].name) == ("my_file.zip", "my_file.zip")
    assert one.requests()[1].name is None
    one.rename(0, " ")
    assert (one.rows[0].name, one.requests()[0].name) == ("x.zip", None)


def test_all_checked_rows_are_named_at_once() -> None:
    one = sheet(f"{X}\n{Y}\n{Z}")
    one.check([1], on=False)
    with pytest.raises(BadOptionError):
        one.name_all("*nobody*", NOON)
    one.name_all("*num* *host* *date* *name*", NOON)
    assert [row.name for row in one.rows] == [
        "1 a.example 2024-05-06 x.zip", "y.zip", "2 c.example 2024-05-06 z.zip",
    ]  # fmt: skip


def test_what_servers_say_is_learnt() -> None:
    one = sheet(f"{X}\n{Y}\n{Z}")
    one.rename(1, "mine.zip")
    one.learn({X: Answer(X, 100, "real.zip"), Y: Answer(Y, 200, "real.zip")})
    assert [row.name for row in one.rows] == ["real.zip", "mine.zip", "z.zip"]
    assert one.total() == Total(3, 300, 1)
    one.learn({Z: Answer(Z, error=ForbiddenError(host="c.example"))})
    assert one.total() == Total(3, 300, 1)
    one.learn({Z: Answer(Z, error=NotFoundError(host="c.example", status="404"))})
    assert one.total() == Total(2, 300, 0)
    assert one.rows[0].source is NameSource.SERVER
    assert (one.total().exceeds(299), one.total().exceeds(300)) == (True, False)
    assert one.requests()[0].name is None  # its server says it again


def test_sizes_of_the_list_count() -> None:
    assert sheet(f"url,size\n{X},5\n{Y},7").total() == Total(2, 12, 0)


def test_what_is_in_the_folder_is_marked() -> None:
    one = sheet(f"{X}\n{Y}\n{Z}", Z)
    one.compare({FOLDER: {"y.zip", "z.zip"}})
    assert [row.standing for row in one.rows] == [Standing.FOUND, Standing.ON_DISK, Standing.LISTED]
    assert [request.url for request in one.requests()] == [X]
    one.rename(1, "other.zip")
    one.compare({FOLDER: {"y.zip"}})
    assert [request.url for request in one.requests()] == [X, Y]


def test_rules_say_which_folder_and_hands_have_the_last_word() -> None:
    videos, mine = Path("/videos"), Path("/mine")
    rule = lambda url, _name: videos if "b.example" in url else None  # noqa: E731
    one = Sheet(take_in(f"{X}\n{Y}\n{Z}"), FOLDER, (), rule)
    one.set_folder([2], mine)
    assert [request.folder for request in one.requests()] == [FOLDER, videos, mine]
    assert one.folders() == {FOLDER, videos, mine}
    one.learn({Y: Answer(Y, 5)})
    assert one.totals() == {FOLDER: Total(1, 0, 1), videos: Total(1, 5, 0), mine: Total(1, 0, 1)}
    one.compare({videos: {"y.zip"}, FOLDER: {"y.zip", "z.zip"}})
    found, there = Standing.FOUND, Standing.ON_DISK
    assert [row.standing for row in one.rows] == [found, there, found]
    one.set_folder([2], None)
    assert one.folder_of(one.rows[2]) == FOLDER


def test_a_new_sheet_takes_over_what_was_changed_in_the_old() -> None:
    old = sheet(f"{X}\n{Y}\nftp://a.example/f")
    old.check([0], on=False)
    old.rename(1, "mine.zip")
    old.set_checksum(1, Checksum("md5", "ab" * 16))
    old.set_folder([1], Path("/mine"))
    old.learn({Y: Answer(Y, 7)})
    one = sheet(f"{X}\n{Y}\n{Z}\n{Y}")
    one.take_over(old)
    assert [row.checked for row in one.rows] == [False, True, True, False]
    first, last = one.rows[1], one.rows[3]
    assert (first.name, first.size, first.folder) == ("mine.zip", 7, Path("/mine"))
    assert first.source is NameSource.USER
    assert one.requests()[0].checksum == Checksum("md5", "ab" * 16)
    assert (last.name, last.standing) == ("y.zip", Standing.DUPLICATE)


def test_a_list_cannot_name_a_file_that_a_desktop_would_run() -> None:
    one = sheet(f"url,name\n{X},run.desktop\n")
    assert one.requests()[0].name == one.rows[0].name == "run.desktop.download"
    one.rename(0, "mine.desktop")  # the user may
    assert one.requests()[0].name == "mine.desktop"


@pytest.mark.parametrize(
    ("text", "places"), [("", [0, 1, 2]), ("A.EXAMPLE", [0]), ("zip b.ex", [1]), ("no", [])]
)
def test_rows_are_found_by_their_words(text: str, places: list[int]) -> None:
    one = sheet(f"{X}\n{Y}\nftp://c.example/f")
    assert one.visible(text) == places
    assert one.visible(text, {Standing.FOUND}) == [place for place in places if place < 2]


def test_a_checksum_can_be_given() -> None:
    checksum = Checksum("md5", "ab" * 16)
    one = sheet(f"{X}\nftp://a.example/f")
    one.set_checksum(0, checksum)
    one.set_checksum(1, checksum)
    assert [request.checksum for request in one.requests()] == [checksum]


def test_a_pattern_grows_in_its_place() -> None:
    one = sheet(
        f"{X}\nhttps://a.example/[1-3].zip\nhttps://a.example/2.zip\n{Y}", "https://a.example/3.zip"
    )
    assert [row.count for row in one.rows] == [1, 3, 1, 1]
    one.grow(0)
    one.grow(1)
    assert told(one) == [
        (X, 1, Standing.FOUND, True),
        ("https://a.example/1.zip", 2, Standing.FOUND, True),
        ("https://a.example/2.zip", 2, Standing.DUPLICATE, False),
        ("https://a.example/3.zip", 2, Standing.LISTED, False),
        ("https://a.example/2.zip", 3, Standing.FOUND, True),
        (Y, 4, Standing.FOUND, True),
    ]


def test_a_pattern_grows_no_further_than_a_list_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LINKS", 5)
    one = sheet(f"{X}\nhttps://a.example/[1-4].zip\nhttps://a.example/[1-3].zip")
    with pytest.raises(TooManyLinksError):
        one.grow(1)
    assert len(one.rows) == 3


def test_messages_are_handed_on() -> None:
    assert len(Sheet(take_in(b"\0\0\0"), FOLDER).messages) == 1
