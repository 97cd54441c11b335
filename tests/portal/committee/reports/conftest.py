"""A portal with report deadlines, and who works with them."""

import pytest

from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.support.committee import Committee
from tests.support.owed import Owed
from tests.support.portal import Pages, Visitor

OWN = "wgad"


@pytest.fixture
def owed(portal: Pages) -> Owed:
    Committee(portal.engine, portal.vault)
    return Owed(portal.engine, day_of(portal.clock()))


@pytest.fixture
def holder(portal: Pages, owed: Owed) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({OWN}))


@pytest.fixture
def chief(portal: Pages, owed: Owed) -> Visitor:
    return portal.signed_in(Role.CHIEF)
