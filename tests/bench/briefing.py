"""The briefing of a week with 10,000 events, after two years of others, on both databases."""

import re
import time
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Engine, insert

from portal.casefile.replies.tables import cases, signatures
from portal.casefile.reprisals import behind, submissions
from portal.public.register.statement_model import statements
from portal.public.register.tables import letters, recommendations, replies
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.briefings import MOST, days_of
from tests.bench.figures import rate
from tests.bench.queue import databases
from tests.stakeholders import briefings as said
from tests.support.briefings import CODE, Issues
from tests.support.portal import Pages, Visitor

KINDS: Final = 5
PAGES: Final = ("its page", "an act on one item")
_WEEK: Final = days_of("briefing", CODE)
_MINUTES: Final = 10_000  # of the week, over which its events are spread


def measured(*, events: int, before: int, requests: int, durable: bool = True) -> dict[str, Any]:
    """Fill a week and two years before it, and open each page ``requests`` times, whole."""
    return {
        name: {"events": events, "before": before, "pages": _of(built, events, before, requests)}
        for name, built in databases(durable=durable)
    }


def _of(built: Pages, events: int, before: int, requests: int) -> dict[str, Any]:
    of_each, page = events // KINDS, f"/briefing-desk/{CODE}"
    issues = Issues(built.engine, built.vault)
    fill(built.engine, of_each, before // KINDS)
    issues.tell(said.OPENED)
    editor = built.signed_in(Role.QUICK_RESPONSE_DESK)
    figures, shown = _opened(editor, page, requests)
    item = re.search(r"/items/(sent-[^/]+)/drop", shown)
    if item is None or shown.count(f"{of_each - MOST} more items") < KINDS - 1:
        raise RuntimeError("not all events of the week are proposed")
    act, _ = _opened(editor, f"{page}/items/{item[1]}/drop", requests)
    return dict(zip(PAGES, (figures, act), strict=True))


def _opened(editor: Visitor, address: str, requests: int) -> tuple[dict[str, Any], str]:
    """Open a page so often, from the first time on; return its figures, and what it says."""
    latencies: list[float] = []
    text, used, began = "", time.process_time(), time.perf_counter()
    for _ in range(requests):
        at = time.perf_counter()
        answer = editor.get(address)
        latencies.append(time.perf_counter() - at)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        text = answer.text
    cpu = {"page": time.process_time() - used}
    return asdict(rate(latencies, time.perf_counter() - began, cpu)), text


def fill(engine: Engine, of_each: int, before: int) -> None:
    """Write rows as the read models do: so many of each of five kinds, spread over the week.

    ``before``: how many of each there are of the two years before.
    """
    rows: dict[Any, list[dict[str, Any]]] = {}
    for n in range(of_each + before):
        at = _WEEK.begin + timedelta(minutes=n * _MINUTES / of_each)
        if n >= of_each:
            at = _WEEK.begin - timedelta(days=730) * ((n - of_each + 1) / before)
        one, key = str(derive_id("bench", n)), n + 1
        of: dict[Any, dict[str, Any]] = {
            letters: {
                "communication_id": one,
                "slug": f"al-ken-{n}",
                "reference": f"AL KEN {n}/2026",
                "type": "AL",
                "recipient": "KEN",
                "mandates": ["wgad"],
                "transmitted_at": at,
                "edition": 1,
                "text": "x",
                "published_at": at,
            },
            replies: {
                "communication_id": one,
                "reply_id": one,
                "kind": "substantive",
                "language": "en",
                "received_at": at,
                "text": "x",
                "published_at": at,
            },
            statements: {
                "statement_id": one,
                "edition": 1,
                "kind": "press_release",
                "mandates": ["wgad"],
                "states": ["KEN"],
                "language": "en",
                "title": f"Statement {n}",
                "text": "x",
                "first_issued_at": at,
                "issued_at": at,
            },
            recommendations: {
                "recommendation_id": one,
                "addressee": "KEN",
                "mandate": "wgad",
                "issued_at": at,
                "text": "x",
                "published_at": at,
            },
        }
        for table, values in of.items():
            rows.setdefault(table, []).append({"key": key, "terms": "", **values})
        sent = {"communication_id": one, "type": "UA", "recipient": "NPL", "transmitted_at": at}
        rows.setdefault(cases, []).append(sent)
        rows.setdefault(signatures, []).append({"communication_id": one, "mandate": "wgad"})
        rows.setdefault(behind, []).append({"communication_id": one, "submission_id": one})
        rows.setdefault(submissions, []).append({"submission_id": one, "reprisal": False})
    with engine.begin() as conn:
        for table, some in rows.items():
            conn.execute(insert(table), some)
