"""Files of checksums, as the tools of many systems write them."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.checksum import Checksum
from core.policy.sums import only_sum_of, place_of, read_sums, sum_of

MD5, SHA256, SHA3 = (hashlib.new(name, b"x").hexdigest() for name in ("md5", "sha256", "sha3-256"))
SHA = Checksum("sha-256", SHA256)
LINK = "https://a.example/dir/my%20file.iso?token=1"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://a.example/x/y.iso", ("https://a.example/x/", "y.iso")),
        ("https://a.example:8/y.iso?a=/b/c", ("https://a.example:8/", "y.iso")),
        ("https://a.example/x/my%20file", ("https://a.example/x/", "my%20file")),
        ("https://a.example/x/", ("https://a.example/x/", "")),
    ],
)
def test_a_link_lies_in_a_folder(url: str, place: tuple[str, str]) -> None:
    assert place_of(url) == place


@pytest.mark.parametrize(
    "line",
    [
        f"{SHA256}  my file.iso",
        f"{SHA256} *my file.iso",
        f"{SHA256.upper()}\tmy file.iso",
        f"  {SHA256}  ./my file.iso  ",
        f"SHA256 (my file.iso) = {SHA256}",
        f"SHA2-256(my file.iso)= {SHA256}",
        f"SHA256 (./my file.iso) = {SHA256}",
    ],
)
def test_a_line_names_a_file_and_its_checksum(line: str) -> None:
    listed = read_sums(f"# comment\n{line}\nnonsense\n", "SHA256SUMS")
    assert listed == {"my file.iso": SHA}
    assert sum_of(LINK, listed) == SHA


def test_a_signed_list_is_read_around_its_signature() -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
        f"{SHA256}  a\n{MD5}  b\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQIzBAEBCAAdFiEE\n-----END PGP SIGNATURE-----\n"
    )
    assert read_sums(text, "SHA256SUMS") == {"a": SHA, "b": Checksum("md5", MD5)}


def test_names_that_were_escaped_come_back() -> None:
    assert list(read_sums(f"\\{SHA256}  a\\nb\\\\n", "SHA256SUMS")) == ["a\nb\\n"]


@pytest.mark.parametrize(
    ("name", "algorithm"),
    [
        ("SHA3-256SUMS", "sha3-256"),
        ("x.sha3-256", "sha3-256"),
        ("x.sha256", "sha-256"),
        ("x.txt", "sha-256"),
        ("MD5SUMS", "sha-256"),
    ],
)
def test_the_lists_name_tells_between_algorithms_of_one_length(name: str, algorithm: str) -> None:
    assert read_sums(f"{SHA3}  a", name) == {"a": Checksum(algorithm, SHA3)}


def test_the_first_word_on_a_file_counts() -> None:
    assert read_sums(f"{SHA256}  a\n{SHA3}  a", "SHA256SUMS") == {"a": SHA}


@pytest.mark.parametrize(
    "text",
    [SHA256, f"{SHA256}  -", f"{SHA256}  /build/my file.iso", f"{SHA256}  my file.iso\n{SHA3}  b"],
)
def test_a_list_of_one_file_need_not_name_it(text: str) -> None:
    assert only_sum_of(LINK, read_sums(text, "x.sha256")) == SHA


@pytest.mark.parametrize("text", [f"{SHA256}  other", f"{SHA256}\n{SHA256}  b", "", "<html>"])
def test_a_list_of_other_files_says_nothing(text: str) -> None:
    listed = read_sums(text, "x.sha256")
    assert only_sum_of(LINK, listed) is None
    assert sum_of(LINK, listed) is None


def test_in_a_folders_list_the_path_counts() -> None:
    listed = read_sums(f"{SHA256}  sub/my file.iso", "SHA256SUMS")
    assert sum_of(LINK, listed) is None


PARTS = st.sampled_from([SHA256, MD5, " ", "  ", "a", "\\", "\n", "SHA256 (", ") = "])


@settings(deadline=None, max_examples=200)
@given(st.text() | st.lists(PARTS).map("".join))
def test_any_text_is_read(text: str) -> None:
    listed = read_sums(text, "SHA256SUMS")
    only_sum_of(LINK, listed)
    sum_of(LINK, listed)
