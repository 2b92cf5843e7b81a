"""Making a TCP connection: several addresses, the first that answers wins (RFC 8305)."""

import errno
import os
import socket
import time

from core.net.resolver import Address
from core.stop import StopSignal

STAGGER_SECONDS = 0.25  # RFC 8305, section 5
_UNDER_WAY = {errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", -1)}


def dial(addresses: list[Address], stop: StopSignal, seconds: float) -> socket.socket:
    """A connected, non-blocking socket.

    A further address is tried every quarter second, or as soon as the one before it failed.
    Raises the last `OSError`, `TimeoutError` after `seconds`, or `Interrupted`.
    """
    deadline = time.monotonic() + seconds
    waiting = list(addresses)
    attempts: dict[int, socket.socket] = {}
    failure: OSError = ConnectionRefusedError(errno.ECONNREFUSED, "no address")
    try:
        while waiting or attempts:
            if waiting:
                try:
                    sock = _begin(waiting.pop(0))
                except OSError as error:
                    failure = error
                    continue
                attempts[sock.fileno()] = sock
            left = deadline - time.monotonic()
            pause = min(left, STAGGER_SECONDS) if waiting else left
            ready = stop.any_ready(list(attempts), seconds=pause)
            if left <= 0 and not ready:  # a machine that was busy looks once more
                raise TimeoutError
            for descriptor in ready:
                sock = attempts.pop(descriptor)
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if not code:
                    return sock
                failure = OSError(code, os.strerror(code))
                sock.close()
        raise failure
    finally:
        for sock in attempts.values():
            sock.close()


def _begin(address: Address) -> socket.socket:
    sock = socket.socket(address.family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        code = sock.connect_ex(address.target)
        if code and code not in _UNDER_WAY:
            raise OSError(code, os.strerror(code))
    except OSError:
        sock.close()
        raise
    return sock
