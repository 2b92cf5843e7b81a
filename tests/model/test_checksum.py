"""Checksums as people write them."""

import hashlib
from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.checksum import (
    ALGORITHMS,
    Algorithm,
    Checksum,
    find_algorithm,
    parse_checksum,
    strongest,
)
from core.model.errors import BadOptionError

ABC = {
    "md5": "900150983cd24fb0d6963f7d28e17f72",
    "sha-1": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "sha-256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "sha3-256": "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
}
EMPTY_MD5 = hashlib.md5(b"").hexdigest()


def b64(value: str) -> str:
    return b64encode(bytes.fromhex(value)).decode()


every_algorithm = pytest.mark.parametrize("entry", ALGORITHMS.values(), ids=ALGORITHMS)


@pytest.mark.parametrize("name", ABC)
def test_known_values_come_out(name: str) -> None:
    hasher = Checksum(name, ABC[name]).hasher()
    hasher.update(b"a")
    hasher.update(memoryview(b"bc"))
    assert hasher.hexdigest() == ABC[name]


@every_algorithm
def test_every_value_is_as_long_as_the_table_says(entry: Algorithm) -> None:
    assert len(entry.new().hexdigest()) == 2 * entry.size


@every_algorithm
def test_every_algorithm_can_be_written_and_read_back(entry: Algorithm) -> None:
    checksum = Checksum(entry.name, entry.new().hexdigest())
    assert parse_checksum(str(checksum)) == checksum


@pytest.mark.parametrize(
    "text",
    [
        f"md5={EMPTY_MD5}",
        f"md5:{EMPTY_MD5}",
        f"MD5={EMPTY_MD5.upper()}",
        f" md-5 = {EMPTY_MD5} ",
    ],
)
def test_spelling_does_not_matter(text: str) -> None:
    assert parse_checksum(text) == Checksum("md5", EMPTY_MD5)


@pytest.mark.parametrize("name", ["sha256", "SHA-256", "sha_256"])
def test_dashes_in_names_do_not_matter(name: str) -> None:
    assert parse_checksum(f"{name}={ABC['sha-256']}").algorithm == "sha-256"


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("SHA", "sha-1"),
        ("sha1", "sha-1"),
        ("sha1sum", "sha-1"),
        ("md5sum", "md5"),
        ("SHA2-256", "sha-256"),
        ("SHA-512", "sha-512"),
        ("SHA224", "sha-224"),
        ("sha3_224", "sha3-224"),
        ("SHA3-384", "sha3-384"),
        ("BLAKE2", "blake2b"),
        ("b2sum", "blake2b"),
        ("blake2b-512", "blake2b"),
        ("BLAKE2s-256", "blake2s"),
    ],
)
def test_algorithms_go_by_many_names(spelling: str, name: str) -> None:
    entry = find_algorithm(spelling)
    assert entry is not None
    assert entry.name == name


@pytest.mark.parametrize(
    ("digits", "name"),
    [
        (32, "md5"),
        (40, "sha-1"),
        (56, "sha-224"),
        (64, "sha-256"),
        (96, "sha-384"),
        (128, "sha-512"),
    ],
)
def test_digits_alone_are_known_by_their_number(digits: int, name: str) -> None:
    assert parse_checksum(" " + "0A" * (digits // 2)) == Checksum(name, "0a" * (digits // 2))


@every_algorithm
def test_values_may_be_base64(entry: Algorithm) -> None:
    raw = entry.new().digest()
    usual, other = b64encode(raw).decode(), urlsafe_b64encode(raw).decode()
    wanted = Checksum(entry.name, raw.hex())
    for text in (usual, other, usual.rstrip("="), f":{usual}:"):
        assert parse_checksum(f"{entry.name}={text}") == wanted
        assert parse_checksum(f"{entry.name}:{text}") == wanted


def test_the_integrity_of_web_pages_is_read() -> None:
    assert parse_checksum(f"sha256-{b64(ABC['sha-256'])}") == Checksum("sha-256", ABC["sha-256"])


def test_the_longest_value_is_the_strongest() -> None:
    short, long = Checksum("md5", "0" * 32), Checksum("sha-512", "0" * 128)
    assert strongest([short, long, Checksum("blake2b", "1" * 128)]) == long
    assert strongest([]) is None
    assert (short.strong, Checksum("sha-1", "0" * 40).strong, long.strong) == (False, False, True)


def test_only_values_of_one_algorithm_contradict_each_other() -> None:
    one = Checksum("md5", "0" * 32)
    assert one.contradicts(Checksum("md5", "1" * 32))
    assert not one.contradicts(Checksum("md5", "0" * 32))
    assert not one.contradicts(Checksum("sha-1", "1" * 40))
    assert not one.contradicts(None)


def test_sha3_is_not_taken_for_sha2() -> None:
    assert parse_checksum(f"sha3-256={ABC['sha3-256']}").algorithm == "sha3-256"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=",
        "md5",
        "md5=",
        EMPTY_MD5[:-2],
        f"={EMPTY_MD5}",
        f"crc32={EMPTY_MD5}",
        f"md5={EMPTY_MD5[:-1]}",
        f"md5={EMPTY_MD5}0",
        f"md5={EMPTY_MD5[:-1]}g",
        f"md5={EMPTY_MD5[:-1]}٣",
        f"md5=0x{EMPTY_MD5[2:]}",
        f"sha-256={EMPTY_MD5}",
        f"md5={EMPTY_MD5[:16]} {EMPTY_MD5[17:]}",
        "md5=" + b64(EMPTY_MD5)[:-4],
        "md5-" + b64(EMPTY_MD5)[:-4],
        "crc32-" + b64(EMPTY_MD5),
        b64(EMPTY_MD5),
    ],
)
def test_what_is_no_checksum_is_refused(text: str) -> None:
    with pytest.raises(BadOptionError):
        parse_checksum(text)


def test_a_wrong_name_is_told_the_right_ones() -> None:
    with pytest.raises(BadOptionError) as caught:
        parse_checksum("crc32=00")
    assert "crc32" in str(caught.value)
    assert all(name in str(caught.value) for name in ALGORITHMS)


def test_a_wrong_length_is_told_the_right_one() -> None:
    with pytest.raises(BadOptionError, match="64 hexadecimal digits"):
        parse_checksum("sha256=abc")


@settings(deadline=None, max_examples=100)
@given(st.text() | st.builds("{}={}".format, st.sampled_from([*ALGORITHMS]), st.text()))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        checksum = parse_checksum(text)
    except BadOptionError:
        return
    assert parse_checksum(str(checksum)) == checksum


@settings(deadline=None, max_examples=50)
@given(st.sampled_from([*ALGORITHMS]), st.data())
def test_every_right_value_is_accepted_in_either_case(name: str, data: st.DataObject) -> None:
    size = ALGORITHMS[name].size
    value = data.draw(st.binary(min_size=size, max_size=size)).hex()
    assert parse_checksum(f"{name}={value.upper()}") == Checksum(name, value)
