"""Links and media in HTML."""

import pytest

from core.policy.intake import Entry, Format, Why
from core.policy.intake.take import take_in

BASE = "https://a.example/dir/page.html?x=1#top"
PAGE = """<!DOCTYPE html>
<html><head>
 <title>Files</title><base target=_blank>
 <meta http-equiv="refresh" content="5; URL='next.zip'">
 <meta property="og:image" content="/cover.jpg"><meta name="viewport" content="width=1">
 <link rel="stylesheet" href="style.css"><link rel="shortcut icon" href="/icon.png">
 <script>document.write('<a href="https://no.example/script">');</script>
 <style>a { background: url(https://no.example/style) }</style>
</head><body>
 <!-- <a href="https://no.example/comment">x</a> -->
 <a href="one.zip">The <b>first</b>
   file &amp; more</a>
 <A HREF='/two.zip?a=1&amp;b=2&copy=3&lt;' DOWNLOAD="Second file.zip">two</A>
 <a href=three.zip>https://no.example/shown-in-a-link</a>
 <a href="//cdn.example/four.zip"></a><a href="https://b.example/five.zip#part">five</a>
 <area href="../six.zip"><img src="seven.png" alt="Seven" srcset="seven.png 1x, seven@2x.png 2x,
   seven@3x.png 3x">
 <picture><source srcset="eight.webp"></picture>
 <video src="nine.mp4" poster="nine.jpg"><source src="nine.webm"><track src="nine.vtt"></video>
 <audio src='ten.mp3'></audio><embed src="eleven.swf"><object data="twelve.pdf"></object>
 <img data-src="thirteen.jpg" src="data:image/gif;base64,R0lGOD">
 <a href="#top">top</a><a href="javascript:void(0)">x</a><a href="mailto:me@a.example">me</a>
 <a href="tel:1">1</a><a name="x">anchor</a><a href="">self</a><iframe src="frame.html"></iframe>
 <p>Plain: https://c.example/plain.zip, and www.d.example/x.</p>
 <a href="ftp://a.example/x">ftp</a>
</body></html>"""


def line_of(words: str) -> int:
    return PAGE[: PAGE.index(words)].count("\n") + 1


def urls(page: str, base: str | None = BASE) -> list[str]:
    return [one.url for one in take_in(page, mime="text/html", base_url=base).entries]


