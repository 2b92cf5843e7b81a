"""Proxies: which one a link goes through, and how to get through it."""

import ipaddress
import os
import socket
import struct
from functools import cached_property

from core.model.errors import ProxyError, ProxyLoginError
from core.model.proxy import Proxy, parse_proxy
from core.model.site_rules import NO_PROXY, SiteRule
from core.net.head import Head, read_head
from core.net.stream import Stream
from core.policy.sites import rule_for


class ProxyChoice:
    """The proxy for a link: its site's, else the one that was set, else the environment's.

    Raises `BadOptionError` for one that cannot be.
    """

    def __init__(self, setting: str, rules: tuple[SiteRule, ...] = ()) -> None:
        self._rules = rules
        self._of_rules = {
            rule.proxy: None if rule.proxy == NO_PROXY else parse_proxy(rule.proxy)
            for rule in rules
            if rule.proxy
        }
        self._fixed = parse_proxy(setting) if setting else None
        self._excluded = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
        self._parsed: dict[str, Proxy] = {}

    @cached_property
    def _environment(self) -> dict[str, str]:
        from urllib.request import getproxies

        return getproxies()

    def proxy_for(self, url: str) -> Proxy | None:
        if self._of_rules and (wanted := rule_for(self._rules, url).proxy):
            return self._of_rules[wanted]
        if self._fixed is not None or not self._environment:
            return self._fixed
        from requests.utils import select_proxy, should_bypass_proxies

        text = select_proxy(url, self._environment)
        if not text or should_bypass_proxies(url, self._excluded):
            return None
        if text not in self._parsed:
            self._parsed[text] = parse_proxy(text)
        return self._parsed[text]


def tunnel(stream: Stream, proxy: Proxy, host: str, port: int, seconds: float) -> None:
    """Ask an HTTP proxy for a way through (RFC 9110, section 9.3.6)."""
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if authorization := proxy.authorization():
        lines.append(f"Proxy-Authorization: {authorization}")
    stream.send("\r\n".join([*lines, "", ""]).encode("ascii"), seconds)
    head, left_over = read_head(stream, proxy.host, seconds)
    if not 200 <= head.status < 300:
        raise refusal(proxy, head)
    if left_over:
        raise ProxyError(proxy=str(proxy), reason="it sent data nobody asked for")


def refusal(proxy: Proxy, head: Head) -> ProxyError | ProxyLoginError:
    """The error behind a status that is not what was asked for."""
    kind = ProxyLoginError if head.status == 407 else ProxyError
    return kind(proxy=str(proxy), reason=f"{head.status} {head.reason}".strip())


_NO_WAY = 0xFF  # to log in that both sides know
_SOCKS_REASONS = {
    1: "general failure",
    2: "its rules do not allow this connection",
    3: "the network is unreachable",
    4: "the host is unreachable",
    5: "the connection was refused",
    6: "the connection took too long",
    7: "it does not support the command",
    8: "it does not support this kind of address",
}


def socks_connect(stream: Stream, proxy: Proxy, host: str, port: int, seconds: float) -> None:
    """Ask a SOCKS5 proxy for a way through (RFC 1928; user names by RFC 1929)."""
    methods = b"\x00\x02" if proxy.user else b"\x00"
    stream.send(bytes([5, len(methods)]) + methods, seconds)
    version, method = _exactly(stream, proxy, 2, seconds)
    if version != 5 or method not in methods:
        reason = "it wants another way to log in"
        if version == 5 and method == _NO_WAY and not proxy.user:
            raise ProxyLoginError(proxy=str(proxy), reason=reason)
        raise ProxyError(proxy=str(proxy), reason=reason)
    if method == 2:
        _socks_log_in(stream, proxy, seconds)
    stream.send(b"\x05\x01\x00" + _socks_address(host) + struct.pack(">H", port), seconds)
    version, reply, _, kind = _exactly(stream, proxy, 4, seconds)
    if version != 5 or reply != 0:
        reason = _SOCKS_REASONS.get(reply, f"reply {reply}")
        raise ProxyError(proxy=str(proxy), reason=reason)
    length = {1: 4, 4: 16}.get(kind) or _exactly(stream, proxy, 1, seconds)[0]
    _exactly(stream, proxy, length + 2, seconds)  # where it connected from; of no use to us


def _socks_log_in(stream: Stream, proxy: Proxy, seconds: float) -> None:
    user, password = proxy.user.encode()[:255], proxy.password.encode()[:255]
    packet = bytes([1, len(user)]) + user + bytes([len(password)]) + password
    stream.send(packet, seconds)
    if _exactly(stream, proxy, 2, seconds)[1] != 0:
        raise ProxyLoginError(proxy=str(proxy), reason="user name or password is wrong")


def _socks_address(host: str) -> bytes:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        name = host.encode("ascii")
        if len(name) > 255:
            raise UnicodeError("no name is this long") from None
        return bytes([3, len(name)]) + name
    kind = 1 if address.version == 4 else 4
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    return bytes([kind]) + socket.inet_pton(family, host)


def _exactly(stream: Stream, proxy: Proxy, count: int, seconds: float) -> bytes:
    received = bytearray(count)
    view, filled = memoryview(received), 0
    while filled < count:
        got = stream.receive_into(view[filled:], seconds)
        if not got:
            raise ProxyError(proxy=str(proxy), reason="it closed the connection")
        filled += got
    return bytes(received)
