"""The second selection officer for a "no": confirm it, disagree, or take it back."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy import Connection, select
from wtforms import RadioField
from wtforms.validators import InputRequired

from portal.selection import candidates, page
from portal.selection.candidates import Application
from portal.selection.ending_forms import SeenForm
from portal.selection.read_model import candidates as applications
from portal.selection.screening_model import noes
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import said
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from shared.contracts.stakeholders_screening_commands import (
    ConfirmNotEligible,
    DisputeNotEligible,
    TakeBackNotEligible,
)
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.eligibility import REASONS

bp = Blueprint("screening", __name__, url_prefix="/selection")
_officer = require(Role.SELECTION_OFFICER)
_CONFIRM, _DISAGREE = "confirm", "disagree"


@dataclass(frozen=True, slots=True, kw_only=True)
class No:
    """``proposal``: its number, by which it is answered; ``mine``: this officer proposed it."""

    candidate_id: str
    proposal: int
    reason: Sealed
    codes: Sequence[str]
    mine: bool
    proposed_at: datetime


class AnswerNoForm(SeenForm):
    """``seen``: the number of the "no" that was read."""

    answer = RadioField(
        lazy("Do you confirm that this candidate is not eligible?"),
        [InputRequired(lazy("Choose whether you confirm the “no”"))],
        choices=said(
            {
                _CONFIRM: lazy("Yes, the candidate is not eligible"),
                _DISAGREE: lazy("No, I disagree"),
            }
        ),
        description=lazy(
            "If you confirm, the “no” takes effect, and the candidate can read the reason. If you "
            "disagree, the application stands as before, and each of you can screen it again."
        ),
    )


def waiting(conn: Connection, actor: Actor, vacancy_id: str) -> Mapping[str, No]:
    """Each "no" that waits in a vacancy, by application. Selection officers only.

    An officer who applied themselves reads none about their own application.
    """
    if not actor.has(Role.SELECTION_OFFICER):
        return {}
    rows = conn.execute(
        select(noes)
        .join(applications, applications.c.candidate_id == noes.c.candidate_id)
        .where(noes.c.vacancy_id == vacancy_id, applications.c.applicant_id != actor.actor_id)
    )
    return {
        row.candidate_id: No(
            candidate_id=row.candidate_id,
            proposal=row.proposal,
            reason=row.reason,
            codes=row.codes or (),
            mine=row.proposed_by == actor.actor_id,
            proposed_at=row.proposed_at,
        )
        for row in rows
    }


def by_code(sent: Iterable[Application]) -> list[tuple[str, int]]:
    """Return how many who stand are not eligible by each code, in the order of the codes.

    Exact numbers, so of applications that their reader may read one by one: selection officers.
    """
    found = Counter(
        code
        for one in sent
        if one.eligible is False and one.withdrawn_at is None
        for code in one.codes
    )
    return [(code, found[code]) for code in REASONS if found[code]]


@bp.route("/<uuid:vacancy_id>/candidates/<uuid:candidate_id>/no", methods=["GET", "POST"])
@_officer
def answer(vacancy_id: UUID, candidate_id: UUID) -> Answer:
    found, no = _found(vacancy_id, candidate_id)
    if request.method == "GET" and (no is None or no.mine):
        return redirect(_about(found).address, 303)
    form = AnswerNoForm().shown_with(no.proposal if no else "")

    def command() -> ConfirmNotEligible | DisputeNotEligible:
        asks = ConfirmNotEligible if form.answer.data == _CONFIRM else DisputeNotEligible
        return asks(
            vacancy_id=str(vacancy_id), candidate_id=str(candidate_id), proposal=form.number
        )

    return act(
        _about(found),
        form,
        lambda: Page(
            heading=_("Answer a “no” at screening"),
            lead=_(
                "Another selection officer proposes that this candidate is not eligible. Read the "
                "application before you answer."
            ),
            texts=_texts(found, no),
            button=_("Send the answer"),
        ),
        command,
    )


@bp.route("/<uuid:vacancy_id>/candidates/<uuid:candidate_id>/no/take-back", methods=["GET", "POST"])
@_officer
def take_back(vacancy_id: UUID, candidate_id: UUID) -> Answer:
    found, no = _found(vacancy_id, candidate_id)
    if request.method == "GET" and not (no and no.mine):
        return redirect(_about(found).address, 303)
    form = SeenForm().shown_with(no.proposal if no else "")
    return act(
        _about(found),
        form,
        lambda: Page(
            heading=_("Take the “no” back?"),
            lead=_(
                "The application stands as it was before you proposed the “no”. It can be "
                "screened again."
            ),
            texts=_texts(found, no),
            button=_("Take it back"),
            leave=_("Leave it as it is"),
        ),
        lambda: TakeBackNotEligible(
            vacancy_id=str(vacancy_id), candidate_id=str(candidate_id), proposal=form.number
        ),
    )


def _found(vacancy_id: UUID, candidate_id: UUID) -> tuple[Application, No | None]:
    """The application, and the "no" that waits about it; 404 where there never was such a file."""
    with engine().connect() as conn:
        found = candidates.application(conn, current_actor(), str(candidate_id))
        if found is None or found.vacancy.vacancy_id != str(vacancy_id):
            abort(404)
        return found, waiting(conn, current_actor(), str(vacancy_id)).get(str(candidate_id))


def _texts(found: Application, no: No | None) -> list[tuple[str | None, str | None]]:
    texts: list[tuple[str | None, str | None]] = [
        (_("Candidate"), page.names([found])[found.candidate_id])
    ]
    if no is not None:
        if no.codes:
            why = "\n".join(_(REASONS[code]) for code in no.codes)
            texts.append((_("Why not eligible"), why))
        texts.append((_("Reason given at screening"), vault().reveal(no.reason)))
    return texts


def _about(found: Application) -> About:
    address = url_for(
        "selection.officer.application",
        vacancy_id=found.vacancy.vacancy_id,
        candidate_id=found.candidate_id,
    )
    return page.on(address, found.vacancy.vacancy_id, _("Application"))
