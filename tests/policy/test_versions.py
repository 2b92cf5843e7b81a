"""Whether two replies bring the same version of a file."""

from dataclasses import replace

import pytest

from core.model.checksum import Checksum
from core.model.resource import Announced, Resource, Validator
from core.policy.versions import Sameness, compare, same_but_newer

MD5, OTHER_MD5 = Checksum("md5", "0" * 32), Checksum("md5", "1" * 32)
KNOWN = Resource("", 100, Validator('"a"'), ranges=True)


@pytest.mark.parametrize(
    ("now", "sameness"),
    [
        (KNOWN, Sameness.PROVEN),
        (replace(KNOWN, size=None), Sameness.PROVEN),
        (replace(KNOWN, ranges=False), Sameness.PROVEN),
        (replace(KNOWN, validator=Validator()), Sameness.POSSIBLE),
        (replace(KNOWN, validator=Validator('W/"a"')), Sameness.POSSIBLE),
        (replace(KNOWN, validator=Validator('"b"')), Sameness.DOUBTFUL),
        (replace(KNOWN, size=101), Sameness.RULED_OUT),
        (replace(KNOWN, size=101, validator=Validator('"b"')), Sameness.RULED_OUT),
        (replace(KNOWN, coding="gzip"), Sameness.RULED_OUT),
        (replace(KNOWN, announced=Announced(MD5)), Sameness.PROVEN),
        (replace(KNOWN, mirror="http://b.example/"), Sameness.POSSIBLE),
        (
            replace(KNOWN, mirror="http://b.example/", validator=Validator('"b"')),
            Sameness.POSSIBLE,
        ),
        (replace(KNOWN, mirror="http://b.example/", size=101), Sameness.RULED_OUT),
    ],
)
def test_headers_tell_more_or_less(now: Resource, sameness: Sameness) -> None:
    assert compare(KNOWN, now) is sameness
    assert compare(now, KNOWN) is sameness


def test_another_checksum_is_another_file() -> None:
    known, now = (replace(KNOWN, announced=Announced(one)) for one in (MD5, OTHER_MD5))
    assert compare(known, now) is Sameness.RULED_OUT
    assert compare(known, replace(now, mirror="http://b.example/")) is Sameness.RULED_OUT


def test_sizes_nobody_knows_are_no_proof() -> None:
    unknown = Resource("", None, Validator(), ranges=False)
    assert compare(unknown, unknown) is Sameness.POSSIBLE


def test_what_was_said_first_counts_and_gaps_are_filled() -> None:
    now = Resource("https://there.example/", 100, Validator('"b"'), ranges=False)
    newer = same_but_newer(replace(KNOWN, size=None), now)
    assert (newer.url, newer.size, newer.ranges) == (now.url, 100, False)
    assert newer.validator == KNOWN.validator
    assert same_but_newer(KNOWN, replace(now, size=5)).size == 100


def test_a_checksum_once_announced_is_kept() -> None:
    now = replace(KNOWN, announced=Announced(None, ("http://b.example/",)))
    newer = same_but_newer(replace(KNOWN, announced=Announced(MD5)), now)
    assert newer.announced == Announced(MD5, ("http://b.example/",))
    assert same_but_newer(now, replace(KNOWN, announced=Announced(MD5))).announced.digest == MD5


def test_of_another_server_its_own_validators_count() -> None:
    now = replace(KNOWN, mirror="http://b.example/", validator=Validator('"b"'))
    newer = same_but_newer(KNOWN, now)
    assert (newer.mirror, newer.validator) == (now.mirror, now.validator)


def test_of_a_version_nothing_is_known_of_everything_is_believed() -> None:
    assert same_but_newer(None, KNOWN) == KNOWN
