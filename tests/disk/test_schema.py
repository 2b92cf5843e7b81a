"""The file of the state database: opening, migrating, telling whether it is whole."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.disk import schema
from core.disk.database import identity, load, reserve_ids
from core.disk.schema import FILE_NAME, NO_VERSION, SCHEMA, DamagedError, connect
from core.model.checksum import Checksum
from core.model.download import Request
from core.model.errors import StateLostError, StateNewerError
from core.model.resource import Resource, Validator
from core.model.states import State


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path)) as connection:
        yield connection


def pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def raw(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / FILE_NAME, isolation_level=None, check_same_thread=False)


def test_a_new_list_has_our_schema(opened: sqlite3.Connection) -> None:
    assert pragma(opened, "user_version") == SCHEMA
    assert pragma(opened, "integrity_check") == "ok"
    assert opened.execute("SELECT count(*) FROM downloads").fetchone() == (0,)


def test_readers_and_writers_do_not_wait_and_no_commit_is_lost(
    opened: sqlite3.Connection,
) -> None:
    assert pragma(opened, "journal_mode") == "wal"
    assert pragma(opened, "synchronous") == 2  # FULL


def test_the_folder_is_made_and_private(tmp_path: Path) -> None:
    connect(tmp_path / "a").close()
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    with closing(connect(tmp_path)) as first:
        known = identity(first)
    with closing(connect(tmp_path)) as second:
        assert identity(second) == known
        assert pragma(second, "user_version") == SCHEMA


def test_a_list_of_a_newer_version_is_refused_and_left_untouched(tmp_path: Path) -> None:
    with closing(raw(tmp_path)) as newer:
        newer.execute("CREATE TABLE future (x)")
        newer.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(StateNewerError):
        connect(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize("version", [NO_VERSION, 2**31 - 1])
def test_a_version_that_there_will_never_be_is_damage(tmp_path: Path, version: int) -> None:
    connect(tmp_path).close()
    with closing(raw(tmp_path)) as damaged:
        damaged.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(DamagedError, match="version"):
        connect(tmp_path)


def test_a_file_that_is_no_list_is_refused_and_left_untouched(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"something else entirely\n" * 100)
    with pytest.raises(DamagedError, match="not a database"):
        connect(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == b"something else entirely\n" * 100


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateLostError):
        connect(tmp_path / place)


def test_a_folder_in_place_of_the_list_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(DamagedError):
        connect(tmp_path)


def test_a_migration_that_fails_leaves_the_old_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(tmp_path).close()
    bad = "ALTER TABLE downloads ADD COLUMN extra; SELECT nonsense FROM nowhere"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, bad))
    monkeypatch.setattr(schema, "SCHEMA", SCHEMA + 1)
    with pytest.raises(DamagedError):
        connect(tmp_path)
    with closing(raw(tmp_path)) as old:
        assert pragma(old, "user_version") == SCHEMA
        columns = [row[1] for row in old.execute("PRAGMA table_info(downloads)")]
    assert "extra" not in columns


def test_an_old_list_is_migrated_and_keeps_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(connect(tmp_path)) as old:
        known = identity(old)
    added = "ALTER TABLE downloads ADD COLUMN extra"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, added))
    monkeypatch.setattr(schema, "SCHEMA", SCHEMA + 1)
    with closing(connect(tmp_path)) as migrated:
        assert identity(migrated) == known
        assert pragma(migrated, "user_version") == SCHEMA + 1
        assert migrated.execute("SELECT extra FROM downloads").fetchall() == []


@pytest.mark.parametrize("version", range(1, SCHEMA))
def test_rows_of_every_older_version_are_still_read(tmp_path: Path, version: int) -> None:
    with closing(raw(tmp_path)) as old:
        for script in schema.MIGRATIONS[:version]:
            old.executescript(script)
        old.execute(f"PRAGMA user_version = {version}")
        old.execute(
            "INSERT INTO downloads (id, owner, session, rank, state, url, folder, checksum,"
            " name, resource, added_at) VALUES (1, 'get', 1, 1.0, 'paused',"
            " 'http://a.example/x', '/folder', 'md5=' || ?, 'x',"
            """ '[100, true, "v1", "", ""]', 5.0)""",
            ("0" * 32,),
        )
    with closing(connect(tmp_path)) as migrated:
        [one] = load(migrated, "get", strict=True)
    assert one.request == Request(
        "http://a.example/x", Path("/folder"), checksum=Checksum("md5", "0" * 32)
    )
    assert one.resource == Resource("", 100, Validator("v1"), ranges=True)
    assert (one.name, one.state) == ("x", State.PAUSED)


def test_a_list_another_process_is_just_making_is_waited_for(tmp_path: Path) -> None:
    with closing(raw(tmp_path)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = threading.Timer(0.1, other.execute, ["COMMIT"])
        done.start()
        try:
            connect(tmp_path).close()
        finally:
            done.join()


def test_threads_that_open_a_new_list_together_all_get_it(tmp_path: Path) -> None:
    barrier = threading.Barrier(6)
    first: list[int] = []

    def run() -> None:
        barrier.wait()
        with closing(connect(tmp_path)) as one:
            first.append(reserve_ids(one))

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(first)) == 6
