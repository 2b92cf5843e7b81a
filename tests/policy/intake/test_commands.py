"""Command lines of curl and wget, as people and browsers write them."""

import pytest

from core.model.download import Credentials, Options
from core.policy.intake import Entry, Format, Why
from core.policy.intake.take import take_in

X, Y = "https://a.example/x.zip", "https://b.example/y.zip"

CHROMIUM_BASH = r"""curl 'https://a.example/file.php?id=1&name=it'\''s' \
  -H 'accept: text/html,*/*;q=0.8' \
  -H 'accept-encoding: gzip, deflate, br, zstd' \
  -H 'accept-language: de-DE,de;q=0.9' \
  -b 'session=abc; theme="dark"' \
  -H 'cache-control: no-cache' \
  -H 'if-none-match: W/"1"' \
  -H 'priority: u=0, i' \
  -H 'range: bytes=0-' \
  -H 'referer: https://a.example/page?x=1' \
  -H $'x-odd: it\'s \u00e9\t!' \
  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64)' \
  --compressed \
  --insecure"""

CHROMIUM_CMD = """curl ^"https://a.example/file.php?id=1^&name=a^%^20b^" ^
  -H ^"accept: */*^" ^
  -b ^"session=^\\^"abc^\\^"; theme=dark^" ^
  -H ^"referer: https://a.example/page?x=1^" ^
  -H ^"user-agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64)^" ^
  --compressed"""

FIREFOX = (
    "curl 'https://a.example/x.zip' --compressed -H 'User-Agent: Mozilla/5.0 (rv:128.0)' "
    "-H 'Accept: */*' -H 'Accept-Encoding: gzip, deflate' -H 'Referer: https://a.example/' "
    "-H 'DNT: 1' -H 'Connection: keep-alive' -H 'Cookie: a=b; c=d' -H 'Upgrade-Insecure-Requests: 1'"
    " -H 'Pragma: no-cache' -H 'Host: a.example' -X GET"
)


def only(text: str) -> Entry:
    (entry,) = take_in(text).entries
    return entry


def test_a_copy_from_chromium_for_bash() -> None:
    entry = only(CHROMIUM_BASH)
    assert entry.url == "https://a.example/file.php?id=1&name=it's"
    assert entry.options.referer == "https://a.example/page?x=1"
    assert dict(entry.options.headers) == {
        "accept": "text/html,*/*;q=0.8",
        "accept-language": "de-DE,de;q=0.9",
        "Cookie": 'session=abc; theme="dark"',
        "cache-control": "no-cache",
        "x-odd": "it's é\t!",
        "user-agent": "Mozilla/5.0 (X11; Linux x86_64)",
    }


def test_a_copy_from_chromium_for_windows() -> None:
    entry = only(CHROMIUM_CMD.replace("\n", "\r\n"))
    assert entry.url == "https://a.example/file.php?id=1&name=a%20b"
    assert entry.options.referer == "https://a.example/page?x=1"
    assert dict(entry.options.headers) == {
        "accept": "*/*",
        "Cookie": 'session="abc"; theme=dark',
        "user-agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
    }


def test_an_older_copy_for_windows() -> None:
    entry = only(
        'curl.exe "https://a.example/x?a=1&b=^2" ^\n -H "X-Odd: say \\"hi\\""  --compressed'
    )
    assert entry.url == "https://a.example/x?a=1&b=^2"
    assert entry.options.headers == (("X-Odd", 'say "hi"'),)


def test_quotes_and_backslashes_of_windows() -> None:
    text = f'curl ^"{X}^" -H ^"x-a: c:\\^\\^" -H "x-b: a b\\\\" -o ^\r\n  x^&y.zip & echo done'
    entry = only(text)
    assert entry.name == "x&y.zip"
    assert dict(entry.options.headers) == {"x-a": "c:\\", "x-b": "a b\\"}


