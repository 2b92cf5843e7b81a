"""When a checkpoint would only be in the way."""

from collections.abc import Iterable

from core.model.segment import Span, total


def nearly_done(size: int | None, held: Iterable[Span], recorded: Iterable[Span]) -> bool:
    """Whether a file will be whole half an interval from now, if it goes on as since the last.

    Reading back and proving hundreds of megabytes then takes from what is still to come.
    `size` and spans in bytes.
    """
    if size is None:
        return False
    has = total(held)
    return 2 * (size - has) < has - total(recorded)
