"""Which line of a text a place is in."""


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
