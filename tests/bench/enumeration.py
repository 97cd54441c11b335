"""What the time of an answer tells of a code or an address that was guessed.

A process serves the pages on a database that is full. This one asks by turns, in random order: for
what is there and must not be told, and for what is not there. The two are compared by ranks; the
answers must be of one length, too, with the same headers. A right code opens what it is the code
of, so it is told by its answer: it is timed and not compared.
"""

import json
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import delete, update

from deploy.local.ports import free_port
from portal.casefile.drafts.tables import draft_codes, drafts
from portal.casefile.submissions import passphrase, receipts, return_code
from portal.source.drafts import code as draft_code
from portal.source.drafts import store
from portal.source.drafts.store import Content
from portal.web.accounts import draft_session
from portal.web.db import engine
from shared.core.message import derive_id
from tests.bench.figures import apart, rate
from tests.bench.queue import fill
from tests.bench.serving import child, said, serve
from tests.support import channel
from tests.support.organisations import Register, named
from tests.support.portal import Pages, pages, sqlite_urls

LANGUAGES: Final = ("en", "fr")
THERE, NOT_THERE, OPENS = "there", "not there", "opens"
CHANCE: Final = 0.001
"""What is rarer than this by chance counts as told apart."""
_SELF: Final = "tests.bench.enumeration"
_OF_A_RECEIPT: Final = 8  # tries with one tracking code: many more are told so
_FIRST: Final = 3  # tries of each kind that are not timed: caches, the first connection
_RIGHT: Final = 10  # for so many wrong tries, one with a right code

Typed: TypeAlias = Mapping[str, str]
Kinds: TypeAlias = dict[str, dict[str, list[Any]]]
"""What is guessed: by kind, and by whether it is there."""
_FORMS: Final = {
    "return code": "/return/",
    "tracking code and passphrase": "/return/",
    "draft code": "/submit/return",
}


