"""A flood of what needs no account, beside signed-in filing and the desk's pages.

Three processes: the portal, the flood, and this one, which files with an account and opens the
desk's pages, first alone and then during the flood. The flood sends from another network each time
and pays for nothing; among it are people who send one submission each, do the work, and try again
when they are told to. What is let through is received as any submission is.
"""

import asyncio
import json
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID, uuid4

import httpx
from flask import Blueprint
from sqlalchemy import func, select

from deploy.local.ports import free_port
from portal.casefile.filing import Filing
from portal.casefile.submissions.receipts import receipts
from portal.casefile.submissions.receive import receive
from portal.source.pace import gate
from portal.web.accounts.access import public
from portal.web.act import Answer
from portal.web.area import Area
from portal.web.pools import OPEN
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.bench.figures import rate
from tests.bench.queue import fill
from tests.bench.serving import child, said, say, serve
from tests.support.filing import submission
from tests.support.pace import worked
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.programs import token_of

_SELF: Final = "tests.bench.flood"
PACE: Final = 100  # a second
_HONEST: Final = 50  # one of so many is somebody who has something to say
_PATIENCE: Final = 60.0
_PAUSE: Final = 0.05  # seconds between two requests of whoever signed in


def measured(*, submissions: int, seconds: float) -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as directory,
        child(_SELF, "serve", directory, submissions, free_port()) as portal,
    ):
        who = said(portal)
        before = _signed_in(who, seconds / 4)  # caches, the first connections
        alone = _signed_in(who, seconds)
        with child(_SELF, "flood", who, seconds) as flood:
            during = _signed_in(who, seconds)
            sent = said(flood)
        kept = httpx.get(f"{who['address']}/steps/kept", trust_env=False).json()["receipts"]
    filed = sum(one["filed"] for one in (before, alone, during))
    return {
        "seconds": seconds,
        "pace": PACE,
        "alone": alone["figures"],
        "flooded": during["figures"],
        "flood": sent["flood"],
        "honest": sent["honest"],
        "lost": filed + sent["honest"]["number"] + sent["flood"].get("200", 0) - kept,
    }


def _signed_in(who: dict[str, Any], seconds: float) -> dict[str, Any]:
    """File and open the desk's queue by turns, once at least."""
    taken: dict[str, list[float]] = {"desk": [], "filing": []}
    with httpx.Client(base_url=who["address"], trust_env=False, timeout=30) as http:
        began = time.perf_counter()
        while not taken["filing"] or time.perf_counter() - began < seconds:
            taken["desk"].append(_timed(http, "GET", "/triage/", cookies=who["desk"]))
            headers = {"authorization": f"Bearer {who['token']}", "idempotency-key": str(uuid4())}
            filed = submission(narrative=f"What happened, told by {uuid4()}.")
            taken["filing"].append(
                _timed(http, "POST", "/api/v1/submissions", json=filed, headers=headers)
            )
            time.sleep(_PAUSE)
    figures = {name: asdict(rate(found, sum(found))) for name, found in taken.items()}
    return {"figures": figures, "filed": len(taken["filing"])}


def _timed(http: httpx.Client, method: str, path: str, **also: Any) -> float:
    cookies = also.pop("cookies", None)
    if cookies:
        also["headers"] = {"cookie": f"session={cookies}"}
    start = time.perf_counter()
    http.request(method, path, **also).raise_for_status()
    return time.perf_counter() - start


# --- the portal -----------------------------------------------------------------------------


def _serve(directory: str, submissions: int, port: int) -> None:
    with pages(*sqlite_urls(Path(directory)), http_port=port) as built:
        fill(built.engine, submissions)
        built.app.register_blueprint(_steps(built))
        built.app.extensions["areas"] += (
            Area(name="steps", package=__package__ or "", pools={"steps": OPEN}),
        )
        threading.Thread(target=_run_clock, args=(built,), daemon=True).start()
        built.clock.at = datetime.now(UTC)
        desk = built.session_of(built.person(Role.QUICK_RESPONSE_DESK))
        address = f"http://127.0.0.1:{port}"
        serve(built, {"address": address, "desk": desk, "token": _token(built)})


