"""The jars of Apache Kafka, which Maven fetches from its configured repository."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
DIRECTORY = HERE.parents[2] / "build" / "apache-kafka"
OLDEST_JAVA = 17


class Missing(Exception):
    """Java or Maven is not on this machine; the sentence says which."""


class NotFetched(Exception):
    """Maven could not fetch the jars; the sentence contains Maven's message."""


def java() -> str:
    """Return the Java for Kafka 4; raises `Missing`."""
    found = shutil.which("java")
    if not found:
        raise Missing(f"There is no java here; Apache Kafka needs Java {OLDEST_JAVA} or newer.")
    said = subprocess.run(  # noqa: S603  the java of this machine
        [found, "-version"], capture_output=True, text=True, check=False
    ).stderr
    version = re.search(r'version "(\d+)', said)
    if not version or int(version[1]) < OLDEST_JAVA:
        raise Missing(f"Apache Kafka needs Java {OLDEST_JAVA} or newer; {found} is not.")
    return found


def fetched(directory: Path = DIRECTORY) -> Path:
    """Return the directory with the jars, filled if it is not yet for this pom.

    Raises `Missing` without Maven and `NotFetched` when Maven fails.
    """
    wanted = (HERE / "pom.xml").read_text()
    mark = directory / "pom.xml"  # written last, so half a set of jars is not taken for a whole
    if mark.exists() and mark.read_text() == wanted:
        return directory
    maven = shutil.which("mvn")
    if not maven:
        raise Missing("There is no mvn here; Maven fetches Apache Kafka.")
    shutil.rmtree(directory, ignore_errors=True)
    copy = [
        *(maven, "--batch-mode", "--quiet", "--file", str(HERE / "pom.xml")),
        *("dependency:copy-dependencies", f"-DoutputDirectory={directory}"),
    ]
    done = subprocess.run(  # noqa: S603  the mvn of this machine, our own pom
        copy, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotFetched(f"Maven could not fetch Apache Kafka:\n{done.stdout[-2000:]}")
    mark.write_text(wanted)
    return directory
