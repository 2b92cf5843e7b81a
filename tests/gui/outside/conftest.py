"""A message bus of our own for each test."""

from collections.abc import Iterator

import pytest
from PySide6.QtDBus import QDBusConnection

from tests.servers.bus import message_bus, on_bus


@pytest.fixture(scope="session")
def bus_address() -> Iterator[str]:
    with message_bus() as address:
        yield address


@pytest.fixture
def bus(qapp: object, bus_address: str) -> Iterator[QDBusConnection]:
    """The program's end."""
    with on_bus(bus_address) as made:
        yield made


@pytest.fixture
def other_end(qapp: object, bus_address: str) -> Iterator[QDBusConnection]:
    """Where services are."""
    with on_bus(bus_address) as made:
        yield made
