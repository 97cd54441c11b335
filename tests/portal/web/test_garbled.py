"""An address with a character that PostgreSQL cannot look up is that of no page, and no fault."""

import pytest

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
