"""Checksums in the header of a reply, in all the fields there have been for them."""

import hashlib
import time
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.checksum import Checksum
from core.policy.digests import announced_digest

MD5, SHA1, SHA256, SHA512 = (
    b64encode(hashlib.new(name, b"abc").digest()).decode()
    for name in ("md5", "sha1", "sha256", "sha512")
)
WANTED = {
    name: Checksum(name, hashlib.new(name.replace("-", ""), b"abc").hexdigest())
    for name in ("md5", "sha-1", "sha-256", "sha-512")
}


def found(*, whole: bool = True, **fields: str | list[str]) -> Checksum | None:
    named = {
        name.replace("_", "-"): [value] if isinstance(value, str) else value
        for name, value in fields.items()
    }
    return announced_digest(named, whole=whole)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"sha-256=:{SHA256}:", "sha-256"),
        (f"sha-256=:{SHA256}:, sha-512=:{SHA512}:", "sha-512"),
        (f"sha-512=:{SHA512}:,sha-256=:{SHA256}:", "sha-512"),
        (f"unixsum=:AAA=:, sha-256=:{SHA256}:;x=1;y, other", "sha-256"),
        (f'a="x, \\"y", b=?1, c=1.5, d=token, sha-256=:{SHA256}:', "sha-256"),
        (f"md5=:{MD5}:, sha=:{SHA1}:", "sha-1"),
        (f"sha-256=:{SHA512}:, md5=:{MD5}:", "md5"),
        (f"md5=:{SHA1}:, md5=:{MD5}:", "md5"),
    ],
)
def test_the_strongest_of_a_dictionary_counts(text: str, name: str) -> None:
    assert found(repr_digest=text) == WANTED[name]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sha-256",
        f"sha-256={SHA256}",
        f"sha-256=:{SHA256}",
        f"sha-256=:{SHA256}:, ",
        f"sha-256=:{SHA256}: x",
        f"SHA-256=:{SHA256}:",
        f"sha-256=:{SHA256}:, (",
        f"sha-256=(:{SHA256}:)",
        "sha-256=:####:",
        "sha-256=:AAAA:",
        f"sha-999=:{SHA256}:",
    ],
)
def test_a_field_with_a_mistake_says_nothing(text: str) -> None:
    assert found(repr_digest=text) is None


def test_a_dictionary_may_stand_in_several_lines() -> None:
    lines = [f"sha-256=:{SHA256}:", f"sha-512=:{SHA512}:"]
    assert found(repr_digest=lines) == WANTED["sha-512"]


def test_the_digest_of_the_content_counts_when_it_is_the_whole_file() -> None:
    text = f"sha-256=:{SHA256}:"
    assert found(content_digest=text) == WANTED["sha-256"]
    assert found(whole=False, content_digest=text) is None
    assert found(whole=False, repr_digest=text) == WANTED["sha-256"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"SHA-256={SHA256}", "sha-256"),
        (f"sha-256={SHA256},SHA-512={SHA512}", "sha-512"),
        (f"MD5={MD5}, unixsum=30637", "md5"),
        (f"SHA={SHA1}, UNIXcksum=123", "sha-1"),
        (f"sha-256={WANTED['sha-256'].value}", "sha-256"),
    ],
)
def test_the_old_field_is_read_too(text: str, name: str) -> None:
    assert found(digest=text) == WANTED[name]
    assert found(whole=False, digest=text) == WANTED[name]


def test_the_strongest_of_all_fields_counts() -> None:
    fields: dict[str, Any] = {"repr_digest": f"md5=:{MD5}:", "digest": f"SHA-256={SHA256}"}
    assert found(**fields, content_digest=f"sha=:{SHA1}:") == WANTED["sha-256"]


def test_content_md5_is_ignored() -> None:
    assert found(content_md5=MD5) is None


@pytest.mark.parametrize(
    "text",
    [
        "a=" + " " * 100_000 + "!",
        "a" * 100_000 + "!",
        "a" + ";b" * 50_000 + "!",
        'a="' + "\\" * 100_000,
        "a=:" + "A" * 100_000,
        "a" + " " * 100_000 + "!",
        "a;" + " " * 100_000 + "!",
    ],
)
def test_no_header_takes_long(text: str) -> None:
    began = time.process_time()
    found(repr_digest=text, digest=text)
    assert time.process_time() - began < 1


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(max_codepoint=255)) | st.text('sha-256=:,; A"\\()'))
def test_no_header_breaks_the_reader(text: str) -> None:
    found(repr_digest=text, content_digest=text, digest=text)
