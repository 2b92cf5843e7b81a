"""Every text the window translates: those marked in gui, and the core's, which knows no Qt.

lookups by a name that is no literal (tables) are allowed where their texts are marked elsewhere.
"""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

import gui
from core.model.errors import all_errors
from core.model.settings import LANGUAGES, Settings
from core.policy.wording import DISARMED_REASON, NAME_REASONS

GUI = Path(gui.__file__).parent
_FOREIGN = frozenset({"Error", "Setting", "NameReason"})  # contexts whose texts stand in the core


class Text(NamedTuple):
    """What is translated: its context, the English, a hint that tells it from a twin, a count."""

    context: str
    source: str
    hint: str = ""
    plural: bool = False


class UnreadableCallError(Exception):
    """A call that nobody could find the text of."""


def collect() -> list[Text]:
    """All texts, sorted; raises `UnreadableCallError` with file and line."""
    found: set[Text] = set(of_core())
    lookups: dict[str, str] = {}
    for path in sorted(GUI.rglob("*.py")):
        reader = _Reader(path)
        reader.visit(ast.parse(path.read_text("utf-8")))
        found |= reader.found
        lookups |= reader.lookups
    known = {text.context for text in found} | _FOREIGN
    for context, place in lookups.items():
        if context not in known:
            raise UnreadableCallError(f"{place}: no text of “{context}” is marked anywhere")
    return sorted(found)


def of_core() -> Iterator[Text]:
    """Texts of errors, settings and names."""
    for error in all_errors():
        yield Text("Error", error.text)
        yield Text("Error", error.remedy)
    own_names = LANGUAGES.values()
    for one in fields(Settings):
        for value in one.metadata.values():
            words = value.values() if isinstance(value, dict) else [value]
            for word in words:
                if isinstance(word, str) and word and word not in own_names:
                    yield Text("Setting", word)
    for reason in (*NAME_REASONS.values(), DISARMED_REASON):
        yield Text("NameReason", reason)


class _Reader(ast.NodeVisitor):
    def __init__(self, path: Path) -> None:
        self._path = path
        self._classes: list[str] = []
        self.found: set[Text] = set()
        self.lookups: dict[str, str] = {}

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        match node.func:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                pass
            case _:
                return
        words = [*node.args, *(one.value for one in node.keywords if one.arg == "n")]
        match name:
            case "tr":
                self._take(node, self._classes[-1], words)
            case "translate" | "QT_TRANSLATE_NOOP" if len(words) >= 2:
                context = _literal(words[0])
                if context is not None:
                    self._take(node, context, words[1:])
                elif not _moves_a_painter(node):
                    raise UnreadableCallError(f"{self._place(node)}: the context is no literal")

    def _take(self, node: ast.Call, context: str, words: list[ast.expr]) -> None:
        """`words`: the text, and perhaps a hint and a count."""
        source = _literal(words[0])
        if source is None:
            if isinstance(words[0], ast.JoinedStr | ast.BinOp):
                raise UnreadableCallError(f"{self._place(node)}: the text is made of pieces")
            self.lookups[context] = self._place(node)
            return
        hint = _literal(words[1]) or "" if len(words) > 1 else ""
        self.found.add(Text(context, source, hint, plural="%n" in source))

    def _place(self, node: ast.Call) -> str:
        return f"{self._path.relative_to(GUI.parent)}:{node.lineno}"


def _moves_a_painter(node: ast.Call) -> bool:
    """Whether this `translate` is the one of geometry."""
    return isinstance(node.func, ast.Attribute) and not _names(node.func.value, "QCoreApplication")


def _names(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
