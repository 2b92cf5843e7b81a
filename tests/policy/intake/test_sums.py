"""Files of checksums."""

import pytest

from core.model.checksum import Checksum
from core.model.errors import NoAddressesError
from core.policy.intake import Entry, Format, Why
from core.policy.intake.take import take_in

MD5, SHA1, SHA256, SHA512 = "ab" * 16, "ab" * 20, "ab" * 32, "ab" * 64
BASE = "https://a.example/pub/SHA256SUMS"


@pytest.mark.parametrize(
    ("line", "name", "checksum"),
    [
        (f"{SHA256}  one.iso", "one.iso", Checksum("sha-256", SHA256)),
        (f"{SHA256} *one.iso", "one.iso", Checksum("sha-256", SHA256)),
        (f"{SHA256.upper()}\tone.iso", "one.iso", Checksum("sha-256", SHA256)),
        (f"{MD5}  two words.iso  ", "two words.iso", Checksum("md5", MD5)),
        (f"{SHA1}  ./sub/one.iso", "one.iso", Checksum("sha-1", SHA1)),
        (f"{SHA512}  one.iso", "one.iso", Checksum("sha-512", SHA512)),
        (f"\\{MD5}  a\\\\b\\nc.iso", "b\nc.iso", Checksum("md5", MD5)),
        (f"SHA256 (one.iso) = {SHA256}", "one.iso", Checksum("sha-256", SHA256)),
        (f"MD5 (a (1).iso) = {MD5}", "a (1).iso", Checksum("md5", MD5)),
        (f"SHA2-512(one.iso)= {SHA512}", "one.iso", Checksum("sha-512", SHA512)),
        (f"BLAKE2b (one.iso) = {SHA512}", "one.iso", Checksum("blake2b", SHA512)),
        ("SHA256 (one.iso) = q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=", "one.iso",
         Checksum("sha-256", SHA256)),
    ],
)  # fmt: skip
def test_a_line_gives_a_name_and_a_checksum(line: str, name: str, checksum: Checksum) -> None:
    intake = take_in(f"# made today\n{line}\n\n")
    assert intake.format is Format.SUMS
    assert intake.sums == {name: checksum}
    assert not intake.entries
    assert intake.messages == [NoAddressesError()]


def test_the_files_lie_beside_the_list() -> None:
    text = f"{SHA256}  one.iso\n{SHA256} *./sub/two words%.iso\n{SHA256}  ../three.iso\n"
    intake = take_in(text, base_url=BASE)
    checksum = Checksum("sha-256", SHA256)
    assert intake.entries == [
        Entry("https://a.example/pub/one.iso", 1, "one.iso", checksum),
        Entry("https://a.example/pub/sub/two%20words%25.iso", 2, "two words%.iso", checksum),
        Entry("https://a.example/three.iso", 3, "three.iso", checksum),
    ]
    assert not intake.messages


def test_a_list_may_name_whole_links() -> None:
    intake = take_in(f"{SHA256}  https://b.example/x.iso\n{MD5}  y.iso")
    assert intake.entries == [
        Entry("https://b.example/x.iso", checksum=Checksum("sha-256", SHA256))
    ]
    assert intake.sums == {"y.iso": Checksum("md5", MD5)}
    assert not intake.messages


def test_a_signed_list_is_read() -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"
        f"{SHA256}  one.iso\n{SHA256}  two.iso\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQIzBAEBCgAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n"
    )
    intake = take_in(text, base_url=BASE)
    assert [(one.name, one.line) for one in intake.entries] == [("one.iso", 4), ("two.iso", 5)]
    assert not intake.rejects


def test_what_is_no_checksum_is_told() -> None:
    lines = [f"{SHA256}  one.iso"] * 50 + [f"{SHA256[:-2]}  two.iso", "WHIRL (x) = " + MD5, "hello"]
    intake = take_in("\n".join(lines), base_url=BASE)
    assert [(one.text, one.line, one.why) for one in intake.rejects] == [
        ("two.iso", 51, Why.CHECKSUM), ("x", 52, Why.CHECKSUM), ("hello", 53, Why.NOT_A_LINK),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", [f"{SHA256}", f"{SHA256}  one.iso\nand words", f"sum {SHA256}  one.iso", "MD5 (a) = 1"]
)
def test_what_only_resembles_one_is_text(text: str) -> None:
    assert take_in(text).format is Format.TEXT
