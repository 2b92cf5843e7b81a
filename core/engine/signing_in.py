"""Signing in to a server or a proxy that asked for it; nothing of it is recorded."""

from collections.abc import Iterable
from dataclasses import replace

from core.engine.work import Work
from core.model.download import Credentials
from core.net.logins import Logins
from core.net.origins import server_of


class SigningIn:
    """It counts from the next request on, for all downloads from there, until the program ends."""

    def __init__(self, work: Work, logins: Logins) -> None:
        self._work = work
        self.logins = logins

    def to_server(self, ids: Iterable[int], server: str, credentials: Credentials) -> None:
        """Sign in to `server` (`scheme://host:port`), which turned down these downloads.

        If it is where their links lead, their own name and password did not help, and are
        forgotten.
        """
        self.logins.remember(server, credentials)
        with self._work.lock:
            for one in self._work.roster.some(ids):
                if server_of(one.request.url) != server:
                    continue  # theirs are for the one that sent us there
                options = replace(one.request.options, credentials=None)
                one.request = replace(one.request, options=options)

    def to_proxy(self, proxy: str, credentials: Credentials) -> None:
        """Sign in to `proxy`, which is named as in the error."""
        self.logins.remember_proxy(proxy, credentials)
