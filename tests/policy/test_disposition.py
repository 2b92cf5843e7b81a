"""Names in Content-Disposition headers: the tricky ones, and whatever else may come."""

from encodings.aliases import aliases

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.policy.disposition import filename_in

HEADERS = [
    ("", ""),
    ("attachment", ""),
    ("attachment; filename=", ""),
    ('attachment; filename=""', ""),
    ("attachment; filename=foo.html", "foo.html"),
    ('attachment; filename="foo.html"', "foo.html"),
    ('inline; filename="foo.html"', "foo.html"),
    ('ATTACHMENT; FILENAME="foo.html"', "foo.html"),
    ('filename="foo.html"', "foo.html"),
    ('attachment;filename="foo.html"', "foo.html"),
    ('attachment; filename = "foo.html"', "foo.html"),
    ('attachment; filename="foo.html"; size=12', "foo.html"),
    ('attachment; foo="bar"; filename="foo.html"', "foo.html"),
    ('attachment; foo="; filename=bad.html"; filename="foo.html"', "foo.html"),
    (r'attachment; foo="\"\\"; filename="foo.html"', "foo.html"),
    ('attachment; xfilename="foo.html"', ""),
    ('attachment; filename="a.html"; filename="b.html"', "a.html"),
    (r'attachment; filename="f\oo.html"', "foo.html"),
    (r'attachment; filename="\"quoting\" tested.html"', '"quoting" tested.html'),
    ('attachment; filename="semi;colon.html"', "semi;colon.html"),
    ("attachment; filename='foo.html'", "'foo.html'"),
    ("attachment; filename=foo bar.html", "foo bar.html"),
    ('attachment; filename="foo%20bar.html"', "foo bar.html"),
    ('attachment; filename="100% sure.html"', "100% sure.html"),
    ('attachment; filename="%E4.html"', "%E4.html"),
    ('attachment; filename="na\xefve.txt"', "na\xefve.txt"),
    ('attachment; filename="na\xc3\xafve.txt"', "na\xefve.txt"),
    ("attachment; filename*=UTF-8''foo-%c3%a4-%e2%82%ac.html", "foo-ä-€.html"),
    ("attachment; filename*=utf-8'en'foo.html", "foo.html"),
    ("attachment; filename*=iso-8859-1''foo-%E4.html", "foo-ä.html"),
    ("attachment; filename*=\"UTF-8''foo%20bar.txt\"", "foo bar.txt"),
    ("attachment; filename=ae.html; filename*=UTF-8''%c3%a4.html", "ä.html"),
    ("attachment; filename*=UTF-8''%c3%a4.html; filename=ae.html", "ä.html"),
    ("attachment; filename*=UTF-8''%E4.html; filename=ae.html", "ae.html"),
    ("attachment; filename*=nonsense''%E4.html; filename=ae.html", "ae.html"),
    ("attachment; filename*=%c3%a4.html; filename=ae.html", "ae.html"),
    ("attachment; filename*=UTF-8''100%; filename=ae.html", "100%"),
    ("attachment; filename*=undefined''a.html; filename=ae.html", "ae.html"),
    ("attachment; filename*=idna''xn--a; filename=ae.html", "ae.html"),
    ("attachment; filename*=unicode_escape''%5Cq; filename=ae.html", "ae.html"),
]


@pytest.mark.parametrize(("header", "name"), HEADERS)
def test_the_name_in_a_header(header: str, name: str) -> None:
    assert filename_in(header) == name


latin_1 = st.binary(max_size=60).map(lambda raw: raw.decode("latin-1"))
pieces = st.lists(
    st.sampled_from(
        [
            "attachment",
            ";",
            " ",
            "filename",
            "filename*",
            "=",
            '"',
            "\\",
            "'",
            "UTF-8''",
            "%",
            "%e4",
        ]
    )
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


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_name_comes_through_the_extended_form(name: str) -> None:
    encoded = "".join(f"%{byte:02X}" for byte in name.encode())
    assert filename_in(f"attachment; filename=x; filename*=UTF-8''{encoded}") == name


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from("abc ;,='\"\\.()"), min_size=1))
def test_every_name_comes_through_a_quoted_string(name: str) -> None:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    assert filename_in(f'attachment; filename="{quoted}"; size=1') == name
