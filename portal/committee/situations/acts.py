"""The steps of a situation: opened or not, reviewed, at another level, closed, opened again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.committee.situations import whose
from portal.committee.situations.forms import (
    CloseForm,
    DeclineForm,
    LevelForm,
    OpenForm,
    ReopenForm,
    ReviewForm,
    StepForm,
)
from portal.committee.situations.found import about, found, showing, subject_of
from portal.committee.situations.queries import PROPOSES, Situation
from portal.web.accounts.access import current_actor, require
from portal.web.act import Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n.texts import gettext
from shared.contracts.commands import Command
from shared.contracts.stakeholders_situation_commands import (
    ChangeSituationLevel,
    CloseSituation,
    DeclineSituation,
    KeepSituationFromDesk,
    OpenSituation,
    ReopenSituation,
    ReviewSituation,
)
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.situations import TAKEN_BACK

bp = Blueprint("situationacts", __name__, url_prefix="/watch-list")

_of_committee = require(Role.COORDINATION_COMMITTEE)


@bp.route("/<uuid:situation_id>/open", methods=["GET", "POST"])
@_of_committee
def open_it(situation_id: UUID) -> Answer:
    one, form = found(situation_id, "proposed", may="presides"), OpenForm()
    return _step(
        one,
        form,
        Page(
            heading=gettext("Open this situation?"),
            lead=gettext("It is on the watch-list until it is closed, and reviewed until then."),
            button=gettext("Open it"),
            leave=gettext("Not now"),
        ),
        lambda: OpenSituation(
            **_at(one, form), review_on=given(form.review_on), unable=_unable(one)
        ),
        gettext("The situation is open."),
    )


@bp.route("/<uuid:situation_id>/decline", methods=["GET", "POST"])
@_of_committee
def decline(situation_id: UUID) -> Answer:
    one, form = found(situation_id, "proposed", may="presides"), DeclineForm()
    return _step(
        one,
        form,
        Page(
            heading=gettext("Do not open this situation"),
            lead=gettext("It can be proposed anew."),
            button=gettext("Record it"),
        ),
        lambda: DeclineSituation(**_at(one, form), code=form.code.data, unable=_unable(one)),
        gettext("The situation is not opened."),
    )


@bp.route("/<uuid:situation_id>/take-back", methods=["GET", "POST"])
@require(*PROPOSES)
def take_back(situation_id: UUID) -> Answer:
    one, form = found(situation_id, "proposed"), StepForm()
    if one.proposed_by != current_actor().actor_id:
        raise NotFound
    return _step(
        one,
        form,
        Page(
            heading=gettext("Take your proposal back?"),
            lead=gettext("It can be proposed anew."),
            button=gettext("Take it back"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: DeclineSituation(**_at(one, form), code=TAKEN_BACK),
        gettext("Your proposal is taken back."),
    )


@bp.route("/<uuid:situation_id>/review", methods=["GET", "POST"])
@require(*PROPOSES)
def review(situation_id: UUID) -> Answer:
    one, form = found(situation_id, "open", may="reviews"), ReviewForm()
    return _step(
        one,
        form,
        Page(heading=gettext("Review this situation"), button=gettext("Keep the review")),
        lambda: ReviewSituation(
            **_at(one, form), note=_sealed(one, form.note.data), review_on=given(form.review_on)
        ),
        gettext("The review is kept."),
    )


@bp.route("/<uuid:situation_id>/level", methods=["GET", "POST"])
@_of_committee
def level(situation_id: UUID) -> Answer:
    one, form = found(situation_id, "open", may="decides"), LevelForm()
    return _step(
        one,
        form,
        Page(
            heading=gettext("Change the level"),
            lead=gettext("The day of the next review stays."),
            button=gettext("Change the level"),
        ),
        lambda: ChangeSituationLevel(
            **_at(one, form), level=form.level.data, reason=_sealed(one, form.reason.data)
        ),
        gettext("The level is changed."),
    )


@bp.route("/<uuid:situation_id>/keep-from-desk", methods=["GET", "POST"])
@_of_committee
def keep(situation_id: UUID) -> Answer:
    """It rests on reprisals by now, though it did not when it was proposed (R15)."""
    one, form = found(situation_id, may="decides"), StepForm()
    if one.reprisals and request.method == "GET":
        raise NotFound
    return _step(
        one,
        form,
        Page(
            heading=gettext("Keep it from the desk of the State?"),
            lead=gettext(
                "Do so once it rests on reprisals. The desk officers of the State then neither "
                "see nor review it."
            ),
            warning=gettext("The desk does not see it again afterwards."),
            button=gettext("Keep it from the desk"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: KeepSituationFromDesk(**_at(one, form)),
        gettext("The desk of the State does not see it any more."),
    )


@bp.route("/<uuid:situation_id>/close", methods=["GET", "POST"])
@_of_committee
def close(situation_id: UUID) -> Answer:
    one, form = found(situation_id, "open", may="presides"), CloseForm()
    return _step(
        one,
        form,
        Page(
            heading=gettext("Close this situation"),
            lead=gettext("It is reviewed no more. It can be opened again with a reason."),
            button=gettext("Close it"),
        ),
        lambda: CloseSituation(
            **_at(one, form),
            code=form.code.data,
            reason=_sealed(one, form.reason.data),
            unable=_unable(one),
        ),
        gettext("The situation is closed."),
    )


@bp.route("/<uuid:situation_id>/reopen", methods=["GET", "POST"])
@_of_committee
def reopen(situation_id: UUID) -> Answer:
    one, form = found(situation_id, "closed", may="presides"), ReopenForm()
    return _step(
        one,
        form,
        Page(heading=gettext("Open this situation again"), button=gettext("Open it again")),
        lambda: ReopenSituation(
            **_at(one, form),
            reason=_sealed(one, form.reason.data),
            review_on=given(form.review_on),
            unable=_unable(one),
        ),
        gettext("The situation is open again."),
    )


def _step(
    one: Situation, form: StepForm, page: Page, command: Callable[[], Command], said: str
) -> Answer:
    """Ask for a step on what the page shows."""
    showing(form, one)
    return act(about(one), form, page, command, said=said)


def _at(one: Situation, form: StepForm) -> dict[str, Any]:
    return {"situation_id": one.situation_id, "step": form.shown}


def _sealed(one: Situation, typed: str | None) -> Sealed:
    return vault().seal(subject_of(one.situation_id), typed or "")


def _unable(one: Situation) -> tuple[str, ...]:
    with engine().connect() as conn:
        return whose.unable(conn, one, today())
