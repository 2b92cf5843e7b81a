"""Metalinks as entries."""

import pytest

from core.model.checksum import Checksum
from core.model.errors import BadMetalinkError
from core.model.pieces import Pieces
from core.policy.intake import Entry, Format, Why
from core.policy.intake.take import take_in

MD5, SHA = "ab" * 16, "cd" * 32
FOUR = f"""<?xml version="1.0" encoding="{{}}"?>
<metalink xmlns="urn:ietf:params:xml:ns:metalink">
  <file name="sub/größe.iso"><size>6</size>
    <hash type="md5">{MD5}</hash><hash type="sha-256">{SHA}</hash>
    <pieces type="md5" length="4"><hash>{MD5}</hash><hash>{MD5}</hash></pieces>
    <url priority="2">https://b.example/x.iso</url>
    <url priority="1">https://a.example/x.iso</url>
    <url priority="1">ftp://f.example/x.iso</url>
  </file>
  <file name="only.iso"><url>ftp://f.example/only.iso</url></file>
</metalink>"""
THREE = f"""<metalink version="3.0" xmlns="http://www.metalinker.org/"><files><file name="x.iso">
  <verification><hash type="sha1">{"ab" * 20}</hash></verification>
  <resources><url type="http" preference="10">http://b.example/x.iso</url>
  <url type="https" preference="90">https://a.example/x.iso</url></resources></file></files></metalink>"""
ENTRY = Entry(
    "https://a.example/x.iso",
    name="größe.iso",
    checksum=Checksum("sha-256", SHA),
    size=6,
    mirrors=("https://b.example/x.iso",),
    hashes=(Checksum("md5", MD5), Checksum("sha-256", SHA)),
    pieces=Pieces("md5", 4, bytes.fromhex(MD5) * 2),
    folder="sub",
)


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_version_4(encoding: str) -> None:
    text = FOUR.format(encoding)
    for intake in (
        take_in(text.encode(encoding), name="x.meta4"),
        take_in(text.encode(encoding)),
        take_in("\n " + text, mime="application/metalink4+xml"),
    ):
        assert (intake.format, intake.entries) == (Format.METALINK, [ENTRY])
        assert [(one.text, one.why) for one in intake.rejects] == [("only.iso", Why.NO_ADDRESS)]


def test_version_3() -> None:
    (entry,) = take_in(THREE).entries
    assert (entry.url, entry.mirrors, entry.name) == (
        "https://a.example/x.iso", ("http://b.example/x.iso",), "x.iso",
    )  # fmt: skip
    assert entry.checksum == Checksum("sha-1", "ab" * 20)


@pytest.mark.parametrize(
    "text",
    [
        FOUR.format("utf-8")[:-30],
        "<metalink",
        "<metalink><file name='x'></metalink>",
        '<!DOCTYPE metalink [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><metalink><file name="&c;"/></metalink>',
        '<!DOCTYPE metalink [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        "<metalink><file name='x'><url>http://a.example/&a;</url></file></metalink>",
        "<metalink>" + "<a>" * 100_000,
    ],
)
def test_broken_and_hostile_ones_are_refused(text: str) -> None:
    intake = take_in(text, name="x.meta4")
    assert not intake.entries
    assert [type(one) for one in intake.messages] == [BadMetalinkError]
