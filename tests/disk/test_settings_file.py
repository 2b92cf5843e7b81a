"""Settings on disk: what was saved comes back, and nonsense falls back."""

import json
import os
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.disk.settings_file import FILE_NAME, load_settings, save_settings
from core.model.errors import DiskError
from core.model.settings import Settings

CHANGED = Settings(
    folder="/somewhere/ünïcode",
    folder_rules="*.example.org video ~/Videos\n",
    last_folder=True,
    conflict="skip",
    look_over="never",
    look_up=False,
    watch_clipboard=True,
    watch_folder="/drop",
    concurrent=7,
    connections=64,
    limit_rate=2**50,
    retries=0,
    timeout=5,
    proxy="socks5h://127.0.0.1:9050",
    user_agent="me",
    site_rules="*.example.org connections=2\n",
    ca_file="/ca.pem",
    verify_siblings=True,
    insecure=True,
    ask_before_leaving=False,
    speed_presets="1M",
    speed_schedule="mon-fri 08:00-17:00 1M\n",
    theme="dark",
    shortcuts="startAction=F7",
    tray=False,
    stay_in_tray=True,
    notify=False,
    keep_awake=False,
    autostart=True,
    language="fa",
)


def store(folder: Path, content: object) -> None:
    (folder / FILE_NAME).write_text(json.dumps(content), "utf-8")


def test_the_example_changes_every_setting() -> None:
    same = [one.name for one in fields(Settings) if getattr(CHANGED, one.name) == one.default]
    assert same == []


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    save_settings(tmp_path, CHANGED)
    assert load_settings(tmp_path) == CHANGED


def test_the_folder_is_made_and_private(tmp_path: Path) -> None:
    save_settings(tmp_path / "a" / "b", CHANGED)
    assert load_settings(tmp_path / "a" / "b") == CHANGED
    assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0


def test_saving_replaces_the_file_as_a_whole(tmp_path: Path) -> None:
    save_settings(tmp_path, CHANGED)
    save_settings(tmp_path, Settings())
    assert load_settings(tmp_path) == Settings()
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()
    assert load_settings(tmp_path / "missing") == Settings()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"concurrent": ' + b"9" * 5000]
)
def test_a_file_that_cannot_be_read_gives_the_defaults(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    assert load_settings(tmp_path) == Settings()


def test_a_folder_in_its_place_gives_the_defaults(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    assert load_settings(tmp_path) == Settings()


BAD = [
    ("concurrent", 0),
    ("concurrent", 65),
    ("concurrent", "3"),
    ("concurrent", 3.0),
    ("concurrent", True),
    ("concurrent", None),
    ("connections", [8]),
    ("limit_rate", -1),
    ("insecure", 1),
    ("insecure", "yes"),
    ("proxy", None),
    ("folder", 7),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_falls_back_and_the_others_stay(
    tmp_path: Path, name: str, value: object
) -> None:
    store(tmp_path, {"timeout": 5, name: value, "user_agent": "me"})
    assert load_settings(tmp_path) == Settings(timeout=5, user_agent="me")


def test_a_bad_value_is_logged_by_name(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store(tmp_path, {"timeout": 0, "retries": "many"})
    load_settings(tmp_path)
    assert "timeout" in caplog.text
    assert "retries" in caplog.text


def test_settings_of_a_newer_version_are_left_out(tmp_path: Path) -> None:
    store(tmp_path, {"timeout": 5, "from_the_future": {"x": 1}})
    assert load_settings(tmp_path) == Settings(timeout=5)


values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.none())
names = st.sampled_from([one.name for one in fields(Settings)])


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(names, values))
def test_whatever_is_stored_the_settings_can_be_used(
    tmp_path_factory: pytest.TempPathFactory, stored: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("settings", numbered=True)
    store(folder, stored)
    loaded = load_settings(folder)
    save_settings(folder, loaded)
    assert load_settings(folder) == loaded


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DiskError):
        save_settings(tmp_path / "file", Settings())


def test_a_crash_while_saving_leaves_the_old_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_settings(tmp_path, CHANGED)

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(DiskError, match="full"):
        save_settings(tmp_path, replace(CHANGED, timeout=6))
    assert load_settings(tmp_path) == CHANGED


@pytest.mark.parametrize(
    ("name", "value"),
    [("site_rules", "* hunter2"), ("site_rules", "* header='hunter2'"), ("proxy", ["hunter2"])],
)
def test_what_is_left_out_is_named_and_not_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, name: str, value: object
) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({name: value}))
    assert load_settings(tmp_path) == Settings()
    assert name in caplog.text
    assert "hunter2" not in caplog.text
