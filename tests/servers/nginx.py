"""A real nginx on loopback, over HTTP and TLS, serving a folder."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import trustme

CONFIG = """
worker_processes 1;
daemon off;
pid {run}/nginx.pid;
error_log {run}/error.log;
{user}
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000;
    types {{ text/html html; application/octet-stream bin; }}
    default_type application/octet-stream;
    client_body_temp_path {run}/body; proxy_temp_path {run}/proxy;
    fastcgi_temp_path {run}/fastcgi; uwsgi_temp_path {run}/uwsgi; scgi_temp_path {run}/scgi;
    server {{
        listen 127.0.0.1:{http};
        listen 127.0.0.1:{https} ssl;
        ssl_certificate {run}/server.pem;
        ssl_certificate_key {run}/server.key;
        root {root};
        location /slow/ {{ alias {root}/; limit_rate 2m; }}
        location /plain/ {{ alias {root}/; max_ranges 0; }}
        location /moved/ {{ rewrite ^/moved/(.*)$ /$1 redirect; }}
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Nginx:
    """Where it listens, what it serves, and the certificate to trust."""

    http: str
    https: str
    root: Path
    ca_file: Path


@contextmanager
def nginx(folder: Path, authority: trustme.CA | None = None) -> Iterator[Nginx]:
    """Run nginx for as long as the context lasts, serving `folder / "www"`."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    run, root = folder / "run", folder / "www"
    run.mkdir(parents=True)
    root.mkdir(exist_ok=True)
    authority = authority or trustme.CA()
    authority.cert_pem.write_to_path(run / "ca.pem")
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    certificate.private_key_pem.write_to_path(run / "server.key")
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(run / "server.pem", append=True)
    # Its sockets are made here and inherited, as in an upgrade: no port is lost to others.
    sockets = [socket.create_server(("127.0.0.1", 0), backlog=511) for _ in range(2)]
    http, https = (one.getsockname()[1] for one in sockets)
    inherited = [one.fileno() for one in sockets]
    user = "user root;" if Path("/root").exists() and _is_root() else ""
    config = run / "nginx.conf"
    config.write_text(CONFIG.format(run=run, root=root, http=http, https=https, user=user))
    process = subprocess.Popen(
        [program, "-p", str(run), "-e", str(run / "error.log"), "-c", str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # the same is in its log
        env={**os.environ, "NGINX": "".join(f"{one};" for one in inherited)},
        pass_fds=inherited,
    )
    for one in sockets:
        one.close()
    try:
        _wait_for(http, run / "error.log")
        yield Nginx(f"http://127.0.0.1:{http}", f"https://127.0.0.1:{https}", root, run / "ca.pem")
    finally:
        process.terminate()
        process.wait()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _wait_for(port: int, log: Path) -> None:
    """Return when it answers; raises `RuntimeError` if it never does."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as first:
        try:
            first.request("GET", "/")
            first.getresponse().read()
        except (OSError, HTTPException):
            raise RuntimeError(f"nginx did not start: {log.read_text()}") from None
