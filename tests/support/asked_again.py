"""Pages that no walk reaches, asked for once more in other languages by the tests that get them.

While a file that ``ELSEWHERE`` names is tested, each page of its routes that a test gets in English
is asked for again if it has an element that none before it had, and so is a form that comes back
with its mistakes or to be read once more: mirrored, and in each language. What is written by that
is taken back, and no service is asked. The texts are judged at once, in the test that got the page,
and what a page at the doors weighs.
All answers are kept for browsers, which open those that their gate draws:
tests/portal/test_every_page.py, tests/portal/web/i18n/test_in_the_browser.py.
"""

import gzip
import os
import pickle
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NoReturn, cast
from urllib.parse import quote

from flask import Flask
from werkzeug.test import TestResponse

from portal.web import context
from portal.web.commands import Commands, ServiceAway
from portal.web.i18n.languages import ENGLISH, ready
from shared.core.roles import Role
from tests.support.drawing import is_drawn
from tests.support.elsewhere import ELSEWHERE
from tests.support.portal import Browser
from tests.support.undisguised import ENGLISH_PART, own_words_on, parts_of, root_of, undisguised
from tests.support.walking import MIRRORED, Seen, endpoint_of, is_at_the_doors
from tests.support.walks import KEPT, tables_kept, write

PARTS: Final = 8
"""Into how many parts the routes are drawn for a browser in each language, as are the doors."""
FORM: Final = 30_000
"""Bytes of a page at the doors, as transferred, once the styles are kept."""
_HEAVIEST: Final = "ru"
_CHECKED: Final = 'name="checked" value="send"'
_CHOICES: Final = re.compile(r"Remove them <all>|(?:Open|Shut) the basement\.")
"""What those tests wrote and choices say: there is no room for a mark."""
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_OTHERS: Final = (MIRRORED, *(one.code for one in ready() if one.code != ENGLISH))

Pages = dict[str, list[Seen]]
"""By language."""


@contextmanager
def asking_again(file: str) -> Iterator[None]:
    """Ask again for the pages that no walk reaches, while the tests of this file run."""
    endpoints = {endpoint for endpoint, where in ELSEWHERE.items() if where == file}
    if not endpoints:
        yield
        return
    asking = _Asking(endpoints)
    Browser.told = asking
    try:
        yield
    finally:
        Browser.told = None
        if directory := os.environ.get(KEPT):
            write(_place(Path(directory), file), dict(asking.kept))


