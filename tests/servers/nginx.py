"""A real nginx on loopback, over HTTP and TLS, serving a folder."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
    http, https = free_port(), free_port()
    user = "user root;" if Path("/root").exists() and _is_root() else ""
    config = run / "nginx.conf"
    config.write_text(CONFIG.format(run=run, root=root, http=http, https=https, user=user))
    process = subprocess.Popen(
        [program, "-p", str(run), "-e", str(run / "error.log"), "-c", str(config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _wait_for(process, http)
        yield Nginx(f"http://127.0.0.1:{http}", f"https://127.0.0.1:{https}", root, run / "ca.pem")
    finally:
        process.terminate()
        process.communicate()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    """Return when the port accepts; connecting itself is the wait."""
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            continue
        return
    _, errors = process.communicate()
    raise RuntimeError(f"nginx did not start: {errors.decode()}")
