"""The triage pages of a portal on a port of its own, in a real browser."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from shared.core.roles import Role
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.served import served
from tests.support.submissions import Told

SIZES = {"desk": (1280, 900), "phone": (375, 812)}

DESK, OFFICER, HOLDER = Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER


@dataclass(slots=True)
class Site:
    """The portal on a port of its own; ``said``: what a browser complained about."""

    pages: Pages
    told: Told
    open: Callable[..., Page]
    said: list[str] = field(default_factory=list)

    @property
    def sent(self) -> list[dict[str, Any]]:
        """What services were asked."""
        return [json.loads(request.read()) for request in self.pages.asked]


@contextmanager
def site_of(directory: Path, browser: Browser) -> Iterator[Site]:
    with pages(*sqlite_urls(directory)) as built:
        with served(built.app) as address:
            contexts = []
            said: list[str] = []

            def signed_in(role: Role = DESK, size: str = "desk", **options: Any) -> Page:
                width, height = SIZES[size]
                context = browser.new_context(
                    viewport={"width": width, "height": height}, base_url=address, **options
                )
                contexts.append(context)
                person = built.person(role, name="Quinn", mandates=frozenset({"sr-torture"}))
                token = built.session_of(person)
                context.add_cookies([{"name": "session", "value": token, "url": address}])
                page = context.new_page()
                page.set_default_timeout(30_000)
                page.on("pageerror", lambda error: said.append(str(error)))
                page.on("console", lambda line: said.append(line.text) if _bad(line) else None)
                page.goto("/triage/")
                return page

            yield Site(built, Told(built.engine), signed_in, said)
            for context in contexts:
                context.close()
        assert said == []


def _bad(line: Any) -> bool:
    # A refusal of ours is loaded with its status, which the console calls an error.
    return line.type in {"error", "warning"} and "the server responded with" not in line.text
