"""Calls that a slow disk may hold up for seconds, and that a stop does not wait for."""

import socket
import threading
from collections.abc import Callable

from core.stop import StopSignal

_LONG_SECONDS = 3600.0


def unless_stopped(call: Callable[[], None], stop: StopSignal) -> None:
    """Make a call on a thread of its own and return when it has; raises what it raises.

    Raises `Interrupted` as soon as the signal is set. The call is left to itself then: the
    thread ends when the system lets it go.
    """
    stop.check()
    mine, its = socket.socketpair()
    failures: list[BaseException] = []

    def run() -> None:
        try:
            call()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            failures.append(error)
        finally:
            its.close()

    with mine:
        threading.Thread(target=run, name="disk", daemon=True).start()
        while not stop.ready(mine.fileno(), seconds=_LONG_SECONDS):
            continue
    if failures:
        raise failures[0]
