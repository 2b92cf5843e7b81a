"""The folder that link files are put into, watched for real."""

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from core.disk.watched import DONE
from gui.window import MainWindow


def watch(window: MainWindow, folder: Path) -> None:
    settings = replace(window.preferences.settings, watch_folder=str(folder))
    window.preferences.change(settings)


def done(folder: Path) -> set[str]:
    return {path.name for path in (folder / DONE).glob("*")}


def test_what_is_there_and_what_comes_is_taken_in_and_put_away(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "first.txt").write_text("https://a.example/1 https://a.example/2")
    watch(window, folder)
    qtbot.waitUntil(lambda: done(folder) == {"first.txt"})
    (folder / "second.csv").write_text("url,name\nhttps://a.example/3,named.zip\n")
    (folder / "third.txt").write_text("https://a.example/1 https://a.example/4")
    (folder / "note.txt").write_text("no links")
    qtbot.waitUntil(lambda: done(folder) == {"first.txt", "second.csv", "third.txt"})
    qtbot.waitUntil(lambda: window.model.rowCount() == 4)
    assert {row.name for row in window.model.rows()} == {"1", "2", "named.zip", "4"}
    assert (folder / "note.txt").exists()


def test_the_folder_is_made_and_another_one_is_watched_instead(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    one, two = tmp_path / "new" / "one", tmp_path / "two"
    watch(window, one)
    qtbot.waitUntil(one.is_dir)
    watch(window, two)
    qtbot.waitUntil(two.is_dir)
    (one / "a.txt").write_text("https://a.example/a")
    (two / "b.txt").write_text("https://a.example/b")
    qtbot.waitUntil(lambda: done(two) == {"b.txt"})
    assert done(one) == set()


def test_a_folder_that_cannot_be_is_told(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    watch(window, tmp_path / "file" / "drop")
    qtbot.waitUntil(lambda: window.notices.banner.shown is not None)
