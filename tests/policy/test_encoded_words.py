"""Encoded words, alone and among others."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.policy.encoded_words import has_words, without_words

TEXTS = [
    ("=?utf-8?Q?a?=", "a"),
    ("=?UTF-8?q?foo-=C3=A4=2Ehtml?=", "foo-\u00e4.html"),
    ("=?utf-8?B?Zm9vLcOkLmh0bWw=?=", "foo-\u00e4.html"),
    ("=?utf-8?B?Zm9v?=.txt", "foo.txt"),
    ("a =?utf-8?Q?b?= c", "a b c"),
    ("=?utf-8?Q?a_b?=", "a b"),
    ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
    ("=?utf-8?Q?a?=\t \t=?iso-8859-1?Q?=E4?=", "a\u00e4"),
    ("=?utf-8?Q?=C3?= =?utf-8?Q?=A4?=", "\u00e4"),
    ("=?utf-8*de-AT?Q?a?=", "a"),
    ("=?shift_jis?B?k/qWew==?=", "\u65e5\u672c"),
    ("=?utf-8?Q??=", ""),
    ("=?utf-8?B?a?=", "a"),  # not rightly encoded: it stays as it is
    ("=?nonsense?Q?a?=", None),
    ("=?utf-8?Q?=FF?=", None),
    ("=?utf-8?Q?a", None),
    ("=?utf-8?Q?a?= =?utf-8?B?broken", None),
]


@pytest.mark.parametrize(("text", "decoded"), TEXTS)
def test_what_words_mean(text: str, decoded: str | None) -> None:
    assert has_words(text)
    assert without_words(text) == decoded


@pytest.mark.parametrize("text", ["", "a.txt", "what=?.txt", "=?.txt", "=?utf-8?X?a?=", "= ?q?b?"])
def test_what_only_looks_a_little_like_a_word_is_none(text: str) -> None:
    assert not has_words(text)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_every_text_comes_through(texts: list[str]) -> None:
    words = [f"=?utf-8?b?{base64.b64encode(text.encode()).decode()}?=" for text in texts]
    found = without_words(" ".join(words))
    assert found is None if has_words("".join(texts)) else found == "".join(texts)
