"""Looks over the shoulder of whoever writes part files: every byte must be right at once."""

import os
from collections.abc import Callable

import pytest

from core.disk.partfile import PartFile
from core.disk.pipe import Pipe
from core.model.segment import Span, merge, total


class Written:
    """What was written of one file whose content is known, in the order it came."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.spans: list[Span] = []
        self.wrong: list[Span] = []

    def note(self, descriptor: int, count: int, position: int) -> None:
        span = Span(position, position + count)
        self.spans.append(span)
        if os.pread(descriptor, count, position) != self.data[position : position + count]:
            self.wrong.append(span)

    @property
    def twice(self) -> int:
        """Bytes that two connections brought."""
        return total(self.spans) - total(merge(self.spans))


def watch(monkeypatch: pytest.MonkeyPatch, data: bytes) -> Written:
    """Watch all writes to part files, which must be those of `data`."""
    written = Written(data)
    write: Callable[[PartFile, memoryview, int], None] = PartFile.write
    drain: Callable[[PartFile, Pipe, int, int], None] = PartFile.drain

    def noted_write(self: PartFile, part: memoryview, position: int) -> None:
        count = len(part)
        write(self, part, position)
        written.note(self.descriptor, count, position)

    def noted_drain(self: PartFile, pipe: Pipe, count: int, position: int) -> None:
        drain(self, pipe, count, position)
        written.note(self.descriptor, count, position)

    monkeypatch.setattr(PartFile, "write", noted_write)
    monkeypatch.setattr(PartFile, "drain", noted_drain)
    return written
