"""Tables: links, names and checksums in any column."""

import pytest

from core.model.checksum import Checksum
from core.policy.intake import Entry, Format, Why
from core.policy.intake.take import take_in

X, Y = "https://a.example/x.zip", "https://b.example/y,1.zip"
MD5, SHA = "d41d8cd98f00b204e9800998ecf8427e", "ab" * 32
ONE = Entry(X, 2, name="one.zip", checksum=Checksum("md5", MD5))
TWO = Entry(Y, 3, name="two, or more.zip", checksum=Checksum("sha-256", SHA))


@pytest.mark.parametrize(
    "table",
    [
        f'url,name,checksum\n{X},one.zip,{MD5}\n"{Y}","two, or more.zip",{SHA}\n',
        f'checksum,url,name\nmd5={MD5},{X},one.zip\nsha256:{SHA},"{Y}","two, or more.zip"\n',
        f'"Name";"Link";"Hash"\n"one.zip";"{X}";"{MD5.upper()}"\ntwo, or more.zip;{Y};SHA-256={SHA}\n',
        f"File name\tDownload URL\tChecksum\none.zip\t{X}\t{MD5}\r\ntwo, or more.zip\t{Y}\t{SHA}\n",
        f'\ufeffURL, filename, hash\n{X}, one.zip, {MD5}\n"{Y}", "two, or more.zip", {SHA}\n',
        f'  \nname,more,url,checksum\none.zip,?,{X},{MD5}\n"two, or more.zip",,"{Y}",{SHA}'[3:],
    ],
)
def test_the_heading_tells_the_columns(table: str) -> None:
    for intake in (take_in(table), take_in(table, mime="text/csv"), take_in(table, name="a.csv")):
        assert intake.format is Format.TABLE
        assert intake.entries == [ONE, TWO]


def test_a_checksum_s_heading_may_name_its_kind() -> None:
    entry = take_in(f"url,SHA256\n{X},{SHA}").entries[0]
    assert entry.checksum == Checksum("sha-256", SHA)
    sha3 = take_in(f"url,sha3-256\n{X},{SHA}").entries[0]
    assert sha3.checksum == Checksum("sha3-256", SHA)


def test_sizes_titles_and_folders_are_read() -> None:
    table = f"url,size,title,folder\n{X},1234,The first,sub\n{Y.replace(',', '')},big,,"
    first, second = take_in(table).entries
    assert (first.size, first.title, first.folder) == (1234, "The first", "sub")
    assert (second.size, second.title, second.folder) == (None, "", "")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (f"{X}\tone.zip", [(X, "one.zip")]),
        (f"one.zip\t{X}\ntwo.zip\t{Y}", [(X, "one.zip"), (Y, "two.zip")]),
        (f'"{X}","one.zip"\n"{Y}","two.zip"', [(X, "one.zip"), (Y, "two.zip")]),
        (f"one.zip,{X}\ntwo.zip,https://b.example/y", [(X, "one.zip"), ("https://b.example/y", "two.zip")]),
        (f"{X},{MD5}", [(X, None)]),
        (f"{X},one.zip,{MD5}", [(X, "one.zip")]),
        (f"1\tA story\t{X}\n2\tAnother\t{Y}", [(X, None), (Y, None)]),
        (f"Datei,Adresse\none.zip,{X}\ntwo.zip,https://b.example/y",
         [(X, "one.zip"), ("https://b.example/y", "two.zip")]),
    ],
)  # fmt: skip
def test_without_a_heading_the_cells_tell(table: str, expected: list[tuple[str, str]]) -> None:
    intake = take_in(table)
    assert intake.format is Format.TABLE
    assert [(one.url, one.name) for one in intake.entries] == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{X},{X[:-4]}",
        "https://a.example/w_1,h_2/x.jpg\nhttps://a.example/w_3,h_4/y.jpg",
        "https://a.example/?f=a.zip,b.zip\nhttps://a.example/?f=c.zip,d.zip",
        f"{X}\thttps://b.example/y",
        f"Hello, {X}",
        f"one, two\n{X}",
        f"{X};\nhttps://b.example/y;",
        "name,size\none.zip,3",
    ],
)
def test_commas_in_links_and_prose_make_no_table(text: str) -> None:
    assert take_in(text).format is Format.TEXT


def test_a_cell_may_have_line_breaks() -> None:
    table = f'name,note,url\none.zip,"two\nlines",{X}\n,,\ntwo.zip,,https://b.example/y\n'
    assert [(one.url, one.line) for one in take_in(table).entries] == [
        (X, 2), ("https://b.example/y", 5),
    ]  # fmt: skip


def test_bad_rows_are_told_with_their_line() -> None:
    table = f"url,checksum\n{X},abc\nnot a link,\nftp://a.example/x,\n,{MD5}\n/rel,\n{X},{MD5}"
    intake = take_in(table)
    assert [(one.line, one.why) for one in intake.rejects] == [
        (2, Why.CHECKSUM), (3, Why.RELATIVE), (4, Why.SCHEME), (6, Why.RELATIVE),
    ]  # fmt: skip
    assert [one.line for one in intake.entries] == [7]


def test_relative_links_are_resolved() -> None:
    intake = take_in(
        "url,name\nx.zip,one.zip", name="a.csv", base_url="https://a.example/dir/a.csv"
    )
    assert [one.url for one in intake.entries] == ["https://a.example/dir/x.zip"]


def test_a_table_without_links_is_read_as_text() -> None:
    intake = take_in(f"one,two\nsee: {X}. There,\n", mime="text/csv")
    assert (intake.format, [one.url for one in intake.entries]) == (Format.TEXT, [X])


def test_a_cell_that_never_ends_harms_no_one() -> None:
    intake = take_in(f'url,name\n{X},one.zip\n"{"x" * 200_000}', mime="text/csv")
    assert [one.url for one in intake.entries] == [X]
