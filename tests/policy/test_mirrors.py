"""Where to ask for a file, and when answers of several servers may be mixed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.model.checksum import Checksum
from core.model.download import Download, Request
from core.model.errors import (
    ChangedError,
    DiskFullError,
    HeadgateError,
    NotFoundError,
    StalledError,
    UnavailableError,
)
from core.model.pieces import Pieces
from core.model.resource import UNKNOWN_MIRROR, Announced, Resource, Validator
from core.policy import mirrors

LINK, ONE, TWO, TOLD = (f"http://{name}.example/" for name in ("link", "one", "two", "told"))
SHA, OTHER, MD5 = Checksum("sha-256", "0" * 64), Checksum("sha-256", "1" * 64), Checksum("md5", "0")
SHARES = Pieces("sha-1", 100, bytes(20))
KNOWN = Resource("", 100, Validator('"a"'), ranges=True, announced=Announced(None, (TOLD,)))


def download(resource: Resource | None = KNOWN, **request: Any) -> Download:
    wanted = {"mirrors": (ONE, TWO), **request}
    return Download(1, Request(LINK, Path("/folder"), **wanted), 1.0, 0.0, resource=resource)


@pytest.mark.parametrize(
    ("request_", "provable"),
    [
        ({}, False),
        ({"checksum": MD5}, False),
        ({"checksum": Checksum("sha-1", "0" * 40)}, False),
        ({"checksum": SHA}, True),
        ({"pieces": SHARES}, True),
        ({"pieces": replace(SHARES, length=10)}, False),
    ],
)
def test_a_strong_checksum_or_shares_that_fit_are_proof(
    request_: dict[str, Any], *, provable: bool
) -> None:
    assert mirrors.provable(download(**request_)) is provable
    assert mirrors.mixable(download(**request_)) is provable
    assert not mirrors.mixable(download(replace(KNOWN, announced=Announced()), mirrors=()))


def test_what_the_server_announced_is_proof_too() -> None:
    assert mirrors.provable(download(replace(KNOWN, announced=Announced(SHA))))
    assert not mirrors.provable(download(replace(KNOWN, announced=Announced(SHA)), checksum=MD5))


@pytest.mark.parametrize(
    ("mirror", "checksum", "places"),
    [
        ("", None, [LINK, ONE, TWO]),
        (TWO, None, [TWO, LINK, ONE]),
        ("", SHA, [LINK, ONE, TWO, TOLD]),
        (TOLD, SHA, [TOLD, LINK, ONE, TWO]),
        (UNKNOWN_MIRROR, SHA, [LINK, ONE, TWO, TOLD]),
    ],
)
def test_where_it_was_open_is_asked_first_then_the_link_then_mirrors(
    mirror: str, checksum: Checksum | None, places: list[str]
) -> None:
    one = download(replace(KNOWN, mirror=mirror), checksum=checksum)
    assert mirrors.addresses(one) == places


def test_before_anything_is_known_the_link_is_asked_first() -> None:
    assert mirrors.opened_at(download(None)) == LINK
    assert mirrors.addresses(download(None, mirrors=(ONE, LINK, ONE))) == [LINK, ONE]


@pytest.mark.parametrize(
    ("in_order", "checksum", "everywhere"),
    [(True, None, True), (False, None, False), (False, SHA, True)],
)
def test_with_several_seams_only_a_checksum_lets_others_help(
    checksum: Checksum | None, *, in_order: bool, everywhere: bool
) -> None:
    places = mirrors.places_for_rest(download(checksum=checksum), in_order=in_order)
    assert (ONE in places) is everywhere
    assert places[0] == LINK


ELSEWHERE = replace(KNOWN, mirror=ONE, validator=Validator('"b"'))


@pytest.mark.parametrize(
    ("now", "may"),
    [
        (ELSEWHERE, True),
        (replace(ELSEWHERE, size=101), False),
        (replace(ELSEWHERE, size=None), False),
        (replace(ELSEWHERE, coding="gzip"), False),
        (replace(ELSEWHERE, announced=Announced(SHA)), True),
        (replace(ELSEWHERE, announced=Announced(OTHER)), False),
    ],
)
def test_another_servers_file_must_not_contradict(now: Resource, *, may: bool) -> None:
    assert mirrors.may_join(download(checksum=SHA), now) is may


def test_nothing_joins_what_is_not_known() -> None:
    assert not mirrors.may_join(download(None), ELSEWHERE)
    unknown = replace(KNOWN, size=None)
    assert not mirrors.may_join(download(unknown), replace(ELSEWHERE, size=None))


def asked(*answers: HeadgateError | str) -> tuple[list[str], str | HeadgateError]:
    """Which places were asked, and what came of it."""
    places = dict(zip((LINK, ONE, TWO), answers, strict=False))
    seen = []

    def ask(place: str) -> str:
        seen.append(place)
        answer = places[place]
        if isinstance(answer, HeadgateError):
            raise answer
        return answer

    try:
        return seen, mirrors.ask_in_turn(list(places), ask)
    except HeadgateError as error:
        return seen, error


@pytest.mark.parametrize(
    ("answers", "count", "result"),
    [
        (("file", "other"), 1, "file"),
        ((NotFoundError(), "file"), 2, "file"),
        ((StalledError(), ChangedError(), "file"), 3, "file"),
        ((ChangedError(), "file"), 1, ChangedError()),
        ((DiskFullError(), "file"), 1, DiskFullError()),
        ((NotFoundError(), DiskFullError(), "file"), 2, DiskFullError()),
        ((NotFoundError(host="a"), NotFoundError(host="b")), 2, NotFoundError(host="a")),
        ((NotFoundError(), UnavailableError(), StalledError()), 3, UnavailableError()),
    ],
)
def test_places_are_asked_until_one_answers(
    answers: tuple[HeadgateError | str, ...], count: int, result: str | HeadgateError
) -> None:
    seen, came = asked(*answers)
    assert (len(seen), came) == (count, result)
