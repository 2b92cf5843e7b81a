"""Tables with commas, semicolons or tabs: links, names and checksums in any column."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from core.model.checksum import Checksum, checksum_of, find_algorithm
from core.policy.intake.collector import Collector
from core.policy.intake.entry import Entry, Why
from core.policy.intake.lists import read_checksum

_LOOK = 20  # rows that tell what the columns hold
_DELIMITERS = "\t;,"
_LINK = re.compile(r"https?://[^\s<>\"]+(?<![.,;:!?])", re.IGNORECASE)
_WHOLE_CELL = re.compile(r"https?://\S+", re.IGNORECASE)  # under a heading any link will do
_FILE_NAME = re.compile(r"[^\\/:*?\"<>|\n]+\.[A-Za-z0-9]{1,10}")
_HEADINGS = {
    "link": "url urls uri link links href address download downloadurl downloadlink fileurl src",
    "name": "name filename file out output saveas",
    "checksum": "checksum hash digest sum",
    "size": "size bytes length filesize contentlength",
    "title": "title description text label",
    "folder": "folder dir directory",
}
_COLUMN_OF = {word: column for column, words in _HEADINGS.items() for word in words.split()}
_Row = tuple[int, list[str]]  # line and cells


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column has what, by what the first rows say."""

    places: dict[str, int]
    algorithm: str = ""  # of the checksums, where the heading names it
    headed: bool = False  # whether the first row is a heading
    known: bool = False  # whether it is in words we know

    def cell(self, row: list[str], column: str) -> str:
        place = self.places.get(column)
        return row[place].strip() if place is not None and place < len(row) else ""


def is_table(lines: list[str]) -> bool:
    """Whether links stand in one of several columns.

    Commas and semicolons are parts of many links, so these need a heading, links that do not
    come first, quotes, or a checksum beside each link.
    """
    delimiter = _delimiter(lines)
    rows = [row for _, row in islice(_rows("\n".join(lines), delimiter), _LOOK)]
    columns = _columns(rows)
    if columns is None or len(rows[0]) < 2:
        return False
    body, link = rows[columns.headed :], columns.places["link"]
    if columns.known:
        if not body:
            return len(columns.places) > 1
        return _WHOLE_CELL.fullmatch(columns.cell(body[0], "link")) is not None
    for row in body:
        links = [place for place, cell in enumerate(row) if _LINK.fullmatch(cell)]
        if len(row) != len(rows[0]) or links != [link]:
            return False
    if delimiter == "\t" or "checksum" in columns.places:
        return True
    return len(rows) > 1 and (link > 0 or columns.headed or lines[0].startswith('"'))


def read_table(text: str, into: Collector) -> bool:
    """Each row with a link; False if there is no column of links."""
    head = text[:65536].split("\n")[:_LOOK]
    rows = _rows(text, _delimiter([line for line in head if line.strip()]))
    first = list(islice(rows, _LOOK))
    columns = _columns([row for _, row in first])
    if columns is None:
        return False
    for line, row in first[columns.headed :]:
        _take(line, row, columns, into)
    for line, row in rows:
        _take(line, row, columns, into)
    return True


def _take(line: int, row: list[str], columns: _Columns, into: Collector) -> None:
    link = columns.cell(row, "link")
    if not link:
        return
    value = columns.cell(row, "checksum")
    checksum = _checksum(value, columns.algorithm) if value else None
    if value and checksum is None:
        into.reject(link, line, Why.CHECKSUM)
        return
    size = columns.cell(row, "size")
    like = Entry(
        "",
        name=columns.cell(row, "name") or None,
        checksum=checksum,
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 19 else None,
        folder=columns.cell(row, "folder"),
        title=columns.cell(row, "title"),
    )
    into.reference(link, line, like)


def _checksum(value: str, algorithm: str) -> Checksum | None:
    entry = find_algorithm(algorithm) if algorithm else None
    return checksum_of(entry, value) if entry else read_checksum(value)


def _rows(text: str, delimiter: str) -> Iterator[_Row]:
    """Rows that are not empty, with the line each begins in."""
    reader = csv.reader(StringIO(text), delimiter=delimiter, skipinitialspace=True)
    line = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error:  # a cell without end
            return
        if row is None:
            return
        if any(cell.strip() for cell in row) and not row[0].startswith("#"):
            yield line, row
        line = reader.line_num + 1


def _delimiter(lines: list[str]) -> str:
    """The sign that parts a heading into most columns we know, else the first that occurs."""
    if not lines:
        return ","
    known = [sum(map(bool, map(_heading, lines[0].split(sign)))) for sign in _DELIMITERS]
    if max(known) > 0 and any(sign in lines[0] for sign in _DELIMITERS):
        return _DELIMITERS[known.index(max(known))]
    return next((sign for sign in _DELIMITERS if sign in lines[0]), ",")


def _heading(cell: str) -> str:
    """The kind of column under a heading; empty if we do not know it."""
    word = "".join(letter for letter in cell.lower() if letter.isalnum())
    return _COLUMN_OF.get(word) or ("checksum" if word and find_algorithm(word) else "")


def _columns(rows: list[list[str]]) -> _Columns | None:
    if not rows:
        return None
    places: dict[str, int] = {}
    headings = [_heading(cell) for cell in rows[0]]
    for place, heading in enumerate(headings):
        if heading:
            places.setdefault(heading, place)
    if "link" in places:
        named = rows[0][places["checksum"]] if "checksum" in places else ""
        return _Columns(places, named if find_algorithm(named) else "", headed=True, known=True)
    return _by_content(rows)


def _by_content(rows: list[list[str]]) -> _Columns | None:
    """Columns without a heading, or under one in a language we do not speak."""
    headed = len(rows) > 1 and not any(map(_LINK.fullmatch, rows[0]))
    body = rows[headed:]
    places: dict[str, int] = {}
    for place in range(max(map(len, body))):
        cells = [row[place].strip() for row in body if place < len(row) and row[place].strip()]
        if not cells:
            continue
        if all(map(_LINK.fullmatch, cells)):
            places.setdefault("link", place)
        elif all(map(read_checksum, cells)):
            places.setdefault("checksum", place)
        elif all(map(_FILE_NAME.fullmatch, cells)):
            places.setdefault("name", place)
        else:
            places.setdefault("title", place)
    return _Columns(places, headed=headed) if "link" in places else None
