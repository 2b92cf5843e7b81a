"""Long texts are read piece by piece, and nothing is lost where one piece ends."""

from hypothesis import given
from hypothesis import strategies as st

from core.policy.intake.places import STEP, pieces
from core.policy.intake.take import take_in

FILL = "word " * (STEP // 5)
X, Y = "https://a.example/x.zip", "https://b.example/y.zip"


@given(st.lists(st.integers(0, STEP), max_size=8))
def test_pieces_are_whole_lines_and_come_to_the_text(lengths: list[int]) -> None:
    text = "".join("x" * length + "\n" for length in lengths) + "end"
    found = list(pieces(text))
    assert "".join(found) == text
    assert all(one.endswith("\n") and len(one) > STEP for one in found[:-1])
    assert all(len(one) <= 2 * STEP + 2 for one in found)


def test_a_text_without_lines_is_one_piece() -> None:
    assert list(pieces(FILL * 3)) == [FILL * 3]
    assert list(pieces("")) == []


def test_breaks_of_two_characters_stay_whole_between_pieces() -> None:
    around = [FILL[:-number] for number in range(3)]
    text = "\r\n".join([*around, X, *around, Y])
    found = take_in(text).entries
    assert [(one.url, one.line) for one in found] == [(X, 4), (Y, 8)]


def test_a_quote_behind_the_end_of_a_piece_is_seen() -> None:
    text = f"{FILL}{'x' * 10}\n> {FILL}\n> see <https://a.example/\n> x.zip>\n"
    assert [one.url for one in take_in(text).entries] == [X]


def test_a_command_far_down_is_seen() -> None:
    text = f"{FILL}\n{FILL}\n$ curl -o mine.zip {X}\n"
    assert [(one.url, one.name) for one in take_in(text).entries] == [(X, "mine.zip")]
