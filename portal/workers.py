"""The numbers of several workers as one: each keeps its own in files; who is asked adds them."""

import os
import shutil
import tempfile
from typing import Any, Final

_DIRECTORY: Final = "PROMETHEUS_MULTIPROC_DIR"


def counted_together() -> dict[str, Any]:
    """Return gunicorn's options for that. Call it before prometheus_client is imported."""
    directory = os.environ[_DIRECTORY] = tempfile.mkdtemp(prefix="rapporteur-numbers-")

    def child_exit(_server: object, worker: Any) -> None:
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415  # as said above

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # as it is

    def on_exit(_server: object) -> None:
        shutil.rmtree(directory, ignore_errors=True)

    return {"child_exit": child_exit, "on_exit": on_exit}
