"""The chair asks somebody from the roster to apply after the review (A19)."""

from uuid import UUID

from flask import Blueprint
from sqlalchemy import Connection, select

from portal.selection import asked_to_apply, page, vacancies
from portal.selection.forms import AdditionalForm, additional_form
from portal.selection.read_model import candidates
from portal.selection.roster import entries
from portal.selection.roster.entries import Entry, Wanted
from portal.selection.stage import Vacancy
from portal.web import check
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.check import Check
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.names import recipient
from portal.web.i18n.texts import gettext as _
from shared.contracts.stakeholders_review_commands import ConsiderAdditionalCandidate
from shared.core.roles import Role
from shared.reference.vacancies import ADDITIONAL_DAYS

bp = Blueprint("considering", __name__, url_prefix="/panel")
_panel = require(Role.PANEL_MEMBER, Role.PANEL_CHAIR)


@bp.route("/<uuid:vacancy_id>/additional", methods=["GET", "POST"])
@_panel
def ask(vacancy_id: UUID) -> Answer:
    """Whom the chair may ask stands on the roster: they agreed that somebody turns to them."""
    with engine().connect() as conn:
        one = page.awaiting_list(conn, vacancy_id)
        people = _people(conn, one)
    vault().reveal_all([entry.sealed for entry in people.values()])  # that it was read
    form = additional_form({key: _named(entry) for key, entry in people.items()})
    return act(
        page.on_review(one),
        form,
        Page(
            heading=_("Whom does the panel ask to apply?"),
            title=_("Additional candidate"),
            lead=_lead() if people else [*_lead(), _none()],
            button=_("Continue"),
        ),
        lambda: _command(one, form, people),
        checks=lambda: Check(
            title=_("Check whom you ask to apply"),
            lead=_(
                "The person, the members who take part and the selection officer are told at "
                "once. This cannot be taken back."
            ),
            button=_("Ask this person to apply"),
            answers=check.answers(form.person, form.reason),
        ),
        said=_("This person is asked to apply."),
    )


def _people(conn: Connection, one: Vacancy) -> dict[str, Entry]:
    """Return by entry whom the seat fits and who could still apply."""
    wanted = Wanted(field=one.mandate, region=one.seat_region or "")
    fitting = entries.fitting(conn, vault().compared, wanted, now())
    c = candidates.c
    standing = select(c.applicant_id).where(
        c.vacancy_id == one.vacancy_id, c.withdrawn_at.is_(None)
    )
    out = set(conn.scalars(standing)) | asked_to_apply.waiting(conn, one.vacancy_id, now())
    out |= {seat.member_id for seat in vacancies.panel(conn, current_actor(), one.vacancy_id)}
    could = {account.account_id for account in accounts.holding(conn, Role.CANDIDATE)} - out
    return {entry.entry_id: entry for entry in fitting if entry.details.account in could}


def _named(entry: Entry) -> str:
    return f"{entry.details.name} ({recipient(entry.details.nationality)})"


def _lead() -> list[str]:
    return [
        _(
            "Where this seat needs it, a panel looks at somebody as well qualified as those on "
            "the public list, or better. The person applies within %(days)s days, is screened "
            "like everybody, and each member discloses before the file opens.",
            days=ADDITIONAL_DAYS,
        )
    ]


def _none() -> str:
    return _("Nobody on the roster fits this seat and could still apply.")


def _command(
    one: Vacancy, form: AdditionalForm, people: dict[str, Entry]
) -> ConsiderAdditionalCandidate:
    return ConsiderAdditionalCandidate(
        vacancy_id=one.vacancy_id,
        applicant_id=people[form.person.data].details.account,
        reason=vault().seal(f"panel-{one.vacancy_id}", form.reason.data or ""),
    )