def test_a_copy_from_firefox() -> None:
    entry = only(FIREFOX)
    assert (entry.url, entry.options.referer) == (X, "https://a.example/")
    assert [name for name, _ in entry.options.headers] == [
        "User-Agent", "Accept", "DNT", "Cookie", "Upgrade-Insecure-Requests", "Pragma",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "name", "folder"),
    [
        ("-O", None, ""),
        ("-LOJ", None, ""),
        ("-o file.zip", "file.zip", ""),
        ("-ofile.zip", "file.zip", ""),
        ("-sSLo file.zip", "file.zip", ""),
        ("--output file.zip", "file.zip", ""),
        ("--output=file.zip", "file.zip", ""),
        ("--output 'two words.zip'", "two words.zip", ""),
        ("--output two\\ words.zip", "two words.zip", ""),
        ('-o "two words.zip" --retry 3 --max-time 5', "two words.zip", ""),
        ("-o sub/file.zip", "file.zip", "sub"),
        ("--output-dir some/where -o file.zip", "file.zip", "some/where"),
        ("-o - | tar xz", None, ""),
        ("-o /dev/null", None, ""),
        ("> file.zip", "file.zip", ""),
        ("2>/dev/null >file.zip", "file.zip", ""),
        (">file.zip 2>&1", "file.zip", ""),
        ("-o file.zip # the newest", "file.zip", ""),
        ("-o file.zip --", "file.zip", ""),
    ],
)
def test_the_name_curl_would_give_is_kept(words: str, name: str | None, folder: str) -> None:
    entry = only(f"curl {X} {words}")
    assert (entry.url, entry.name, entry.folder) == (X, name, folder)


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("-A 'Me/1'", Options((("User-Agent", "Me/1"),))),
        ("-e https://r.example/", Options(referer="https://r.example/")),
        ("-e 'https://r.example/;auto'", Options(referer="https://r.example/")),
        ("-b a=b", Options((("Cookie", "a=b"),))),
        ("-b cookies.txt", Options()),
        ("-u bob:pw", Options(credentials=Credentials("bob", "pw"))),
        ("-ubob", Options(credentials=Credentials("bob", ""))),
        ("--oauth2-bearer abc", Options((("Authorization", "Bearer abc"),))),
        ("-H 'X-A: 1' -H 'x-b:2'", Options((("X-A", "1"), ("x-b", "2")))),
        ("-H 'X-A;' -H 'X-B:' -H nonsense -H @file", Options()),
        ("-H 'Range: bytes=5-' -H 'Content-Length: 3' -r 0-99 -C -", Options()),
        ("-x http://proxy.example:80 --resolve a.example:443:127.0.0.1 -k -4", Options()),
        ("-X GET -m 5 -w '%{http_code}' -D - --cacert ca.pem", Options()),
    ],
)
def test_how_curl_would_ask_is_kept(words: str, options: Options) -> None:
    for command in (f"curl {X} {words}", f"curl {words} {X}", f"  $ sudo curl {words} '{X}'"):
        assert only(command).options == options


def test_several_links_of_one_command_have_their_names_in_turn() -> None:
    intake = take_in(f"curl -o one.zip {X} -O {Y} -H 'X-A: 1' http://c.example/z")
    assert [(one.url, one.name) for one in intake.entries] == [
        (X, "one.zip"), (Y, None), ("http://c.example/z", None),
    ]  # fmt: skip
    assert {one.options for one in intake.entries} == {Options((("X-A", "1"),))}


def test_next_begins_anew() -> None:
    intake = take_in(f"curl -H 'X-A: 1' {X} --next -o y {Y}")
    assert [(one.name, one.options.headers) for one in intake.entries] == [
        (None, (("X-A", "1"),)), ("y", ()),
    ]  # fmt: skip


def test_data_for_the_address_goes_there() -> None:
    url = "https://a.example/get?a=1&b=2&c=x%20y"
    assert only("curl -G https://a.example/get?a=1 -d b=2 --data-urlencode 'c=x y'").url == url
    assert only("curl -G 'https://a.example/get' -d a=1#x").url == "https://a.example/get?a=1"


@pytest.mark.parametrize(
    "words",
    ["-d a=b", "--data-raw '{}'", "--json '{}'", "-F f=@x", "-T file", "-X POST", "-X DELETE",
     "--data-binary @file"],
)  # fmt: skip
def test_what_sends_data_is_no_download(words: str) -> None:
    intake = take_in(f"\ncurl {X} {words}")
    assert not intake.entries
    assert [(one.text, one.line, one.why) for one in intake.rejects] == [(X, 2, Why.SENDS)]


