"""When a checkpoint would only be in the way."""

from collections.abc import Iterable

from core.model.segment import Span, total

MUCH = 64 * 1024 * 1024  # bytes that take a noticeable while to be read back and proven


def nearly_done(size: int | None, held: Iterable[Span], recorded: Iterable[Span]) -> bool:
    """Whether much came, and a file will be whole half an interval from now if that goes on.

    Proving it then takes from what is still to come. `size` and spans in bytes.
    """
    if size is None:
        return False
    has = total(held)
    new = has - total(recorded)
    return new >= MUCH and 2 * (size - has) < new
