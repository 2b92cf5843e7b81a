"""The name of a download: from the best source there is, and why."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.download import NameSource
from core.policy.filenames import choose, from_url, page_instead_of_file, why_not
from core.policy.safe_names import runs, safe


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
        ("https://a.example/%CF%C2%D4%D8%CE%C4%BC%FE.zip", "下载文件.zip"),
        ("https://a.example/a.pdf;jsessionid=0A1B", "a.pdf"),
        ("https://a.example/a;b.pdf", "a;b.pdf"),
        ("https://a.example/a%3Bx=y.pdf", "a;x=y.pdf"),
        ("https://a.example/a.b/..", ".."),
        ("https://a.example?x=/y.zip", ""),
        ("https://a.example#/y.zip", ""),
        ("https://u:p@[::1]:80/a.zip#b/c", "a.zip"),
        ("https://a.example//b.zip", "b.zip"),
        ("https://a.example/100%.txt", "100%.txt"),
        ("https://a.example/\ud800.txt", "?.txt"),
        ("no link", ""),
    ],
)
def test_the_name_in_a_link(url: str, name: str) -> None:
    assert from_url(url) == name


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
    ).name


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


def test_what_a_disposition_calls_it_gets_an_ending_too() -> None:
    assert chosen(disposition="attachment; filename=cat", kind="image/jpeg") == "cat.jpg"


def test_the_ending_survives_a_name_that_is_too_long() -> None:
    made = chosen(final="https://b.example/" + "x" * 300, kind="application/pdf")
    assert made.endswith("x.pdf")
    assert len(made) < 255


SOURCES = [
    ("mine", "attachment; filename=a", "https://b.example/b", NameSource.USER, "mine"),
    (None, "attachment; filename=a", "https://b.example/b", NameSource.SERVER, "a"),
    (None, "attachment", "https://b.example/b", NameSource.FINAL_LINK, "b"),
    (None, "attachment; filename=..", "https://b.example/b", NameSource.FINAL_LINK, "b"),
    (None, "attachment; filename=???", "https://b.example/b", NameSource.FINAL_LINK, "b"),
    (None, "", "https://b.example/", NameSource.LINK, "first"),
    (None, "", "https://b.example/%20%2e", NameSource.LINK, "first"),
    (None, "", "https://a.example/first", NameSource.LINK, "first"),
]


@pytest.mark.parametrize(("wanted", "disposition", "final", "source", "name"), SOURCES)
def test_where_a_name_is_from_is_told(
    wanted: str | None, disposition: str, final: str, source: NameSource, name: str
) -> None:
    made = choose(
        wanted=wanted,
        disposition=disposition,
        final_url=final,
        first_url="https://a.example/first",
        content_type="",
    )
    assert made == (name, source)


def test_a_name_from_nowhere_is_the_hosts() -> None:
    bare = "https://a.example/"
    made = choose(wanted="", disposition="", final_url=bare, first_url=bare, content_type="")
    assert made == ("a-example", NameSource.HOST)


@pytest.mark.parametrize(
    "name", ["evil.desktop", "A.LNK", "x.url", "x.scf", "x.library-ms", "desktop.ini"]
)
def test_a_server_cannot_name_what_a_desktop_runs(name: str) -> None:
    assert chosen(disposition=f'attachment; filename="{name}"') == name + ".download"
    assert chosen(final=f"https://b.example/{name}") == name + ".download"
    assert chosen(wanted=name) == name  # the user knows what he asks for


def test_neither_can_a_type() -> None:
    made = chosen(final="https://b.example/desktop", kind="application/x-desktop")
    assert not runs(made)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.txt", ""),
        ("日本語.txt", ""),
        (".hidden", ""),
        ("a:b.txt", ""),
        ("a\udce4.txt", "UTF-8"),
        ("a/b.txt", "slashes"),
        ("a\\b.txt", "slashes"),
        ("/", "slashes"),
        ("", "not a file name"),
        ("..", "not a file name"),
        ("  ", "not a file name"),
        ("\u200b", "not a file name"),
    ],
)
def test_what_is_wrong_with_a_typed_name(name: str, reason: str) -> None:
    found = why_not(name)
    assert reason in found
    assert bool(found) is bool(reason)


urls = st.text(st.sampled_from("ab/%2eE4F.;?#:\\ \u200d日"), max_size=12).map(
    lambda tail: "https://a.example/" + tail
)


@settings(deadline=None, max_examples=300)
@given(
    st.none() | st.text(st.characters(), max_size=9),
    st.binary(max_size=40).map(lambda raw: "attachment; filename=" + raw.decode("latin-1")),
    urls,
    urls,
    st.sampled_from(["", "text/html", "application/pdf", "image/png; x", "text/plain;charset=gbk"]),
)
def test_whatever_comes_the_name_is_safe_and_stays_so(
    wanted: str | None, disposition: str, final: str, first: str, kind: str
) -> None:
    made = choose(
        wanted=wanted, disposition=disposition, final_url=final, first_url=first, content_type=kind
    )
    assert safe(made.name) == made.name
    assert wanted or not runs(made.name)
    assert chosen(wanted=made.name) == made.name


PAGES = [
    ("https://a.example/file.zip", None, "", "text/html", True),
    ("https://a.example/file.zip", None, "", "Text/HTML; charset=utf-8", True),
    ("https://a.example/file.pdf", None, "", "application/xhtml+xml", True),
    ("https://a.example/file.tar.gz", None, "", "text/html", True),
    ("https://a.example/file.csv.gz", None, "", "text/html", True),
    ("https://a.example/file.xz", None, "", "text/html", True),
    *(
        (f"https://a.example/file.{ending}", None, "", "text/html", True)
        for ending in ("7z", "dmg", "flac", "img", "iso", "mkv", "apk", "tar.zst", "rar")
    ),
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
