"""A description of the machine that produced the figures."""

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

_PACKAGES = (
    "aiokafka",
    "esdbclient",
    "faststream",
    "flask",
    "grpcio",
    "kafka-python",
    "pydantic",
    "sqlalchemy",
    "uvicorn",
    "uvloop",
)


def described() -> dict[str, Any]:
    """Processor, memory, versions, and how busy the machine is before anything is measured."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
        "load_before": [round(load, 2) for load in os.getloadavg()],
    }


def cpu_seconds(processes: Mapping[str, int]) -> dict[str, float]:
    """Seconds of processor that each of these processes has used so far, children included."""
    return {name: sum(map(_used, family(pid))) for name, pid in processes.items()}


def family(pid: int) -> list[psutil.Process]:
    """Return a process and those that it started."""
    first = psutil.Process(pid)
    return [first, *first.children(recursive=True)]


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(": ")[2]
    return platform.processor()
