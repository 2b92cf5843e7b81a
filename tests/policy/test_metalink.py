"""Metalinks of both versions, sound, odd and hostile."""

import hashlib
import tracemalloc
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.model.checksum import Checksum
from core.model.download import Options
from core.model.errors import BadMetalinkError
from core.model.pieces import Pieces
from core.policy import metalink
from core.policy.metalink import LAST_PRIORITY, MetalinkFile, Source, is_metalink, read_metalink

DATA = b"x" * 250
SHA1 = [hashlib.sha1(DATA[start : start + 100]).hexdigest() for start in (0, 100, 200)]
MD5 = hashlib.md5(DATA).hexdigest()
SHA256 = hashlib.sha256(DATA).hexdigest()
PIECES = Pieces("sha-1", 100, bytes.fromhex("".join(SHA1)))

VERSION_4 = f"""<?xml version="1.0" encoding="UTF-8"?>
<metalink xmlns="urn:ietf:params:xml:ns:metalink">
  <published>2009-05-15T12:23:23Z</published>
  <file name="example.ext">
    <identity>Example</identity><version>1.0</version>
    <size>250</size>
    <hash type="md5">{MD5}</hash>
    <hash type="sha-256">{SHA256.upper()}</hash>
    <hash type="ed2k">00</hash>
    <pieces length="100" type="sha-1">
      <hash>{SHA1[0]}</hash><hash>{SHA1[1]}</hash><hash>{SHA1[2]}</hash>
    </pieces>
    <url location="us">https://c.example/example.ext</url>
    <url location="de" priority="2">http://b.example/example.ext</url>
    <url priority="1">http://a.example/example.ext#top</url>
    <url priority="1">ftp://f.example/example.ext</url>
    <url priority="3">http://b.example/example.ext</url>
    <metaurl mediatype="torrent">http://t.example/example.torrent</metaurl>
  </file>
  <file name="bare"/>
</metalink>""".encode()

VERSION_3 = f"""<metalink version="3.0" xmlns="http://www.metalinker.org/">
  <files><file name="example.ext">
    <size>250</size>
    <verification>
      <hash type="md5">{MD5}</hash><hash type="sha256">{SHA256}</hash>
      <pieces length="100" type="sha1">
        <hash piece="1">{SHA1[1]}</hash><hash piece="0">{SHA1[0]}</hash>
        <hash piece="2">{SHA1[2]}</hash>
      </pieces>
    </verification>
    <resources>
      <url type="http" location="jp" preference="10">http://b.example/example.ext</url>
      <url type="http" preference="100">http://a.example/example.ext</url>
      <url type="bittorrent" preference="100">http://a.example/example.torrent</url>
      <url type="ftp">ftp://a.example/example.ext</url>
    </resources>
  </file></files>
</metalink>""".encode()


def test_version_4_is_read() -> None:
    found, bare = read_metalink(VERSION_4)
    assert found == MetalinkFile(
        name="example.ext",
        size=250,
        checksums=(Checksum("md5", MD5), Checksum("sha-256", SHA256)),
        pieces=PIECES,
        sources=(
            Source("http://a.example/example.ext", 1),
            Source("http://b.example/example.ext", 2, "de"),
            Source("https://c.example/example.ext", LAST_PRIORITY, "us"),
        ),
    )
    assert bare == MetalinkFile("bare")


def test_version_3_is_read() -> None:
    [found] = read_metalink(VERSION_3)
    assert found == MetalinkFile(
        name="example.ext",
        size=250,
        checksums=(Checksum("md5", MD5), Checksum("sha-256", SHA256)),
        pieces=PIECES,
        sources=(
            Source("http://a.example/example.ext", 1),
            Source("http://b.example/example.ext", 91, "jp"),
        ),
    )


def test_a_file_becomes_a_request(tmp_path: Path) -> None:
    request = read_metalink(VERSION_4)[0].request(tmp_path, Options())
    assert request.url == "http://a.example/example.ext"
    assert request.mirrors == ("http://b.example/example.ext", "https://c.example/example.ext")
    assert request.checksum == Checksum("sha-256", SHA256)
    assert (request.name, request.size, request.pieces) == ("example.ext", 250, PIECES)


@pytest.mark.parametrize("text", [VERSION_4, VERSION_3, b"\xef\xbb\xbf \n" + VERSION_3])
def test_metalinks_are_recognised(text: bytes) -> None:
    assert is_metalink(text)


@pytest.mark.parametrize("text", [b"", b"http://a.example/", b"<html>", b"# <metalink"])
def test_other_texts_are_not(text: bytes) -> None:
    assert not is_metalink(text)


def described(inside: str) -> MetalinkFile:
    [found] = read_metalink(
        f'<metalink xmlns="urn:ietf:params:xml:ns:metalink"><file name="a">{inside}</file>'
        "</metalink>".encode()
    )
    return found


