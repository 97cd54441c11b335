"""What is kept only for a time is forgotten at once and every hour, whatever else fails."""

import asyncio
from types import ModuleType

import pytest
from prometheus_client import REGISTRY

from portal.committee.forum import ending
from portal.homes.notices import deriving, forgetting, rosters, round_drafts, selection_files
from portal.homes.notices.forgetting import forget, purges
from portal.stakeholders.sessions import retention
from tests.portal.homes.notices.conftest import Office


def _failed(what: str) -> float:
    return REGISTRY.get_sample_value("rapporteur_background_failures_total", {"task": what}) or 0


def test_one_that_fails_is_seen_and_does_not_hold_up_the_others() -> None:
    done: list[str] = []

    def fail() -> None:
        raise KeyError

    before = _failed("forget one")
    assert forget([("one", fail), ("two", lambda: done.append("two"))]) == 1
    assert done == ["two"]
    assert _failed("forget one") == before + 1


def test_all_that_is_kept_for_a_time_is_forgotten(office: Office) -> None:
    at = office.clock()
    some = purges(office.engine, office.vault, office.settings, at, at)
    assert [what for what, _ in some] == [
        *("notices", "roster", "seats", "selection files", "drafts of rounds", "registrations"),
        *("invitations", "nominations", "threads of the forum", "forum drafts", "briefings"),
        *("followings", "applications", "proposals", "problems", "outbox"),
    ]
    assert forget(some) == 0


async def test_it_begins_at_once_and_comes_back_soon_after_a_failure(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    broken = [True]

    def prune(*_: object, **__: object) -> None:
        if broken:
            broken.pop()
            raise KeyError

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise asyncio.CancelledError

    monkeypatch.setattr(deriving, "prune", prune)
    monkeypatch.setattr("portal.homes.notices.forgetting.asyncio.sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await forgetting.run(office.engine, office.vault, office.settings, whole, real=office.clock)
    assert pauses == [60.0, 3600.0]


async def whole() -> bool:
    return True


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (ending, "end"),
        (retention, "discard"),
        (rosters, "discard_ended"),
        (round_drafts, "erase"),
        (selection_files, "end"),
    ],
)
async def test_nothing_ends_that_a_later_fact_keeps_while_tables_are_filled(
    office: Office, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str
) -> None:
    """A message, another day of the session, a consent, a term, a restored entry: still to come."""
    ended: list[bool] = []
    filled = [True, False]

    async def settled() -> bool:
        return filled[-1]

    async def sleep(seconds: float) -> None:
        assert seconds == (3600.0 if filled.pop() else 60.0)
        assert ended == ([] if filled else [True])
        if not filled:
            raise asyncio.CancelledError

    monkeypatch.setattr(module, name, lambda *_, **__: ended.append(True))
    monkeypatch.setattr("portal.homes.notices.forgetting.asyncio.sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await forgetting.run(
            office.engine, office.vault, office.settings, settled, real=office.clock
        )
