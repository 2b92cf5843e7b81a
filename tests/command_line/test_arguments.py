"""The words of `headgate get`: every option, and the right complaint about what cannot be."""

import io
import sys
from pathlib import Path

import pytest

from core import __version__
from core.command_line.arguments import parser, read_arguments, read_header
from core.model.checksum import Checksum
from core.model.download import Conflict, Credentials, Options, Request
from core.model.errors import (
    BadOptionError,
    NotALinkError,
    UnreadableListError,
    UnsupportedSchemeError,
)
from core.model.settings import Settings

LINK = "http://files.test/a.bin"
OTHER = "https://files.test/b.bin"
MD5 = "d41d8cd98f00b204e9800998ecf8427e"


def only_request(*words: str) -> Request:
    (request,) = read_arguments([LINK, *words]).requests
    return request


# --- what is not said ----------------------------------------------------------------------


def test_a_link_alone_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    command = read_arguments([LINK])
    assert command.requests == [Request(LINK, tmp_path, options=Options())]
    assert command.settings == Settings()
    assert command.state_folder == tmp_path / "state" / "headgate"
    assert (command.cookie_file, command.json, command.quiet) == (None, False, False)


def test_the_help_names_the_defaults_that_hold() -> None:
    text = " ".join(parser().format_help().split())
    for words in ("downloads at a time (3)", "connections a file (8)", "further attempts (5)"):
        assert words in text
    settings = Settings()
    assert (settings.concurrent, settings.connections, settings.retries) == (3, 8, 5)


# --- every option --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        (["-j", "7"], "concurrent", 7),
        (["--jobs", "64"], "concurrent", 64),
        (["--jobs=1"], "concurrent", 1),
        (["-x", "16"], "connections", 16),
        (["-x1"], "connections", 1),
        (["--connections", "64"], "connections", 64),
        (["--limit-rate", "500k"], "limit_rate", 500_000),
        (["--retries", "0"], "retries", 0),
        (["--retries", "1000"], "retries", 1000),
        (["--timeout", "1"], "timeout", 1),
        (["--timeout", "3600"], "timeout", 3600),
        (["--proxy", "socks5h://p:1"], "proxy", "socks5h://p:1"),
        (["--user-agent", "Mine/1 (x)"], "user_agent", "Mine/1 (x)"),
        (["--cacert", "ca.pem"], "ca_file", "ca.pem"),
        (["--insecure"], "insecure", True),
        (["--verify-siblings"], "verify_siblings", True),
    ],
)
def test_an_option_sets_its_setting(words: list[str], field: str, value: object) -> None:
    settings = read_arguments([LINK, *words]).settings
    assert getattr(settings, field) == value
    changed = [
        name
        for name in Settings.__dataclass_fields__
        if getattr(settings, name) != getattr(Settings(), name)
    ]
    assert set(changed) <= {field}


@pytest.mark.parametrize("word", ["-d", "--dir"])
def test_a_folder_is_made_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WHERE", "there")
    assert only_request(word, "sub").folder == tmp_path / "sub"
    assert only_request(word, "~/sub").folder == tmp_path / "home" / "sub"
    assert only_request(word, "$WHERE/sub").folder == tmp_path / "there" / "sub"
    assert only_request(word, "/abs").folder == Path("/abs")


@pytest.mark.parametrize("word", ["-o", "--output"])
def test_a_name_is_for_the_file(word: str) -> None:
    assert only_request(word, "name.bin").name == "name.bin"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a/b", "no slashes"),
        ("/etc/passwd", "no slashes"),
        ("..\\b", "no slashes"),
        ("a\udcff.bin", "UTF-8"),
        ("..", "is not a file name"),
        ("", "is not a file name"),
    ],
)
def test_what_is_no_name_for_a_file_is_wrong_usage(name: str, reason: str) -> None:
    with pytest.raises(BadOptionError, match=reason) as caught:
        read_arguments([LINK, "-o", name])
    assert caught.value.details["option"] == "--output"


@pytest.mark.parametrize("text", [f"md5={MD5}", f"MD5:{MD5.upper()}"])
def test_a_checksum_is_read(text: str) -> None:
    assert only_request("--checksum", text).checksum == Checksum("md5", MD5)


def test_headers_keep_their_order() -> None:
    options = only_request("-H", "X-A: 1", "--header", "X-B:2", "-H", "X-A:  three: 3 ").options
    assert options.headers == (("X-A", "1"), ("X-B", "2"), ("X-A", "three: 3"))


def test_a_referer_goes_along() -> None:
    assert only_request("--referer", "http://from.test/").options.referer == "http://from.test/"


@pytest.mark.parametrize("choice", ["rename", "skip", "overwrite", "resume"])
def test_a_conflict_has_four_answers(choice: str) -> None:
    assert only_request("--conflict", choice).options.conflict == Conflict(choice)


def test_paths_of_our_own_files_are_made_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    command = read_arguments([LINK, "--state-dir", "state", "--load-cookies", "c.txt"])
    assert command.state_folder == tmp_path / "state"
    assert command.cookie_file == tmp_path / "c.txt"