@pytest.mark.parametrize(
    "inside",
    [
        "<size>-1</size>",
        "<size>1.5</size>",
        "<size>٣</size>",
        "<hash>00</hash>",
        '<hash type="sha-256">00</hash>',
        '<x:hash xmlns:x="urn:other" type="md5">' + MD5 + "</x:hash>",
        "<url>nonsense</url>",
        "<url>file:///etc/passwd</url>",
        "<url></url>",
        '<pieces length="100" type="sha-1"></pieces>',
        '<pieces length="0" type="sha-1"><hash>' + SHA1[0] + "</hash></pieces>",
        '<pieces length="100"><hash>' + SHA1[0] + "</hash></pieces>",
        '<pieces length="100" type="sha-1"><hash>' + MD5 + "</hash></pieces>",
        '<pieces length="100" type="sha-1"><hash piece="1">' + SHA1[0] + "</hash></pieces>",
        '<pieces length="9" type="sha-1">' + f'<hash piece="0">{SHA1[0]}</hash>' * 2 + "</pieces>",
        '<size>99</size><pieces length="9" type="sha-1"><hash>' + SHA1[0] + "</hash></pieces>",
    ],
)
def test_what_cannot_be_used_is_left_out(inside: str) -> None:
    assert described(inside) in (MetalinkFile("a"), MetalinkFile("a", 99))


def test_the_strongest_shares_that_fit_are_taken() -> None:
    sha256 = hashlib.sha256(DATA).hexdigest()
    found = described(
        "<size>250</size>"
        f'<pieces length="250" type="sha-1"><hash>{SHA1[0]}</hash></pieces>'
        f'<pieces length="250" type="sha-256"><hash>{sha256}</hash></pieces>'
        f'<pieces length="10" type="sha-512"><hash>{"0" * 128}</hash></pieces>'
    )
    assert found.pieces == Pieces("sha-256", 250, bytes.fromhex(sha256))


BOMB = b"""<!DOCTYPE metalink [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><metalink><file name="&c;"/></metalink>"""
THEFT = b"""<!DOCTYPE metalink [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<metalink><file name="&a;"/></metalink>"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "no element found"),
        (b"<metalink>", "no element found"),
        (b"<metalink></metalink>trailing", "junk"),
        (b"<html/>", "something else"),
        (b'<metalink xmlns="urn:other"/>', "something else"),
        (b"<html><metalink><file/></metalink></html>", "something else"),
        (BOMB, "document type"),
        (THEFT, "document type"),
        (b"<!DOCTYPE metalink><metalink/>", "document type"),
        (b"<metalink>&a;</metalink>", "undefined entity"),
        (b"<metalink>" + b"<a>" * 50, "too deep"),
        (b"<metalink>" + b"<file/>" * 10_001, "10000 files"),
        (b'<?xml version="1.0" encoding="klingon"?><metalink/>', "nobody knows"),
        (b'<?xml version="1.0" encoding="shift_jis"?><metalink/>', "nobody knows"),
        (b"<metalink>\xff</metalink>", "not well-formed"),
    ],
)
def test_what_is_no_sound_metalink_is_refused(text: bytes, reason: str) -> None:
    with pytest.raises(BadMetalinkError, match=reason):
        read_metalink(text)


def test_one_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metalink, "MAX_BYTES", 100)
    with pytest.raises(BadMetalinkError, match="too large"):
        read_metalink(b"<" * 101)


def test_no_end_of_addresses_is_kept() -> None:
    found = described("".join(f"<url>http://a.example/{n}</url>" for n in range(1500)))
    assert len(found.sources) == metalink.MAX_SOURCES


def test_foreign_text_costs_no_memory_for_long() -> None:
    text = b"<metalink>" + b"<x>" + b"y" * 4_000_000 + b"</x></metalink>"
    read_metalink(text)
    tracemalloc.start()
    read_metalink(text)
    kept, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 10_000
    assert most < len(text)


FRAGMENTS = st.sampled_from(
    [
        "<size>1</size>",
        "<url>http://a.b/</url>",
        "<pieces length='1' type='md5'>",
        "</pieces>",
        MD5,
        "<hash>",
        "</hash>",
        "<hash type='md5'>",
        "<file>",
        "</file>",
        "<verification>",
        "&lt;",
    ]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(FRAGMENTS | st.text(max_size=5).map(escape)).map("".join))
@example("<file></file>")
def test_any_text_is_read_or_refused(inside: str) -> None:
    try:
        read_metalink(f"<metalink><file>{inside}</file></metalink>".encode("utf-8", "replace"))
    except BadMetalinkError:
        return


@settings(deadline=None, max_examples=100)
@given(st.binary())
def test_any_bytes_are_read_or_refused(text: bytes) -> None:
    with pytest.raises(BadMetalinkError):
        read_metalink(text)


@settings(deadline=None, max_examples=50)
@given(
    st.integers(0, 2**60),
    st.lists(st.binary(min_size=20, max_size=20), min_size=1, max_size=9),
    st.integers(1, 2**40),
)
def test_what_is_written_comes_back(size: int, values: list[bytes], length: int) -> None:
    hashes = "".join(f"<hash>{value.hex()}</hash>" for value in values)
    found = described(f'<pieces length="{length}" type="sha-1">{hashes}</pieces><!-- {size} -->')
    assert found.pieces == Pieces("sha-1", length, b"".join(values))