def _run_clock(built: Pages) -> None:
    while True:
        built.clock.at = datetime.now(UTC)
        time.sleep(0.1)


def _token(built: Pages) -> str:
    account = built.person(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id="bench")
    return token_of(built, account, name="bench")


def _steps(built: Pages) -> Blueprint:
    bp = Blueprint("steps", __name__, url_prefix="/steps")

    @bp.post("/<uuid:about>")
    @public
    def submit(about: UUID) -> Answer:
        page = gate.asked(gate.SUBMIT, str(about))
        if page is not None:
            return page
        by = Actor(actor_id=f"visitor-{about}", roles=frozenset({Role.SOURCE}))
        filing = Filing.model_validate(submission(narrative=f"Told once, as {about}."))
        receive(filing, by=by, command_id=about, channel="portal")
        return "kept"

    @bp.get("/kept")
    @public
    def kept() -> Answer:
        with built.engine.connect() as conn:
            number = conn.scalar(select(func.count()).select_from(receipts)) or 0
        return json.dumps({"receipts": number})

    return bp


# --- the flood ------------------------------------------------------------------------------


async def _flood(who: dict[str, Any], seconds: float) -> dict[str, Any]:
    answers: Counter[str] = Counter()
    waited: list[float] = []
    choose = Random(1)
    limits = httpx.Limits(max_connections=400)
    async with httpx.AsyncClient(
        base_url=who["address"], trust_env=False, timeout=60, limits=limits
    ) as http:
        token = await _form_token(http)
        tasks, began = [], time.perf_counter()
        for number in range(int(seconds * PACE)):
            await asyncio.sleep(max(0.0, began + number / PACE - time.perf_counter()))
            network = (
                f"{choose.randrange(1, 224)}.{choose.randrange(256)}.{choose.randrange(256)}.9"
            )
            person = number % _HONEST == _HONEST - 1
            does = _honest(http, token, network, waited) if person else None
            tasks.append(asyncio.create_task(does or _rude(http, token, network, answers)))
        took = time.perf_counter() - began
        await asyncio.wait_for(asyncio.gather(*tasks), _PATIENCE)
    return {
        "flood": {"a second": round(len(tasks) / took, 1), **answers},
        "honest": asdict(rate(waited, took)),
    }


async def _form_token(http: httpx.AsyncClient) -> str:
    page = await http.get("/sign-in")
    http.cookies = page.cookies
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


async def _send(
    http: httpx.AsyncClient, token: str, network: str, about: UUID, **paid: str
) -> httpx.Response:
    return await http.post(
        f"/steps/{about}",
        data={"csrf_token": token, **paid},
        headers={"x-forwarded-for": network, "sec-fetch-site": "same-origin"},
    )


async def _rude(http: httpx.AsyncClient, token: str, network: str, answers: Counter[str]) -> None:
    answer = await _send(http, token, network, uuid4())
    answers[str(answer.status_code)] += 1


async def _honest(http: httpx.AsyncClient, token: str, network: str, waited: list[float]) -> None:
    """Send one submission until it is kept, as a browser with a script does."""
    about, began = uuid4(), time.perf_counter()
    paid: dict[str, str] = {}
    while True:
        answer = await _send(http, token, network, about, **paid)
        if answer.status_code == 200:
            waited.append(time.perf_counter() - began)
            return
        if answer.status_code == 429:
            paid = await asyncio.to_thread(worked, answer.text)
        else:
            await asyncio.sleep(0.5)


def _main(what: str, *arguments: Any) -> None:
    if what == "serve":
        _serve(*arguments)
    else:
        os.nice(19)  # it stands for other machines, and leaves this one to the platform
        say(asyncio.run(_flood(*arguments)))


if __name__ == "__main__":
    _main(*json.loads(sys.argv[1]))
