"""Everything that can go wrong with a download, in words for the one who waits for it.

    HeadgateError
    ├── InputError       what was typed or dropped is not usable     (never retried)
    ├── NetworkError     the way to the server                       (mostly retried)
    ├── ServerError      what the server answered                    (by its own word)
    ├── DiskError        the place the file should go to             (never retried)
    ├── ContentError     the bytes are not what they should be       (rarely retried)
    └── StateError       our own list of downloads                   (concerns every download)

Each class has a stable `code` (kept in the list and printed by `--json`), a `text` that says
what happened and a `remedy` that says what to do. Both are templates for the error's details,
so that they can be translated when shown. A bug of ours is an assertion, not one of these.
"""

from core.model.errors.base import HeadgateError, all_errors, fill, from_record
from core.model.errors.content import ChangedError, ChecksumError, ContentError, LengthError
from core.model.errors.disk import (
    DiskError,
    DiskFaultError,
    DiskFullError,
    FileTooLargeError,
    FolderMissingError,
    FolderNotWritableError,
    InUseError,
    NameTakenError,
    NameTooLongError,
    PartLostError,
)
from core.model.errors.input import (
    BadOptionError,
    InputError,
    NotALinkError,
    UnreadableListError,
    UnsupportedSchemeError,
)
from core.model.errors.network import (
    CertificateError,
    ConnectionLostError,
    ConnectionRefusedByHostError,
    ConnectTimeoutError,
    NameLookupError,
    NetworkError,
    ProxyError,
    StalledError,
    TlsError,
    UnknownHostError,
    UnreachableError,
)
from core.model.errors.server import (
    BadReplyError,
    ForbiddenError,
    GoneError,
    LoginRequiredError,
    NotFoundError,
    RangeRefusedError,
    RateLimitedError,
    RedirectError,
    RefusedError,
    ServerError,
    UnavailableError,
    WebPageError,
)
from core.model.errors.state import (
    StateDamagedError,
    StateError,
    StateLostError,
    StateNewerError,
    UnexpectedError,
)

__all__ = [
    "BadOptionError",
    "BadReplyError",
    "CertificateError",
    "ChangedError",
    "ChecksumError",
    "ConnectTimeoutError",
    "ConnectionLostError",
    "ConnectionRefusedByHostError",
    "ContentError",
    "DiskError",
    "DiskFaultError",
    "DiskFullError",
    "FileTooLargeError",
    "FolderMissingError",
    "FolderNotWritableError",
    "ForbiddenError",
    "GoneError",
    "HeadgateError",
    "InUseError",
    "InputError",
    "LengthError",
    "LoginRequiredError",
    "NameLookupError",
    "NameTakenError",
    "NameTooLongError",
    "NetworkError",
    "NotALinkError",
    "NotFoundError",
    "PartLostError",
    "ProxyError",
    "RangeRefusedError",
    "RateLimitedError",
    "RedirectError",
    "RefusedError",
    "ServerError",
    "StalledError",
    "StateDamagedError",
    "StateError",
    "StateLostError",
    "StateNewerError",
    "TlsError",
    "UnavailableError",
    "UnexpectedError",
    "UnknownHostError",
    "UnreachableError",
    "UnreadableListError",
    "UnsupportedSchemeError",
    "WebPageError",
    "all_errors",
    "fill",
    "from_record",
]
