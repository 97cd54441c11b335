"""Style sheets and scripts under names that change with their content."""

import json
from pathlib import Path

from flask import Flask, url_for

_BUILD = "build"


def init_app(app: Flask) -> None:
    """Hashed files are kept by browsers for a year; the manifest says what they are called now."""
    app.config.update(SEND_FILE_MAX_AGE_DEFAULT=365 * 24 * 3600)
    names = manifest(Path(app.static_folder or "."))

    def asset(name: str) -> str:
        return url_for("static", filename=f"{_BUILD}/{names.get(name, name)}")

    app.jinja_env.globals["asset"] = asset


def manifest(static: Path) -> dict[str, str]:
    """Return file name → hashed file name; empty when the assets have not been built."""
    path = static / _BUILD / "manifest.json"
    if not path.exists():
        return {}
    names: dict[str, str] = json.loads(path.read_text())
    return names
