"""What was meant for one server is told to no other, and what is secret is written nowhere."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.model.download import Credentials, Options
from core.model.snapshot import Row
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.servers.scripted import Asked, Peer, Script, Scripted, content, scripted, serve_file

DATA = content(300_000)
SECRET = "s3cr3t-t0k3n"
KINDS = {
    "password": Options(credentials=Credentials("bob", SECRET)),
    "own header": Options(headers=(("X-Api-Key", SECRET), ("Authorization", f"Bearer {SECRET}"))),
    "cookie": Options(headers=(("Cookie", f"session={SECRET}"),)),
    "referer": Options(referer=f"https://bob:{SECRET}@from.example/page?{SECRET}#{SECRET}"),
}
WAYS = {
    "http, same server": ("plain", "plain"),
    "http, another port": ("plain", "other"),
    "http to https": ("plain", "secure"),
    "https, same server": ("secure", "secure"),
    "https, another port": ("secure", "other secure"),
    "https to http": ("secure", "plain"),
}


@pytest.fixture
def servers(
    server: Scripted, tls_server: Scripted, server_context: object
) -> Iterator[dict[str, Scripted]]:
    with scripted() as other, scripted(server_context) as other_secure:  # type: ignore[arg-type]
        yield {
            "plain": server,
            "secure": tls_server,
            "other": other,
            "other secure": other_secure,
        }


def redirect(target: str) -> Script:
    return lambda peer, _: peer.head("302 There", f"Location: {target}", "Content-Length: 0")


def told(asked: Asked) -> set[str]:
    """The names of the headers that give the secret away, in clear or encoded."""
    hidden = (SECRET, "Ym9iOnMzY3IzdC10MGszbg")  # bob:… in base64
    return {name for name, value in asked.headers.items() if any(one in value for one in hidden)}


def run(here: Rig, url: str, options: Options) -> Row:
    here.add(url, options=options)
    here.run()
    [row] = here.look().values()
    return row


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_redirect_takes_no_secret_to_another_server(
    rig: MakeRig, servers: dict[str, Scripted], way: str, kind: str
) -> None:
    start, end = (servers[name] for name in WAYS[way])
    target = end.add("/there.bin", serve_file(DATA))
    row = run(rig(), start.add("/start.bin", redirect(target)), KINDS[kind])
    [first] = start.requests_for("/start.bin")
    there = end.requests_for("/there.bin")
    if way == "https to http":
        assert row.error is not None
        assert row.error.code == "insecure_redirect"
        assert not there
        return
    assert row.state is State.COMPLETED
    assert told(first), "it never got what was meant for it"
    assert "bob" not in first.headers.get("referer", "")
    for asked in there:
        assert told(asked) == (told(first) if start is end else set())
        assert ("referer" in asked.headers) == (start is end and kind == "referer")


def test_cookies_stay_with_who_set_them(rig: MakeRig, servers: dict[str, Scripted]) -> None:
    here, plain, other = rig(), servers["plain"], servers["other"]
    back = plain.add("/back.bin", serve_file(DATA))
    away = other.add("/away", redirect(back.replace("127.0.0.1", "localhost")))

    def start(peer: Peer, _: Asked) -> None:
        cookie = f"Set-Cookie: session={SECRET}; Path=/"
        peer.head("302 There", f"Location: {away}", cookie, "Content-Length: 0")

    row = run(here, plain.add("/start.bin", start), Options())
    assert row.state is State.COMPLETED
    assert not told(plain.requests_for("/back.bin")[0]), "localhost is another host"


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Names, contents and attributes of all files."""
    for path in sorted(folder.rglob("*")):
        yield f"name of {path}", str(path).encode()
        if path.is_file():
            yield f"bytes of {path}", path.read_bytes()
        for name in os.listxattr(path):
            yield f"{name} of {path}", os.getxattr(path, name)


@pytest.mark.parametrize("ending", ["whole", "breaks off", "404", "no address", "insecure"])
def test_planted_secrets_are_found_nowhere_afterwards(
    rig: MakeRig,
    servers: dict[str, Scripted],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    ending: str,
) -> None:
    caplog.set_level(logging.DEBUG)

    def breaking(peer: Peer, _: Asked) -> None:
        peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "a"')
        peer.send(DATA[:100_000])
        peer.reset()

    there: Script = serve_file(DATA) if ending == "whole" else breaking
    query = f"/there.bin?token={SECRET}"
    locations = {
        "whole": servers["other secure"].add(query, there),
        "breaks off": servers["other secure"].add(query, there),
        "404": servers["other"].url(f"/missing.bin?token={SECRET}"),
        "no address": f"https://*.example/a?token={SECRET}#{SECRET}",
        "insecure": f"http://bob:{SECRET}@127.0.0.1/?token={SECRET}",
    }
    start = servers["secure" if ending == "insecure" else "plain"]
    url = start.add("/start.bin", redirect(locations[ending]))
    options = Options(
        headers=(("Authorization", f"Bearer {SECRET}"), ("Cookie", f"a={SECRET}")),
        credentials=Credentials(f"bob-{SECRET}", SECRET),
        referer=f"https://bob:{SECRET}@from.example/",
    )
    here = rig(retries=0)
    row = run(here, url, options)
    assert (row.state is State.COMPLETED) == (ending == "whole")
    here.close()
    seen = list(everything(tmp_path))
    assert any(b"start.bin" in data for _, data in seen), "the link itself is kept"
    seen += [("log", caplog.text.encode()), ("events", repr(here.heard).encode())]
    seen.append(("error", f"{row.error} {row.error.details if row.error else ''}".encode()))
    assert not [place for place, data in seen if SECRET.encode() in data]
