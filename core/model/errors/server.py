"""What the server answered."""

from core.model.errors.base import HeadgateError


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
    remedy = "Sign in, or give the link as https://name:password@…, or with your cookies."


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
    text = "{host} leads to where nothing can be downloaded: {reason}."
    remedy = "Open the link in a browser, and copy the address of the file itself."


class RedirectLoopError(ServerError):
    code = "redirect_loop"
    text = "{host} sends us in circles: {reason}."
    remedy = "Open the link in a browser: it may need a login or cookies."


class InsecureRedirectError(ServerError):
    code = "insecure_redirect"
    text = "{host} leads from a secure address to an insecure one, on {target}."
    remedy = "Anybody on the way could change the file. If you trust it, add that address itself."


class BadReplyError(ServerError):
    code = "bad_reply"
    text = "The answer of {host} makes no sense: {reason}."
    remedy = "Retry later, or look for another link."


class WebPageError(ServerError):
    code = "web_page"
    text = "{host} sent a web page where the file {name} was expected."
    remedy = "The link may have expired or need a login. Open it in a browser."


class WrongSizeError(ServerError):
    code = "wrong_size"
    text = "The file on {host} has {actual} bytes; {expected} were expected."
    remedy = "It is another file or another version. Look for another link."
