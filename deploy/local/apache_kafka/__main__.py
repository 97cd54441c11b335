"""Fetch or run Apache Kafka: `python -m deploy.local.apache_kafka fetch|run [--port] [--data]`."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType

from deploy.local.apache_kafka import jars, node

FAILED, MISSING = 1, 3


def main() -> int:
    """0 when done, 1 when it failed, 3 when Java or Maven is missing."""
    parser = argparse.ArgumentParser("python -m deploy.local.apache_kafka")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("fetch", help="let Maven bring the jars")
    run = commands.add_parser("run", help="run one node on 127.0.0.1 until it is told to stop")
    run.add_argument("--port", type=int, default=9092, help="0 takes any free one")
    run.add_argument("--data", type=Path, help="without one nothing outlives the process")
    options = parser.parse_args()
    try:
        if options.command == "fetch":
            jars.java()
            sys.stdout.write(f"Apache Kafka is in {jars.fetched()}\n")
            return 0
        with tempfile.TemporaryDirectory(prefix="kafka-") as passing:
            return _run(options.data or Path(passing), options.port)
    except jars.Missing as error:
        sys.stderr.write(f"{error}\n")
        return MISSING
    except (jars.NotFetched, node.NotStarted, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{error}\n")
        return FAILED


def _run(directory: Path, port: int) -> int:
    process, address = node.start(directory, port)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sys.stdout.write(f"kafka ready on {address}\n")
    sys.stdout.flush()
    code = process.wait()
    # 143: ended by SIGTERM, which is how it is told to stop
    return 0 if code in {0, 143, -signal.SIGTERM} else FAILED


if __name__ == "__main__":
    sys.exit(main())
