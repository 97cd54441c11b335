"""An address with a character or a number that no database looks up is that of no page."""

import pytest
from werkzeug.exceptions import NotFound

from tests.support.portal import Pages


@pytest.mark.parametrize(
    "address",
    [
        "/en/register?q=%00",
        "/en/organisations?q=a%00b",
        "/en/register/states/%00",
        "/register?%00=a",
        "/api/v1/submissions/%00",
        "/apply/account/%00",
        "/accounts/%00",
    ],
)
def test_it_is_the_address_of_no_page(portal: Pages, address: str) -> None:
    assert portal.visitor().get(address).status_code == 404


def test_a_number_that_no_column_holds_is_looked_up_nowhere(portal: Pages) -> None:
    """SQLite takes any: so what comes before each page refuses it."""
    beyond = portal.app.test_request_context(f"/en/statistics-packs/2026/{2**31}")
    with beyond, pytest.raises(NotFound):
        portal.app.preprocess_request()
    with portal.app.test_request_context(f"/en/statistics-packs/2026/{2**31 - 1}"):
        assert portal.app.preprocess_request() is None
