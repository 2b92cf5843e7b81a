"""Settings that are tables: what is shown of a text is written as one that means the same."""

import pytest

from core.model.folder_rules import read_rules
from core.model.site_rules import read_site_rules
from core.model.speed_rules import read_speed_rules
from gui.rule_kinds import RULE_KINDS

TEXTS = {
    "folder_rules": (
        read_rules,
        "*.example.org Audio,.opus ~/Music\n# all others\n\nb.example * $HOME/My Files\n",
    ),
    "site_rules": (
        read_site_rules,
        """*.example.org connections=2 downloads=1 'user-agent=It'"'"'s me (X11)' proxy=none
b.example referer=https://a.example/?q=1 header="X-Key: a; b=c \\" d"
""",
    ),
    "speed_schedule": (
        read_speed_rules,
        "mon-fri 08:00-17:30 1M\nsat,sun 22:00-6:00 0\n* 00:00-24:00 1.5M\ntue 1:00-2:00 999\n",
    ),
}


@pytest.mark.parametrize("name", RULE_KINDS)
def test_what_is_shown_means_the_same_when_written(name: str) -> None:
    read, text = TEXTS[name]
    kind = RULE_KINDS[name]
    rows = kind.read(text)
    assert all(len(row) == len(kind.columns) == len(kind.blank) for row in rows)
    assert read(text)
    assert read(kind.write(rows)) == read(text)


@pytest.mark.parametrize("name", RULE_KINDS)
def test_what_is_not_filled_in_is_no_rule(name: str) -> None:
    kind = RULE_KINDS[name]
    assert kind.write([list(kind.blank), [""] * len(kind.columns)]) == ""


def test_what_cannot_be_is_written_as_it_was_typed() -> None:
    assert RULE_KINDS["speed_schedule"].write([["dooms day", "8", "9", "1 M"]]) == (
        "doomsday 8-9 1M\n"
    )
    assert RULE_KINDS["site_rules"].write([["a b", "x", "", "", "", "", ""]]) == (
        "'a b' connections=x\n"
    )
