"""Whether this machine has a way to anywhere."""

import socket

# Nothing is sent: connecting such a socket only looks for a route. Addresses for documentation
# (RFC 5737, RFC 3849) are nobody's, and go where all that is far away goes.
_FAR_AWAY = (
    (socket.AF_INET, ("192.0.2.1", 9)),
    (socket.AF_INET6, ("2001:db8::1", 9)),
)


def online() -> bool:
    """Whether there is a route out of here, by either protocol."""
    return any(_routed(family, address) for family, address in _FAR_AWAY)


def _routed(family: socket.AddressFamily, address: tuple[str, int]) -> bool:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect(address)
    except OSError:
        return False
    return True
