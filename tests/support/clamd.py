"""A real clamd for tests, which knows one harmful file: the EICAR test file."""

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# In two halves, so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


class NoClamd(Exception):
    pass


@contextmanager
def running_clamd(directory: Path) -> Iterator[str]:
    """Yield the address of a scanner, as ``RAPPORTEUR_CLAMD`` takes it."""
    clamd = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if clamd is None:
        raise NoClamd("clamd (Debian: clamav-daemon)")
    signatures = directory / "signatures"
    signatures.mkdir()
    md5 = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    (signatures / "test.hdb").write_text(f"{md5}:{len(EICAR)}:Eicar-Test-Signature\n")
    socket = directory / "clamd.sock"
    configuration = directory / "clamd.conf"
    configuration.write_text(
        f"DatabaseDirectory {signatures}\nLocalSocket {socket}\nForeground yes\n"
        "ExitOnOOM yes\nConcurrentDatabaseReload no\nMaxThreads 2\n"
    )
    with subprocess.Popen(  # noqa: S603  # a program of the system
        [clamd, "--config-file", str(configuration)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_for(socket, process)
            yield f"unix:{socket}"
        finally:
            process.kill()


def _wait_for(socket: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while not socket.exists():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError("clamd does not start")
        time.sleep(0.05)
