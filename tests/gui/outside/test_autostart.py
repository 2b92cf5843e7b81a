"""Starting with the session: a file of the desktop's, written and read as the desktop does."""

import configparser
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.model.errors import HeadgateError
from gui.outside.autostart import Autostart
from gui.outside.desktop_entry import autostart_file, entry, own_command, quoted
from gui.window import MainWindow
from tests.gui.test_main_job import LONG


def make(window: MainWindow, path: Path) -> Autostart:
    return Autostart(window.bridge, window.preferences, path, lambda: ["/opt/head gate"], window)


def switch(window: MainWindow, on: bool) -> None:
    preferences = window.preferences
    preferences.change(replace(preferences.settings, autostart=on))


def test_the_file_comes_and_goes_with_the_setting(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "config" / "autostart" / "headgate.desktop"
    make(window, path)
    switch(window, True)
    qtbot.waitUntil(path.exists, timeout=LONG)
    assert 'Exec="/opt/head gate" "--hidden"\n' in path.read_text()
    switch(window, False)
    qtbot.waitUntil(lambda: not path.exists(), timeout=LONG)


@pytest.mark.parametrize("there", [True, False])
def test_what_the_desktop_says_counts_at_the_start(
    window: MainWindow, tmp_path: Path, there: bool
) -> None:
    path = tmp_path / "headgate.desktop"
    if there:
        path.write_text("[Desktop Entry]\n")
    switch(window, not there)
    make(window, path)
    assert window.preferences.settings.autostart is there


def test_a_file_that_cannot_be_written_is_told(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "in-the-way").write_text("")
    autostart = make(window, tmp_path / "in-the-way" / "headgate.desktop")
    with qtbot.waitSignal(autostart.refused, timeout=LONG) as told:
        switch(window, True)
    assert isinstance(told.args[0], HeadgateError)  # type: ignore[index]


def test_the_entry_is_one_the_desktop_can_read() -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(entry(["/usr/bin/headgate", "%F"]))
    told = parser["Desktop Entry"]
    for key in ("Type", "Name", "Exec", "Icon", "MimeType"):
        assert told[key]
    assert told["MimeType"].endswith(";")


@pytest.mark.parametrize(
    "word", ["/plain", "/with space", '/a"b', "/a$b", "/a`b", "/a\\b", "/100%"]
)
def test_a_word_is_the_same_after_the_desktop_has_read_it(word: str) -> None:
    line = quoted(word).replace("%%", "%").replace("\\\\", "\\")  # as a key's value is read
    assert line[0] == line[-1] == '"'
    assert re.sub(r"\\(.)", r"\1", line[1:-1]) == word


def test_where_the_file_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert autostart_file({"XDG_CONFIG_HOME": "/x"}) == Path("/x/autostart/headgate.desktop")
    monkeypatch.setenv("HOME", str(tmp_path))
    for config in ("", "relative"):
        found = autostart_file({"XDG_CONFIG_HOME": config})
        assert found == tmp_path / ".config" / "autostart" / "headgate.desktop"


def test_the_program_finds_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "headgate"
    script.write_text("")
    script.chmod(0o755)
    monkeypatch.setattr("sys.argv", [str(script)])
    assert own_command() == [str(script)]
    monkeypatch.setattr("sys.argv", ["/somewhere/pytest"])
    assert own_command()[1:] == ["-m", "gui"]
