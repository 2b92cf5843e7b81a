"""Our own list, and our own mistakes."""

from pathlib import Path
from traceback import extract_tb

from core.model.errors.base import HeadgateError


class StateError(HeadgateError):
    """Our own list of downloads cannot be read or written."""

    concerns_all = True


class StateLostError(StateError):
    code = "state_lost"
    text = "The list of downloads in {folder} cannot be written: {reason}."
    remedy = "Make room on that disk or check its permissions, then start again."


class StateDamagedError(StateError):
    code = "state_damaged"
    text = (
        "The list of downloads was damaged. It is kept as {kept}, "
        "and {count} downloads were taken over from it."
    )
    remedy = "If any are missing, add them again."


class ListClosedError(StateError):
    code = "list_closed"
    text = "Headgate is closing, and its list takes in nothing more."
    remedy = "Add it again once Headgate is started."


class StateNewerError(StateError):
    code = "state_newer"
    text = "The list of downloads was written by a newer Headgate."
    remedy = "Start the newer version; this one leaves the list untouched."


class UnexpectedError(HeadgateError):
    """A bug: the worker caught what nobody expected, and reports it."""

    code = "unexpected"
    text = "Headgate made a mistake: {reason}."
    remedy = "Retry. If it happens again, please report it with the details."

    @classmethod
    def of(cls, error: BaseException) -> "UnexpectedError":
        """What was caught, and where it came from."""
        places = extract_tb(error.__traceback__)
        where = f" ({Path(places[-1].filename).name}:{places[-1].lineno})" if places else ""
        return cls(reason=f"{type(error).__name__}: {error}{where}")
