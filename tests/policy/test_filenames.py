"""Safe names: never raising, never altering a good one, and the same on a second look."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.policy.filenames import (
    choose,
    cut,
    from_url,
    numbered,
    page_instead_of_file,
    safe,
    split_ending,
    usable,
)

DISK_LIMIT = 255  # bytes a name may have

SAFE = [
    ("report.pdf", "report.pdf"),
    ("archive.tar.gz", "archive.tar.gz"),
    ("naïve résumé.txt", "naïve résumé.txt"),
    ("日本語.zip", "日本語.zip"),
    ("a+b (1) [x] {y} & z, #1 ~.txt", "a+b (1) [x] {y} & z, #1 ~.txt"),
    ("../../etc/passwd", "passwd"),
    ("..\\..\\boot.ini", "boot.ini"),
    ("C:\\Users\\me\\a.txt", "a.txt"),
    ("folder/", "folder"),
    ('a:b*c?d"e<f>g|h', "a_b_c_d_e_f_g_h"),
    ("a\0b\x07c\x7f.txt", "abc.txt"),
    ("a\tb\tc.txt", "a b c.txt"),
    ("a\u202ecod.exe", "acod.exe"),
    ("zero\u200bwidth.txt", "zerowidth.txt"),
    ("lone\ud800.txt", "lone.txt"),
    ("cafe\u0301.txt", "café.txt"),
    (".bashrc", "_bashrc"),
    ("...hidden", "_hidden"),
    (" blanks .txt ", "blanks .txt"),
    ("ends in dots...", "ends in dots"),
    ("", "download"),
    (".", "download"),
    ("..", "download"),
    ("/", "download"),
    (" . . ", "download"),
    ("???", "download"),
    ("CON", "_CON"),
    ("nul.txt", "_nul.txt"),
    ("nul .txt", "_nul .txt"),
    ("Com1.tar.gz", "_Com1.tar.gz"),
    ("LPT¹", "_LPT¹"),
    ("conin$", "_conin$"),
    ("console.txt", "console.txt"),
    ("COM10", "COM10"),
    ("aux-cable.txt", "aux-cable.txt"),
]


@pytest.mark.parametrize(("name", "wanted"), SAFE, ids=[ascii(name) for name, _ in SAFE])
def test_a_name_becomes_safe(name: str, wanted: str) -> None:
    assert safe(name) == wanted


PIECES = ["con", "NUL", "COM1", ".", "/", "\\", "_", "?", "e", ".tar.gz", ".txt"]
LETTERS = " \t\n\u0301\u200d\ud800\u2028\u1112\u1161"
awkward = st.lists(st.sampled_from([*PIECES, *LETTERS, "x" * 243, "ü" * 120]), max_size=7).map(
    "".join
)
names = st.text(st.characters(), max_size=40) | awkward


@settings(deadline=None, max_examples=400)
@given(names)
@example("con." + "a" * 300)
@example("e\u200d\u0301")
def test_a_safe_name_stays_as_it_is(name: str) -> None:
    assert safe(safe(name)) == safe(name)


@settings(deadline=None, max_examples=300)
@given(names)
def test_a_safe_name_leads_nowhere_else(name: str) -> None:
    made = safe(name)
    assert made not in ("", ".", "..")
    assert not set(made) & set('\\/:*?"<>|\0\n')
    assert made.isprintable()
    assert made[0] not in ". "
    assert made[-1] not in ". "


@settings(deadline=None, max_examples=300)
@given(names)
@example("con." + "a" * 300)
def test_there_is_room_for_a_number_and_for_the_part_file(name: str) -> None:
    assert len(f"{numbered(safe(name), 9999)}.part".encode()) <= DISK_LIMIT


@settings(deadline=None, max_examples=100)
@given(st.from_regex(r"[a-zA-Z0-9äß日][a-zA-Z0-9 äß日()+_-]{0,30}\.[a-z0-9]{1,4}", fullmatch=True))
def test_a_good_name_is_never_altered(name: str) -> None:
    reserved = {
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{one}{n}" for one in ("com", "lpt") for n in "0123456789"),
    }
    if name.rpartition(".")[0].rstrip(" ").lower() not in reserved:
        assert safe(name) == name


@pytest.mark.parametrize("letter", ["x", "ü", "日", "🎈"])
def test_a_long_name_is_cut_between_letters_and_keeps_its_ending(letter: str) -> None:
    made = safe(letter * 300 + ".tar.gz")
    assert made.endswith(letter + ".tar.gz")
    assert set(made.removesuffix(".tar.gz")) == {letter}
    assert DISK_LIMIT - 16 <= len(made.encode()) <= DISK_LIMIT - 12


@settings(deadline=None, max_examples=200)
@given(names.map(safe), st.integers(30, 255))
def test_a_cut_name_is_no_longer_than_allowed(name: str, limit: int) -> None:
    shorter = cut(name, limit)
    assert len(shorter.encode()) <= limit
    assert split_ending(shorter)[1] == split_ending(name)[1] or not split_ending(name)[1]


def test_a_short_name_is_not_cut() -> None:
    assert cut("name.txt", 8) == "name.txt"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.txt", ("a", ".txt")),
        ("a.tar.gz", ("a", ".tar.gz")),
        ("a.b.c", ("a.b", ".c")),
        ("name", ("name", "")),
        (".bashrc", (".bashrc", "")),
        ("v1.0 final", ("v1.0 final", "")),
        ("a.tar.", ("a.tar.", "")),
        ("a." + "x" * 17, ("a." + "x" * 17, "")),
    ],
)
def test_where_the_ending_begins(name: str, parts: tuple[str, str]) -> None:
    assert split_ending(name) == parts


@settings(deadline=None, max_examples=100)
@given(names)
@example("a.txt\n")
def test_splitting_loses_nothing(name: str) -> None:
    assert "".join(split_ending(name)) == name


@pytest.mark.parametrize(
    ("name", "number", "wanted"),
    [
        ("a.txt", 1, "a.txt"),
        ("a.txt", 2, "a (2).txt"),
        ("a.tar.gz", 12, "a (12).tar.gz"),
        ("name", 2, "name (2)"),
    ],
)
def test_the_number_goes_before_the_ending(name: str, number: int, wanted: str) -> None:
    assert numbered(name, number) == wanted


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/x/file.zip", "file.zip"),
        ("https://a.example/x/file.zip?y=/z", "file.zip"),
        ("https://a.example/x/", ""),
        ("https://a.example", ""),
        ("https://a.example/a%20b.txt", "a b.txt"),
        ("https://a.example/%C3%A4.txt", "ä.txt"),
        ("https://a.example/%E4.txt", "ä.txt"),
        ("https://a.example/ä.txt", "ä.txt"),
        ("https://a.example/a%2Fb.txt", "a/b.txt"),
    ],
)
def test_the_name_in_a_link(url: str, name: str) -> None:
    assert from_url(url) == name


@pytest.mark.parametrize(
    ("name", "is_usable"),
    [("a", True), (".a", True), ("", False), ("..", False), (". .", False), ("a/..", False)],
)
def test_dots_and_blanks_are_no_name(name: str, *, is_usable: bool) -> None:
    assert usable(name) is is_usable


def chosen(
    wanted: str | None = None,
    disposition: str = "",
    final: str = "https://b.example/final.bin",
    first: str = "https://a.example/first.bin",
    kind: str = "",
) -> str:
    return choose(
        wanted=wanted,
        disposition=disposition,
        final_url=final,
        first_url=first,
        content_type=kind,
    )


def test_the_users_own_name_comes_first() -> None:
    assert chosen("mine", 'attachment; filename="theirs"', kind="application/pdf") == "mine"


def test_the_users_own_name_is_made_safe_too() -> None:
    assert chosen("../mine.txt") == "mine.txt"


def test_then_comes_what_the_server_calls_it() -> None:
    assert chosen(disposition='attachment; filename="theirs.bin"') == "theirs.bin"


def test_a_server_cannot_lead_out_of_the_folder() -> None:
    assert chosen(disposition='attachment; filename="../../.ssh/keys"') == "keys"


def test_then_comes_the_link_that_answered_and_then_the_first() -> None:
    assert chosen() == "final.bin"
    assert chosen(final="https://b.example/") == "first.bin"


def test_a_name_of_dots_is_passed_over() -> None:
    assert chosen(disposition='attachment; filename=".."', final="https://b.example/%2e") == (
        "first.bin"
    )


def test_without_any_name_the_host_lends_its_own() -> None:
    bare = "https://a.example/"
    assert chosen(final=bare, first=bare) == "a-example"
    assert chosen(final=bare, first=bare, kind="text/html; charset=utf-8") == "a-example.html"


@pytest.mark.parametrize(
    ("last", "kind", "name"),
    [
        ("report", "application/pdf", "report.pdf"),
        ("report", "Application/PDF; x=y", "report.pdf"),
        ("report.bin", "application/pdf", "report.bin"),
        ("report", "application/octet-stream", "report"),
        ("README", "text/plain", "README"),
        ("report", "no/such-type", "report"),
        ("report", "", "report"),
    ],
)
def test_a_name_without_an_ending_gets_that_of_its_type(last: str, kind: str, name: str) -> None:
    assert chosen(final=f"https://b.example/{last}", kind=kind) == name


PAGES = [
    ("https://a.example/file.zip", None, "", "text/html", True),
    ("https://a.example/file.zip", None, "", "Text/HTML; charset=utf-8", True),
    ("https://a.example/file.pdf", None, "", "application/xhtml+xml", True),
    ("https://a.example/file.tar.gz", None, "", "text/html", True),
    ("https://a.example/file.csv.gz", None, "", "text/html", True),
    ("https://a.example/file.xz", None, "", "text/html", True),
    ("https://a.example/get?id=1", "file.zip", "", "text/html", True),
    ("https://a.example/file.zip", None, "", "application/zip", False),
    ("https://a.example/file.zip", None, "", "", False),
    ("https://a.example/file.zip", None, "attachment; filename=a.html", "text/html", False),
    ("https://a.example/file.zip", "page.html", "", "text/html", False),
    ("https://a.example/index.html", None, "", "text/html", False),
    ("https://a.example/index.PHP", None, "", "text/html", False),
    ("https://a.example/about", None, "", "text/html", False),
    ("https://a.example/", None, "", "text/html", False),
    ("https://a.example/v1.x-nonsense", None, "", "text/html", False),
]


@pytest.mark.parametrize(("url", "wanted", "disposition", "kind", "page"), PAGES)
def test_a_web_page_in_place_of_a_file_is_noticed(
    url: str, wanted: str | None, disposition: str, kind: str, *, page: bool
) -> None:
    found = page_instead_of_file(url=url, wanted=wanted, disposition=disposition, content_type=kind)
    assert found is page
