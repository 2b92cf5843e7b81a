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
from core.model.errors.content import (
    ChangedError,
    ChecksumError,
    ContentError,
    LengthError,
    MisplacedError,
    UnprovenError,
)
from core.model.errors.disk import (
    DiskError,
    DiskFaultError,
    DiskFullError,
    FileTooLargeError,
    FolderGoneError,
    FolderMissingError,
    FolderNotWritableError,
    InUseError,
    NameTakenError,
    NameTooLongError,
    PartLostError,
)
from core.model.errors.input import (
    BadMetalinkError,
    BadOptionError,
    BinaryDataError,
    InputError,
    NoAddressesError,
    NotALinkError,
    TooManyLinksError,
    TooMuchTextError,
    UnreadableListError,
    UnsupportedSchemeError,
    UnusableLinkError,
)
from core.model.errors.network import (
    CertificateError,
    ConnectionLostError,
    ConnectionRefusedByHostError,
    ConnectTimeoutError,
    NameLookupError,
    NetworkError,
    OfflineError,
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
    InsecureRedirectError,
    LoginRequiredError,
    NotFoundError,
    RangeRefusedError,
    RateLimitedError,
    RedirectError,
    RedirectLoopError,
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
    "BadMetalinkError",
    "BadOptionError",
    "BadReplyError",
    "BinaryDataError",
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
    "FolderGoneError",
    "FolderMissingError",
    "FolderNotWritableError",
    "ForbiddenError",
    "GoneError",
    "HeadgateError",
    "InUseError",
    "InputError",
    "InsecureRedirectError",
    "LengthError",
    "LoginRequiredError",
    "MisplacedError",
    "NameLookupError",
    "NameTakenError",
    "NameTooLongError",
    "NetworkError",
    "NoAddressesError",
    "NotALinkError",
    "NotFoundError",
    "OfflineError",
    "PartLostError",
    "ProxyError",
    "RangeRefusedError",
    "RateLimitedError",
    "RedirectError",
    "RedirectLoopError",
    "RefusedError",
    "ServerError",
    "StalledError",
    "StateDamagedError",
    "StateError",
    "StateLostError",
    "StateNewerError",
    "TlsError",
    "TooManyLinksError",
    "TooMuchTextError",
    "UnavailableError",
    "UnexpectedError",
    "UnknownHostError",
    "UnprovenError",
    "UnreachableError",
    "UnreadableListError",
    "UnsupportedSchemeError",
    "UnusableLinkError",
    "WebPageError",
    "all_errors",
    "fill",
    "from_record",
]
