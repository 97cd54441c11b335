"""File permissions: only the user who runs the platform can read its files."""

import os
from pathlib import Path
from typing import Final

_OTHERS: Final = 0o077


def keep_private(var: Path) -> None:
    """Let this process and its children create private files; make existing ones private.

    Directories become 0700 and files 0600; other users' files are left alone.
    """
    os.umask(_OTHERS)
    var.mkdir(parents=True, exist_ok=True)
    for path in (var, *var.rglob("*")):
        found = path.lstat()
        mode = found.st_mode & 0o7777
        if mode & _OTHERS and found.st_uid == os.getuid() and not path.is_symlink():
            path.chmod(mode & ~_OTHERS)