def test_a_whole_page() -> None:
    intake = take_in(PAGE, base_url=BASE)
    assert intake.format is Format.PAGE
    found = [one.url.removeprefix("https://a.example/") for one in intake.entries]
    assert found == [
        "dir/next.zip", "cover.jpg", "icon.png", "dir/one.zip", "two.zip?a=1&b=2&copy=3<",
        "dir/three.zip", "https://cdn.example/four.zip", "https://b.example/five.zip", "six.zip",
        "dir/seven.png", "dir/seven@2x.png", "dir/seven@3x.png", "dir/eight.webp", "dir/nine.mp4",
        "dir/nine.jpg", "dir/nine.webm", "dir/nine.vtt", "dir/ten.mp3", "dir/eleven.swf",
        "dir/twelve.pdf", "dir/thirteen.jpg", "https://c.example/plain.zip",
        "https://www.d.example/x",
    ]  # fmt: skip
    by_url = {one.url.rpartition("/")[2]: one for one in intake.entries}
    assert by_url["one.zip"] == Entry(
        "https://a.example/dir/one.zip", line_of("one.zip"), title="The first file & more"
    )
    assert by_url["two.zip?a=1&b=2&copy=3<"].name == "Second file.zip"
    assert (by_url["seven.png"].title, by_url["seven.png"].line) == ("Seven", line_of("seven"))
    assert by_url["plain.zip"].line == line_of("Plain")
    assert [(one.text, one.line, one.why) for one in intake.rejects] == [
        ("ftp://a.example/x", line_of("ftp:"), Why.SCHEME)
    ]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<base href="https://b.example/x/"><a href="y">', ["https://b.example/x/y"]),
        ('<base href="/x/"><a href="y">', ["https://a.example/x/y"]),
        ('<base href="http://[bad"><a href="y">', ["https://a.example/dir/y"]),
        ("<a href=' https://b.example/a\n\tb c '>", ["https://b.example/ab%20c"]),
        (r"<a href='https:\\b.example\x'>", ["https://b.example/x"]),
        (r"<a href='https://b.example/x?y=\z'>", [r"https://b.example/x?y=\z"]),
        ("<a title='<a href=no>' href=yes>", ["https://a.example/dir/yes"]),
        ("<a href=one href=two>", ["https://a.example/dir/one"]),
        ("<a href = 'x'/><a\nhref=y\n/><a/href=z>", [f"https://a.example/dir/{x}" for x in "xyz"]),
        ("<a href='x", ["https://a.example/dir/'x"]),
        ("<a href=x", ["https://a.example/dir/x"]),
        ("<a href='x'b='y'>", ["https://a.example/dir/x"]),
        ("<a =x href=y>", ["https://a.example/dir/y"]),
        ("<<a href=x>>", ["https://a.example/dir/x"]),
        ("<a<a href=x>", []),
        ("<!-- <a href=x>", []),
        ("<![CDATA[<a href=x>]]>", []),
        ("<? <a href=x> ?><a href=y>", ["https://a.example/dir/y"]),
        ("<script><a href=x></SCRIPT ><a href=y>", ["https://a.example/dir/y"]),
        ("<script><a href=x>", []),
        ("<textarea>https://b.example/x</textarea>", ["https://b.example/x"]),
        ("https://b.example/x?a=1&amp;b=2<br>", ["https://b.example/x?a=1&b=2"]),
        ("<meta http-equiv=refresh content='0;url=x'>", ["https://a.example/dir/x"]),
        ("<meta http-equiv=Refresh content='30'>", []),
        ("<meta property='og:video:url' content='https://b.example/v'>", ["https://b.example/v"]),
        ("<img srcset='a.png, b.png 2x , c,d.png 300w'>",
         [f"https://a.example/dir/{x}.png" for x in ("a", "b", "c,d")]),
        ("<img srcset='data:image/png;base64,AA== 1x, b.png 2x'>", ["https://a.example/dir/b.png"]),
        ("<img srcset=''><img srcset=','><img src>", []),
        ("<link rel='alternate' href=x><link rel=ENCLOSURE href=y>", ["https://a.example/dir/y"]),
        ("<a href='http://[bad'>", []),
        ("<a href='?page=2'>", ["https://a.example/dir/page.html?page=2"]),
    ],
)  # fmt: skip
def test_broken_and_odd_pages(page: str, found: list[str]) -> None:
    assert urls(page) == found


def test_without_the_page_s_address_relative_links_are_told() -> None:
    intake = take_in("<a href='x.zip'>x</a> <a href=//b.example/y>", mime="text/html")
    assert [one.url for one in intake.entries] == ["https://b.example/y"]
    assert [(one.text, one.why) for one in intake.rejects] == [("x.zip", Why.RELATIVE)]


def test_windows_says_where_a_copied_page_came_from() -> None:
    page = (
        "Version:0.9\r\nStartHTML:00000097\r\nEndHTML:0000000170\r\n"
        "SourceURL:https://b.example/dir/page\r\n"
        "<html><body><!--StartFragment--><a href='x.zip'>x</a><!--EndFragment--></body></html>"
    )
    assert [one.url for one in take_in(page).entries] == ["https://b.example/dir/x.zip"]
    page = page.replace("SourceURL", "Other")
    assert [one.why for one in take_in(page).rejects] == [Why.RELATIVE]


@pytest.mark.parametrize(
    "page",
    [
        "<html><a href='https://b.example/x'>",
        "<?xml version='1.0'?>\n<!-- a page --><html xmlns='http://www.w3.org/1999/xhtml'>"
        "<a href='https://b.example/x'>",
        "<meta charset='utf-8'><a href='https://b.example/x'>x</a>",
        "<a href='https://b.example/x'>x</a>",
        "<ul><li><a href='https://b.example/x'>x</a></ul>",
    ],
)
def test_a_page_is_known_by_its_beginning(page: str) -> None:
    intake = take_in(page)
    assert (intake.format, [one.url for one in intake.entries]) == (
        Format.PAGE, ["https://b.example/x"],
    )  # fmt: skip


@pytest.mark.parametrize("text", ["<https://b.example/x>", "<p>", "<rss><link>https://b.example/x"])
def test_what_only_begins_like_one_is_text(text: str) -> None:
    assert take_in(text).format is Format.TEXT
