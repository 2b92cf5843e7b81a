"""Lists with one link a line, what drags carry, and input files of aria2."""

from pathlib import Path

import pytest

from core.model.checksum import Checksum
from core.model.download import Credentials, Options
from core.model.errors import NotALinkError, UnsupportedSchemeError, UnusableLinkError
from core.policy.intake import Entry, Format, Intake, Why
from core.policy.intake.take import take_in

X, Y = "https://a.example/x", "https://b.example/y"
SHA = "ab" * 32


def read(text: str) -> Intake:
    return take_in(text, otherwise=Format.LIST)


def test_a_list_has_one_link_a_line() -> None:
    intake = read(f"\ufeff# comment\n{X}\r\n\n  \n  {Y}  \n#nothing\n")
    assert intake.format is Format.LIST
    assert intake.entries == [Entry(X, 2), Entry(Y, 5)]
    assert not intake.rejects


@pytest.mark.parametrize(
    "link",
    [
        "https://a.example/x,y.zip", "https://a.example/x.", "https://a.example/x)", "https://a.example/'x'",
        "https://a.example/[1-3]", "https://a.example/{a,b}", "https://a.example/x\"y", "https://a.example/<x>",
        "https://a.example/a.zip," + "ab" * 32,
    ],
)  # fmt: skip
def test_a_line_is_taken_as_it_is(link: str) -> None:
    intake = read(f"{link}\n{link}1")
    assert [one.url for one in intake.entries] == [link, f"{link}1"]
    assert not any(one.pattern for one in intake.entries)


def test_repetitions_keep_their_place() -> None:
    assert [one.url for one in read(f"{X}\n{Y}\n{X}").in_order()] == [X, Y, X]


def test_a_bad_line_is_named() -> None:
    intake = read(
        f"{X}\nnonsense\nftp://a.example/x\n{X} {Y}\nwww.a.example/x\nhttp://a.example/\ufffd"
    )
    assert [(one.line, one.why) for one in intake.rejects] == [
        (2, Why.NOT_A_LINK), (3, Why.SCHEME), (4, Why.NOT_A_LINK), (5, Why.NOT_A_LINK), (6, Why.DAMAGED),
    ]  # fmt: skip
    first, second, *_, last = (one.error() for one in intake.rejects)
    assert first == NotALinkError(link="nonsense (line 2)")
    assert isinstance(second, UnsupportedSchemeError)
    assert str(second) == "Links that start with ftp: (line 3): cannot be downloaded."
    assert isinstance(last, UnusableLinkError)
    assert "(line 6)” cannot be downloaded: some of its letters are lost." in str(last)


def test_a_uri_list_has_comments_and_breaks_of_its_own() -> None:
    intake = take_in(f"# one\r\n{X}\r\n#\r\n{Y}#part\r\n\0", mime="text/uri-list;charset=utf-8")
    assert (intake.format, intake.entries) == (Format.URI_LIST, [Entry(X, 2), Entry(Y, 4)])


def test_firefox_gives_a_title_with_each_link() -> None:
    text = f"{X}\nThe first\n{Y}\n\nhttps://c.example/z"
    intake = take_in(text + "\0", mime="text/x-moz-url")
    assert intake.entries == [
        Entry(X, 1, title="The first"), Entry(Y, 3), Entry("https://c.example/z", 5),
    ]  # fmt: skip


# --- aria2 -----------------------------------------------------------------------------------

ARIA2 = f"""# a list
{X}\t{Y}\tftp://c.example/z
  out=one file.zip
  dir=/data/in
  checksum=sha-256={SHA}
  header=X-A: 1
  header=Cookie: a=b
  header=Range: bytes=0-
\treferer=https://r.example/
  user-agent=Me/1
  http-user=bob
  http-passwd=p=w
  split=8
  gid=0123456789abcdef

ftp://c.example/z\thttps://bob@d.example/z
{Y}
  # not an option
"""


def test_an_input_file_of_aria2() -> None:
    intake = take_in(ARIA2)
    assert intake.format is Format.ARIA2
    first, second, third = intake.entries
    assert first == Entry(
        X,
        2,
        name="one file.zip",
        checksum=Checksum("sha-256", SHA),
        options=Options(
            (("X-A", "1"), ("Cookie", "a=b"), ("User-Agent", "Me/1")),
            "https://r.example/",
            Credentials("bob", "p=w"),
        ),
        mirrors=(Y,),
        folder="/data/in",
    )
    assert second == Entry(
        "https://d.example/z", 16, options=Options(credentials=Credentials("bob", ""))
    )
    assert third == Entry(Y, 17)
    assert [(one.text, one.line) for one in intake.rejects] == [("# not an option", 18)]


def test_one_address_under_two_names_is_wanted_twice() -> None:
    intake = take_in(f"{X}\n out=one\n{X}\n out=two\n{X}\n out=one\n{X}\n gid=1")
    assert [one.name for one in intake.entries] == ["one", "two"]
    assert len(intake.duplicates) == 2


def test_a_checksum_nobody_understands_is_no_checksum_to_forget() -> None:
    intake = take_in(f"{X}\n  checksum=adler32=01\n{Y}\n  out=y")
    assert [(one.text, one.why) for one in intake.rejects] == [(X, Why.CHECKSUM)]
    assert [one.url for one in intake.entries] == [Y]


def test_indented_links_are_links() -> None:
    intake = take_in(f"{X}\n  out=x\n  {Y}\n  out=y\nnonsense\n  out=z")
    assert [(one.url, one.name) for one in intake.entries] == [(X, "x"), (Y, "y")]
    assert [(one.text, one.line) for one in intake.rejects] == [("nonsense", 5)]


# --- what becomes of an entry ----------------------------------------------------------------


def test_an_entry_becomes_a_request() -> None:
    shared = Options((("X-A", "1"), ("Cookie", "ours")), "https://s.example/")
    first, second, third = (one.request(Path("/files"), shared) for one in take_in(ARIA2).entries)
    assert first.folder == Path("/files")
    assert (first.name, first.mirrors) == ("one file.zip", (Y,))
    assert first.options == Options(
        (("X-A", "1"), ("Cookie", "a=b"), ("User-Agent", "Me/1")),
        "https://r.example/",
        Credentials("bob", "p=w"),
    )
    assert second.options == Options(shared.headers, shared.referer, Credentials("bob", ""))
    assert third.options is shared
