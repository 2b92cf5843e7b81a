"""TLS settings: one context each, because loading the certificates costs 40 ms a time."""

import ssl
import threading
from collections import OrderedDict
from pathlib import Path

from core.model.errors import BadOptionError

MAX_SESSIONS = 256  # servers whose tickets are kept
Server = tuple[str, int]  # host and port


class TlsContexts:
    """Contexts by what they verify, made on first use and shared by all workers."""

    def __init__(self, ca_file: str, *, insecure: bool) -> None:
        self._ca_file = ca_file
        self._insecure = insecure
        self._lock = threading.Lock()
        self._context: ssl.SSLContext | None = None
        self._sessions: OrderedDict[Server, ssl.SSLSession] = OrderedDict()

    def get(self) -> ssl.SSLContext:
        with self._lock:
            if self._context is None:
                self._context = make_context(self._ca_file, insecure=self._insecure)
            return self._context

    def session(self, server: Server) -> ssl.SSLSession | None:
        """What an earlier connection to the same server left, to shorten the handshake."""
        return self._sessions.get(server)

    def remember(self, server: Server, session: ssl.SSLSession | None) -> None:
        """Keep what a server gave us for its next connection (RFC 8446, section 2.2)."""
        if session is None or not session.has_ticket:
            return
        with self._lock:
            self._sessions[server] = session
            if len(self._sessions) > MAX_SESSIONS:
                self._sessions.popitem(last=False)


def make_context(ca_file: str, *, insecure: bool) -> ssl.SSLContext:
    """A client context that trusts `ca_file`, or the system's certificates when it is empty.

    Raises `BadOptionError` for a file that holds no certificates.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ssl.SSLError) as error:
        reason = f"{ca_file} holds no certificates ({error.strerror or error})"
        raise BadOptionError(option="cacert", reason=reason) from error
    if not ca_file and not _system_has_certificates(context):
        from requests.utils import DEFAULT_CA_BUNDLE_PATH

        context.load_verify_locations(cafile=DEFAULT_CA_BUNDLE_PATH)
    context.set_alpn_protocols(["http/1.1"])
    context.set_ciphers(":".join(_quick_first(context)))
    # Early releases of Python 3.11 take an end without a goodbye for a proper one.
    context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    if insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _quick_first(context: ssl.SSLContext) -> list[str]:
    """Its ciphers before TLS 1.3, as browsers order them: AES-128-GCM is the quickest."""
    names = [one["name"] for one in context.get_ciphers() if one["protocol"] != "TLSv1.3"]
    return sorted(names, key=lambda name: "AES128-GCM" not in name)


def _system_has_certificates(context: ssl.SSLContext) -> bool:
    if context.cert_store_stats()["x509_ca"]:
        return True
    folder = ssl.get_default_verify_paths().capath or ""  # read file by file when needed
    return bool(folder) and any(Path(folder).iterdir())
