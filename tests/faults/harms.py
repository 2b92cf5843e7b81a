"""Ways in which a list of downloads on the disk may be damaged."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from core.disk.schema import FILE_NAME, FILES, SCHEMA

Harm = Callable[[Path, random.Random], None]
PAGE = 4096

_STATEMENTS = (
    "DROP TABLE downloads",
    "DROP TABLE counters",
    "DELETE FROM counters",
    "UPDATE counters SET value = -5",
    "UPDATE counters SET value = 'many'",
    "UPDATE counters SET value = 9223372036854775807",
    "ALTER TABLE downloads DROP COLUMN held",
    "ALTER TABLE downloads RENAME COLUMN url TO address",
    "UPDATE downloads SET url = x'00ff'",
    "UPDATE downloads SET url = 'no link'",
    "UPDATE downloads SET folder = 5",
    "UPDATE downloads SET state = 'lost'",
    "UPDATE downloads SET rank = 'first'",
    "UPDATE downloads SET held = 'everything'",
    "UPDATE downloads SET held = '0-99999999:00000000;;00000000'",
    "UPDATE downloads SET name = '../../name'",
    "UPDATE downloads SET name = x'66ff'",
    "UPDATE downloads SET resource = '{'",
    "UPDATE downloads SET options = '[]'",
    "UPDATE downloads SET added_at = 'yesterday'",
    "UPDATE downloads SET session = 'x'",
    "PRAGMA user_version = -3",
    "PRAGMA user_version = 0",
    "CREATE TABLE more (a); INSERT INTO more VALUES (1)",
)


def _file(folder: Path, chance: random.Random) -> Path:
    """One of the files the list is kept in."""
    there = [folder / name for name in FILES[:2] if (folder / name).exists()]
    return chance.choice(there)


def cut(folder: Path, chance: random.Random) -> None:
    file = _file(folder, chance)
    os.truncate(file, chance.randint(0, file.stat().st_size))


def flip_bits(folder: Path, chance: random.Random) -> None:
    file = _file(folder, chance)
    data = bytearray(file.read_bytes())
    for _ in range(chance.choice((1, 1, 8, 100)) if data else 0):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)


def wipe_pages(folder: Path, chance: random.Random) -> None:
    _change_pages(folder, chance, lambda _data, _other: bytes(PAGE))


def scatter_pages(folder: Path, chance: random.Random) -> None:
    _change_pages(folder, chance, lambda _data, _other: chance.randbytes(PAGE))


def misplace_pages(folder: Path, chance: random.Random) -> None:
    _change_pages(folder, chance, lambda data, other: data[other : other + PAGE])


def _change_pages(
    folder: Path, chance: random.Random, change: Callable[[bytes, int], bytes]
) -> None:
    file = _file(folder, chance)
    data = bytearray(file.read_bytes())
    for _ in range(chance.choice((1, 2, 5)) if len(data) >= PAGE else 0):
        at, other = (chance.randrange(len(data) // PAGE) * PAGE for _ in range(2))
        data[at : at + PAGE] = change(bytes(data), other)
    file.write_bytes(data)


def break_header(folder: Path, chance: random.Random) -> None:
    with (folder / FILE_NAME).open("r+b") as file:
        file.seek(chance.randrange(100))
        file.write(chance.randbytes(chance.randint(1, 16)))


def lose_the_log(folder: Path, _chance: random.Random) -> None:
    (folder / FILES[1]).unlink(missing_ok=True)


def scatter_the_index(folder: Path, chance: random.Random) -> None:
    (folder / FILES[2]).write_bytes(chance.randbytes(32768))


def lose_the_file(folder: Path, _chance: random.Random) -> None:
    (folder / FILE_NAME).unlink()


def lose_everything(folder: Path, _chance: random.Random) -> None:
    shutil.rmtree(folder)


def empty(folder: Path, _chance: random.Random) -> None:
    (folder / FILE_NAME).write_bytes(b"")


def put_text(folder: Path, _chance: random.Random) -> None:
    (folder / FILE_NAME).write_text("downloads\n" * 1000)


def put_a_folder(folder: Path, _chance: random.Random) -> None:
    (folder / FILE_NAME).unlink()
    (folder / FILE_NAME).mkdir()


def put_a_loose_link(folder: Path, _chance: random.Random) -> None:
    (folder / FILE_NAME).unlink()
    (folder / FILE_NAME).symlink_to("nowhere/at all")


def put_another_database(folder: Path, _chance: random.Random) -> None:
    lose_the_log(folder, _chance)
    (folder / FILE_NAME).unlink()
    with closing(sqlite3.connect(folder / FILE_NAME)) as other:
        other.execute("CREATE TABLE bookmarks (link)")


def run_a_statement(folder: Path, chance: random.Random) -> None:
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(folder / FILE_NAME)) as database,
    ):
        database.executescript(chance.choice(_STATEMENTS))


def write_the_schema(folder: Path, chance: random.Random) -> None:
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(folder / FILE_NAME)) as database,
    ):
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "UPDATE sqlite_master SET sql = ?, rootpage = ? WHERE name = 'downloads'",
            (chance.choice(("CREATE", "CREATE TABLE downloads (a, b)")), chance.randint(1, 9)),
        )
        database.commit()


def say_it_is_newer(folder: Path, _chance: random.Random) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as database:
        database.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


HARMS: tuple[Harm, ...] = (
    cut, cut, flip_bits, flip_bits, wipe_pages, scatter_pages, misplace_pages, break_header,
    lose_the_log, scatter_the_index, lose_the_file, lose_everything, empty, put_text,
    put_a_folder, put_a_loose_link, put_another_database, run_a_statement, run_a_statement,
    run_a_statement, write_the_schema, say_it_is_newer,
)  # fmt: skip
