"""A sample of the random names; `python -m tests.faults.names` looks at 100 000."""

import pytest

from tests.faults.names import Source, check, run


def test_whatever_a_server_says_a_safe_name_comes_of_it() -> None:
    run(1500, seed=6266)


def test_a_seed_always_brings_the_same() -> None:
    first, second = Source(1), Source(1)
    assert [first.header() for _ in range(9)] == [second.header() for _ in range(9)]


@pytest.mark.parametrize(
    "name", ["", "..", "a/b", "a\\b", "con.txt", "a.", ".a", "x" * 250, "e\u0301"]
)
def test_what_is_not_safe_is_noticed(name: str) -> None:
    with pytest.raises(AssertionError):
        check(name)
