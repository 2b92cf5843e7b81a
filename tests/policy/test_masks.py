"""Naming masks."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.errors import BadOptionError
from core.policy.masks import WORDS, check_mask, masked
from core.policy.safe_names import safe, split_ending

AT = datetime(2024, 3, 9, 7, 5, 2)  # noqa: DTZ001 - the user's own time


def made(mask: str, name: str = "file.tar.gz", number: int = 7, count: int = 120) -> str:
    return masked(mask, name, number=number, count=count, host="a.example", at=AT)


@pytest.mark.parametrize(
    ("mask", "name"),
    [
        ("*name*", "file.tar.gz"),
        ("*name*.*ext*", "file.tar.gz"),
        ("*num*-*name*", "007-file.tar.gz"),
        ("*name*_*num*.*ext*", "file_007.tar.gz"),
        ("*host* *date* *time* *name*", "a.example 2024-03-09 07-05-02 file.tar.gz"),
        ("photo *num*", "photo 007.tar.gz"),
        ("fixed", "fixed.tar.gz"),
        ("*name*.*ext*.bak", "file.tar.gz.bak"),
        ("*ext* *name*", "tar.gz file"),
        ("*num**num*", "007007.tar.gz"),
        ("CON*name*", "CONfile.tar.gz"),
        ("a:*name*", "a_file.tar.gz"),
    ],
)
def test_what_a_mask_makes(mask: str, name: str) -> None:
    assert made(mask) == name


@pytest.mark.parametrize("mask", ["*name*", "*name*.*ext*"])
def test_a_name_without_an_ending_gets_none(mask: str) -> None:
    assert made(mask, "README") == "README"
    assert made("*name*.*ext*.bak", "README") == "README.bak"


@pytest.mark.parametrize(
    ("number", "count", "text"), [(1, 9, "1"), (1, 10, "01"), (99, 100, "099"), (12, 3, "12")]
)
def test_numbers_have_the_same_width(number: int, count: int, text: str) -> None:
    assert made("*num*", "a.b", number, count) == f"{text}.b"


@pytest.mark.parametrize(
    ("mask", "reason"),
    [
        ("*size*", r"\*name\*"),
        ("*name", r"\*name\*"),
        ("a*b", r"\*name\*"),
        ("**", r"\*name\*"),
        ("*name**", r"\*name\*"),
        ("*host*/*name*", "folders"),
        ("a\\b", "folders"),
        ("", "empty"),
        ("  ", "empty"),
    ],
)
def test_a_mask_that_cannot_be_used_is_told(mask: str, reason: str) -> None:
    with pytest.raises(BadOptionError, match=reason):
        check_mask(mask)
    with pytest.raises(BadOptionError, match=reason):
        made(mask)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.sampled_from([f"*{word}*" for word in WORDS]) | st.text(max_size=4), max_size=5),
    st.text(st.characters(), max_size=20),
)
def test_what_comes_of_a_mask_is_safe(parts: list[str], name: str) -> None:
    try:
        found = made("".join(parts), name)
    except BadOptionError:
        return
    assert safe(found) == found


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(), max_size=20))
def test_the_plainest_mask_changes_nothing(name: str) -> None:
    assert made("*name*", name) == safe(name)
    assert split_ending(made("x*name*", name))[1] == split_ending(safe(name))[1]
