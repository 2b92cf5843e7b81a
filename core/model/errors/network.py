"""The way to the server."""

from core.model.errors.base import HeadgateError


class NetworkError(HeadgateError):
    """The server could not be reached, or was lost on the way."""

    retryable = True


class UnknownHostError(NetworkError):
    code = "unknown_host"
    text = "No server called {host} was found."
    remedy = "Check the spelling of the link, and whether you are online."
    retryable = False


class NameLookupError(NetworkError):
    code = "name_lookup"
    text = "The name {host} could not be looked up right now."
    remedy = "Check whether you are online, then retry."


class ConnectionRefusedByHostError(NetworkError):
    code = "connection_refused"
    text = "{host} refused the connection."
    remedy = "The server may be down. Retry later, or check the port in the link."


class UnreachableError(NetworkError):
    code = "unreachable"
    text = "{host} cannot be reached: {reason}."
    remedy = "Check your network connection, then retry."


class OfflineError(NetworkError):
    code = "offline"
    comes_back = True
    text = "This computer has no network connection."
    remedy = "Downloads go on by themselves when it is back."


class ConnectTimeoutError(NetworkError):
    code = "connect_timeout"
    text = "{host} did not answer within {seconds} seconds."
    remedy = "Retry later; the server or the way to it may be overloaded."


class StalledError(NetworkError):
    code = "stalled"
    text = "{host} stopped sending for {seconds} seconds."
    remedy = "Retry; everything received so far is kept."


class ConnectionLostError(NetworkError):
    code = "connection_lost"
    text = "The connection to {host} broke off."
    remedy = "Retry; everything received so far is kept."


class CertificateError(NetworkError):
    code = "certificate"
    text = "The certificate of {host} is not trusted: {reason}."
    remedy = "Check the link and your clock. Accept it only if you know why this happens."
    retryable = False


class TlsError(NetworkError):
    code = "tls"
    text = "No secure connection to {host} could be made: {reason}."
    remedy = "The server may be misconfigured. Retry later, or look for another link."
    retryable = False


class ProxyError(NetworkError):
    code = "proxy"
    text = "The proxy {proxy} did not let us through: {reason}."
    remedy = "Check the proxy's address, user name and password."
    retryable = False


class ProxyLoginError(NetworkError):
    code = "proxy_login"
    text = "The proxy {proxy} asks for a user name and password: {reason}."
    remedy = "Sign in, or write the proxy as http://name:password@host:port."
    retryable = False