@pytest.mark.parametrize(
    ("words", "json", "quiet"),
    [(["--json"], True, False), (["-q"], False, True), (["--quiet", "--json"], True, True)],
)
def test_what_is_shown_can_be_chosen(words: list[str], json: bool, quiet: bool) -> None:
    command = read_arguments([*words, LINK])
    assert (command.json, command.quiet) == (json, quiet)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        read_arguments(["--version"])
    assert (caught.value.code, capsys.readouterr().out) == (0, f"headgate {__version__}\n")


# --- links ---------------------------------------------------------------------------------


def test_links_keep_their_order_and_share_their_options() -> None:
    command = read_arguments(["-H", "X-A: 1", OTHER, LINK, OTHER])
    assert [request.url for request in command.requests] == [OTHER, LINK, OTHER]
    assert {request.options for request in command.requests} == {Options((("X-A", "1"),))}


def test_links_may_stand_between_the_options() -> None:
    requests = read_arguments([OTHER, "-j", "2", LINK, "--json", OTHER]).requests
    assert [request.url for request in requests] == [OTHER, LINK, OTHER]


def test_credentials_belong_to_their_link_alone() -> None:
    words = ["http://me:p%40ss@files.test/a#part", LINK, "-H", "X-A: 1", "--conflict", "skip"]
    first, second = read_arguments([*words, "--referer", "http://r.test/"]).requests
    assert first.url == "http://files.test/a"
    assert first.options == Options(
        (("X-A", "1"),), "http://r.test/", Credentials("me", "p@ss"), Conflict.SKIP
    )
    assert second.options.credentials is None


@pytest.mark.parametrize("word", ["-i", "--input"])
def test_a_list_of_links_is_read_after_those_on_the_line(tmp_path: Path, word: str) -> None:
    path = tmp_path / "links.txt"
    path.write_text(f"\ufeff# mine\n\n  {OTHER}  \r\n{LINK}", "utf-8")
    urls = [request.url for request in read_arguments([word, str(path), LINK]).requests]
    assert urls == [LINK, OTHER, LINK]


def test_standard_input_is_a_list_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{LINK}\n{OTHER}\n"))
    assert [request.url for request in read_arguments(["-i", "-"]).requests] == [LINK, OTHER]


def test_mirrors_are_kept_in_their_order() -> None:
    words = ["--mirror", OTHER, "--mirror", "http://user:secret@files.test/c#top"]
    assert only_request(*words).mirrors == (OTHER, "http://files.test/c")


def test_a_list_of_one_may_have_a_name_and_a_checksum(tmp_path: Path) -> None:
    path = tmp_path / "links.txt"
    path.write_text(LINK)
    (request,) = read_arguments(
        ["-i", str(path), "-o", "name", "--checksum", f"md5={MD5}"]
    ).requests
    assert (request.name, request.checksum) == ("name", Checksum("md5", MD5))


# --- complaints ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["--jobs", "many", LINK],
        ["--jobs", "1.5", LINK],
        ["--jobs", "", LINK],
        ["-x", "eight", LINK],
        ["--retries", "some", LINK],
        ["--timeout", "1s", LINK],
        ["--conflict", "ask", LINK],
        ["--unknown", LINK],
        ["--js", LINK],  # no abbreviations: they would change meaning with a new option
        ["--insecure=yes", LINK],
        [LINK, "--header"],
    ],
)
def test_wrong_usage_ends_with_status_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        read_arguments(words)
    assert caught.value.code == 2
    assert "usage: headgate get" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "option", "reason"),
    [
        ([], "URL", "no link was given"),
        ([LINK, OTHER, "-o", "name"], "output", "works with a single link"),
        ([LINK, OTHER, "--checksum", f"md5={MD5}"], "checksum", "works with a single link"),
        ([LINK, OTHER, "--mirror", LINK], "mirror", "works with a single link"),
        ([LINK, "--checksum", "crc=1"], "checksum", "“crc” is not one of md5, sha-1, "),
        ([LINK, "--checksum", "md5"], "checksum", "a md5 value has 32 hexadecimal digits"),
        ([LINK, "--checksum", "md5=12"], "checksum", "32 hexadecimal digits"),
        ([LINK, "--checksum", "md5=" + "g" * 32], "checksum", "32 hexadecimal digits"),
        ([LINK, "-j", "0"], "concurrent", "must lie between 1 and 64"),
        ([LINK, "-j", "65"], "concurrent", "must lie between 1 and 64"),
        ([LINK, "-j", "-1"], "concurrent", "must lie between 1 and 64"),
        ([LINK, "-x", "0"], "connections", "must lie between 1 and 64"),
        ([LINK, "-x", "65"], "connections", "must lie between 1 and 64"),
        ([LINK, "--retries", "-1"], "retries", "must lie between 0 and 1000"),
        ([LINK, "--retries", "1001"], "retries", "must lie between 0 and 1000"),
        ([LINK, "--timeout", "0"], "timeout", "must lie between 1 and 3600"),
        ([LINK, "--timeout", "3601"], "timeout", "must lie between 1 and 3600"),
        ([LINK, "--limit-rate", "fast"], "limit-rate", "“fast” is not a rate like 500k"),
        ([LINK, "--limit-rate", "9999999T"], "limit-rate", "must lie between 1 and "),
        ([LINK, "--limit-rate", "9" * 400], "limit-rate", ""),
        ([LINK, "-H", "no colon"], "header", "“no colon” is not like 'Name: value'"),
        ([LINK, "--user-agent", "a\r\nX-Evil: 1"], "user-agent", "several lines"),
        ([LINK, "--referer", "http://a/\nX-Evil: 1"], "referer", "several lines"),
    ],
)
def test_a_value_that_cannot_be_is_named(words: list[str], option: str, reason: str) -> None:
    with pytest.raises(BadOptionError) as caught:
        read_arguments(words)
    assert caught.value.details["option"].removeprefix("--") == option
    assert reason in caught.value.details["reason"]


