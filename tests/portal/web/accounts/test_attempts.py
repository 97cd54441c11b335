"""Wrong answers are counted across processes, and their record names nobody."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from portal.app.pages import create_app
from portal.web.accounts import attempts
from portal.web.accounts.attempts import PER_ACCOUNT, PER_ADDRESS, WINDOW, strangers
from portal.web.accounts.tables import wrong_answers
from portal.web.accounts.turns import Crowded
from portal.web.commands import Commands
from tests.support.portal import Pages, pages

TRIED = ("Ann@Example.org", "192.0.2.7")


@pytest.fixture
def portal(database_url: str, tmp_path: Path) -> Iterator[Pages]:
    with pages(database_url, f"sqlite:///{tmp_path}/vault.db") as built:
        yield built


def test_two_processes_count_together_and_a_right_answer_clears_both(portal: Pages) -> None:
    with httpx.Client() as http:
        commands = Commands(portal.settings, portal.clock, http)
        beside = create_app(
            portal.settings,
            engine=portal.engine,
            vault=portal.vault,
            commands=commands,
            clock=portal.clock,
        )
        both = [portal.app, beside]
        for number in range(PER_ACCOUNT):
            with both[number % 2].app_context():
                assert attempts.tried(*strangers(*TRIED), at=portal.clock())
        for app in both:
            with app.app_context():
                assert attempts.tried(*strangers(*TRIED), at=portal.clock()) is None
        portal.clock.forward(WINDOW)
        with beside.app_context():
            for _ in range(PER_ACCOUNT - 1):
                assert attempts.tried(*strangers(*TRIED), at=portal.clock())
            right = attempts.tried(*strangers(*TRIED), at=portal.clock())
            assert right
            attempts.right(right)
            assert attempts.tried(*strangers(*TRIED), at=portal.clock())


def test_a_right_answer_counts_against_no_address(portal: Pages) -> None:
    with portal.app.app_context():
        for _ in range(PER_ADDRESS + 1):
            right = attempts.tried(*strangers(*TRIED), at=portal.clock())
            assert right
            attempts.right(right)
        with portal.engine.connect() as conn:
            assert conn.execute(select(wrong_answers)).all() == []


def test_what_could_not_be_looked_at_counts_against_nobody(portal: Pages) -> None:
    with portal.app.app_context():
        first = attempts.tried(*strangers(*TRIED), at=portal.clock())
        assert first
        second = attempts.tried(*strangers(*TRIED), at=portal.clock())
        with pytest.raises(Crowded), attempts.looking(second):
            raise Crowded
        with portal.engine.connect() as conn:
            kept = {row.answer_id for row in conn.execute(select(wrong_answers))}
        assert kept == set(first.notes)


def test_of_guesses_that_come_at_once_no_more_are_looked_at_than_may_be_wrong(
    portal: Pages,
) -> None:
    """They all begin before the first of them is found to be wrong."""
    together = threading.Barrier(2 * PER_ACCOUNT)

    def guess(number: int) -> bool:
        with portal.app.app_context():
            together.wait(timeout=60)
            limits = strangers(TRIED[0], f"192.0.2.{number}")
            return attempts.tried(*limits, at=portal.clock()) is not None

    with ThreadPoolExecutor(2 * PER_ACCOUNT) as several:
        looked_at = list(several.map(guess, range(2 * PER_ACCOUNT)))
    assert sum(looked_at) == PER_ACCOUNT


def test_wrong_ones_beyond_the_limit_are_not_kept(portal: Pages) -> None:
    with portal.app.app_context():
        limit = attempts.of_code("c0de")
        told = [attempts.wrong(limit, at=portal.clock()) for _ in range(PER_ACCOUNT + 3)]
        assert told == [False] * PER_ACCOUNT + [True] * 3
        with portal.engine.connect() as conn:
            assert len(conn.execute(select(wrong_answers)).all()) == PER_ACCOUNT


def test_what_is_kept_names_nobody_and_goes_after_a_quarter_of_an_hour(portal: Pages) -> None:
    with portal.app.app_context():
        assert attempts.tried(*strangers(*TRIED), at=portal.clock())
        with portal.engine.connect() as conn:
            kept = conn.execute(select(wrong_answers)).all()
        assert len(kept) == 2
        assert not any(word in str(kept).lower() for word in ("ann", "192.0.2.7"))
        portal.clock.forward(WINDOW + timedelta(seconds=1))
        assert attempts.tried(*strangers(*TRIED), at=portal.clock())
        with portal.engine.connect() as conn:
            assert len(conn.execute(select(wrong_answers)).all()) == 2
