"""Somebody without an account who files through the portal's Service, from inside the cluster.

``python -m tests.cluster.visitor URL CA NUMBER`` files so many, one after the other, and prints for
each what the receipt and the return channel said.
"""

import json
import re
import ssl
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Any, cast

import httpx

from tests.support import drafts
from tests.support.portal import Visitor
from tests.support.without_account import begun_and_filled, groups

_CHOOSE = SystemRandom()
HERE = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True, slots=True)
class Page:
    """An answer, with what the tests' own visitors have of one."""

    status_code: int
    text: str
    location: str


@dataclass(slots=True)
class Caller:
    """Keeps cookies and sends forms, over the network, as ``tests.support.portal.Visitor`` does."""

    http: httpx.Client
    _token: str = field(default="", init=False)

    def get(self, path: str) -> Page:
        return _page(self.http.get(path))

    def post(self, path: str, data: Mapping[str, Any]) -> Page:
        if not self._token:
            self._token = self._shown()
        return _page(self.http.post(path, data={"csrf_token": self._token, **data}, headers=HERE))

    def _shown(self) -> str:
        page = self.http.get("/sign-in?again=1", follow_redirects=True).text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, page
        return found[1]


def _page(answer: httpx.Response) -> Page:
    return Page(answer.status_code, answer.text, answer.headers.get("location", ""))


def _browser(url: str, context: ssl.SSLContext) -> httpx.Client:
    """Return a browser in a network of its own, as the gateway would tell it.

    Who files many from one network must do work for it: each of these is somebody else.
    """
    network = f"{_CHOOSE.randrange(1, 224)}.{_CHOOSE.randrange(256)}.{_CHOOSE.randrange(256)}.9"
    return httpx.Client(
        base_url=url,
        verify=context,
        timeout=60,
        trust_env=False,
        headers={"X-Forwarded-For": network},
    )


def _filed(url: str, context: ssl.SSLContext) -> Mapping[str, Any]:
    with _browser(url, context) as http:
        caller = cast("Visitor", Caller(http))
        try:
            draft = begun_and_filled(caller)
        except (httpx.HTTPError, AssertionError) as error:
            return {"failed": repr(error)[:200]}
        began = time.monotonic()
        try:
            receipt = drafts.sent(caller, draft)
            took = time.monotonic() - began
            code = groups(caller.get(receipt).text)
        except (httpx.HTTPError, AssertionError) as error:
            return {"unknown": repr(error)[:200]}
    with _browser(url, context) as http:
        returned = Caller(http)
        try:
            entered = returned.post("/return/", {"return_code": code}).status_code
            seen = returned.get("/return/submission").text
        except (httpx.HTTPError, AssertionError):
            entered, seen = 0, ""
    opened = entered == httpx.codes.SEE_OTHER and "Your submission" in seen
    return {"code": len(code.split()), "seconds": round(took, 2), "returned": opened}


def main() -> None:
    url, ca, number = sys.argv[1:]
    context = ssl.create_default_context(cafile=ca)
    for _ in range(int(number)):
        sys.stdout.write(f"{json.dumps(_filed(url, context))}\n")


if __name__ == "__main__":
    main()
