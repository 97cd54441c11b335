"""The pages of a large register ask few questions, and find their rows by an index."""

import contextlib
from collections.abc import Iterator
from unittest.mock import Mock

import pytest

from shared.platform import vault
from tests.bench import plans, stakeholders
from tests.support.portal import Pages, pages, sqlite_urls
from tests.support.postgres import fresh_database

SIZE = stakeholders.SHORT
PAGES = stakeholders.addresses(SIZE)
MEANT = {
    **plans.MEANT,
    "organisations": "cards of all are compared",
    "organisation_accreditations": "likewise",
    "accounts": "each person is tried: nothing leads from a subscription to them",
    "organisation_claims": "those few that wait",
    "organisation_flags": "those few that stand",
    "stakeholder_contacts": "SQLite sorts it for its first page, 20,000 in 30 ms",
    "report_notices": "60 a month",
}
STATEMENTS = 40
"""Of a page, whatever the number of organisations, persons and seats."""
OPENED = 100
"""Texts that a page opens: everybody may find 107 of 160 organisations, and lists show 50."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pages]:
    with contextlib.ExitStack() as stack:
        urls = sqlite_urls(tmp_path_factory.mktemp("plans"))
        if request.param == "postgresql":
            server = request.getfixturevalue("postgres_url")
            urls = (
                stack.enter_context(fresh_database(server)),
                stack.enter_context(fresh_database(server)),
            )
        built = stack.enter_context(pages(*urls))
        stakeholders.filled(built, SIZE)
        yield built


def test_a_page_costs_no_more_with_more_organisations(
    filled: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No growing table is read whole, no row asked for alone, and no text opened but is shown."""
    opened = Mock(wraps=vault._open)  # what the vault does for each text
    monkeypatch.setattr(vault, "_open", opened)
    people = stakeholders.visitors(filled, SIZE)
    whole, many, texts = {}, {}, {}
    for name, (who, page) in PAGES.items():
        people[who].get(page)
        opened.reset_mock()
        with plans.statements(filled.engine) as asked:
            assert people[who].get(page).status_code == 200, name
        if opened.call_count > OPENED:
            texts[name] = opened.call_count
        found = plans.explained(filled.engine, asked)
        if tables := plans.read_whole(found) - MEANT.keys():
            whole[name] = tables
        if len(asked) > STATEMENTS:
            many[name] = len(asked)
    for engine in (filled.engine, filled.vault.engine):
        engine.dispose()  # its connections are this test's
    assert (whole, many, texts) == ({}, {}, {})
