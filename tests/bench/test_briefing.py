"""The briefing of a week with 10,000 events, after two years of others, is there in time.

That is in under five seconds, and an act on one item in under one, on both databases.
"""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from portal.casefile.replies.tables import cases, signatures
from portal.casefile.reprisals import behind, submissions
from portal.public.register.statement_model import statements
from portal.public.register.tables import letters, recommendations, replies
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.briefings import MOST, days_of
from tests.bench import queue
from tests.stakeholders import briefings as said
from tests.support.briefings import CODE, Issues
from tests.support.portal import Pages, pages, sqlite_urls

OF_EACH, BEFORE, SECONDS, ACT = 2_000, 3_000, 5.0, 1.0
WEEK = days_of("briefing", CODE)


@pytest.fixture(params=["sqlite", "postgresql"])
def portal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pages]:
    if request.param == "sqlite":
        with pages(*sqlite_urls(tmp_path_factory.mktemp("briefing"))) as built:
            yield built
    else:
        with queue.on_postgres(durable=False) as urls, pages(*urls) as built:
            yield built


def test_a_week_with_ten_thousand_events_is_proposed_in_under_five_seconds(portal: Pages) -> None:
    issues = Issues(portal.engine, portal.vault)
    _fill(portal.engine)
    issues.tell(said.OPENED)
    editor = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    began = time.perf_counter()
    page = editor.get(f"/briefing-desk/{CODE}")
    assert time.perf_counter() - began < SECONDS
    assert page.status_code == 200
    assert page.text.count(f"{OF_EACH - MOST} more items") >= 4
    item = re.search(r"/items/(sent-[^/]+)/drop", page.text)
    assert item
    began = time.perf_counter()
    assert editor.get(f"/briefing-desk/{CODE}/items/{item[1]}/drop").status_code == 200
    assert time.perf_counter() - began < ACT


def _fill(engine: Engine) -> None:
    """Write rows as the read models do: of each of five kinds 2,000, spread over the week.

    Beside them there are 3,000 of the two years before.
    """
    rows: dict[Any, list[dict[str, Any]]] = {}
    for n in range(OF_EACH + BEFORE):
        at = WEEK.begin + timedelta(minutes=5 * n)
        if n >= OF_EACH:
            at = WEEK.begin - timedelta(days=730) * ((n - OF_EACH + 1) / BEFORE)
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
