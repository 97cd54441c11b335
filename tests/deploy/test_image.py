"""The image: its content, its rights, and that every process starts from it."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest

from deploy.local.broker.testing import running_broker
from deploy.local.eventstore.testing import running_node
from deploy.local.keys import laptop_keys
from tests.conftest import missing

pytestmark = [pytest.mark.image, pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
WORK = ROOT / "build" / "image"
IMAGE = "localhost/rapporteur:dev"
SERVICES = ("intake", "approvals", "followup", "stakeholders")
PATIENCE = 60.0


def _buildah(*arguments: str) -> list[str]:
    stores = ("--root", f"{WORK}/store", "--runroot", f"{WORK}/run")
    driver = ("--storage-driver", os.environ.get("STORAGE_DRIVER", "overlay"))
    return ["buildah", *stores, *driver, *arguments]


def _said(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603  # buildah and our own image
        _buildah(*arguments), capture_output=True, text=True, check=False, env=_ENVIRONMENT
    )
    assert done.returncode == 0, done.stderr[-1500:]
    return done.stdout.strip()


_ENVIRONMENT = {**os.environ, "BUILDAH_ISOLATION": "chroot"}


@pytest.fixture(scope="module")
def container() -> Iterator[str]:
    if not shutil.which("buildah") or os.geteuid() != 0:
        missing("buildah, as root")
    made = _said("from", "--pull-never", IMAGE)
    yield made
    _said("rm", made)
    mounted = WORK / "store" / "overlay"
    if mounted.is_mount():  # it could not be removed with its directory
        subprocess.run(["umount", str(mounted)], check=True)  # noqa: S603, S607  # Debian's


def _python(container: str, code: str) -> str:
    return _said("run", container, "--", "python", "-c", code)


MAY_WRITE = """
import os
print(os.getuid(), os.getgid())
print(*[path for path in ("/app", "/opt/venv", "/usr", "/etc", "/tmp") if os.access(path, os.W_OK)])
"""


def test_it_runs_as_nobody_who_may_write_to_it(container: str) -> None:
    assert _python(container, MAY_WRITE).splitlines() == ["65532 65532", "/tmp"]  # noqa: S108  # in it


IS_THERE = """
from pathlib import Path
app = Path("/app")
for pattern in (
    "portal/static/build/manifest.json",
    "portal/static/build/*.css",
    "portal/app/migrations/*/v*.py",
    "portal/*/*/templates/*.html",
    "portal/web/templates/*.css",
    "**/*.typ",
    "shared/reference/*.csv",
    "portal/web/*.csv",
):
    print(len(list(app.glob(pattern))))
"""


def test_what_is_read_while_it_runs_is_in_it(container: str) -> None:
    assert all(int(number) for number in _python(container, IS_THERE).splitlines())


SURPLUS = """
from importlib.util import find_spec
print([one for one in ("pytest", "ruff", "mypy", "deploy") if find_spec(one)])
"""


def test_nothing_for_development_is_in_it(container: str) -> None:
    assert _python(container, SURPLUS) == "[]"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """Return what every process is given; the foundations are on the host's network."""
    data = tmp_path_factory.mktemp("image")
    data.chmod(0o777)
    keys = data / "keys"
    keys.mkdir()
    for name, key in laptop_keys(data / "laptop.json").items():
        (keys / name).write_text(key)
        (keys / name).chmod(0o444)
    with running_node() as store, running_broker() as kafka:
        yield {
            "RAPPORTEUR_EVENTSTORE": store,
            "RAPPORTEUR_KAFKA": kafka,
            "RAPPORTEUR_SECRETS_DIR": "/keys",
            **{
                f"RAPPORTEUR_{one}DATABASE": f"sqlite:////data/{one.lower()}.db"
                for one in ("", "VAULT_", "APPROVALS_", "FOLLOWUP_")
            },
            "DATA": str(data),
        }


def _command(container: str, settings: Mapping[str, str], *process: str) -> list[str]:
    volumes = (
        "--volume",
        f"{settings['DATA']}:/data",
        "--volume",
        f"{settings['DATA']}/keys:/keys:ro",
    )
    given = [one for name, value in settings.items() for one in ("--env", f"{name}={value}")]
    return _buildah("run", *volumes, *given, container, "--", "python", "-m", *process)


def test_every_process_starts_from_it_and_answers(
    container: str, settings: Mapping[str, str]
) -> None:
    for job in ("shared.facts.topics", "portal.app.migrate"):
        done = subprocess.run(  # noqa: S603  # our own image
            _command(container, settings, job),
            capture_output=True,
            text=True,
            check=False,
            env=_ENVIRONMENT,
        )
        assert done.returncode == 0, done.stderr[-1500:]
    processes: dict[tuple[str, ...], str] = {
        **{(f"services.{one}",): "/health/ready" for one in SERVICES},
        **{(f"services.{one}", "relay"): "/metrics" for one in SERVICES},
        ("portal", "consume"): "/health/ready",
        ("portal", "feed"): "/health/ready",
        ("portal", "web"): "/health/ready",
    }
    with contextlib.ExitStack() as running:
        urls = {
            process: running.enter_context(_started(container, settings, process)) + path
            for process, path in processes.items()
        }
        assert _answered(urls) == dict.fromkeys(processes, 200)


@contextlib.contextmanager
def _started(
    container: str, settings: Mapping[str, str], process: tuple[str, ...]
) -> Iterator[str]:
    port = _free()
    listens = "RAPPORTEUR_METRICS_PORT" if process[-1] == "relay" else "RAPPORTEUR_HTTP_PORT"
    own = {**settings, listens: str(port)}
    started = subprocess.Popen(  # noqa: S603  # our own image
        _command(container, own, *process), env=_ENVIRONMENT, start_new_session=True
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        started.terminate()
        try:
            started.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, 9)
            started.wait()


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _answered(urls: Mapping[tuple[str, ...], str]) -> dict[tuple[str, ...], int]:
    """Ask each until it answers 200, or patience ends."""
    found: dict[tuple[str, ...], int] = {}
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and any(found.get(one) != 200 for one in urls):
        for process, url in urls.items():
            if found.get(process) != 200:
                with contextlib.suppress(httpx.HTTPError):
                    found[process] = httpx.get(url, timeout=2).status_code
        time.sleep(0.25)
    return found
