"""Names in Content-Disposition headers: the tricky ones, and whatever else may come."""

from encodings.aliases import aliases

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.policy.disposition import filename_in
from tests.policy.dispositions import ROWS, Row


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row.header)[:60])
def test_the_name_in_a_header(row: Row) -> None:
    assert filename_in(row.header) == row.ours


def test_the_table_is_long_and_says_each_header_once() -> None:
    assert len(ROWS) >= 150
    assert len({row.header for row in ROWS}) == len(ROWS)


def test_where_the_browsers_agree_we_do_as_they_do() -> None:
    """But for two rows: several headers in one list, and an empty name before a full one."""
    apart = [row for row in ROWS if row.chromium == row.firefox != row.ours]
    assert len(apart) <= 4
    assert all(row.why for row in apart)


def test_where_they_differ_we_follow_one_of_them_and_say_why() -> None:
    differ = [row for row in ROWS if row.chromium != row.firefox]
    assert all(row.ours in (row.chromium, row.firefox) for row in differ)
    assert all(row.why for row in differ)


def test_no_reason_is_given_where_none_is_needed() -> None:
    assert not [row for row in ROWS if row.why and row.ours == row.chromium == row.firefox]


@pytest.mark.parametrize(("charset", "codec"), [("", "gbk"), ("gbk", "gbk"), ("euc-kr", "cp949")])
def test_the_charset_of_the_reply_comes_before_a_guess(charset: str, codec: str) -> None:
    raw = "\u6587\u4ef6.txt".encode("gbk")
    header = f'attachment; filename="{raw.decode("latin-1")}"'
    assert filename_in(header, charset) == raw.decode(codec)


def test_a_charset_of_western_europe_is_what_servers_say_who_do_not_know() -> None:
    raw = "\u4e0b\u8f7d\u6587\u4ef6.zip".encode("gbk").decode("latin-1")
    assert (
        filename_in(f"attachment; filename={raw}", "iso-8859-1") == "\u4e0b\u8f7d\u6587\u4ef6.zip"
    )


@pytest.mark.parametrize(
    "piece", ['="', ';a="', ";;", "=?utf-8?q?", "%", " ", "\\", "'", "filename*0=a;", "\xe4"]
)
def test_a_header_as_long_as_a_server_may_send_is_read_at_once(piece: str) -> None:
    header = "attachment; filename=a; " + piece * (256 * 1024 // len(piece))
    assert isinstance(filename_in(header), str)


def test_what_comes_too_late_in_a_header_is_not_looked_at() -> None:
    assert filename_in("attachment" + "; a=b" * 1000 + "; filename=a.txt") == "a.txt"
    assert not filename_in("attachment" + "; a=b" * 2000 + "; filename=a.txt")


latin_1 = st.binary(max_size=60).map(lambda raw: raw.decode("latin-1"))
pieces = st.lists(
    st.sampled_from(list(";,= \t\"\\'%"))
    | st.sampled_from(["attachment", "filename", "filename*", "filename*0", "*1*", "UTF-8''"])
    | st.sampled_from(["%e4", "=?utf-8?q?", "=?gbk?B?", "?=", "\xcf\xc2"])
    | latin_1,
    max_size=12,
).map("".join)


@settings(deadline=None, max_examples=200)
@given(latin_1 | pieces)
def test_no_header_breaks_the_reader(header: str) -> None:
    assert isinstance(filename_in(header), str)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted({*aliases, *aliases.values(), "undefined", "idna"})), latin_1)
@example("punycode", "..")
def test_no_charset_breaks_the_reader(charset: str, value: str) -> None:
    assert isinstance(filename_in(f"attachment; filename*={charset}''{value}"), str)
    assert isinstance(filename_in(f"attachment; filename={value}", charset), str)


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_name_comes_through_the_extended_form(name: str) -> None:
    encoded = "".join(f"%{byte:02X}" for byte in name.encode())
    assert filename_in(f"attachment; filename=x; filename*=UTF-8''{encoded}") == name


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.integers(1, 9))
def test_every_name_comes_through_continuations(name: str, length: int) -> None:
    raw = name.encode()
    parts = [raw[start : start + length] for start in range(0, len(raw), length)][:1000]
    header = "attachment"
    for number, part in enumerate(parts):
        text = "".join(f"%{byte:02x}" for byte in part)
        header += f"; filename*{number}*={'' if number else 'utf-8' + 2 * chr(39)}{text}"
    if len(header) <= 8192:
        assert filename_in(header) == name


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from("abc ;,='\"\\.()"), min_size=1))
def test_every_name_comes_through_a_quoted_string(name: str) -> None:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    assert filename_in(f'attachment; filename="{quoted}"; size=1') == name
