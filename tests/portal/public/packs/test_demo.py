"""The annual statistics of a demonstration, whatever time of the day it begins."""

from datetime import datetime
from pathlib import Path

import pytest

from portal.app.read_models import READ_MODELS
from portal.public.packs import demo
from shared.contracts.stakeholders_pack_commands import DraftStatisticsPack, FreezeStatisticsPack
from shared.contracts.stakeholders_pack_entries import RecordPackEntry
from shared.core.geneva import day_of
from tests.support.portal import pages, sqlite_urls
from tests.support.ready import ready


@pytest.mark.parametrize("year", [2026, 2027])
@pytest.mark.parametrize("clock", ["06-15T22:01", "12-31T23:01", "12-31T22:59", "03-01T12:00"])
def test_it_is_of_a_year_that_was_over_when_it_was_drafted(
    year: int, clock: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[RecordPackEntry | DraftStatisticsPack | FreezeStatisticsPack, datetime]] = []
    monkeypatch.setattr(demo, "now", lambda: datetime.fromisoformat(f"{year}-{clock}+00:00"))
    monkeypatch.setattr(demo, "ask", lambda command, *_, at: asked.append((command, at)))
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        with built.app.test_request_context():
            demo.tell()
    *recorded, (drafted, drafted_at), (frozen, frozen_at) = asked
    assert {(one.year, at < drafted_at) for one, at in recorded} == {(drafted.year, True)}
    assert isinstance(drafted, DraftStatisticsPack)
    assert drafted.as_of <= day_of(drafted_at)
    assert drafted.year < drafted.as_of.year
    assert isinstance(frozen, FreezeStatisticsPack)
    assert frozen.year == drafted.year
    assert frozen_at > drafted_at
