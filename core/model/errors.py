"""Everything that can go wrong with a download, in words for the one who waits for it.

    HeadgateError
    ├── InputError       what was typed or dropped is not usable     (never retried)
    ├── NetworkError     the way to the server                       (mostly retried)
    ├── ServerError      what the server answered                    (by its own word)
    ├── DiskError        the place the file should go to             (never retried)
    ├── ContentError     the bytes are not what they should be       (never retried)
    └── StateError       our own list of downloads                   (concerns every download)

Each class has a stable `code` (kept in the list and printed by `--json`), a `text` that says
what happened and a `remedy` that says what to do. Both are templates for the error's details,
so that they can be translated when shown. A bug of ours is an assertion, not one of these.
"""

from typing import ClassVar

_BY_CODE: dict[str, type["HeadgateError"]] = {}


class HeadgateError(Exception):
    """Base of the tree; `details` fill the templates and survive a restart."""

    code: ClassVar[str] = ""
    text: ClassVar[str] = ""
    remedy: ClassVar[str] = ""
    retryable: ClassVar[bool] = False
    concerns_all: ClassVar[bool] = False
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

    __hash__ = Exception.__hash__


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def fill(template: str, details: dict[str, str]) -> str:
    """The template with its `{names}` replaced; a missing detail shows as a question mark."""
    return template.format_map(_Blank(details))


def from_record(code: str, details: dict[str, str]) -> HeadgateError:
    """The error that was stored as `code` and `details`; unknown codes keep their details."""
    error = _BY_CODE.get(code, UnexpectedError)()
    error.details = details
    return error


def all_errors() -> list[type[HeadgateError]]:
    """Every concrete error class, by code."""
    return [_BY_CODE[code] for code in sorted(_BY_CODE)]


# --- what was typed or dropped -------------------------------------------------------------


class InputError(HeadgateError):
    """What the user gave cannot be used; nothing was started."""


class NotALinkError(InputError):
    code = "not_a_link"
    text = "“{link}” is not a link."
    remedy = "Copy the whole address, starting with http:// or https://."


class UnsupportedSchemeError(InputError):
    code = "unsupported_scheme"
    text = "Links that start with {scheme}: cannot be downloaded."
    remedy = "Only http and https links are supported."


class BadOptionError(InputError):
    code = "bad_option"
    text = "{option}: {reason}"
    remedy = "Check the value and try again."


class UnreadableListError(InputError):
    code = "unreadable_list"
    text = "The list {path} cannot be read: {reason}"
    remedy = "Check that the file exists, is text, and may be read by you."


# --- the way to the server -----------------------------------------------------------------


class NetworkError(HeadgateError):
    """The server could not be reached, or was lost on the way."""

    retryable = True


class UnknownHostError(NetworkError):
    code = "unknown_host"
    text = "No server called {host} was found."
    remedy = "Check the spelling of the link, and whether you are online."
    retryable = False


class NameLookupError(NetworkError):
    code = "name_lookup"
    text = "The name {host} could not be looked up right now."
    remedy = "Check whether you are online, then retry."


class ConnectionRefusedByHostError(NetworkError):
    code = "connection_refused"
    text = "{host} refused the connection."
    remedy = "The server may be down. Retry later, or check the port in the link."


class UnreachableError(NetworkError):
    code = "unreachable"
    text = "{host} cannot be reached: {reason}."
    remedy = "Check your network connection, then retry."


class ConnectTimeoutError(NetworkError):
    code = "connect_timeout"
    text = "{host} did not answer within {seconds} seconds."
    remedy = "Retry later; the server or the way to it may be overloaded."


class StalledError(NetworkError):
    code = "stalled"
    text = "{host} stopped sending for {seconds} seconds."
    remedy = "Retry; everything received so far is kept."


class ConnectionLostError(NetworkError):
    code = "connection_lost"
    text = "The connection to {host} broke off."
    remedy = "Retry; everything received so far is kept."


class CertificateError(NetworkError):
    code = "certificate"
    text = "The certificate of {host} is not trusted: {reason}."
    remedy = "Check the link and your clock. Continue only if you know why this happens."
    retryable = False


class TlsError(NetworkError):
    code = "tls"
    text = "No secure connection to {host} could be made: {reason}."
    remedy = "The server may be misconfigured. Retry later, or look for another link."
    retryable = False


class ProxyError(NetworkError):
    code = "proxy"
    text = "The proxy {proxy} did not let us through: {reason}."
    remedy = "Check the proxy's address, user name and password."
    retryable = False


# --- what the server answered --------------------------------------------------------------


class ServerError(HeadgateError):
    """The server answered, but not with the file."""


class NotFoundError(ServerError):
    code = "not_found"
    text = "{host} has no file at this address (404)."
    remedy = "The file may have moved. Look for a new link."


