"""Cookies from a browser's export, session cookies and HttpOnly ones included."""

import re
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from pathlib import Path

from core.model.errors import UnreadableListError

_HTTP_ONLY = "#HttpOnly_"


def like_a_browser(jar: CookieJar) -> CookieJar:
    """The jar, made to keep the cookies of a host from its subdomains."""
    strict = DefaultCookiePolicy.DomainStrictNonDomain
    jar.set_policy(DefaultCookiePolicy(strict_ns_domain=strict))
    return jar


def load_cookies(path: Path) -> CookieJar:
    """Read a file in Netscape format; raises `UnreadableListError` that names the line.

    Columns: domain, subdomains, path, secure, expiry (seconds since the epoch; 0 and empty
    mean until the end of the session), name, value.
    """
    jar = CookieJar()
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise UnreadableListError(path=str(path), reason=reason) from error
    for number, line in enumerate(lines, 1):
        http_only = line.startswith(_HTTP_ONLY)
        text = line.removeprefix(_HTTP_ONLY)
        if not text.strip() or (text.startswith("#") and not http_only):
            continue
        columns = text.split("\t")
        if len(columns) == 6:
            columns.append("")
        if len(columns) != 7 or not re.fullmatch("[0-9]*", columns[4].strip()):
            reason = f"line {number} is not a cookie in Netscape format"
            raise UnreadableListError(path=str(path), reason=reason)
        jar.set_cookie(_cookie(columns, http_only=http_only))
    return jar


def _cookie(columns: list[str], *, http_only: bool) -> Cookie:
    domain, subdomains, path, secure, expiry, name, value = columns
    expires = int(expiry.strip() or 0) or None
    if "." not in domain:
        domain += ".local"  # how the jar itself calls hosts without a dot
    return Cookie(
        version=0,
        name=name,
        value=value,
        port=None,
        port_specified=False,
        domain=domain,
        domain_specified=subdomains == "TRUE",
        domain_initial_dot=domain.startswith("."),
        path=path,
        path_specified=True,
        secure=secure == "TRUE",
        expires=expires,
        discard=expires is None,
        comment=None,
        comment_url=None,
        rest={"HttpOnly": ""} if http_only else {},
    )
