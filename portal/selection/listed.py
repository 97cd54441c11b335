"""Public views of a selection: calls, eligible candidates, short lists."""

from uuid import UUID

from flask import Blueprint, abort, render_template

from portal.selection import calls, needs, page, reading, reports, vacancies
from portal.selection.balance import balance
from portal.web.accounts.access import current_actor, public, signed_in
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language

bp = Blueprint("listed", __name__, url_prefix="/vacancies")


@bp.get("/")
@public
@in_every_language
def index() -> str:
    with engine().connect() as conn:
        rows = vacancies.public(conn, now())
    return render_template("selection/public_index.html", rows=rows)


@bp.get("/<uuid:vacancy_id>")
@public
@in_every_language
def vacancy(vacancy_id: UUID) -> str:
    with engine().connect() as conn:
        one = vacancies.public_one(conn, str(vacancy_id)) or abort(404)
        eligible = vacancies.public_list(conn, one.vacancy_id, now())
        proposals = reading.proposals(conn, one.vacancy_id)
        past = reports.of_vacancy(conn, None, one.vacancy_id)
        listed = reading.recommended(conn, one)
        call = calls.of(conn, one.vacancy_id)
        speaks = needs.leads(conn, current_actor() if signed_in() else None, one)
    return render_template(
        "selection/public_vacancy.html",
        vacancy=one,
        candidates=eligible,
        letters=call is not None and call.rules.visibility == "letters",
        names=page.names(eligible, public=True),
        shortlist=listed,
        proposals=proposals,
        reports=past,
        speaks=speaks,
        balance=balance(
            [place.listed for place in listed],
            [one for one in eligible if not one.withdrawn],
        ),
    )


@bp.get("/<uuid:vacancy_id>/letters/<uuid:candidate_id>")
@public
@in_every_language
def letter(vacancy_id: UUID, candidate_id: UUID) -> str:
    """The letter of motivation of an eligible candidate, where the call said so."""
    with engine().connect() as conn:
        one = vacancies.public_one(conn, str(vacancy_id)) or abort(404)
        found = calls.letter(conn, one.vacancy_id, str(candidate_id), now()) or abort(404)
    name, text = vault().reveal_public(found)
    return render_template(
        "selection/public_letter.html",
        vacancy=one,
        name=name or page.ERASED,
        letter=text,
    )
