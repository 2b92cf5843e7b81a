"""Reasons of the core's are found again, with what was filled in."""

import ast
import re
from pathlib import Path

import pytest

import core
import gui
from core.model.errors import BadOptionError, CertificateError, UnusableLinkError
from core.policy.intake.entry import Why
from core.policy.wording import DISARMED_REASON, NAME_REASONS
from gui.reasons import REASONS, _find, reason_text
from gui.texts import error_text

ROOT, GUI = Path(core.__file__).parent, Path(gui.__file__).parent
OF_TERMINAL = ROOT / "command_line"  # the window never shows what is wrong with its words
SHAPES = {re.sub(r"{\w+}", "{}", one) for one in REASONS}


def shape(node: ast.expr) -> str | None:
    """A text with its places left blank; None for what is not written there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        pieces = [one.value if isinstance(one, ast.Constant) else "{}" for one in node.values]
        return "".join(map(str, pieces))
    return None


def shapes_in(path: Path) -> set[str]:
    """What stands as the reason of an error in a file."""
    nodes: list[ast.expr] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.keyword(arg="reason"):
                nodes.append(node.value)
            case ast.Assign(targets=[ast.Name(id="reason")]):
                nodes.append(node.value)
            case ast.Call(func=ast.Name(id="_bad")):
                nodes.append(node.args[1])
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                if name.endswith("_REASONS") and isinstance(node.value, ast.Dict):
                    nodes += node.value.values
    return {text for one in nodes if (text := shape(one)) is not None}


FOREIGN = {"{} {}", "{}; {}", "{}: {}{}", "not settled"}  # another's words, or a mistake of ours


def test_every_reason_of_ours_is_known() -> None:
    found: set[str] = set()
    for path in (*ROOT.rglob("*.py"), *GUI.rglob("*.py")):
        if OF_TERMINAL not in path.parents:
            found |= shapes_in(path)
    of_names = {*NAME_REASONS.values(), DISARMED_REASON}
    assert found - of_names - FOREIGN <= SHAPES, "add these to gui/reasons.py"
    assert len(found) > 60


def test_every_why_of_the_intake_is_known() -> None:
    assert {str(why) for why in Why} <= set(REASONS)


def test_no_reason_is_there_twice() -> None:
    assert len(SHAPES) == len(REASONS)


@pytest.mark.parametrize("template", REASONS)
def test_each_is_found_by_what_it_says(template: str) -> None:
    names = re.findall(r"{(\w+)}", template)
    values = {name: f"<{name}>" for name in names}
    found = _find(template.format(**values))
    assert found is not None
    assert found.template.format(**found.values) == template.format(**values)
    assert found.template == template


def test_foreign_words_stay() -> None:
    assert reason_text("the moon is full") == "the moon is full"
    assert str(CertificateError(host="h", reason="x")) == error_text(
        CertificateError(host="h", reason="x")
    )


def test_a_setting_is_called_as_in_the_dialog() -> None:
    error = BadOptionError(option="folder-rules", reason="line 3: more than 9 rules")
    assert error_text(error).startswith("Other folders")
    assert error_text(error).endswith("line 3: more than 9 rules.")


@pytest.mark.parametrize(
    ("option", "called"), [("cacert", "Certificates"), ("header", "Headers"), ("mask", "Names")]
)
def test_an_option_is_called_by_a_word(option: str, called: str) -> None:
    assert error_text(BadOptionError(option=option, reason="it is empty")) == (
        f"{called}: it is empty."
    )


def test_a_line_of_a_list_is_named() -> None:
    error = UnusableLinkError(link="http://x (line 12)", reason=Why.DAMAGED)
    assert error_text(error) == str(error)


def test_no_reason_ends_the_sentence_it_stands_in() -> None:
    assert not [reason for reason in REASONS if reason.endswith(".")]
