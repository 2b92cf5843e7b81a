"""What drags and the clipboard offer, and the links in it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QUrl

from core.model.checksum import Checksum
from core.policy.intake import Entry
from gui.drops import Found, accepts, offer_in, read_offer, text_in

X, Y = "https://a.example/x.zip", "https://b.example/y.zip"
SHA = "ab" * 32


def found(**kinds: str | bytes) -> Found:
    """What is found in data of the given kinds, `text__plain` for text/plain."""
    mime = QMimeData()
    for kind, data in kinds.items():
        mime.setData(kind.replace("__", "/").replace("_", "-"), QByteArray(_bytes(data)))
    assert accepts(mime)
    return read_offer(offer_in(mime))


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def urls(one: Found) -> list[str]:
    assert not one.unreadable
    return [entry.url for entry in one.links]


def test_a_link_dragged_from_firefox_is_one_link_with_its_title() -> None:
    one = found(
        text__x_moz_url=f"{X}\nThe title".encode("utf-16-le"),
        text__uri_list=f"# from a page\r\n{X}\r\n",
        text__html=f'<a href="{X}">The title</a>',
        text__plain=X,
    )
    assert one.links == [Entry(X, 2, title="The title")]
    assert not one.unreadable


@pytest.mark.parametrize("link", ["https://a.example/a%2Fb%20c.zip", "https://u:p@a.example/x"])
def test_an_address_without_text_is_one_link(link: str) -> None:
    assert urls(found(text__uri_list=link)) == [link.replace("u:p@", "")]


def test_a_selection_gives_its_links_and_media() -> None:
    page = (
        f'<p>See <a href="{X}">the file</a><img src="{Y}" alt="y"> and relative <a href="z">z</a>'
    )
    assert urls(found(text__html=page, text__plain="See the file and relative z")) == [X, Y]


def test_text_is_read_as_text() -> None:
    assert urls(found(text__plain=f"({X}), {Y}.")) == [X, Y]
    assert urls(found(text__plain=f"\ufeff{X}\r\n\xe9".encode())) == [X]
    assert urls(found(text__plain=X.encode() + b" \xe9 " + Y.encode())) == [X, Y]


@pytest.mark.parametrize(
    "kinds",
    [
        {"text/plain": "é € 😀".encode()},
        {"text/plain": b"latin \xe9 and so on"},
        {"text/plain": b""},
        {"text/plain": "é?".encode("latin-1"), "text/plain;charset=utf-8": "é€".encode()},
        {"text/plain;charset=utf-8": "é€".encode()},
        {"text/uri-list": f"{X}\r\nhttps://a.example/%C3%A9\r\n".encode()},
        {"text/html": b"<p>none"},
    ],
)
def test_text_is_what_qt_takes_for_it(kinds: dict[str, bytes]) -> None:
    mime = QMimeData()
    for kind, content in kinds.items():
        mime.setData(kind, QByteArray(content))
    assert bytes(text_in(mime).data()).decode("utf-8", "replace") == mime.text()


def test_text_of_our_own_program_is_what_qt_takes_for_it() -> None:
    mime = QMimeData()
    mime.setText("é € 😀")
    assert text_in(mime) == "é € 😀".encode()


def test_files_of_several_kinds_are_one_list(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"one {X}\n")
    (tmp_path / "b.csv").write_text(f"url,name\n{Y},named.zip\n{X},x.zip\n")
    (tmp_path / "SHA256SUMS").write_text(f"{SHA}  x.zip\n")
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n\0\0\0")
    mime = QMimeData()
    names = ["a.txt", "b.csv", "SHA256SUMS", "c.png", "gone.txt"]
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
    one = read_offer(offer_in(mime))
    assert [(entry.url, entry.name) for entry in one.links] == [(X, "x.zip"), (Y, "named.zip")]
    assert one.links[0].checksum == Checksum("sha-256", SHA)
    missing, refused = one.unreadable
    assert missing.startswith("gone.txt: ")
    assert refused == "c.png: This is not text."


def test_a_file_too_large_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.policy.intake.collector.MAX_TEXT", 10)
    monkeypatch.setattr("core.policy.intake.take.MAX_TEXT", 10)
    (tmp_path / "a.txt").write_text(X * 9)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    one = read_offer(offer_in(mime))
    assert not one.links
    assert one.unreadable[0].startswith("a.txt: This is more than ")


@pytest.mark.parametrize(
    "kinds",
    [
        {"text__uri_list": b"\xff\xfe\0\1javascript:alert(1)\r\nfile:\r\n"},
        {"text__x_moz_url": b"\xd8"},
        {"text__html": b"<a href=javascript:alert(1)><script>" + X.encode()},
        {"text__plain": b"\0\0\0"},
    ],
)
def test_crafted_data_can_do_nothing(kinds: dict[str, bytes]) -> None:
    assert not found(**kinds).links