@pytest.mark.parametrize(
    ("link", "error"),
    [
        ("files.test/a", NotALinkError),
        ("http://", NotALinkError),
        ("http:///a", NotALinkError),
        ("http://a b/", NotALinkError),
        ("http://files.test:port/", NotALinkError),
        ("http://[::1/", NotALinkError),
        ("", NotALinkError),
        ("ftp://files.test/a", UnsupportedSchemeError),
        ("file:///etc/passwd", UnsupportedSchemeError),
        ("magnet:?xt=urn:btih:0", UnsupportedSchemeError),
    ],
)
def test_what_is_not_a_link_is_refused(link: str, error: type[Exception], tmp_path: Path) -> None:
    with pytest.raises(error):
        read_arguments([LINK, link])
    if link:
        (tmp_path / "links.txt").write_text(f"{LINK}\n{link}\n")
        with pytest.raises(error):
            read_arguments(["-i", str(tmp_path / "links.txt")])


def test_a_bad_line_of_a_list_is_named(tmp_path: Path) -> None:
    path = tmp_path / "links.txt"
    path.write_text(f"# mine\n{LINK}\nnonsense\n")
    with pytest.raises(NotALinkError, match=r"nonsense.*line 3"):
        read_arguments(["-i", str(path)])


@pytest.mark.parametrize("what", ["missing", "folder", "binary"])
def test_a_list_that_cannot_be_read_is_named(tmp_path: Path, what: str) -> None:
    path = tmp_path / what
    if what == "folder":
        path.mkdir()
    elif what == "binary":
        path.write_bytes(b"http://files.test/\xff\xfe\n")
    with pytest.raises(UnreadableListError) as caught:
        read_arguments(["-i", str(path)])
    assert caught.value.details["path"] == str(path)
    words = {"missing": "No such file", "folder": "directory", "binary": "it is not text"}
    assert words[what] in caught.value.details["reason"]


def test_an_empty_list_is_no_link(tmp_path: Path) -> None:
    (tmp_path / "links.txt").write_text("# nothing here\n\n")
    with pytest.raises(BadOptionError, match="no link was given"):
        read_arguments(["-i", str(tmp_path / "links.txt")])


# --- headers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("Name: value", ("Name", "value")),
        ("Name:value", ("Name", "value")),
        ("  Name  :  value  ", ("Name", "value")),
        ("Name:", ("Name", "")),
        ("Name: a:b", ("Name", "a:b")),
        ("!#$%&'*+.^_`|~: a", ("!#$%&'*+.^_`|~", "a")),
        ("Name: Åsa", ("Name", "Åsa")),
        ("Cookie: a=1; b=2", ("Cookie", "a=1; b=2")),
        ("Authorization: Bearer x", ("Authorization", "Bearer x")),
        ("Host: other.test", ("Host", "other.test")),
    ],
)
def test_a_header_is_read(text: str, header: tuple[str, str]) -> None:
    assert read_header(text) == header


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not like 'Name: value'"),
        ("Name", "is not like 'Name: value'"),
        (": value", "is not like 'Name: value'"),
        ("Two words: value", "is not like 'Name: value'"),
        ("Näme: value", "is not like 'Name: value'"),
        ("Na\nme: value", "is not like 'Name: value'"),
        ("Name: a\nX-Evil: 1", "cannot span several lines"),
        ("Name: a\rb", "cannot span several lines"),
        ("Name: a\0b", "cannot span several lines"),
        *(
            (f"{name}: 1", f"{name} is set by Headgate itself")
            for name in ("Range", "if-range", "ACCEPT-ENCODING", "Connection", "Content-Length")
        ),
        ("Transfer-Encoding: chunked", "is set by Headgate itself"),
    ],
)
def test_a_header_that_cannot_be_is_refused(text: str, why: str) -> None:
    with pytest.raises(BadOptionError, match=why) as caught:
        read_header(text)
    assert caught.value.details["option"] == "--header"
