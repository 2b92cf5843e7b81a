"""Several intakes as one."""

import pytest

from core.model.checksum import Checksum
from core.model.errors import BinaryDataError, NoAddressesError, TooManyLinksError
from core.policy.intake import Format, collector, together
from core.policy.intake.take import take_in

X, Y = "https://a.example/x.iso", "https://b.example/two%20words.iso?y"
SHA = "ab" * 32


def test_files_dropped_together_are_one_list() -> None:
    whole = together(
        [take_in(f"{X} {X}"), take_in(f"<a href={Y}>"), take_in(f"{X} ftp://a.example/z")]
    )
    assert [one.url for one in whole.entries] == [X, Y]
    assert [one.url for one in whole.duplicates] == [X, X]
    assert [one.text for one in whole.rejects] == ["ftp://a.example/z"]


def test_views_of_one_thing_have_nothing_twice() -> None:
    views = [
        take_in(f"{X}\n", mime="text/uri-list"),
        take_in(f"{X}\nThe title\n", mime="text/x-moz-url"),
        take_in(f"<a href='{X}'>x</a> <a href='{Y}'>y</a>", mime="text/html"),
        take_in(f"x {Y}"),
    ]
    whole = together(views, views=True)
    assert [(one.url, one.title) for one in whole.entries] == [(X, "The title"), (Y, "y")]
    assert (whole.duplicates, whole.format) == ([], Format.URI_LIST)


def test_checksums_go_to_the_links_of_their_names() -> None:
    sums = take_in(f"{SHA}  x.iso\n{SHA}  two words.iso\n{SHA}  other.iso")
    whole = together([sums, take_in(f"{X}\n{Y}\nhttps://a.example/z")])
    checksum = Checksum("sha-256", SHA)
    assert [one.checksum for one in whole.entries] == [checksum, checksum, None]
    assert whole.entries[0].hashes == (checksum,)
    assert not whole.messages


def test_a_checksum_that_was_given_with_the_link_stays() -> None:
    links = take_in(f"{X}\n  checksum=md5={'cd' * 16}")
    (entry,) = together([links, take_in(f"{SHA}  x.iso")]).entries
    assert entry.checksum == Checksum("md5", "cd" * 16)
    assert entry.hashes == (Checksum("sha-256", SHA),)


def test_messages_are_kept() -> None:
    whole = together([take_in(b"\0\0\0"), take_in(f"{SHA}  other.iso"), take_in(X)])
    assert whole.messages == [BinaryDataError(), NoAddressesError()]
    assert together([]).entries == []


def test_together_they_are_no_more_than_one_list_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "MAX_LINKS", 3)
    whole = together([take_in(f"https://a.example/{n} https://b.example/{n}") for n in range(3)])
    assert len(whole.entries) == 3
    assert [type(one) for one in whole.messages] == [TooManyLinksError]


def test_a_repetition_may_tell_more() -> None:
    whole = together([take_in(X), take_in(f"url,name,sha256\n{X},a.iso,{SHA}")])
    (entry,) = whole.entries
    assert (entry.name, entry.checksum) == ("a.iso", Checksum("sha-256", SHA))


def test_parts_stand_one_behind_the_other_each_with_its_own_lines() -> None:
    texts = [f"ftp://a.example/f\n{X}", f"{Y}\n{X}", "ftp://a.example/f"]
    whole = together([together([take_in(text) for text in texts]), take_in("https://d.example/d")])
    told = [(one.part, one.line, one.url) for one in whole.in_order()]
    assert told == [(0, 2, X), (1, 1, Y), (1, 2, X), (3, 1, "https://d.example/d")]
    assert [(one.part, one.line) for one in whole.rejects] == [(0, 1), (2, 1)]


def test_what_several_views_refuse_is_refused_once() -> None:
    views = [take_in("ftp://a.example/f"), take_in(f"{X}\nftp://a.example/f")]
    assert [one.line for one in together(views, views=True).rejects] == [1]
