"""Portal applications that tests use one after another.

Building an application compiles its templates and URL rules, which takes longer than most tests of
a page. A test borrows an application that no other test has at the time, with its own settings,
database and services, and returns it. An application that the test changed is not used again.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from typing_extensions import override

from portal.app.pages import build
from portal.web import context
from portal.web.context import Parts
from shared.platform.settings import Settings

READ = ("secret_key_list", "secure_cookies", "demo")
"""The settings that building an application reads; all others are read for each request."""


@dataclass(frozen=True, slots=True)
class _Built:
    """An application as it was when it was built."""

    app: Flask
    config: dict[str, Any]
    extensions: dict[str, Any]
    marks: Hashable

    @property
    def is_unchanged(self) -> bool:
        return _marks(self.app) == self.marks

    def begin(self, parts: Parts) -> None:
        """Forget what the last test set, and stand on what this one has."""
        self.app.config.clear()
        self.app.config.update(self.config)
        self.app.extensions.clear()  # such as what was counted by the pace
        self.app.extensions.update(self.extensions)
        self.app._got_first_request = False  # a test may add a page of its own
        context.init_app(self.app, parts)


class _Compiled(BytecodeCache):
    """Templates that were compiled once, for the other applications of this process.

    ``RAPPORTEUR_TEST_KEPT`` names a directory where they are kept for other processes, too.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}
        kept = os.environ.get("RAPPORTEUR_TEST_KEPT")
        self._files = Path(kept, "templates") if kept else None

    @override
    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._code.get(bucket.key) or self._read(bucket.key)
        if code:
            self._code[bucket.key] = code
            bucket.bytecode_from_string(code)

    @override
    def dump_bytecode(self, bucket: Bucket) -> None:
        code = self._code[bucket.key] = bucket.bytecode_to_string()
        if self._files:
            self._files.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._files, delete=False) as file:
                file.write(code)
            Path(file.name).rename(self._files / bucket.key)

    def _read(self, key: str) -> bytes:
        """Return what another process compiled. Jinja compares it with the template's text."""
        try:
            return (self._files / key).read_bytes() if self._files else b""
        except FileNotFoundError:
            return b""


_compiled: Final = _Compiled()
_idle: dict[Hashable, list[_Built]] = defaultdict(list)


@contextmanager
def application(parts: Parts, added: Callable[[Flask], None] | None = None) -> Iterator[Flask]:
    """Lend an application that stands on ``parts``; if none is idle one is built.

    ``added`` adds pages of a test's own, which the next one that adds the same finds there.
    """
    idle = _idle[added, _key(parts.settings)]
    built = idle.pop() if idle else _built(build(parts), added)
    built.begin(parts)
    yield built.app
    if built.is_unchanged:
        idle.append(built)


def _key(settings: Settings) -> Hashable:
    return tuple(repr(getattr(settings, name)) for name in READ)


def _built(app: Flask, added: Callable[[Flask], None] | None) -> _Built:
    app.jinja_env.bytecode_cache = _compiled
    if added:
        added(app)
    return _Built(app, dict(app.config), dict(app.extensions), _marks(app))


def _marks(app: Flask) -> Hashable:
    """Return what is another when a test has added or replaced a part of the application."""
    held = (app.view_functions, app.jinja_env.globals, app.jinja_env.filters, vars(app.jinja_env))
    asked = (
        app.before_request_funcs,
        app.after_request_funcs,
        app.teardown_request_funcs,
        app.template_context_processors,
    )
    return (
        tuple(frozenset((name, id(value)) for name, value in them.items()) for them in held),
        tuple(frozenset((name, len(them)) for name, them in each.items()) for each in asked),
        sum(1 for _ in app.url_map.iter_rules()),
        id(app.wsgi_app),
    )
