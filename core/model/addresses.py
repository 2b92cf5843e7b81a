"""How a server is named, for messages and for signing in."""


def server_address(scheme: str, host: str, port: int) -> str:
    """`scheme://host:port`."""
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