def measured(*, tries: int) -> dict[str, Any]:
    """Guess so often, of each kind and in each language."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as directory,
        child(_SELF, directory, tries, free_port()) as portal,
    ):
        told = said(portal)
        return {"tries": tries, "kinds": _compared(_guessed(told, tries))}


@dataclass(slots=True)
class _Answers:
    seconds: list[float] = field(default_factory=list)
    looks: set[tuple[int, tuple[str, ...], int]] = field(default_factory=set)
    """Status, names of headers and length."""


_Found: TypeAlias = dict[tuple[str, str, str], _Answers]


def _guessed(told: dict[str, Any], tries: int) -> _Found:
    kinds: Kinds = told["kinds"]
    line, found = _Line(told["port"], told["draft"]), defaultdict[Any, _Answers](_Answers)
    left = {(kind, side): cycle(kinds[kind][side]) for kind in kinds for side in kinds[kind]}
    each = [(kind, side, language) for kind, side in left for language in LANGUAGES]
    for kind, side, language in each * _FIRST:
        line.guess(kind, next(left[kind, side]), language)
    order = [
        one for one in each for _ in range(tries if one[1] != OPENS else max(1, tries // _RIGHT))
    ]
    Random(1).shuffle(order)
    for kind, side, language in order:
        guess, answers = next(left[kind, side]), found[kind, side, language]
        began = time.perf_counter()
        look = line.guess(kind, guess, language)
        answers.seconds.append(time.perf_counter() - began)
        answers.looks.add(look)
    return found


def _compared(found: _Found) -> dict[str, Any]:
    compared: dict[str, Any] = {}
    for kind, side, language in found:
        if side != THERE:
            continue
        there, not_there = found[kind, THERE, language], found[kind, NOT_THERE, language]
        right = found.get((kind, OPENS, language))
        compared[f"{kind}, {language}"] = {
            THERE: asdict(rate(there.seconds, sum(there.seconds))),
            NOT_THERE: asdict(rate(not_there.seconds, sum(not_there.seconds))),
            OPENS: asdict(rate(right.seconds, sum(right.seconds))) if right else None,
            **asdict(apart(there.seconds, not_there.seconds)),
            "alike": there.looks == not_there.looks and len(there.looks) == 1,
        }
    return compared


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    title = f"Guessing, {found['tries']} tries"
    yield f"\n{title:<34}{'p50 there':>11}{'not there':>11}{'p95 there':>11}{'not there':>11}"
    for kind, one in sorted(found["kinds"].items()):
        there, not_there, right = one[THERE], one[NOT_THERE], one[OPENS]
        held = one["chance"] >= CHANCE and one["alike"]
        opens = f"; a right one opens in {right['p50_ms']:.1f} ms" if right else ""
        yield (
            f"{kind:<34}{there['p50_ms']:>11.2f}{not_there['p50_ms']:>11.2f}"
            f"{there['p95_ms']:>11.2f}{not_there['p95_ms']:>11.2f}   "
            f"{(there['p50_ms'] - not_there['p50_ms']) * 1_000:+.0f} us, longer in "
            f"{one['share']:.1%}, by chance {one['chance']:.3f}: "
            f"{'held' if held else 'missed'}{'' if one['alike'] else ', other answers'}{opens}"
        )


class _Line:
    """One connection of somebody who guesses, and the draft that their browser holds."""

    def __init__(self, port: int, draft: str) -> None:
        self._http = HTTPConnection("127.0.0.1", port, timeout=30)
        page, headers = self._ask("GET", "/sign-in", {})
        form = headers["set-cookie"].partition(";")[0]
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, page
        self._token, self._cookie = found[1], f"{form}; draft={draft}"

    def guess(self, kind: str, guess: Any, language: str) -> tuple[int, tuple[str, ...], int]:
        """Ask, and return how the answer looks from outside."""
        sent = {"Cookie": self._cookie, "Accept-Language": language}
        if kind in _FORMS:
            body = urlencode({"csrf_token": self._token, **guess})
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            page, headers = self._ask("POST", _FORMS[kind], sent, body)
        else:
            page, headers = self._ask("GET", guess.replace("LANGUAGE", language), sent)
        return int(headers["status"]), tuple(sorted(headers)), len(page)

    def _ask(
        self, method: str, path: str, sent: Mapping[str, str], body: str | None = None
    ) -> tuple[str, dict[str, str]]:
        self._http.request(method, path, body, dict(sent))
        answer = self._http.getresponse()
        page = answer.read().decode()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return page, {**named, "status": str(answer.status)}


# --- the portal -----------------------------------------------------------------------------


def _serve(directory: str, tries: int, port: int) -> None:
    number = max(10, 2 * tries // _OF_A_RECEIPT)
    with pages(*sqlite_urls(Path(directory)), http_port=port) as built:
        built.clock.at = datetime.now(UTC)
        fill(built.engine, number)
        kinds: Kinds = {
            "return code": _return_codes(built, number),
            "tracking code and passphrase": _older(built, number),
            **_drafts(built, number),
            "organisation": _organisations(built, number),
        }
        serve(built, {"port": port, "draft": _held(built), "kinds": kinds})


def _codes(number: int) -> list[str]:
    """Return codes that nobody made."""
    return [return_code.made_of(uuid4(), "nonce", "key") for _ in range(number)]


def _return_codes(built: Pages, number: int) -> dict[str, list[Any]]:
    """There is a submission whose code begins with the same seven groups."""
    command_ids = [derive_id("bench of return codes", one) for one in range(number)]
    right = [
        channel.kept(built, of=str(derive_id("submission", one)), command_id=one).return_code
        for one in command_ids
    ]
    ends = [code.split()[-1] for code in _codes(number)]
    near = [" ".join([*code.split()[:-1], end]) for code, end in zip(right, ends, strict=True)]
    return {
        THERE: _typed("return_code", near),
        NOT_THERE: _typed("return_code", _codes(number)),
        OPENS: _typed("return_code", right),
    }


def _older(built: Pages, number: int) -> dict[str, list[Any]]:
    """There is a submission with this tracking code and another passphrase."""
    key = built.settings.secret_key_list[0]

    def guess(tracking_code: str) -> Typed:
        return {"code": tracking_code, "passphrase": passphrase.made_of(uuid4(), "nonce", key)}

    kept = [channel.kept_before(built, derive_id("bench", one)).code for one in range(number)]
    unknown = [receipts.code_of(uuid4(), key) for _ in range(number)]
    return {THERE: [guess(one) for one in kept], NOT_THERE: [guess(one) for one in unknown]}


def _drafts(built: Pages, number: int) -> Kinds:
    """There was a draft with this code, which was sent or has expired; there is this draft."""
    with built.app.app_context():
        open_, ended = [_draft() for _ in range(number)], [_draft() for _ in range(number)]
    sent, expired = [draft for draft, _ in ended[::2]], [draft for draft, _ in ended[1::2]]
    ago, c = built.clock.at - timedelta(days=31), draft_codes.c
    with built.engine.begin() as conn:
        conn.execute(delete(drafts).where(drafts.c.draft_id.in_(sent)))
        conn.execute(update(draft_codes).where(c.draft_id.in_(sent)).values(sent_at=ago))
        conn.execute(update(drafts).where(drafts.c.draft_id.in_(expired)).values(changed_at=ago))
    page = "/submissions/drafts/%s/"
    return {
        "draft code": {
            THERE: _typed("draft_code", [code for _, code in ended]),
            NOT_THERE: _typed("draft_code", _codes(number)),
            OPENS: _typed("draft_code", [code for _, code in open_]),
        },
        "page of a draft": {
            THERE: [page % draft for draft, _ in open_],
            NOT_THERE: [page % uuid4() for _ in range(number)],
        },
    }


def _draft() -> tuple[str, str]:
    draft_id = str(uuid4())
    store.begin(None, draft_id, Content())
    with engine().connect() as conn:
        shown = draft_code.shown(conn, draft_id)
    assert shown
    return draft_id, shown


def _held(built: Pages) -> str:
    """Return what the cookie of a browser holds that has a draft open, which is none of these."""
    with built.engine.begin() as conn:
        return draft_session.begin(conn, str(uuid4()), "", at=built.clock.at)


def _organisations(built: Pages, number: int) -> dict[str, list[Any]]:
    """There is an organisation, and it is hidden."""
    register = Register(built.engine, built.vault)
    for one in range(number):
        register.public(named(f"public {one}"), f"Organisation {one}")
        register.confirmed(named(f"hidden {one}"), f"Hidden {one}")
    address = "/LANGUAGE/organisations/%s"
    return {
        THERE: [address % named(f"hidden {one}") for one in range(number)],
        NOT_THERE: [address % named(f"unknown {one}") for one in range(number)],
    }


def _typed(name: str, codes: Sequence[str]) -> list[Any]:
    return [{name: code} for code in codes]


if __name__ == "__main__":
    _serve(*json.loads(sys.argv[1]))
