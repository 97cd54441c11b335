"""``python -m tests.support.changed``: list the tests of changed files, a path on each line.

A file is changed if it differs from the branch point on ``main``; uncommitted and new files count.
A test belongs to a changed file if it is that file, is in the directory of tests that mirrors the
file's, or imports the file's module by name.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
BASES: Final = ("origin/main", "main", "HEAD")


def selected(changed: Iterable[str], tests: Sequence[Path]) -> list[Path]:
    """Return those of ``tests`` that belong to one of the changed files.

    Args:
        changed: paths below the repository's root.
        tests: paths of test modules below it, which are read.
    """
    found: set[Path] = set()
    for name in map(Path, changed):
        module = name.with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        parent, _, last = module.rpartition(".")
        imports = re.compile(
            rf"^\s*(?:from {re.escape(parent)} import .*\b{re.escape(last)}\b"
            rf"|(?:from|import) {re.escape(module)}\b)",
            re.MULTILINE,
        )
        mirror = _mirror(name)
        for test in tests:
            if (
                test == name
                or (mirror is not None and test.is_relative_to(mirror))
                or (name.suffix == ".py" and imports.search((ROOT / test).read_text()))
            ):
                found.add(test)
    return sorted(found)


def _mirror(name: Path) -> Path | None:
    """Of portal/desk/triage/x.py and of its templates it is tests/portal/desk/triage.

    A file of ``shared``, or of a line of the portal that has several areas, has only the tests that
    import it.
    """
    match name.parts:
        case ("services", service, *_):
            return Path("tests", service)
        case ("portal", line, _, *_) if (ROOT / "portal" / line / "area.py").exists():
            return Path("tests/portal", line)
        case ("portal", line, area, _, *_):
            return Path("tests/portal", line, area)
        case ("docs", "users", *_):
            return Path("tests/portal/public/help")
        case ("deploy", "k8s", *_):
            return Path("tests/deploy/k8s")
        case ("tests", *between, last) if last in {"conftest.py", "support.py"} and between:
            return Path("tests", *between)
    return None


def main() -> int:
    base = next(one for one in BASES if _git("rev-parse", "--verify", "--quiet", one))
    since = _git("merge-base", base, "HEAD")[0]
    changed = {*_git("diff", "--name-only", since)}
    changed |= {*_git("ls-files", "--others", "--exclude-standard")}
    tests = [one.relative_to(ROOT) for one in (ROOT / "tests").rglob("test_*.py")]
    for test in selected(sorted(changed), tests):
        sys.stdout.write(f"{test}\n")
    return 0


def _git(*command: str) -> list[str]:
    done = subprocess.run(  # noqa: S603  # git itself
        ["git", *command],  # noqa: S607  # wherever it is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split()


if __name__ == "__main__":
    sys.exit(main())
