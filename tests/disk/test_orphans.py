"""Part files tell of downloads that a list has lost, each of them once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.disk.journal import Journal
from core.disk.mark import has_mark
from core.disk.note import Note, write_note
from core.disk.partfile import SUFFIX, PartFile
from core.disk.schema import connect
from core.model.download import Download, Request
from core.model.errors import HeadgateError
from core.model.evidence import Evidence, Proof, to_text
from core.model.resource import Resource, Validator
from core.model.segment import Span
from tests.disk.conftest import Child, Children, has_attributes

SOON = 10.0  # seconds that are never needed
LINK = "https://a.example/x"
RESOURCE = Resource(LINK, 9, Validator("v"), ranges=True)
HELD = Evidence((Proof(0, 5, 0),))
Open = Callable[..., Journal]


@pytest.fixture
def folder(marking: Path) -> Path:
    assert has_attributes(marking), "no disk at hand keeps notes"
    (marking / "files").mkdir()
    return marking


@pytest.fixture
def start(folder: Path) -> Iterator[Open]:
    """Start with the list in the folder; those before have ended."""
    begun: list[Journal] = []
    surprises: list[HeadgateError] = []

    def begin() -> Journal:
        for one in begun:
            one.close(SOON)
        begun.append(Journal(folder / "state", "get", surprises.append))
        return begun[-1]

    yield begin
    for one in begun:
        one.close(SOON)
    assert surprises == []


def half_done(journal: Journal, folder: Path, name: str = "x") -> Download:
    """A download with a part file, as a checkpoint leaves it; in the list as well."""
    request = Request(LINK, folder / "files")
    one = Download(journal.take_ids(1)[0], request, 1.0, 1000.0, name=name, resource=RESOURCE)
    part = PartFile.create(folder / "files" / f"{name}{SUFFIX}", journal.token(one.id))
    write_note(part.descriptor, Note(journal.describe(journal.row(one)), to_text(HELD)))
    part.close()
    journal.add([one])
    return one


def found(journal: Journal, folder: Path) -> list[tuple[str | None, Evidence]]:
    return [(one.name, one.evidence) for one in journal.load([folder / "files"])]


def execute(folder: Path, statement: str) -> None:
    with closing(connect(folder / "state")) as other:
        other.execute(statement)


def test_a_list_that_is_gone_is_made_of_its_part_files(start: Open, folder: Path) -> None:
    journal = start()
    half_done(journal, folder)
    journal.close(SOON)
    shutil.rmtree(folder / "state")  # the next process gets the number of the one before
    journal = start()
    [one] = journal.load([folder / "files"])
    assert (one.name, one.evidence, one.size) == ("x", HELD, 9)
    assert has_mark(folder / "files" / "x.part", journal.token(one.id))


def test_a_list_that_lost_its_end_without_a_trace_is_completed(start: Open, folder: Path) -> None:
    journal = start()
    half_done(journal, folder)
    journal.close(SOON)
    execute(folder, "DELETE FROM downloads")
    assert found(start(), folder) == [("x", HELD)]


def test_the_same_part_file_is_not_found_twice(start: Open, folder: Path) -> None:
    journal = start()
    half_done(journal, folder)
    journal.close(SOON)
    execute(folder, "DELETE FROM downloads")
    assert len(found(start(), folder)) == 1
    assert len(found(start(), folder)) == 1
    [one] = start().adopt([Request(LINK, folder / "files")])
    assert one is not None
    assert one.evidence == HELD


def test_an_earlier_file_of_that_name_is_another_download(start: Open, folder: Path) -> None:
    journal = start()
    half_done(journal, folder)
    journal.close(SOON)
    execute(folder, "UPDATE downloads SET state = 'completed'")
    assert sorted(one.held for one in start().load([folder / "files"])) == [(), (Span(0, 5),)]


def test_a_row_from_before_the_file_had_its_name_is_completed(start: Open, folder: Path) -> None:
    journal = start()
    half_done(journal, folder)
    journal.close(SOON)
    execute(folder, "UPDATE downloads SET name = NULL, held = ''")
    assert found(start(), folder) == [("x", HELD)]


def test_what_shows_damage_only_now_has_its_part_files_too(start: Open, folder: Path) -> None:
    journal = start()
    half_done(journal, folder)
    journal.close(SOON)
    execute(folder, "UPDATE downloads SET session = 'x'")
    journal = start()
    [one] = journal.adopt([Request(LINK, folder / "files")])
    assert journal.rescue is not None
    assert one is not None
    assert one.evidence == HELD


OTHER = """
import sys
from pathlib import Path
from core.disk.journal import Journal
from tests.disk.test_orphans import half_done
folder = Path(sys.argv[1])
journal = Journal(folder / "state", "get", print)
journal.add = lambda _rows: None  # it has not come to that yet
half_done(journal, folder)
print("there", flush=True)
sys.stdin.readline()
"""


def test_what_another_process_is_about_to_record_is_left_to_it(
    start: Open, folder: Path, child: Children
) -> None:
    other: Child = child(OTHER, folder)
    assert other.line() == "there"
    assert found(start(), folder) == []
    other.kill()
    assert found(start(), folder) == [("x", HELD)]


def test_what_belongs_to_another_list_is_left_alone(start: Open, folder: Path) -> None:
    half_done(start(), folder)
    other = Journal(folder / "other", "get", print)
    assert found(other, folder) == []
    other.close(SOON)
