"""The officer's search of the roster: by field of work, language and regional group.

How to reach a person stands on no page: a call is made known through this platform.
"""

from flask import Blueprint, request

from portal.selection.roster import entries
from portal.selection.roster.forms import SearchForm
from portal.selection.roster.own import mandates_of
from portal.web import htmx, paging
from portal.web.accounts.access import require
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext
from shared.core.roles import Role
from shared.reference import LANGUAGES

bp = Blueprint("rosterdesk", __name__, url_prefix="/roster-desk")

_AT_ONCE = 20


@bp.get("/")
@require(Role.SELECTION_OFFICER)
def index() -> str | tuple[str, int]:
    form = SearchForm(request.args, meta={"csrf": False})
    sound = form.validate()
    with engine().connect() as conn:
        found = entries.fitting(conn, vault().compared, form.wanted, now()) if sound else []
    people = paging.part(found, "people", paging.asked, size=_AT_ONCE)
    if people:  # whom the page shows is on record
        vault().reveal_all([entry.sealed for entry in people])
    shown = htmx.render(
        "selection/roster_desk.html",
        block="content",
        form=form,
        people=people,
        mandates_of=mandates_of,
        spoken=lambda codes: listed(gettext(LANGUAGES[code]) for code in codes),
    )
    return shown if sound else (shown, 422)
