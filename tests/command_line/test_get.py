"""`headgate get` as a whole program: what it prints, leaves behind and returns."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.nginx import Nginx
from tests.servers.scripted import Asked, Peer, Script, Scripted, content, serve_file

DATA = content(200_000)
Words = Callable[..., list[str]]


@pytest.fixture
def words(tmp_path: Path) -> Words:
    """The command line, with its state and files in the test's own folder."""

    def make(*more: str) -> list[str]:
        own = ["-d", str(tmp_path / "files"), "--state-dir", str(tmp_path / "state")]
        return [sys.executable, "-m", "gui", "get", *own, *more]

    return make


def run(words: list[str], **more: object) -> tuple[int, list[dict[str, object]], str]:
    """Exit status, JSON lines and what went to the terminal."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload]
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return done.returncode, told, done.stderr


def test_twenty_files_stopped_in_the_middle_and_again_until_all_are_there(
    words: Words, server: Scripted, tmp_path: Path
) -> None:
    """The first three come at once, and all others stall until the program was stopped."""
    stopped = threading.Event()
    bodies = {f"part-{number}.bin": content(2_000_000, str(number)) for number in range(20)}

    def stalls(body: bytes) -> Script:
        def script(peer: Peer, asked: Asked) -> None:
            if stopped.is_set():
                serve_file(body)(peer, asked)
                return
            peer.head("200 OK", f"Content-Length: {len(body)}", 'ETag: "v1"')
            peer.send(body[: len(body) // 2])
            peer.stall()

        return script

    scripts = [serve_file(body) for body in bodies.values()]
    scripts[3:] = [stalls(body) for body in list(bodies.values())[3:]]
    links = [server.add(f"/{name}", script) for name, script in zip(bodies, scripts, strict=True)]
    command = words("-j", "4", "--json", *links)
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    lines = []
    for line in first.stdout:
        lines.append(json.loads(line))
        if sum(one["event"] == "completed" for one in lines) == 3:
            first.send_signal(signal.SIGINT)
            break
    rest, _ = first.communicate()
    lines += [json.loads(line) for line in rest.splitlines()]
    summary = lines[-1]
    assert first.returncode == 130
    assert summary["event"] == "summary"
    assert summary["stop_ms"] is not None
    assert (summary["completed"], summary["stopped"]) == (3, 17)
    assert not {one["event"] for one in lines} & {"failed"}

    stopped.set()
    done_before = {one["url"] for one in lines if one["event"] == "completed"}
    status, told, _ = run(words("-j", "4", "--json", *(set(links) - done_before)))
    assert status == 0
    assert told[-1]["failed"] == told[-1]["stopped"] == 0
    assert told[-1]["stop_ms"] is None
    for name, body in bodies.items():
        assert (tmp_path / "files" / name).read_bytes() == body
    assert len(list((tmp_path / "files").iterdir())) == 20


def test_the_lines_have_the_promised_fields(words: Words, server: Scripted) -> None:
    status, told, _ = run(
        words("--json", server.add("/good.bin", serve_file(DATA)), server.url("/missing.bin"))
    )
    assert status == 1
    by_event = {str(one["event"]): one for one in told}
    assert {"added", "started", "completed", "failed", "summary"} <= set(by_event)
    assert by_event["completed"]["received"] == by_event["completed"]["total"] == len(DATA)
    assert str(by_event["completed"]["path"]).endswith("files/good.bin")
    error = by_event["failed"]["error"]
    assert isinstance(error, dict)
    assert error["code"] == "not_found"
    assert "404" in error["message"]
    assert [one["id"] for one in told if one["event"] == "added"] == [1, 2]
    assert (by_event["summary"]["completed"], by_event["summary"]["failed"]) == (1, 1)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["nonsense"], "“nonsense” is not a link"),
        (["ftp://example.org/a"], "ftp:"),
        (["http://127.0.0.1/a", "--limit-rate", "fast"], "limit-rate"),
        (["http://127.0.0.1/a", "--checksum", "crc=1"], "checksum"),
        (["-i", "/nonexistent/list.txt"], "/nonexistent/list.txt"),
        ([], "no link"),
    ],
)
def test_wrong_usage_is_status_2_and_says_what(words: Words, more: list[str], said: str) -> None:
    status, _, terminal = run(words(*more))
    assert status == 2
    assert said in terminal
    assert "Traceback" not in terminal


def test_a_bad_line_in_a_list_is_named(words: Words, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("# mine\nhttp://127.0.0.1/a\n\nnot a link\n")
    status, _, terminal = run(words("-i", str(listed)))
    assert status == 2
    assert "line 4" in terminal


def test_links_come_from_standard_input(words: Words, server: Scripted, tmp_path: Path) -> None:
    links = [server.add(f"/{number}.bin", serve_file(DATA)) for number in range(3)]
    status, _, _ = run(words("-q", "-i", "-"), input="\n".join(links))
    assert status == 0
    assert len(list((tmp_path / "files").iterdir())) == 3


def test_the_same_command_again_fetches_anew_under_another_name(
    words: Words, server: Scripted, tmp_path: Path
) -> None:
    link = server.add("/data.bin", serve_file(DATA))
    assert run(words(link))[0] == run(words(link))[0] == 0
    names = sorted(path.name for path in (tmp_path / "files").iterdir())
    assert names == ["data (2).bin", "data.bin"]
    assert run(words("--conflict", "skip", link))[0] == 0
    assert len(list((tmp_path / "files").iterdir())) == 2


def test_a_file_that_changed_is_started_again_only_when_asked_for(
    words: Words, server: Scripted, tmp_path: Path
) -> None:
    half = len(DATA) // 2

    def script(peer: Peer, asked: Asked) -> None:
        if asked.number > 1:
            serve_file(DATA[::-1], etag='"v2"')(peer, asked)
            return
        peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"', "Accept-Ranges: bytes")
        peer.send(DATA[:half])
        peer.sock.close()

    link = server.add("/data.bin", script)
    assert run(words("--retries", "0", link))[0] == 1
    for _ in range(2):
        status, _, terminal = run(words(link))
        assert status == 1
        assert "has changed" in terminal
        assert (tmp_path / "files" / "data.bin.part").read_bytes()[:half] == DATA[:half]
    assert run(words("--start-again", link))[0] == 0
    assert (tmp_path / "files" / "data.bin").read_bytes() == DATA[::-1]
    assert len(list((tmp_path / "files").iterdir())) == 1


def test_name_headers_agent_referer_and_cookies_go_along(
    words: Words, server: Scripted, tmp_path: Path
) -> None:
    cookies = tmp_path / "cookies.txt"
    cookies.write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\tabc\n")
    link = server.add("/data.bin", serve_file(DATA))
    status, _, _ = run(
        words(
            link, "-o", "mine.dat", "-H", "X-Mine: yes", "--user-agent", "Me/1",
            "--referer", "http://from.example/", "--load-cookies", str(cookies),
        )
    )  # fmt: skip
    assert status == 0
    assert (tmp_path / "files" / "mine.dat").read_bytes() == DATA
    sent = server.asked[0].headers
    assert sent["x-mine"] == "yes"
    assert sent["user-agent"] == "Me/1"
    assert sent["referer"] == "http://from.example/"
    assert sent["cookie"] == "session=abc"


def test_a_redirect_of_nginx_is_followed_and_the_name_is_the_last_ones(
    words: Words, web: Nginx, tmp_path: Path
) -> None:
    (web.root / "target.bin").write_bytes(DATA)
    assert run(words(f"{web.http}/moved/target.bin"))[0] == 0
    assert (tmp_path / "files" / "target.bin").read_bytes() == DATA


def test_tls_with_an_unknown_certificate_is_refused_and_insecure_accepts_it(
    words: Words, web: Nginx
) -> None:
    (web.root / "secure.bin").write_bytes(DATA)
    link = f"{web.https}/secure.bin"
    status, told, _ = run(words("--json", link))
    assert status == 1
    assert told[-2]["error"]["code"] == "certificate"  # type: ignore[index]
    assert run(words("--cacert", str(web.ca_file), link))[0] == 0
    assert run(words("--insecure", link))[0] == 0


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_during_a_stall_stops_safely(
    words: Words, server: Scripted, tmp_path: Path, name: str
) -> None:
    def half(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", f"Content-Length: {len(DATA)}")
        peer.send(DATA[:1000])
        peer.stall()

    command = words("--json", server.add("/data.bin", half))
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    for line in program.stdout:
        if json.loads(line)["received"] == 1000:
            program.send_signal(getattr(signal, name))
            break
    rest, _ = program.communicate()
    assert program.returncode == 130
    assert json.loads(rest.splitlines()[-1])["stopped"] == 1
    assert (tmp_path / "files" / "data.bin.part").read_bytes() == DATA[:1000]


def test_an_unusable_folder_is_told_and_the_others_go_on(
    words: Words, server: Scripted, tmp_path: Path
) -> None:
    (tmp_path / "files").write_text("a file where the folder should be")
    status, told, _ = run(words("--json", server.add("/data.bin", serve_file(DATA))))
    assert status == 1
    assert told[-2]["error"]["code"] == "folder_missing"  # type: ignore[index]


def test_people_get_plain_lines_when_it_is_no_terminal(words: Words, server: Scripted) -> None:
    status, _, terminal = run(words(server.add("/data.bin", serve_file(DATA)), server.url("/no")))
    assert status == 1
    assert "data.bin: 200 kB" in terminal
    assert "404" in terminal
    assert "\x1b" not in terminal
