"""The cookies that all workers share."""

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from http.cookiejar import CookieJar


class Jar:
    """Opened by the first who asks: its module loads half of http and email."""

    def __init__(self, loaded: "CookieJar | None" = None) -> None:
        """`loaded` is what a file held, if there is one."""
        self._lock = threading.Lock()
        self._loaded = loaded
        self._cookies: CookieJar | None = None

    def open(self) -> "CookieJar":
        """The cookies themselves."""
        from http.cookiejar import CookieJar

        from core.net.cookies import like_a_browser

        with self._lock:
            if self._cookies is None:
                self._cookies = like_a_browser(
                    CookieJar() if self._loaded is None else self._loaded
                )
            return self._cookies
