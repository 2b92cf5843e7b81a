"""Signing in to who asked for it: it helps there, and is told to nobody else."""

import logging
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.assembly import reconfigure
from core.model.download import Credentials, Options
from core.model.settings import Settings
from core.model.snapshot import Row
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.engine.test_secrets import everything, redirect
from tests.servers.proxies import http_proxy, socks_proxy
from tests.servers.scripted import Asked, Peer, Script, Scripted, content, scripted, serve_file

DATA = content(300_000)
SECRET = "s3cr3t-t0k3n"
BOB = Credentials("bob", SECRET)


@pytest.fixture
def other() -> Iterator[Scripted]:
    with scripted() as running:
        yield running


def guarded(credentials: Credentials = BOB) -> Script:
    """A file for those who sign in."""
    pair = f"{credentials.user}:{credentials.password}".encode()
    key = f"Basic {b64encode(pair).decode()}"

    def script(peer: Peer, asked: Asked) -> None:
        if asked.headers.get("authorization") == key:
            serve_file(DATA)(peer, asked)
        else:
            head = 'WWW-Authenticate: Basic realm="files"'
            peer.head("401 Who", head, "Content-Length: 0")

    return script


def turned_down(here: Rig, url: str, options: Options | None = None) -> Row:
    """A download that was asked who it is for."""
    [number] = here.add(url, options=options)
    here.run([number])
    row = here.look()[number]
    assert row.error is not None
    assert row.error.code in ("login_required", "proxy_login"), row.error
    return row


def detail(row: Row, name: str) -> str:
    assert row.error is not None
    return row.error.details[name]


def again(here: Rig, row: Row) -> State:
    here.engine.retry([row.id])
    here.run([row.id])
    return here.look()[row.id].state


@pytest.mark.parametrize("own", [None, Credentials("bob", "mistyped")])
def test_it_goes_on_once_signed_in(rig: MakeRig, server: Scripted, own: Credentials | None) -> None:
    here = rig()
    row = turned_down(here, server.add("/f", guarded()), Options(credentials=own))
    assert detail(row, "server") == server.url("/").rstrip("/")
    here.engine.signing_in.to_server([row.id], detail(row, "server"), BOB)
    assert again(here, row) is State.COMPLETED


def test_what_helps_on_the_way_to_there_is_kept(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    alice = Credentials("alice", "of the link")
    pair = b64encode(b"alice:of the link").decode()

    def on_the_way(peer: Peer, asked: Asked) -> None:
        known = asked.headers.get("authorization") == f"Basic {pair}"
        (redirect(other.url("/f")) if known else guarded())(peer, asked)

    here = rig()
    other.add("/f", guarded())
    row = turned_down(here, server.add("/f", on_the_way), Options(credentials=alice))
    assert detail(row, "server") == other.url("/").rstrip("/")
    here.engine.signing_in.to_server([row.id], detail(row, "server"), BOB)
    assert again(here, row) is State.COMPLETED


def test_all_from_there_are_signed_in_and_none_from_elsewhere(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    here = rig()
    row = turned_down(here, server.add("/f", guarded()))
    here.engine.signing_in.to_server([row.id], detail(row, "server"), BOB)
    [number] = here.add(server.add("/g", guarded()))
    here.run([number])
    assert here.look()[number].state is State.COMPLETED
    for url in (other.add("/h", serve_file(DATA)), server.add("/i", redirect(other.url("/h")))):
        here.add(url)
    here.run()
    assert here.look()[row.id].state is State.FAILED
    assert other.requests_for("/h")
    assert not any("authorization" in asked.headers for asked in other.requests_for("/h"))


def test_who_asks_may_be_where_a_redirect_led(
    rig: MakeRig, server: Scripted, other: Scripted
) -> None:
    here = rig()
    row = turned_down(here, server.add("/f", redirect(other.add("/there", guarded()))))
    assert detail(row, "server") == other.url("/").rstrip("/")
    here.engine.signing_in.to_server([row.id], detail(row, "server"), BOB)
    assert again(here, row) is State.COMPLETED
    assert not any("authorization" in asked.headers for asked in server.requests_for("/f"))


def test_a_link_with_a_name_of_its_own_keeps_it(rig: MakeRig, server: Scripted) -> None:
    here, ann = rig(), Credentials("ann", "hers")
    row = turned_down(here, server.add("/f", guarded()))
    here.engine.signing_in.to_server([row.id], detail(row, "server"), BOB)
    [number] = here.add(server.add("/g", guarded(ann)), options=Options(credentials=ann))
    here.run([number])
    assert here.look()[number].state is State.COMPLETED


def test_other_settings_forget_nobody(rig: MakeRig, server: Scripted, ca_file: Path) -> None:
    here = rig()
    row = turned_down(here, server.add("/f", guarded()))
    here.engine.signing_in.to_server([row.id], detail(row, "server"), BOB)
    old = Settings(ca_file=str(ca_file), timeout=30)
    reconfigure(here.engine, old, replace(old, user_agent="Other/1"))
    assert again(here, row) is State.COMPLETED


@pytest.mark.parametrize("written", ["", "bob:mistyped"])
@pytest.mark.parametrize("kind", ["http", "socks5h"])
def test_a_proxy_is_signed_in_to(
    rig: MakeRig, server: Scripted, kind: str, written: str, ca_file: Path
) -> None:
    make = http_proxy if kind == "http" else socks_proxy
    with make(login=("bob", SECRET)) as proxy:
        here = rig(proxy=proxy.url(kind, written), retries=0)
        row = turned_down(here, server.add("/f", serve_file(DATA)))
        assert detail(row, "proxy") == proxy.url(kind)
        here.engine.signing_in.to_proxy(detail(row, "proxy"), BOB)
        assert again(here, row) is State.COMPLETED
        here.close()


@pytest.mark.parametrize("password", [SECRET, f"{SECRET}-mistyped"])
def test_what_was_typed_is_found_nowhere_afterwards(
    rig: MakeRig,
    server: Scripted,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    password: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    here = rig(retries=0)
    row = turned_down(here, server.add("/f.bin", guarded()))
    typed = Credentials(f"bob-{SECRET}", password)
    here.engine.signing_in.to_server([row.id], detail(row, "server"), typed)
    again(here, row)
    here.engine.signing_in.to_server([row.id], detail(row, "server"), BOB)
    again(here, row)
    shown = here.look()[row.id]
    here.close()
    seen = list(everything(tmp_path))
    assert any(b"f.bin" in data for _, data in seen), "the link itself is kept"
    seen += [("log", caplog.text.encode()), ("events", repr(here.heard).encode())]
    seen += [("row", repr(shown).encode()), ("typed", repr(typed).replace(typed.user, "").encode())]
    assert not [place for place, data in seen if SECRET.encode() in data]
