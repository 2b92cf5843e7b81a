"""Cookies from a browser's export, session cookies and HttpOnly ones included."""

from http.cookiejar import Cookie, CookieJar
from pathlib import Path

from core.model.errors import UnreadableListError

_HTTP_ONLY = "#HttpOnly_"


def load_cookies(path: Path) -> CookieJar:
    """Read a file in Netscape format; raises `UnreadableListError` that names the line.

    Columns: domain, subdomains, path, secure, expiry (seconds since the epoch; 0 and empty
    mean until the end of the session), name, value.
    """
    jar = CookieJar()
    try:
        lines = path.read_text("utf-8").splitlines()
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
        if len(columns) != 7 or not (columns[4].isdigit() or not columns[4].strip()):
            reason = f"line {number} is not a cookie in Netscape format"
            raise UnreadableListError(path=str(path), reason=reason)
        jar.set_cookie(_cookie(columns, http_only=http_only))
    return jar


def _cookie(columns: list[str], *, http_only: bool) -> Cookie:
    domain, subdomains, path, secure, expiry, name, value = columns
    expires = int(expiry or 0) or None
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
