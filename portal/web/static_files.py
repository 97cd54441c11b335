"""Style sheets and scripts under names that change with their content, compressed when built."""

import json
from collections.abc import Collection
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, request, url_for

_BUILD = "build"
_CODINGS = (("br", ".br"), ("gzip", ".gz"))
"""The codings of the build, the smallest first, and how the names of such files end."""


def init_app(app: Flask) -> None:
    """Hashed files are kept by browsers for a year; the manifest says what they are called now."""
    app.config.update(SEND_FILE_MAX_AGE_DEFAULT=365 * 24 * 3600)
    folder = Path(app.static_folder or ".")
    names = manifest(folder)
    built = {f"{_BUILD}/{name}" for name in names.values()}

    def asset(name: str) -> str:
        return url_for("static", filename=f"{_BUILD}/{names.get(name, name)}")

    def static(filename: str) -> Response:
        return _sent(app, folder, filename, built)

    app.jinja_env.globals["asset"] = asset
    app.view_functions["static"] = static


def manifest(static: Path) -> dict[str, str]:
    """Return file name → hashed file name; empty when the assets have not been built."""
    path = static / _BUILD / "manifest.json"
    if not path.exists():
        return {}
    names: dict[str, str] = json.loads(path.read_text())
    return names


def _sent(app: Flask, folder: Path, filename: str, built: Collection[str]) -> Response:
    """Return the file in the smallest coding that the browser takes."""
    found = (
        (coding, ending)
        for coding, ending in _CODINGS
        if filename in built
        and request.accept_encodings[coding]
        and (folder / f"{filename}{ending}").is_file()
    )
    coding, ending = next(found, ("", ""))
    response = app.send_static_file(filename + ending)
    response.vary.add("Accept-Encoding")
    if coding:
        response.mimetype = guess_type(filename)[0] or "application/octet-stream"
        response.content_encoding = coding
    return response
