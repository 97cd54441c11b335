"""The invented sheets of a demonstration, as the service rules on them."""

from typing import Any

import pytest

from portal.public.corpus import demo, queries
from services.followup.reference.decide import REFERENCE
from shared.core.actor import Asked
from shared.core.testing import AT
from tests.followup.test_reference import DESK
from tests.support.corpus import Corpus


def test_a_sheet_is_imported_and_another_waits_at_its_check(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts: list[Any] = []

    def ask(command: Any, by: str, _case: str, *_step: str) -> None:
        assert by == "qrd"
        new = REFERENCE.decide(command, Asked(at=AT, by=DESK), REFERENCE.fold(facts))
        facts.extend(new)
        for fact in new:
            corpus.tell(fact)

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr("time.sleep", lambda _: corpus.work())
    for _ in range(2):  # a second start changes nothing
        with corpus.portal.app.app_context():
            demo.tell()
        corpus.work()
        assert len(facts) == 3
        assert len(corpus.in_force()) == len(demo.ROWS)
        with corpus.portal.engine.connect() as conn:
            found = {one.stage: one for one in map(queries.sheet, conn.execute(queries.every()))}
        assert found["imported"].counts["new"] == len(demo.ROWS)
        assert found["checked"].counts["problems"] == len(demo.WRONG) - 1
