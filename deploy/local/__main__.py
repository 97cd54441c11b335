"""``python -m deploy.local``: the whole platform on this machine, until Ctrl-C."""

import argparse
import os
import sys
from pathlib import Path

from deploy.local.laptop import CannotStart, run
from deploy.local.processes import PUBLIC_PORT


def main() -> int:
    arguments = _arguments()
    try:
        run(
            var=arguments.var,
            offset=arguments.base_port - PUBLIC_PORT,
            follow=arguments.follow,
        )
    except CannotStart as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    offset = int(os.environ.get("RAPPORTEUR_PORT_OFFSET", "0"))
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument(
        "--var", type=Path, default=Path("var"), help="where all data, keys and logs are kept"
    )
    parser.add_argument(
        "--base-port",
        type=int,
        default=PUBLIC_PORT + offset,
        help="the port for browsers; all others keep their distance to it (default: %(default)s)",
    )
    parser.add_argument("--follow", action="store_true", help="print every process's output too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
