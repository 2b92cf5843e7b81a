"""User names and passwords given while the program runs; they are never written anywhere."""

from dataclasses import replace

from core.model.download import Credentials
from core.model.proxy import Proxy


class Logins:
    """For servers and proxies, by their addresses as `scheme://host:port`.

    Asked by all workers: an entry comes whole or not at all.
    """

    def __init__(self) -> None:
        self._servers: dict[str, Credentials] = {}
        self._proxies: dict[str, Credentials] = {}

    def remember(self, server: str, credentials: Credentials) -> None:
        """What `server` gets from now on, unless a download has a word of its own for it."""
        self._servers[server] = credentials

    def remember_proxy(self, proxy: str, credentials: Credentials) -> None:
        """What `proxy` gets from now on, whatever the settings say."""
        self._proxies[proxy] = credentials

    def __bool__(self) -> bool:
        return bool(self._servers)

    def of(self, server: str) -> Credentials | None:
        return self._servers.get(server)

    def into(self, proxy: Proxy | None) -> Proxy | None:
        """A proxy with what it gets."""
        found = self._proxies.get(str(proxy)) if self._proxies else None
        if proxy is None or found is None:
            return proxy
        return replace(proxy, user=found.user, password=found.password)
