"""What every test may use: an offscreen Qt, servers, and engines that clean up after themselves."""

import os

os.environ["QT_QPA_PLATFORM"] = os.environ.get("HEADGATE_TEST_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"  # figures are the same everywhere, and Qt finds nothing to warn of
os.environ.pop("LANGUAGE", None)
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never the user's own
for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
    os.environ.pop(name, None)
    os.environ.pop(name.upper(), None)

import shutil
import signal
import ssl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import trustme

from tests.servers.nginx import Nginx, nginx
from tests.servers.scripted import Scripted, scripted

# Not the machine's speed decides, and not chance; --hypothesis-profile=default searches anew.
hypothesis.settings.register_profile(
    "headgate",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("headgate")

# Programs we start inherit what we ignore; who runs us in the background has us ignore these.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session", autouse=True)
def _trash_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests throw away must not end up in the trash of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture(scope="session")
def server_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted() as running:
        yield running


@pytest.fixture
def tls_server(server_context: ssl.SSLContext) -> Iterator[Scripted]:
    with scripted(server_context) as running:
        yield running


@pytest.fixture(scope="session")
def web(authority: trustme.CA) -> Iterator[Nginx]:
    """A real nginx; its folder is on a memory disk where there is one."""
    base = "/dev/shm" if Path("/dev/shm").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="headgate-nginx-", dir=base))
    # nginx's worker may run as another user and has to find its way in.
    folder.chmod(0o755)
    try:
        with nginx(folder, authority) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)
