"""`headgate get -i`: files of every kind, and what is said of those that cannot be used."""

import io
import sys
from pathlib import Path

import pytest

from core.command_line.arguments import read_arguments
from core.model.checksum import Checksum
from core.model.download import Conflict, Credentials, Options, Request
from core.model.errors import (
    BadMetalinkError,
    BadOptionError,
    InputError,
    NoAddressesError,
    NotALinkError,
    TooMuchTextError,
    UnreadableListError,
    UnsupportedSchemeError,
    UnusableLinkError,
)

X, Y = "https://a.example/x.iso", "https://b.example/y.iso"
SHA = "ab" * 32
SUM = Checksum("sha-256", SHA)
FOUR = f"""<metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="sub/x.iso">
<hash type="sha-256">{SHA}</hash><url priority="2">{Y}</url><url priority="1">{X}</url></file>
</metalink>"""


def read(tmp_path: Path, text: str | bytes, *words: str, name: str = "links.txt") -> list[Request]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_arguments(["-i", str(path), "-d", str(tmp_path), *words]).requests


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (FOUR, [], "x.meta4"),
        (FOUR, [], "x"),
        (f"{X}\t{Y}\n  out=x.iso\n  dir=sub\n  checksum=sha-256={SHA}\n", [], "list"),
        (f"link;folder;sha256;name\n{X};sub;{SHA};x.iso", [], "list.csv"),
        (
            f'[{{"url": "{X}", "name": "x.iso", "sha256": "{SHA}", "folder": "sub"}}]',
            [],
            "list.json",
        ),
        (f"{SHA}  x.iso\n", ["--base", "https://a.example/SHA256SUMS"], "SHA256SUMS"),
        (f"SHA256 (x.iso) = {SHA}\n{SHA}  other.iso", [X], "SHA256SUMS"),
    ],
)
def test_links_names_and_checksums_come_from_files_of_every_kind(
    tmp_path: Path, text: str, words: list[str], name: str
) -> None:
    (request,) = read(tmp_path, text, *words, name=name)
    assert (request.url, request.checksum) == (X, SUM)
    assert request.folder in (tmp_path, tmp_path / "sub")
    assert request.name in (None, "x.iso")


def test_a_metalink_brings_all_it_knows(tmp_path: Path) -> None:
    (request,) = read(tmp_path, FOUR)
    assert request == Request(X, tmp_path / "sub", "x.iso", SUM, Options(), (Y,))


def test_a_page_gives_its_links_and_leaves_out_what_is_none(tmp_path: Path) -> None:
    page = f"<html><a href='{X}'>x</a><a href='y.iso'>y</a><a href='ftp://a.example/z'>z</a>"
    urls = [one.url for one in read(tmp_path, page, "--base", "https://b.example/page")]
    assert urls == [X, Y]


def test_a_command_of_curl_brings_its_headers_and_ours_hold_for_the_rest(tmp_path: Path) -> None:
    text = f"curl '{X}' -H 'X-A: theirs' -u bob:pw -e http://r.example/ -o x.iso\n{Y}\n"
    words = [
        "-H",
        "x-a: ours",
        "-H",
        "X-B: 1",
        "--referer",
        "http://s.example/",
        "--conflict",
        "skip",
    ]
    first, second = read(tmp_path, text, *words)
    assert first.name == "x.iso"
    assert first.options == Options(
        (("X-B", "1"), ("X-A", "theirs")),
        "http://r.example/",
        Credentials("bob", "pw"),
        Conflict.SKIP,
    )
    assert second.options == Options(
        (("x-a", "ours"), ("X-B", "1")), "http://s.example/", None, Conflict.SKIP
    )


def test_links_without_options_share_theirs(tmp_path: Path) -> None:
    first, second = read(tmp_path, f"{X}\n{Y}", "-H", "X-A: 1")
    assert first.options is second.options


@pytest.mark.parametrize("wish", ["/etc", "../up", "~/x", "C:\\x", "\\\\host\\x", "a/../../b"])
def test_a_list_never_leads_outside_the_folder(tmp_path: Path, wish: str) -> None:
    (request,) = read(tmp_path, f"{X}\n  dir={wish}\n  out=x")
    assert request.folder == tmp_path


def test_a_list_may_lead_to_folders_inside(tmp_path: Path) -> None:
    (request,) = read(tmp_path, f"{X}\n  dir=./a//b?/CON\n")
    assert request.folder.relative_to(tmp_path).parts == ("a", "b_", "_CON")


def test_a_link_listed_twice_is_fetched_twice_as_ever(tmp_path: Path) -> None:
    assert [one.url for one in read(tmp_path, f"{X}\n{Y}\n{X}\n")] == [X, Y, X]


def test_standard_input_may_be_of_any_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{X}\n out=x\n"))
    (request,) = read_arguments(["-i", "-"]).requests
    assert (request.url, request.name) == (X, "x")


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        (f"{X}\nnonsense", NotALinkError, "nonsense (line 2)"),
        (f"{X}\n{X} {Y}", NotALinkError, "(line 2)"),
        (f"{X}\n out=x\nftp://a.example/x", UnsupportedSchemeError, "ftp: (line 3)"),
        (f"url,sha256\n{X},{SHA}\n{Y},12", UnusableLinkError, "(line 3)"),
        (f"{SHA}  x.iso", NoAddressesError, "not their addresses"),
        ('["ftp://a.example/x"]', UnsupportedSchemeError, "ftp:"),
        (f"curl -d x {X}", UnusableLinkError, "(line 1)” cannot be downloaded: it sends data"),
        (FOUR[:-20], BadMetalinkError, "cannot be read"),
        (FOUR.replace("https", "ftp"), UnusableLinkError, "no address on a web server"),
        ("http://a.example/\xff\n".encode("latin-1"), UnreadableListError, "it is not text"),
        (b"\x89PNG\r\n\0\0\0", UnreadableListError, "it is not text"),
        (b"bplist00", UnreadableListError, "it is not text"),
        ("<html><a href=x>", BadOptionError, "no link was given"),
    ],
)
def test_what_cannot_be_used_is_named(
    tmp_path: Path, text: str | bytes, error: type[InputError], said: str
) -> None:
    with pytest.raises(error) as caught:
        read(tmp_path, text, name="list")
    assert said in str(caught.value)


def test_too_much_text_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.policy.intake.take.MAX_TEXT", 10)
    with pytest.raises(TooMuchTextError):
        read(tmp_path, X)


def test_a_base_must_be_a_link(tmp_path: Path) -> None:
    with pytest.raises(NotALinkError):
        read(tmp_path, X, "--base", "nonsense")
