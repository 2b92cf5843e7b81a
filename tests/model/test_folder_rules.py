"""Folder rules as typed."""

import pytest

from core.model.errors import BadOptionError
from core.model.folder_rules import MAX_RULES, FolderRule, read_rules

TEXT = """
# music first
*.example.org  Audio,.opus   ~/Music
b.example * $HOME/My Files
* pdf C:\\Papers
* iso \\\\server\\share
* zip %USERPROFILE%\\zip
* 7z /a
"""
RULES = (
    FolderRule("*.example.org", ("audio", "opus"), "~/Music"),
    FolderRule("b.example", ("*",), "$HOME/My Files"),
    FolderRule("*", ("pdf",), "C:\\Papers"),
    FolderRule("*", ("iso",), "\\\\server\\share"),
    FolderRule("*", ("zip",), "%USERPROFILE%\\zip"),
    FolderRule("*", ("7z",), "/a"),
)


def test_rules_are_read() -> None:
    assert read_rules(TEXT) == RULES
    assert read_rules("") == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("*", "a site, a type and a folder"),
        ("* pdf", "a site, a type and a folder"),
        ("http://a/ pdf /x", "no site"),
        ("a@b pdf /x", "no site"),
        ("* pdf, /x", "no type"),
        ("* a/b /x", "no type"),
        ("* pdf Papers", "depends on where"),
        ("* pdf ../x", "depends on where"),
        ("* pdf /a\0b", "zero byte"),
    ],
)
def test_a_rule_that_cannot_be_used_is_told_with_its_line(line: str, reason: str) -> None:
    with pytest.raises(BadOptionError, match=reason) as caught:
        read_rules("# first\n" + line)
    assert "line 2" in str(caught.value)
    assert caught.value.details["option"] == "folder-rules"


def test_there_is_an_end_to_rules() -> None:
    read_rules("* * /a\n" * MAX_RULES)
    with pytest.raises(BadOptionError, match=str(MAX_RULES)):
        read_rules("* * /a\n" * (MAX_RULES + 1))
