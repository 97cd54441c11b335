"""Who speaks for the provider of information on a recommendation."""

from typing import Any, Final

from sqlalchemy import Connection, Row, select

from portal.followup.recommendations import shared_with
from portal.followup.recommendations.tables import informations, recommendations
from portal.homes.notices.pages import Page
from portal.homes.notices.told import Told
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account, actor_of
from shared.core.roles import Role

_OF_STATE: Final = {"government": Role.GOVERNMENT, "unct": Role.UN_PARTNER}
_OF_ORGANISATION: Final = {"nhri": Role.CONTACT_POINT, "ngo": Role.NGO_MEMBER}


def providers(conn: Connection, news: Row[Any]) -> list[Told] | None:
    """Return who speaks for its provider; None while it is not known.

    It leads to the recommendation, or to the list for who does not read that any more.
    """
    i, r = informations.c, recommendations.c
    these = select(informations, r.addressee).join(
        recommendations, r.recommendation_id == i.recommendation_id
    )
    row = conn.execute(these.where(i.info_id == news.info_id)).one_or_none()
    if row is None:
        return None
    return [_told(conn, one, row.recommendation_id) for one in _people(conn, row)]


def _people(conn: Connection, row: Row[Any]) -> list[Account]:
    if row.provider in _OF_STATE:
        there = accounts.holding(conn, _OF_STATE[row.provider])
        return [one for one in there if row.addressee in one.state_codes]
    there = accounts.holding(conn, _OF_ORGANISATION[row.provider])
    if row.organisation_id is None:
        return [one for one in there if one.account_id == row.provided_by]
    return [one for one in there if one.organisation_id == row.organisation_id]


def _told(conn: Connection, account: Account, recommendation_id: str) -> Told:
    reads = shared_with.find(conn, actor_of(account), recommendation_id) is not None
    page = Page.INFORMATION if reads else Page.OUR_INFORMATION
    return Told(account=account, reason="provider", page=page, item_id=recommendation_id)