class Elsewhere:
    """What those tests got, for browsers; they are run here if they did not run in this gate."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @property
    def mirrored(self) -> list[Seen]:
        return self._kept[MIRRORED]

    def spoken(self, language: str) -> list[Seen]:
        """Return what was asked in this language, of the routes that this gate draws for it."""
        return [
            one for one in self._kept[language] if is_drawn(f"{language} {one.endpoint}", PARTS)
        ]

    @cached_property
    def _kept(self) -> Pages:
        places = {file: _place(self._directory, file) for file in sorted({*ELSEWHERE.values()})}
        if missing := [file for file, place in places.items() if not place.exists()]:
            _run(missing, self._directory)
        found: Pages = defaultdict(list)
        for place in places.values():
            kept: Pages = pickle.loads(place.read_bytes())  # noqa: S301  # our own file
            for language, pages in kept.items():
                found[language] += pages
        return found


class _Asking:
    """Hears of each answer that a test gets; ``kept``: what was asked for besides."""

    def __init__(self, endpoints: set[str]) -> None:
        self.kept: Pages = defaultdict(list)
        self._endpoints = endpoints
        self._made_of: dict[str, set[str]] = defaultdict(set)
        self._judged: set[str] = set()
        self._asks = False

    def __call__(self, client: Browser, answer: TestResponse, sent: Mapping[str, Any]) -> None:
        if self._asks or not self._is_page(answer):
            return
        app, asked = client.application, answer.request
        endpoint = endpoint_of(app, asked.path, method=asked.method) or ""
        if endpoint not in self._endpoints:
            return
        page, of_route = _seen(app, endpoint, answer), self._made_of[endpoint]
        if page.shape <= of_route:
            return
        faults = list[str]()
        for language in _OTHERS:
            again = self._again(client, answer, sent, language)
            if again is None:
                return
            found = _seen(app, endpoint, again)
            self.kept[language].append(found)
            faults += [
                f"{language} {found.path}: {fault}" for fault in self._faults(found, language)
            ]
        self.kept[ENGLISH].append(page)
        of_route |= page.shape
        assert not faults, "\n".join(faults)

    @staticmethod
    def _is_page(answer: TestResponse) -> bool:
        """Whether it is a page in English that can be asked for again."""
        if answer.mimetype != "text/html" or root_of(ENGLISH) not in answer.text:
            return False
        if answer.request.method == "GET":
            return answer.status_code == 200
        return answer.status_code == 422 or (answer.status_code == 200 and _CHECKED in answer.text)

    def _again(
        self, client: Browser, answer: TestResponse, sent: Mapping[str, Any], language: str
    ) -> TestResponse | None:
        """Ask the same in another language; not if a file was sent or a service would be asked."""
        asked = answer.request
        how: dict[str, Any] = {"method": asked.method, "query_string": asked.query_string.decode()}
        if asked.method == "POST":
            if not _is_plain(sent.get("data")):
                return None
            how["data"] = sent.get("data")
        path = re.sub(rf"^/{ENGLISH}(?=/|$)", f"/{language}", asked.path)
        held, self._asks = dict(client._cookies or {}), True
        client.set_cookie("language", language)
        try:
            with _nothing_done(client.application):
                again = client.open(path, headers=sent.get("headers"), **how)
        finally:
            client._cookies, self._asks = held, False
        if asked.method == "POST" and again.status_code == 503:
            return None  # a service would have been asked
        assert again.status_code == answer.status_code, (language, path)
        return again

    def _faults(self, page: Seen, language: str) -> list[str]:
        faults = [] if root_of(language) in page.text else ["it speaks another language"]
        if language == _HEAVIEST and page.who == Role.NGO_MEMBER:
            weight = len(gzip.compress(page.text.encode()))
            faults += [f"it weighs {weight} bytes"] * (weight >= FORM)
        if language != MIRRORED:
            return faults + ["a part of it is in English"] * (ENGLISH_PART in page.text)
        new = [part for part in parts_of(page.text) if part not in self._judged]
        self._judged.update(new)
        own = own_words_on(page.text)
        left = [own.sub("", words) for part in new for words in undisguised(part)]
        return faults + [words for words in left if _WORD.search(_CHOICES.sub("", words))]


def _seen(app: Flask, endpoint: str, answer: TestResponse) -> Seen:
    asked = answer.request
    query = f"?{asked.query_string.decode()}" if asked.query_string else ""
    who = Role.NGO_MEMBER if is_at_the_doors(app, endpoint) else "staff"
    headers = tuple(answer.headers.items())
    path = f"{quote(asked.path)}{query}"
    return Seen(who, endpoint, path, answer.status_code, answer.text, headers)


def _is_plain(data: Any) -> bool:
    """Whether nothing of it was used up when it was sent."""
    values = data.values() if isinstance(data, Mapping) else [data]
    return not any(isinstance(one, tuple) or hasattr(one, "read") for one in values)


class _Away:
    """Services that do not answer."""

    def ask(self, *_: Any, **__: Any) -> NoReturn:
        raise ServiceAway

    ask_by_name = ask


@contextmanager
def _nothing_done(app: Flask) -> Iterator[None]:
    """Ask no service, and take back all that is written."""
    parts = context.parts(app)
    assert parts.vault is not None
    context.init_app(app, replace(parts, commands=cast("Commands", _Away())))
    try:
        with tables_kept(parts.engine, parts.vault.engine):
            yield
    finally:
        context.init_app(app, parts)


def _place(directory: Path, file: str) -> Path:
    return directory / "elsewhere" / f"{file.replace('/', '.')}.walk"


def _run(files: list[str], directory: Path) -> None:
    """Run these tests, so that they keep what they get."""
    of_others = {name for name in os.environ if name.startswith("PYTEST_")}
    environment = {name: value for name, value in os.environ.items() if name not in of_others}
    done = subprocess.run(  # noqa: S603  # files of our own
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not alone", *files],
        env={**environment, KEPT: str(directory)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5_000:] + done.stderr[-5_000:]
