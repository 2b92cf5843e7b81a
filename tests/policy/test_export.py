"""Lists written for other programs, and read again by our own intake."""

import dataclasses
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.model.checksum import Checksum
from core.model.download import Credentials, Download, Options, Request
from core.model.errors import InputError
from core.model.pieces import Pieces
from core.model.resource import Resource, Validator
from core.policy.export import Form, export
from core.policy.intake import Entry, Format
from core.policy.intake.take import take_in
from core.policy.links import as_sent, normal_form, parse_link

X, Y = "https://a.example/x,1.iso?a=1&b=2", "https://b.example/ö [1-2]/{x}".replace(" ", "")
SUM = Checksum("sha-256", "ab" * 32)
OPTIONS = Options(
    (
        ("Cookie", "secret"),
        ("Authorization", "secret"),
        ("X-Key", "secret"),
        ("User-Agent", "Me/1"),
    ),
    "https://bob:secret@r.example/page?token=secret#secret",
    Credentials("secret", "secret"),
)
READ_AS = {
    Form.TEXT: Format.LIST,
    Form.CSV: Format.TABLE,
    Form.JSON: Format.JSON,
    Form.ARIA2: Format.ARIA2,
    Form.METALINK: Format.METALINK,
}


def download(url: str = X, name: str | None = None, **more: object) -> Download:
    request = Request(url, Path("/home/secret"), **more)  # type: ignore[arg-type]
    return Download(1, request, 1.0, 0.0, name=name)


def written(form: Form, *downloads: Download) -> str:
    return "".join(export(downloads, form))


def again(form: Form, *downloads: Download) -> list[Entry]:
    intake = take_in(written(form, *downloads), otherwise=Format.LIST)
    assert not intake.rejects
    assert not intake.messages
    return intake.in_order()


FULL = download(
    name='x "1", <2> & 3.iso',
    checksum=SUM,
    options=OPTIONS,
    mirrors=("https://m.example/x", "http://n.example/x"),
    size=250,
    pieces=Pieces("md5", 100, bytes(48)),
)
PLAIN = download(Y)


@pytest.mark.parametrize("form", Form)
def test_the_intake_reads_what_was_written(form: Form) -> None:
    first, second = again(form, FULL, PLAIN)
    assert take_in(written(form, FULL, PLAIN), otherwise=Format.LIST).format is READ_AS[form]
    assert first.url == X
    assert normal_form(second.url) == normal_form(Y)
    if form is not Form.TEXT:
        assert (first.name, first.checksum) == ("x _1_, _2_ & 3.iso", SUM)
        assert second.checksum is None
    if form in (Form.CSV, Form.JSON, Form.METALINK):
        assert (first.size, second.size) == (250, None)
    if form in (Form.JSON, Form.ARIA2, Form.METALINK):
        assert first.mirrors == FULL.request.mirrors
    if form in (Form.JSON, Form.ARIA2):
        assert first.options == Options((("User-Agent", "Me/1"),), "https://r.example/page")
    if form is Form.METALINK:
        assert first.pieces == FULL.request.pieces
    else:
        assert second.name is None


@pytest.mark.parametrize("form", Form)
def test_no_secret_leaves_the_house(form: Form) -> None:
    assert "secret" not in written(form, FULL, PLAIN)


@pytest.mark.parametrize(
    "referer", ["secret", "http://[secret", "file:///home/secret", "http://secret@"]
)
def test_a_referer_that_is_none_stays_too(referer: str) -> None:
    assert "secret" not in written(Form.ARIA2, download(options=Options(referer=referer)))


@pytest.mark.parametrize("form", Form)
def test_an_empty_list_is_good_too(form: Form) -> None:
    assert take_in(written(form), otherwise=Format.LIST).entries == []


def test_the_name_and_size_that_came_out_go_before_what_was_wished() -> None:
    one = download(name="real.iso", size=5)
    one.request = dataclasses.replace(one.request, name="wished.iso")
    one.resource = Resource("", 7, Validator(), ranges=False)
    (record,) = json.loads(written(Form.JSON, one))
    assert (record["name"], record["size"]) == ("real.iso", 7)


def test_a_wished_name_is_made_safe() -> None:
    one = download()
    one.request = dataclasses.replace(one.request, name="../a\nb\x1b.iso")
    assert [entry.name for entry in again(Form.ARIA2, one)] == ["a b.iso"]


def test_aria2_gets_no_checksum_it_does_not_know() -> None:
    blake = download(checksum=Checksum("blake2b", "ab" * 64))
    assert written(Form.ARIA2, blake) == f"{X}\n"


def test_the_metalink_is_one() -> None:
    root = ElementTree.fromstring(written(Form.METALINK, FULL, PLAIN))
    space = "{urn:ietf:params:xml:ns:metalink}"
    assert root.tag == f"{space}metalink"
    first, second = (one.get("name") for one in root.findall(f"{space}file"))
    assert first == "x _1_, _2_ & 3.iso"
    assert second
    assert [one.get("priority") for one in root.iter(f"{space}url")] == ["1", "2", "3", "1"]


def test_letters_that_would_end_a_link_elsewhere_are_escaped() -> None:
    assert as_sent('https://a.example/<x>"y"?{z}|^`\\') == (
        "https://a.example/%3Cx%3E%22y%22?%7Bz%7D%7C%5E%60%5C"
    )
    assert as_sent("https://a.example/ä") == "https://a.example/%C3%A4"
    assert as_sent("https://a.example/[1]") == "https://a.example/[1]"


links = st.text(st.characters(codec="utf-8"), max_size=20).map("https://a.example/".__add__)


@settings(deadline=None, max_examples=150)
@example([("https://a.example/.", "")], Form.CSV)
@given(st.lists(st.tuples(links, st.text(max_size=10)), max_size=4), st.sampled_from(Form))
def test_any_list_comes_back(wanted: list[tuple[str, str]], form: Form) -> None:
    downloads = []
    for link, name in wanted:
        try:
            url = parse_link(link).url
        except InputError:
            continue
        if "\ufffd" not in url:
            downloads.append(download(url, name or None))
    entries = again(form, *downloads)
    forms = [normal_form(one.request.url) for one in downloads]
    found = [normal_form(entry.url) for entry in entries]
    assert sorted(found) == sorted(forms)
