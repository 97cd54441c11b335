"""A reader of the feed, which behaves like a browser."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
from playwright.sync_api import Locator

from tests.support.people import Person

NEW = "[aria-label='New lines'] .feed__line"
"""What came in a browser since its page was opened."""


def told(lines: Locator, steps: Collection[str]) -> Locator:
    """The headings of these ``lines`` that name one of the ``steps``.

    The clock tells lines of its own, when it is time: a call closes, a vacancy is foreseen.
    """
    names = "|".join(map(re.escape, sorted(set(steps))))
    return lines.locator("strong").filter(has_text=re.compile(rf"^\s*({names})\s*$"))


@dataclass(slots=True)
class Reader:
    """``lines``: (place, kind of fact) of everything that arrived; ``said``: every byte of it."""

    person: Person
    address: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @contextmanager
    def connected(self) -> Iterator[Iterator[tuple[str, str]]]:
        """Connect, where the last line left off; iterate over what arrives."""
        headers = {"Accept": "text/event-stream"}
        if self.lines:
            headers["Last-Event-ID"] = self.lines[-1][0]
        with self.person.http.stream(
            "GET", self.address, headers=headers, timeout=httpx.Timeout(5, read=20)
        ) as answer:
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith("text/event-stream")
            yield self._arriving(answer)

    def _arriving(self, answer: httpx.Response) -> Iterator[tuple[str, str]]:
        place = ""
        for line in answer.iter_lines():
            self.said.append(line)
            if line.startswith("id: "):
                place = line.removeprefix("id: ")
            elif line.startswith("data: ") and (kind := re.search(r'data-kind="([^"]+)"', line)):
                self.lines.append((place, kind[1]))
                yield self.lines[-1]


def reader(person: Person) -> Reader:
    """A reader who has the page open: the feed goes on where the page's lines end."""
    page = person.get("/activity/")
    found = re.search(r'hx-sse:connect="([^"]+)"', page)
    assert found
    return Reader(person, found[1].replace("&amp;", "&"))
