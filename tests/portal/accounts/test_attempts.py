"""Wrong answers count together, whichever process they come to, and name nobody."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from portal.accounts.attempts import PER_ACCOUNT, WINDOW, Attempts
from portal.accounts.tables import wrong_answers
from portal.app import create_app
from portal.commands import Commands
from tests.support.portal import Pages, pages

TRIED = {"email": "Ann@Example.org", "address": "192.0.2.7"}


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
                assert not Attempts().exhausted(**TRIED, at=portal.clock())
                Attempts().failed(**TRIED, at=portal.clock())
        for app in both:
            with app.app_context():
                assert Attempts().exhausted(**TRIED, at=portal.clock())
        with beside.app_context():
            Attempts().succeeded(email=TRIED["email"])
            assert not Attempts().exhausted(**TRIED, at=portal.clock())


def test_what_is_kept_names_nobody_and_goes_after_a_quarter_of_an_hour(portal: Pages) -> None:
    with portal.app.app_context():
        Attempts().failed(**TRIED, at=portal.clock())
        with portal.engine.connect() as conn:
            kept = conn.execute(select(wrong_answers)).all()
        assert len(kept) == 2
        assert not any(word in str(kept).lower() for word in ("ann", "192.0.2.7"))
        portal.clock.forward(WINDOW + timedelta(seconds=1))
        assert not Attempts(per_account=1).exhausted(**TRIED, at=portal.clock())
        Attempts().failed(email="other", address="other", at=portal.clock())
        with portal.engine.connect() as conn:
            assert len(conn.execute(select(wrong_answers)).all()) == 2
