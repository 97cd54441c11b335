"""The pages of a session for which 5,000 people asked, and how fast its stream is folded."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from portal.app.read_models import READ_MODELS
from services.stakeholders.session.decide import SESSION
from shared.core.roles import Role
from shared.reference.sessions import seat_id
from tests.bench import plans
from tests.bench.figures import rate
from tests.bench.queue import databases
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready
from tests.support.sessions import NOW, Hall

_SEATS = 300
_BEFORE = timedelta(days=50)


def measured(*, people: int, requests: int, durable: bool = True) -> dict[str, Any]:
    """Let so many ask, and open each page ``requests`` times, in this process."""
    return {
        name: {"people": people, **_of(built, people, requests)}
        for name, built in databases(durable=durable)
    }


def _of(built: Pages, people: int, requests: int) -> dict[str, Any]:
    ready(built.engine, READ_MODELS)
    last = built.signed_in(Role.NGO_MEMBER, account_id=f"holder-{people - 1}")
    hall = Hall(built.engine, built.vault)
    session_id = hall.opened(room=_SEATS, remote=0, per_organisation=2)
    began = time.perf_counter()
    for number in range(people):
        at = NOW - _BEFORE + timedelta(milliseconds=60 * number)
        hall.asks(session_id, f"holder-{number}", organisation=f"of-{number % 900}", at=at)
    found: dict[str, Any] = {
        "asked_s": round(time.perf_counter() - began, 1),
        "stream": _stream(hall, session_id),
    }
    plans.settle(built.engine)
    officer = built.signed_in(Role.STAKEHOLDER_OFFICER)
    seat = seat_id(session_id, f"holder-{people - 1}")
    found["pages"] = {
        **_opened(built, built.visitor(), ("/en/sessions", f"/en/sessions/{session_id}"), requests),
        **_opened(built, last, ("/my-seats", f"/my-seats/{seat}"), requests),
        **_opened(built, officer, ("/session-desk", f"/session-desk/{session_id}"), requests),
    }
    return found


def _stream(hall: Hall, session_id: str) -> dict[str, float]:
    facts = hall.facts[session_id]
    began = time.perf_counter()
    SESSION.fold(facts)
    return {"events": len(facts), "fold_s": round(time.perf_counter() - began, 3)}


def _opened(built: Pages, visitor: Visitor, pages: Sequence[str], requests: int) -> dict[str, Any]:
    """Return the figures of each page, named without the ids in its address."""
    found: dict[str, Any] = {}
    for page in pages:
        with plans.statements(built.engine) as asked:
            visitor.get(page)
        latencies: list[float] = []
        used, began = time.process_time(), time.perf_counter()
        for _ in range(requests):
            at = time.perf_counter()
            answer = visitor.get(page)
            latencies.append(time.perf_counter() - at)
            if answer.status_code != 200:
                raise RuntimeError(f"{page} answered {answer.status_code}")
        cpu = {"page": time.process_time() - used}
        name = "/".join(part if len(part) != 36 else "…" for part in page.split("/"))
        found[name] = {
            **asdict(rate(latencies, time.perf_counter() - began, cpu)),
            "plans": plans.explained(built.engine, asked),
        }
    return found