@pytest.mark.parametrize(
    "link", ['"https://a.example/$FILE"', "https://a.example/${V}.zip", '"https://a.example/$(x)"',
             "https://a.example/`x`"],
)  # fmt: skip
def test_what_only_a_shell_can_fill_in_is_refused(link: str) -> None:
    intake = take_in(f"curl -O {link}")
    assert not intake.entries
    assert [one.why for one in intake.rejects] == [Why.PLACEHOLDER]


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("", Entry(X)),
        ("-c -q --show-progress -nc -nH", Entry(X)),
        ("-O file.zip", Entry(X, name="file.zip")),
        ("-qO file.zip", Entry(X, name="file.zip")),
        ("-O- | sh", Entry(X)),
        ("-O dir/file.zip -P other", Entry(X, name="file.zip", folder="other/dir")),
        ("--output-document=file.zip", Entry(X, name="file.zip")),
        ("-P dir -o log.txt", Entry(X, folder="dir")),
        ("--user=bob --password=pw", Entry(X, options=Options((), "", Credentials("bob", "pw")))),
        ("--header='X-A: 1' --header 'X-B: 2'", Entry(X, options=Options((("X-A", "1"), ("X-B", "2"))))),
        ("-U Me/1 --referer=https://r.example/ -t 3 -T 5 --limit-rate=1m",
         Entry(X, options=Options((("User-Agent", "Me/1"),), "https://r.example/"))),
    ],
)  # fmt: skip
def test_wget_is_understood_too(words: str, entry: Entry) -> None:
    assert only(f"wget {X} {words}") == entry
    assert only(f"$ wget2 {words.replace('|', chr(10))} {X}") == entry or "|" in words


def test_wget_writes_several_links_into_one_file_and_we_do_not() -> None:
    assert [one.name for one in take_in(f"wget -O all.bin {X} {Y}").entries] == [None, None]


def test_wget_can_send_too() -> None:
    for words in ("--post-data=a=b", "--method=PUT --body-data x"):
        assert [one.why for one in take_in(f"wget {words} {X}").rejects] == [Why.SENDS]


def test_links_may_lack_their_scheme_as_both_programs_allow() -> None:
    text = "curl a.example/x.zip localhost:8080/y; wget 192.0.2.1/z"
    assert [one.url for one in take_in(text).entries] == [
        "http://a.example/x.zip", "http://localhost:8080/y", "http://192.0.2.1/z",
    ]  # fmt: skip


def test_commands_stand_between_other_lines() -> None:
    text = f"First {Y}\n\n    $ curl -o a.zip \\\n         {X}\n\nthen http://c.example/z."
    assert [(one.url, one.name, one.line) for one in take_in(text).entries] == [
        (Y, None, 1), (X, "a.zip", 3), ("http://c.example/z", None, 6),
    ]  # fmt: skip


def test_commands_in_a_row() -> None:
    text = f"curl -o a {X} && wget -O b {Y}; curl -o c http://c.example/ | sh\ncurl -o d http://d.example/ &"
    assert [one.name for one in take_in(text).entries] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "text",
    [
        f"curl is a tool: {X}.",
        f"curl fetches {X}!",
        f"wget can do it ({X})",
        f"curl '{X} without an end",
        f'curl "{X}',
        f"curls {X}",
        f"my curl {X}, and more",
    ],
)
def test_prose_about_curl_is_prose(text: str) -> None:
    assert only(text) == Entry(X)


def test_an_ampersand_without_quotes_was_meant_for_the_link() -> None:
    assert only("curl -O https://a.example/x?a=1&b=2").url == "https://a.example/x?a=1&b=2"


def test_a_list_may_have_commands_in_it() -> None:
    text = f"# mine\n{X}\ncurl -o y.zip \\\n  {Y} && echo done\nhttp://c.example/z\nnonsense"
    intake = take_in(text, otherwise=Format.LIST)
    assert [(one.url, one.name, one.line) for one in intake.entries] == [
        (X, None, 2), (Y, "y.zip", 3), ("http://c.example/z", None, 5),
    ]  # fmt: skip
    assert [(one.text, one.line) for one in intake.rejects] == [("nonsense", 6)]
