"""A person of the demonstration at work: signed in, reading pages, sending forms."""

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import httpx
import pyotp
from typing_extensions import override

from deploy.local.testing import Platform


@dataclass(slots=True)
class Person:
    """Talks to the platform as a browser without JavaScript does."""

    http: httpx.Client

    def get(self, address: str) -> str:
        answer = self.http.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text

    def send(
        self, address: str, fields: Mapping[str, Any], *, form: int | str | None = None
    ) -> httpx.Response:
        """Fill in a form of the page and send it; ``form``: which, by number or by its action."""
        chosen = _chosen(forms_of(self.get(address)), form)
        return self.http.post(
            chosen["action"] or address,
            data={**chosen["fields"], **fields},
            headers={"Sec-Fetch-Site": "same-origin"},
        )


def person(platform: Platform, email: str) -> Person:
    """Sign in as somebody of the demonstration."""
    http = httpx.Client(base_url=platform.url, trust_env=False, timeout=20, follow_redirects=True)
    known = {one["email"]: one for one in platform.demo["accounts"]}
    address = f"{email}@demo.example"
    one = Person(http)
    for _ in range(100):
        answer = one.send("/sign-in", {"email": address, "password": known[address]["password"]})
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            break
        time.sleep(0.1)  # others sign in for the first time at this very moment
    if secret := known[address]["totp_secret"]:
        answer = one.send(answer.url.path, {"factor_code": pyotp.TOTP(secret).now()})
    assert answer.status_code == 200, answer.status_code
    assert "Sign out" in answer.text
    return one


def _chosen(found: Sequence[dict[str, Any]], form: int | str | None) -> dict[str, Any]:
    posts = [one for one in found if one["method"] == "post" and not _of_every_page(one["action"])]
    if isinstance(form, str):
        posts = [one for one in posts if re.search(form, one["action"])]
        form = None
    assert posts, "no such form on the page"
    return posts[form or 0]


def _of_every_page(action: str) -> bool:
    """Whether the header has it, beside what the page is for."""
    return "sign-out" in action or action.endswith(("/search", "/language"))


def forms_of(page: str) -> list[dict[str, Any]]:
    """Return every form: action, method, and the fields as they stand."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._select: str | None = None
        self._text: str | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = at.get("method", "get").lower()
            self.forms.append({"action": at.get("action", ""), "method": method, "fields": {}})
            return
        if not self.forms:
            return
        fields, name = self.forms[-1]["fields"], at.get("name", "")
        if tag == "input" and name:
            self._input(fields, name, at)
        elif tag == "textarea" and name:
            self._text = name
            fields[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in at or self._select not in fields):
            fields[self._select] = at.get("value", "")

    @staticmethod
    def _input(fields: dict[str, Any], name: str, at: Mapping[str, str]) -> None:
        kind = at.get("type", "text")
        if kind in {"checkbox", "radio"}:
            if "checked" in at:
                fields[name] = at.get("value", "on")
        elif kind not in {"submit", "button"}:
            fields[name] = at.get("value", "")

    @override
    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.forms[-1]["fields"][self._text] += data.removeprefix("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None


def filed(platform: Platform, submission: Mapping[str, Any], key: str) -> httpx.Response:
    """File a submission by the JSON API, as the demo organisation's own system."""
    return httpx.post(
        f"{platform.url}/api/v1/submissions",
        content=json.dumps(dict(submission)),
        headers={
            "Authorization": f"Bearer {platform.demo['api_token']}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        },
        timeout=20,
        trust_env=False,
    )
