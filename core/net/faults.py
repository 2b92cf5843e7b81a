"""Foreign exceptions become ours here, the most specific first; the cause is kept."""

import errno
import socket
import ssl

from core.model.addresses import server_address
from core.model.errors import (
    BadReplyError,
    CertificateError,
    ConnectionLostError,
    ConnectionRefusedByHostError,
    ConnectTimeoutError,
    HeadgateError,
    NameLookupError,
    StalledError,
    TlsError,
    UnknownHostError,
    UnreachableError,
)

_UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def is_cut(error: ssl.SSLError) -> bool:
    """Whether the peer simply went away; early releases of Python 3.11 have no class for it."""
    gone = isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)
    return gone or error.reason == "UNEXPECTED_EOF_WHILE_READING"


def untrusted(error: ssl.SSLCertVerificationError, host: str, port: int) -> CertificateError:
    """Why the certificate that was shown there is not trusted."""
    reason = error.verify_message.rstrip(".")
    return CertificateError(host=host, reason=reason, server=server_address("https", host, port))


def while_connecting(error: Exception, host: str, seconds: float) -> HeadgateError:
    """Why no connection to `host` came about."""
    match error:
        case TimeoutError():
            return ConnectTimeoutError(host=host, seconds=f"{seconds:g}")
        case socket.gaierror() if error.errno in _NO_SUCH_NAME:
            return UnknownHostError(host=host)
        case socket.gaierror():
            return NameLookupError(host=host)
        case UnicodeError():
            return UnknownHostError(host=host)
        case ssl.SSLError() if is_cut(error):
            return ConnectionLostError(host=host)
        case ssl.SSLError():
            return TlsError(host=host, reason=(error.reason or "unknown").lower().replace("_", " "))
        case ConnectionRefusedError():
            return ConnectionRefusedByHostError(host=host)
        case OSError() if error.errno == errno.ETIMEDOUT:
            return ConnectTimeoutError(host=host, seconds=f"{seconds:g}")
        case OSError() if error.errno in _UNREACHABLE:
            return UnreachableError(host=host, reason=(error.strerror or "").lower())
        case _:
            return ConnectionLostError(host=host)


def while_reading(error: Exception, host: str, seconds: float) -> HeadgateError:
    """Why the reply of `host` broke off."""
    match error:
        case HeadgateError():
            return error
        case TimeoutError():
            return StalledError(host=host, seconds=f"{seconds:g}")
        case ssl.SSLError() if is_cut(error):
            return ConnectionLostError(host=host)
        case ssl.SSLError():
            return BadReplyError(host=host, reason="the encrypted stream is damaged")
        case OSError() if error.errno == errno.ETIMEDOUT:
            return StalledError(host=host, seconds=f"{seconds:g}")
        case _:
            return ConnectionLostError(host=host)
