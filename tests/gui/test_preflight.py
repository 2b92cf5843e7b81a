"""Without a display or a library the program says in one sentence what to do."""

import os
import subprocess
import sys

import pytest

from gui import preflight


def test_no_display_is_said_in_one_sentence() -> None:
    said = preflight.obstacle({}, "linux")
    assert "no display" in said
    assert said.count(". ") == 0


def test_a_missing_library_is_named_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "_loads", lambda name: not name.startswith("libxcb-cursor"))
    said = preflight.obstacle({"DISPLAY": ":0"}, "linux")
    assert "apt-get install libxcb-cursor0" in said


def test_x11_libraries_are_not_asked_for_without_x11(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "_loads", lambda name: "xcb" not in name and "x11" not in name)
    assert preflight.obstacle({"QT_QPA_PLATFORM": "offscreen"}, "linux") == ""
    assert preflight.obstacle({"WAYLAND_DISPLAY": "wayland-0"}, "linux") == ""
    assert preflight.obstacle({"DISPLAY": ":0"}, "linux") != ""


def test_other_systems_need_no_look() -> None:
    assert preflight.obstacle({}, "darwin") == ""


def test_the_program_itself_says_it_and_leaves_with_status_1() -> None:
    bare = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-m", "gui"], env=bare, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("headgate: There is no display")
    assert len(done.stderr.splitlines()) == 1
