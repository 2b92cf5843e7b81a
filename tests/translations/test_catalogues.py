"""Every text has its translation in every language, none is stale, and the .qm say the same.

What to do when one of these fails: `python -m tests.translations.update`, then translate.
"""

import re
import unicodedata
from string import Formatter

import pytest
from PySide6.QtCore import QTranslator

from gui.language import SOURCE
from tests.translations.catalogues import CODES, qm_of, read, wanted
from tests.translations.collect import Text, collect

MANY = range(200)  # counts among which each plural of our languages comes up
FIGURES = frozenset({  # filled in with digits; what else is filled in may be Latin
    "n", "size", "received", "free", "links", "done", "failed", "speed", "larger", "smaller",
})  # fmt: skip
every_language = pytest.mark.parametrize("code", CODES)


@pytest.fixture(scope="module")
def texts() -> list[Text]:
    return collect()


def places(text: str) -> set[str]:
    """What is filled in: `{names}` with their formats, and the count."""
    names = {f"{name}:{spec}" for _, name, spec, _ in Formatter().parse(text) if name is not None}
    return names | ({"%n"} if re.search("%L?n", text) else set())


def test_there_is_something_to_translate(texts: list[Text]) -> None:
    contexts = {text.context for text in texts}
    assert {"Action", "Error", "Setting", "Reason", "NameReason", "Figure"} <= contexts
    assert any(text.plural for text in texts)


@every_language
def test_no_text_is_missing_and_none_is_stale(texts: list[Text], code: str) -> None:
    there, due = set(read(code)), wanted(texts, code)
    assert not due - there, "missing"
    assert not there - due, "stale"


@every_language
def test_every_text_is_translated(code: str) -> None:
    assert [text for text, forms in read(code).items() if not forms or "" in forms] == []


@every_language
def test_translations_keep_what_is_filled_in(code: str) -> None:
    wrong = [
        (text.source, form)
        for text, forms in read(code).items()
        for form in forms
        if form and places(form) != places(text.source)
    ]
    assert wrong == []


@every_language
def test_translations_keep_lines_and_ends(code: str) -> None:
    """What ends open, ends open; spaces around a text are there for a reason."""
    for text, forms in read(code).items():
        for form in filter(None, forms):
            assert form.count("\n") == text.source.count("\n"), form
            assert form.endswith("…") == text.source.endswith("…"), form
            assert form.endswith((".", "。")) or not text.source.endswith("."), form
            assert text.context == "List" or form == form.strip(), form


def begins(line: str) -> str:
    """The direction a line takes, as Unicode has it (UAX 9, P2); what is filled in is Latin."""
    bare = re.sub(r"%L?n|&", "", line)
    filled = re.sub(r"{(\w+)}", lambda place: "1" if place[1] in FIGURES else "a", bare)
    directions = map(unicodedata.bidirectional, filled)
    return next((one for one in directions if one in {"L", "R", "AL"}), "")


def test_persian_lines_begin_at_the_right() -> None:
    """A line takes the direction of its first letter, which may be that of a name or a link."""
    lines = [line for forms in read("fa").values() for form in forms for line in form.split("\n")]
    persian = [line for line in lines if "AL" in map(unicodedata.bidirectional, line)]
    assert len(persian) > 500
    assert [line for line in persian if begins(line) == "L"] == []


@every_language
def test_the_compiled_catalogue_says_the_same(code: str) -> None:
    translator = QTranslator()
    assert translator.load(str(qm_of(code)))
    for text, forms in read(code).items():
        counts = MANY if text.plural else [-1]
        said = {translator.translate(text.context, text.source, text.hint, n) for n in counts}
        assert said == set(forms), text


def test_the_source_language_has_plurals_alone() -> None:
    assert all(text.plural for text in read(SOURCE))
