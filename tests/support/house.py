"""A window in which the answers of a portal are looked at that somebody walked through."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request
from werkzeug.wrappers import Response

from portal.web.static_files import manifest
from tests.support.served import served
from tests.support.walking import Seen


@dataclass
class House:
    """A window in which is looked at what a portal answered.

    A page is shown as the answer that its visitor got, under its own address and with its own
    headers; so nothing is rendered a second time, and one window serves for everybody.
    """

    page: Page
    shown: dict[str, Seen]
    """What the next look at an address gets."""
    said: list[str]
    """What the browser said that it should not have to say."""

    @property
    def style(self) -> str:
        """The address of the style sheet that is not mirrored."""
        return f"/static/build/{manifest(Path('portal/static'))['portal.css']}"

    def open(self, answer: Seen) -> Page:
        self.shown.clear()
        self.shown[answer.path] = answer
        self.page.goto(answer.path)
        return self.page


def _shown(app: Any, shown: Mapping[str, Seen]) -> Any:
    """Serve what is shown, and of the portal nothing but its assets: pages ask for news of it."""

    def serve(environ: dict[str, Any], start: Any) -> Any:
        if environ["PATH_INFO"].startswith("/static/"):
            return app(environ, start)
        query = environ["QUERY_STRING"]
        answer = shown.get(quote(environ["PATH_INFO"]) + (f"?{query}" if query else ""))
        if answer is None or environ.get("HTTP_SEC_FETCH_MODE") != "navigate":
            return Response(status=204)(environ, start)
        headers = [one for one in answer.headers if one[0] not in {"Set-Cookie", "Content-Length"}]
        return Response(answer.text, answer.status, headers)(environ, start)

    return serve


@contextmanager
def house(app: Flask, browser: Browser) -> Iterator[House]:
    """Open a window; what it shows has the styles and scripts of this application."""
    shown: dict[str, Seen] = {}
    said: list[str] = []
    with served(_shown(app, shown)) as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda line: said.append(_heard(line)) if _bad(line) else None)
        page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
        page.on("request", lambda it: None if _ours(it, address) else said.append(it.url))
        try:
            yield House(page, shown, said)
        finally:
            context.close()


def _bad(line: ConsoleMessage) -> bool:
    # An answer of ours with its status is an error to the console.
    return line.type in {"error", "warning"} and "the server responded with" not in line.text


def _heard(line: ConsoleMessage) -> str:
    return f"{line.location.get('url')}: {line.text}"


def _ours(request: Request, address: str) -> bool:
    return request.url.startswith((f"{address}/", "data:", "blob:"))
