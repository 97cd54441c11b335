"""A supervisor over small invented processes: ``python fake_platform.py VAR SPECIFICATION HOW``."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.local.laptop import CannotStart, supervise
from deploy.local.processes import Accepts, Answers, Finishes, Process, Readiness, Says

HERE = Path(__file__).parent
FAKE = "tests.deploy.fake_process"
READY: Final[Mapping[str, Readiness]] = {
    "says": Says("is up"),
    "accepts": Accepts(),
    "answers": Answers("/"),
    "once": Finishes(),
}


def main() -> int:
    var, specification = Path(sys.argv[1]), json.loads(sys.argv[2])
    copies = sys.argv[3] == "copies"
    program = ("-m", FAKE) if copies else (str(HERE / "fake_process.py"),)
    processes = [
        Process(
            name=one["name"],
            command=(sys.executable, *program, *one.get("do", [])),
            ready=READY[one.get("ready", "says")],
            port=one.get("port"),
            needs=tuple(one.get("needs", [])),
            imports=(FAKE,) if copies else (),
        )
        for one in specification
    ]
    try:
        supervise(processes, var=var, offset=0, environment=dict(os.environ))
    except CannotStart as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
