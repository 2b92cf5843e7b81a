"""Finding one's way in a long text: lines, and searches that let others have their turn."""

import re
from collections.abc import Callable, Iterator

STEP = 256 * 1024  # characters searched at once: some milliseconds
OVERLAP = 1024  # no pattern we search for looks further ahead


def pieces(text: str) -> Iterator[str]:
    """A long text in pieces of whole lines: one call for all of it would hold up other threads."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + STEP) + 1 or len(text)
        yield text[start:end]
        start = end


class Lines:
    """Counts line breaks up to places that mostly come one after the other."""

    def __init__(self, text: str, first: int = 1) -> None:
        self._text = text
        self._place = 0
        self._line = first

    def at(self, place: int) -> int:
        """The line of a place in the text."""
        if place < self._place:
            self._line -= self._text.count("\n", place, self._place)
        else:
            self._line += self._text.count("\n", self._place, place)
        self._place = place
        return self._line


def search(
    pattern: re.Pattern[str], text: str, start: int, end: int, pause: Callable[[], None]
) -> re.Match[str] | None:
    """`pattern.search` in steps; an expression holds up all other threads while it searches."""
    while True:
        stop = min(end, start + STEP)
        found = pattern.search(text, start, stop)
        if stop == end or (found is not None and found.end() + OVERLAP < stop):
            return found
        start = stop - 2 * OVERLAP if found is None else found.start()
        pause()
