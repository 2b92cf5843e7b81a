"""Safe names: never raising, never altering a good one, and the same on a second look."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.policy.safe_names import (
    cleaned,
    cut,
    harmless,
    is_disarmed,
    is_usual,
    numbered,
    renumbered,
    runs,
    safe,
    split_ending,
)
from tests.policy.good_names import NAMES, PLAIN

DISK_LIMIT = 255  # bytes a name may have

SAFE = [
    ("report.pdf", "report.pdf"),
    ("archive.tar.gz", "archive.tar.gz"),
    ("naïve résumé.txt", "naïve résumé.txt"),
    ("日本語.zip", "日本語.zip"),
    ("a+b (1) [x] {y} & z, #1 ~.txt", "a+b (1) [x] {y} & z, #1 ~.txt"),
    ("../../etc/passwd", "passwd"),
    ("..\\..\\boot.ini", "boot.ini"),
    ("C:\\Users\\me\\a.txt", "a.txt"),
    ("folder/", "folder"),
    ('a:b*c?d"e<f>g|h', "a_b_c_d_e_f_g_h"),
    ("a\0b\x07c\x7f.txt", "abc.txt"),
    ("a\tb\tc.txt", "a b c.txt"),
    ("a\u202ecod.exe", "acod.exe"),
    ("\u2066a\u2069\u200e\u200f\u061c.txt", "a.txt"),
    ("zero\u200bwidth.txt", "zerowidth.txt"),
    ("\ufeffa\u2060b\u00adc\u180e.txt", "abc.txt"),
    ("a\u200db\u200cc.txt", "abc.txt"),
    ("\u0645\u200c.txt", "\u0645.txt"),
    ("\u0645\u200c\u200c\u06cc.txt", "\u0645\u06cc.txt"),
    ("\u0645\u200d.txt", "\u0645\u200d.txt"),
    ("a\u3164\uffa0\u2800\u034f\u115fb.txt", "ab.txt"),
    ("tag\U000e0041\U000e007f.txt", "tag.txt"),
    ("never\ufffe\ufdd0\U0001ffff.txt", "never.txt"),
    ("private\ue000.txt", "private.txt"),
    ("line\u2028break\x85.txt", "line break .txt"),
    ("tail.txt\u00a0\u3000.", "tail.txt"),
    ("\u3000head.txt", "head.txt"),
    ("<\u0338.txt", "\u226e.txt"),
    ("\u212aelvin.txt", "Kelvin.txt"),
    ("lone\ud800.txt", "lone.txt"),
    ("cafe\u0301.txt", "café.txt"),
    (".bashrc", "_bashrc"),
    ("...hidden", "_hidden"),
    (" blanks .txt ", "blanks .txt"),
    ("ends in dots...", "ends in dots"),
    ("", "download"),
    (".", "download"),
    ("..", "download"),
    ("/", "download"),
    (" . . ", "download"),
    ("???", "download"),
    ("CON", "_CON"),
    ("nul.txt", "_nul.txt"),
    ("nul .txt", "_nul .txt"),
    ("Com1.tar.gz", "_Com1.tar.gz"),
    ("LPT¹", "_LPT¹"),
    ("conin$", "_conin$"),
    ("CLOCK$.txt", "_CLOCK$.txt"),
    ("com\u00b9.txt", "_com\u00b9.txt"),
    ("con\u3000", "_con"),
    ("prn...", "_prn"),
    ("console.txt", "console.txt"),
    ("COM10", "COM10"),
    ("aux-cable.txt", "aux-cable.txt"),
]


@pytest.mark.parametrize(("name", "wanted"), SAFE, ids=[ascii(name) for name, _ in SAFE])
def test_a_name_becomes_safe(name: str, wanted: str) -> None:
    assert safe(name) == wanted


PIECES = ["con", "NUL", "COM1", ".", "/", "\\", "_", "?", "e", ".tar.gz", ".txt"]
LETTERS = " \t\n\u0301\u200d\ud800\u2028\u1112\u1161"
awkward = st.lists(st.sampled_from([*PIECES, *LETTERS, "x" * 243, "ü" * 120]), max_size=7).map(
    "".join
)
more = st.text(
    st.sampled_from(
        "\u0645\u06cc\u0915\u094d\u200c\u200d\ufe0f\U0001f468\U0001f3fdA. <\u0338\u0301\u3000"
    ),
    max_size=12,
)
names = st.text(st.characters(), max_size=40) | awkward | more


@settings(deadline=None, max_examples=400)
@given(names)
@example("con." + "a" * 300)
@example("e\u200d\u0301")
@example(".\u0301\u094d\u200d\u1112\u0301")
def test_a_safe_name_stays_as_it_is(name: str) -> None:
    assert safe(safe(name)) == safe(name)


@settings(deadline=None, max_examples=300)
@given(names)
def test_a_safe_name_leads_nowhere_else(name: str) -> None:
    made = safe(name)
    assert made not in ("", ".", "..")
    assert not set(made) & set('\\/:*?"<>|\0\n')
    assert made.replace("\u200d", "").replace("\u200c", "").replace(
        "\u3000", " "
    ).isprintable() or (any(unicodedata.category(letter) in ("Zs", "Cn") for letter in made))
    assert not {unicodedata.category(letter) for letter in made} & {"Cc", "Cs", "Co", "Zl", "Zp"}
    assert unicodedata.is_normalized("NFC", made)
    assert made[0] not in ". "
    assert made[-1] not in ". "


@settings(deadline=None, max_examples=300)
@given(names)
@example("con." + "a" * 300)
def test_there_is_room_for_a_number_and_for_the_part_file(name: str) -> None:
    assert len(f"{numbered(safe(name), 9999)}.part".encode()) <= DISK_LIMIT


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_name_of_any_script_is_never_altered(name: str) -> None:
    assert safe(name) == name
    assert cleaned(name) == name
    assert harmless(name) == name


def test_the_table_is_long_and_has_what_is_usual() -> None:
    assert len(NAMES) >= 150
    assert sum(map(is_usual, PLAIN)) >= 20


@settings(deadline=None, max_examples=200)
@given(names | st.sampled_from(PLAIN))
def test_what_is_usual_needs_nothing(name: str) -> None:
    if is_usual(name):
        assert safe(name) == name
        assert not runs(name)
        assert split_ending(name)[1]


@settings(deadline=None, max_examples=100)
@given(st.from_regex(r"[a-zA-Z0-9äß日][a-zA-Z0-9 äß日()+_-]{0,30}\.[a-z0-9]{1,4}", fullmatch=True))
def test_a_good_name_is_never_altered(name: str) -> None:
    reserved = {
        "con",
        "prn",
        "aux",
        "nul",
        *(f"{one}{n}" for one in ("com", "lpt") for n in "0123456789"),
    }
    if name.rpartition(".")[0].rstrip(" ").lower() not in reserved:
        assert safe(name) == name


@pytest.mark.parametrize("letter", ["x", "ü", "日", "🎈"])
def test_a_long_name_is_cut_between_letters_and_keeps_its_ending(letter: str) -> None:
    made = safe(letter * 300 + ".tar.gz")
    assert made.endswith(letter + ".tar.gz")
    assert set(made.removesuffix(".tar.gz")) == {letter}
    assert DISK_LIMIT - 16 <= len(made.encode()) <= DISK_LIMIT - 12


@settings(deadline=None, max_examples=200)
@given(names.map(safe), st.integers(30, 255))
def test_a_cut_name_is_no_longer_than_allowed(name: str, limit: int) -> None:
    shorter = cut(name, limit)
    assert len(shorter.encode()) <= limit
    assert split_ending(shorter)[1] == split_ending(name)[1] or not split_ending(name)[1]


@pytest.mark.parametrize(
    ("letter", "kept"),
    [
        ("e\u0302\u0331", True),  # a letter with two marks that no code point has
        ("\U0001f44d\U0001f3fd", True),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", True),
        ("\u0915\u094d\u200d", True),
        ("a" + "\u0301" * 40, False),  # no letter of any language
    ],
)
def test_a_long_name_is_not_cut_within_a_letter(letter: str, *, kept: bool) -> None:
    letter = unicodedata.normalize("NFC", letter)
    made = safe(letter * 120 + ".txt").removesuffix(".txt")
    assert made.endswith(letter) is kept
    assert len(made.encode()) > DISK_LIMIT - 12 - 4 - 20


def test_a_short_name_is_not_cut() -> None:
    assert cut("name.txt", 8) == "name.txt"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.txt", ("a", ".txt")),
        ("a.tar.gz", ("a", ".tar.gz")),
        ("a.b.c", ("a.b", ".c")),
        ("name", ("name", "")),
        (".bashrc", (".bashrc", "")),
        ("v1.0 final", ("v1.0 final", "")),
        ("a.tar.", ("a.tar.", "")),
        ("a." + "x" * 17, ("a." + "x" * 17, "")),
    ],
)
def test_where_the_ending_begins(name: str, parts: tuple[str, str]) -> None:
    assert split_ending(name) == parts


@settings(deadline=None, max_examples=100)
@given(names)
@example("a.txt\n")
def test_splitting_loses_nothing(name: str) -> None:
    assert "".join(split_ending(name)) == name


@pytest.mark.parametrize(
    ("name", "number", "wanted"),
    [
        ("a.txt", 1, "a.txt"),
        ("a.txt", 2, "a (2).txt"),
        ("a.tar.gz", 12, "a (12).tar.gz"),
        ("name", 2, "name (2)"),
    ],
)
def test_the_number_goes_before_the_ending(name: str, number: int, wanted: str) -> None:
    assert numbered(name, number) == wanted


@pytest.mark.parametrize(
    "name",
    [
        "evil.desktop",
        "Evil.LNK",
        "a.url",
        "a.scf",
        "a.pif",
        "a.library-ms",
        "a.search-ms",
        "a.settingcontent-ms",
        "a.appref-ms",
        "a.inetloc",
        "a.local",
        "Desktop.ini",
        "AUTORUN.INF",
        "a.{20D04FE0-3AEA-1069-A2D8-08002B30309D}",
        "a.txt.lnk",
    ],
)
def test_what_a_desktop_would_run_is_disarmed(name: str) -> None:
    made = harmless(name)
    assert made == name + ".download"
    assert harmless(made) == made
    assert safe(made) == made
    assert is_disarmed(made)
    assert not is_disarmed(name)


@pytest.mark.parametrize(
    "name", ["a.txt", "desktop", "lnk", "a.download", "url.txt", "my desktop.ini", "{a}.txt", "a.{"]
)
def test_what_is_harmless_stays_as_it_is(name: str) -> None:
    assert harmless(name) == name
    assert not is_disarmed(name)


def test_a_disarmed_name_has_room_for_a_number_and_the_part_file() -> None:
    made = harmless(safe("x" * 300 + ".desktop"))
    assert made.endswith(".desktop.download")
    assert len(f"{numbered(made, 9999)}.part".encode()) <= DISK_LIMIT


@settings(deadline=None, max_examples=300)
@given(names)
def test_no_harmless_name_runs(name: str) -> None:
    made = harmless(safe(name))
    assert not runs(made)
    assert safe(made) == made


@pytest.mark.parametrize(
    ("name", "steps", "next_name"),
    [
        ("a.pdf", 0, "a.pdf"),
        ("a.pdf", 1, "a (2).pdf"),
        ("a (3).pdf", 0, "a (3).pdf"),
        ("a (3).tar.gz", 2, "a (5).tar.gz"),
        ("(3).pdf", 1, "(3) (2).pdf"),
        ("a (20261122).pdf", 1, "a (20261122) (2).pdf"),
        ("a (x).pdf", 1, "a (x) (2).pdf"),
    ],
)
def test_a_number_goes_up(name: str, steps: int, next_name: str) -> None:
    assert renumbered(name, steps) == next_name
