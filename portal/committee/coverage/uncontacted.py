"""States without organisations in contact, as the register's officers find them (section B.7).

They are those without a band in the coverage of States. So this list and that column tell the same:
it changes when a period of 28 days is over, and fewer than four organisations do not exist (SD2).
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from portal.committee.coverage import counting, registered
from portal.web import paging
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from shared.reference.coverage import RECENT, covered, periods

bp = Blueprint("coverageregister", __name__)


def _uncontacted() -> Mapping[str, Any] | None:
    """Return the list for the page that shows it; None without the tables that it asks."""
    on = today()
    try:
        with engine().connect() as conn:
            register = registered.for_pages(conn, on, whole=True)
            in_contact = counting.in_contact(conn, register, on, RECENT)
    except SQLAlchemyError:
        return None
    found = names.in_order([one for one in covered() if one not in in_contact], "states")
    first, end = periods(on, RECENT)
    return {
        "states": paging.part([names.recipient(one) for one in found], "uncontacted", paging.asked),
        "number": len(found),
        "of": len(covered()),
        "first": first,
        "end": end,
    }


@bp.app_context_processor
def _in_templates() -> dict[str, object]:
    return {"uncontacted": _uncontacted}