class GoneError(ServerError):
    code = "gone"
    text = "The file was removed from {host} (410)."
    remedy = "Look for another link."


class ForbiddenError(ServerError):
    code = "forbidden"
    text = "{host} does not allow this download (403)."
    remedy = "The link may have expired. Get a new link from the page it came from."


class LoginRequiredError(ServerError):
    code = "login_required"
    text = "{host} asks for a user name and password ({status})."
    remedy = "Add the link again as https://name:password@…, or with your cookies."


class RateLimitedError(ServerError):
    code = "rate_limited"
    text = "{host} asks us to slow down (429)."
    remedy = "Retry later, with fewer downloads from this server at a time."
    retryable = True


class UnavailableError(ServerError):
    code = "unavailable"
    text = "{host} is having trouble ({status})."
    remedy = "Retry later; the fault is on the server's side."
    retryable = True


class RefusedError(ServerError):
    code = "refused"
    text = "{host} refused the request ({status})."
    remedy = "Open the link in a browser to see what the server wants."


class RangeRefusedError(ServerError):
    code = "range_refused"
    starts_anew = True
    text = "{host} no longer offers the rest of this file (416)."
    remedy = "The file may have changed. Start it again from the beginning."


class RedirectError(ServerError):
    code = "redirect"
    text = "{host} sends us in circles: {reason}."
    remedy = "Open the link in a browser, and copy the address of the file itself."


class BadReplyError(ServerError):
    code = "bad_reply"
    text = "The answer of {host} makes no sense: {reason}."
    remedy = "Retry later, or look for another link."


class WebPageError(ServerError):
    code = "web_page"
    text = "{host} sent a web page where the file {name} was expected."
    remedy = "The link may have expired or need a login. Open it in a browser."


# --- the place the file should go to -------------------------------------------------------


class DiskError(HeadgateError):
    """The target folder or its disk does not play along."""


class FolderMissingError(DiskError):
    code = "folder_missing"
    text = "The folder {folder} does not exist and cannot be created."
    remedy = "Choose another folder."


class FolderNotWritableError(DiskError):
    code = "folder_not_writable"
    text = "Nothing can be saved in {folder}: {reason}."
    remedy = "Choose a folder you may write to."


class DiskFullError(DiskError):
    code = "disk_full"
    text = "The disk of {folder} is full."
    remedy = "Free some space or choose another folder; everything received is kept."


class FileTooLargeError(DiskError):
    code = "file_too_large"
    text = "The disk of {folder} cannot hold a file this large."
    remedy = "Choose a folder on another disk (FAT disks end at 4 GB a file)."


class NameTooLongError(DiskError):
    code = "name_too_long"
    text = "The disk of {folder} does not take a name this long."
    remedy = "Choose a shorter name."


class DiskFaultError(DiskError):
    code = "disk_fault"
    text = "Saving in {folder} failed: {reason}."
    remedy = "Check the disk; everything received so far is kept."


class InUseError(DiskError):
    code = "in_use"
    text = "{name} is being downloaded by another program or window."
    remedy = "Wait until the other one is done, or choose another name."


class NameTakenError(DiskError):
    code = "name_taken"
    text = "There is already a file called {name} in {folder}."
    remedy = "Choose another name, or move the old file away."


class PartLostError(DiskError):
    code = "part_lost"
    starts_anew = True
    text = "The unfinished file {name} was removed or replaced."
    remedy = "Start it again from the beginning."


# --- the bytes -----------------------------------------------------------------------------


class ContentError(HeadgateError):
    """What arrived is not the file that was asked for."""


class ChangedError(ContentError):
    code = "changed"
    starts_anew = True
    text = "The file on {host} has changed since the download began."
    remedy = "Start it again from the beginning; the old part is kept until you do."


class ChecksumError(ContentError):
    code = "checksum"
    starts_anew = True
    text = "The file is damaged: its {algorithm} is {actual}, expected was {expected}."
    remedy = "Download it again, from another source if it happens twice."


class LengthError(ContentError):
    code = "length"
    text = "{host} announced {expected} bytes and sent {actual}."
    remedy = "Retry; the server or something on the way cuts the file."
    retryable = True


# --- ourselves -----------------------------------------------------------------------------


class StateError(HeadgateError):
    """Our own list of downloads cannot be read or written."""

    concerns_all = True


class StateLostError(StateError):
    code = "state_lost"
    text = "The list of downloads in {folder} cannot be written: {reason}."
    remedy = "Make room on that disk or check its permissions, then start again."


class StateNewerError(StateError):
    code = "state_newer"
    text = "The list of downloads was written by a newer Headgate."
    remedy = "Start the newer version; this one leaves the list untouched."


class UnexpectedError(HeadgateError):
    """A bug: the worker caught what nobody expected, and reports it."""

    code = "unexpected"
    text = "Headgate made a mistake: {reason}"
    remedy = "Retry. If it happens again, please report it with the details."
