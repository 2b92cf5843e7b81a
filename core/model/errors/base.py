"""The root of the tree, and what every error can do."""

from typing import ClassVar

_BY_CODE: dict[str, type["HeadgateError"]] = {}


class HeadgateError(Exception):
    """Base of the tree; `details` fill the templates and survive a restart."""

    code: ClassVar[str] = ""
    text: ClassVar[str] = ""
    remedy: ClassVar[str] = ""
    retryable: ClassVar[bool] = False
    concerns_all: ClassVar[bool] = False
    comes_back: ClassVar[bool] = False  # what it needs is gone for now: it is waited for
    starts_anew: ClassVar[bool] = False  # a retry by hand begins at the first byte

    def __init__(self, *, retry_after: float | None = None, **details: str) -> None:
        super().__init__()
        self.details = details
        self.retry_after = retry_after  # seconds the server asked us to wait

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.code:
            assert cls.code not in _BY_CODE, cls.code
            _BY_CODE[cls.code] = cls

    def __str__(self) -> str:
        return fill(self.text, self.details)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code}: {self})"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.details == getattr(other, "details", None)

    def __hash__(self) -> int:
        return hash(type(self))


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def fill(template: str, details: dict[str, str]) -> str:
    """The template with its `{names}` replaced; a missing detail shows as a question mark."""
    return template.format_map(_Blank(details))


def from_record(code: str, details: dict[str, str]) -> HeadgateError:
    """The error that was stored as `code` and `details`; unknown codes keep their details."""
    error = _BY_CODE.get(code, _BY_CODE["unexpected"])()
    error.details = details
    return error


def all_errors() -> list[type[HeadgateError]]:
    """Every concrete error class, by code."""
    return [_BY_CODE[code] for code in sorted(_BY_CODE)]
