"""A download knows its size and path as soon as they can be known."""

from pathlib import Path

from core.model.download import Credentials, Download, Request
from core.model.resource import Resource, Validator
from core.model.states import State


def download() -> Download:
    return Download(1, Request("https://example.org/a", Path("/folder")), 1.0, 0.0)


def test_a_new_download_waits_in_the_queue() -> None:
    assert download().state is State.QUEUED


def test_the_size_is_what_the_server_says() -> None:
    one = download()
    assert one.size is None
    one.resource = Resource("https://example.org/a", 0, Validator(), ranges=True)
    assert one.size == 0


def test_the_path_is_there_once_there_is_a_name() -> None:
    one = download()
    assert one.path is None
    one.name = "a.zip"
    assert one.path == Path("/folder/a.zip")


def test_a_password_does_not_show_in_logs() -> None:
    request = repr(Credentials("bob", "hunter2"))
    assert "bob" in request
    assert "hunter2" not in request
