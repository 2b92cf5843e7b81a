"""The collector finds what the window translates, and refuses what nobody could translate."""

import ast
from pathlib import Path

import pytest

from tests.translations.collect import GUI, Text, UnreadableCallError, _Reader


def found(source: str) -> set[Text]:
    reader = _Reader(GUI / "x.py")
    reader.visit(ast.parse(source))
    return reader.found


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('translate("Room", "Go")', Text("Room", "Go")),
        ('QCoreApplication.translate("Room", "a " "b")', Text("Room", "a b")),
        ('translate("Room", "Go", "on foot")', Text("Room", "Go", "on foot")),
        ('translate("Room", "%n cat(s)", "", len(cats))', Text("Room", "%n cat(s)", "", True)),
        ('translate("Room", "%n cat(s)", n=x.y)', Text("Room", "%n cat(s)", "", True)),
        ('class Room:\n def go(self): self.tr("Go")', Text("Room", "Go")),
        ('class Room:\n def go(self): self.tr("%n", "", 3)', Text("Room", "%n", "", True)),
        ('QT_TRANSLATE_NOOP("Room", "Go")', Text("Room", "Go")),
    ],
)
def test_a_marked_text_is_found(source: str, text: Text) -> None:
    assert found(source) == {text}


def test_a_lookup_is_no_text() -> None:
    assert found('translate("Room", entry.title)') == set()


@pytest.mark.parametrize(
    "source",
    ['translate("Room", f"{n} cats")', 'translate("Room", "a" + b)', 'translate(room, "Go")'],
)
def test_a_text_made_of_pieces_is_refused(source: str) -> None:
    with pytest.raises(UnreadableCallError, match=Path("gui", "x.py").as_posix()):
        found(source)
