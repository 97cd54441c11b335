"""Counting comparisons of texts with a source, even concurrent ones."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.casefile.lint.comparing import count
from portal.casefile.lint.tables import compared
from portal.web.commands import CommandRefused
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.support.portal import Pages, pages
from tests.support.submissions import ID


@pytest.fixture
def portal(database_url: str, tmp_path: Path) -> Iterator[Pages]:
    with pages(database_url, f"sqlite:///{tmp_path}/vault.db") as built:
        yield built


def test_of_texts_that_come_at_once_no_more_are_compared_than_in_a_day(
    portal: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = Actor(actor_id="officer-1", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}))
    monkeypatch.setattr("portal.casefile.lint.comparing.current_actor", lambda: officer)
    most = portal.settings.comparisons_a_day
    together = threading.Barrier(2 * most)
    with portal.app.app_context():
        for number in range(most):  # what somebody else typed takes nothing from the day
            count([ID], f"Sent {number}.", typed=False)

    def compare(number: int) -> bool:
        with portal.app.app_context():
            together.wait()
            try:
                count([ID], f"Guess {number}.")
            except CommandRefused:
                return False
        return True

    with ThreadPoolExecutor(2 * most) as several:
        done = list(several.map(compare, range(2 * most)))
    assert sum(done) == most
    with portal.engine.connect() as conn:
        assert conn.scalar(select(func.count()).select_from(compared)) == 2 * most
