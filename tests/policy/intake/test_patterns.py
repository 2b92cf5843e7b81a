"""Links that stand for many."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.policy.intake import Entry, Why
from core.policy.intake.patterns import find_pattern
from core.policy.intake.take import take_in

A = "http://a.example/"


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("[1-3]", ["1", "2", "3"]),
        ("[001-003].zip", ["001.zip", "002.zip", "003.zip"]),
        ("[08-11]", ["08", "09", "10", "11"]),
        ("[8-011]", ["8", "9", "10", "11"]),
        ("[1-10:3]", ["1", "4", "7", "10"]),
        ("[3-1]", ["3", "2", "1"]),
        ("[5-5]", ["5"]),
        ("[a-c]", ["a", "b", "c"]),
        ("[X-Z]", ["X", "Y", "Z"]),
        ("[a-e:2]", ["a", "c", "e"]),
        ("{one,two}", ["one", "two"]),
        ("x{,.sig}", ["x", "x.sig"]),
        ("[1-2][a-b]", ["1a", "1b", "2a", "2b"]),
        ("{x,y}/[1-2]", ["x/1", "x/2", "y/1", "y/2"]),
        ("[1-2]?z=[2]", ["1?z=[2]", "2?z=[2]"]),
    ],
)
def test_series_are_written_out(text: str, texts: list[str]) -> None:
    pattern = find_pattern(A + text)
    assert pattern is not None
    assert list(pattern) == [A + one for one in texts]
    assert pattern.count == len(texts)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "[2]", "[abc]", "[a-Z]", "[1-]", "[-1]", "[1-3:0]", "[1-3:]", "[ab-cd]", "{x}", "{}",
     "{a b,c}", "{1..3}", "tag[]=1&tag[]=2", "[::1]", "[2001:db8::1]:80", "filter[name]=a-b", "[1-b]",
     "%5B1-3%5D"],
)  # fmt: skip
def test_brackets_that_are_parts_of_a_link_are_let_alone(text: str) -> None:
    assert find_pattern(A + text) is None


def test_a_host_by_number_is_no_series() -> None:
    (entry,) = take_in("http://[::1]:8080/x[1-2].zip").entries
    assert [one.url for one in entry.grown()] == [
        "http://[::1]:8080/x1.zip", "http://[::1]:8080/x2.zip",
    ]  # fmt: skip


def test_nothing_grows_before_it_is_wanted() -> None:
    began = time.process_time()
    (entry,) = take_in(A + "[000000001-999999999]/[a-z]/{x,y}").entries
    assert entry.pattern is not None
    assert entry.pattern.count == 999_999_999 * 26 * 2
    assert entry.pattern.preview() == [
        A + "000000001/a/x", A + "000000001/a/y", A + "000000001/b/x", A + "999999999/z/y",
    ]  # fmt: skip
    assert next(entry.grown()).url == A + "000000001/a/x"
    assert time.process_time() - began < 1


def test_a_short_one_is_shown_whole() -> None:
    pattern = find_pattern("[1-4]")
    assert pattern is not None
    assert pattern.preview(4) == ["1", "2", "3", "4"]
    assert pattern.preview(3) == ["1", "2", "4"]


def test_the_link_is_good_as_it_is() -> None:
    (entry,) = take_in(f"see {A}x[1-3].zip.").entries
    assert entry.url == A + "x[1-3].zip"
    assert [one.url for one in entry.grown()] == [A + f"x{n}.zip" for n in (1, 2, 3)]
    assert not any(one.pattern for one in entry.grown())


def test_a_series_in_the_host_is_good_too() -> None:
    (entry,) = take_in("http://bob:pw@www[1-3].a.example:80/{x,y}.jpg,").entries
    assert entry.url == "http://www1.a.example:80/x.jpg"
    assert entry.options.credentials is not None
    assert [one.url for one in entry.grown()][-1] == "http://www3.a.example:80/y.jpg"


def test_what_would_be_no_link_is_left_out() -> None:
    (entry,) = take_in("http://www{1,!,2}.a.example/").entries
    assert [one.url for one in entry.grown()] == [
        "http://www1.a.example/",
        "http://www2.a.example/",
    ]


def test_a_series_that_begins_with_no_link_is_none() -> None:
    intake = take_in("http://www{!,1}.a.example/")
    assert not intake.entries
    assert [one.why for one in intake.rejects] == [Why.NOT_A_LINK]


def test_an_entry_without_a_pattern_grows_into_itself() -> None:
    assert list(Entry(A).grown()) == [Entry(A)]


@given(st.text(alphabet="[]{}-:,019azAZ/"))
def test_the_count_is_right(text: str) -> None:
    pattern = find_pattern(text)
    if pattern is not None and pattern.count < 1000:
        texts = list(pattern)
        assert len(texts) == pattern.count
        assert pattern.preview(1)[-1] == texts[-1]
