"""``python -m deploy.local.on_kafka COMMAND...``: run the command beside a real Apache Kafka node.

The command finds the node's address in ``RAPPORTEUR_TEST_KAFKA``. If Kafka is not available, this
program prints why and exits with 0: then the tests ran on the embedded broker only.
"""

import os
import subprocess
import sys

from deploy.local.apache_kafka import jars
from deploy.local.apache_kafka.testing import running_kafka


def main() -> int:
    try:
        with running_kafka() as address:
            _say(f"Apache Kafka runs on {address}")
            environment = {**os.environ, "RAPPORTEUR_TEST_KAFKA": address}
            return subprocess.run(sys.argv[1:], env=environment, check=False).returncode  # noqa: S603  # the caller's own command
    except jars.Missing as reason:
        _say(f"Not run on Apache Kafka, on the embedded broker only: {reason}")
        return 0


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()  # before the command's own output


if __name__ == "__main__":
    sys.exit(main())
