"""Every page that can be asked for is opened after ten years, or the list says why not."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

import pytest
from flask import Flask

from portal.web.accounts.access import access_of
from shared.core.roles import Role
from tests.bench import every_page
from tests.bench.every_page import Place
from tests.support.portal import pages, sqlite_urls
from tests.support.walking import endpoint_of

_ID: Final = str(UUID(int=0))
"""Where an address has an id that is another one each time."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with pages(*sqlite_urls(tmp_path_factory.mktemp("decade")), demo=True) as built:
        yield built.app


def test_every_route_is_measured_or_said_not_to_be(app: Flask) -> None:
    rules = app.url_map.iter_rules()
    routes = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    listed = {one.endpoint for one in every_page.places()}
    left_out = every_page.not_measured()
    assert routes - listed == left_out.keys(), (every_page.LIST, every_page.NOT_MEASURED)
    assert all(left_out.values())


def test_every_address_leads_to_its_route_and_its_reader_may_open_it(app: Flask) -> None:
    astray = [
        one
        for one in every_page.places()
        if endpoint_of(app, one.address.replace("*", _ID)) != one.endpoint
    ]
    assert astray == []
    assert [one for one in every_page.places() if not _may_open(app, one)] == []


def _may_open(app: Flask, place: Place) -> bool:
    access = access_of(app, place.endpoint)
    if access is None or not access.roles or place.reader not in set(Role):
        return access is not None
    return Role(place.reader) in access.roles
