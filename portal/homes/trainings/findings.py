"""Findings of the evaluation: trainers are named and record them; a finding is struck."""

from uuid import UUID

from flask import Blueprint

from portal.homes.trainings import found, items, words
from portal.homes.trainings.forms import FindingForm, SeenForm, TrainersForm
from portal.web.accounts.access import require
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_training_commands import (
    NameTrainers,
    RecordTrainingFinding,
    StrikeTrainingFinding,
)
from shared.core.message import derive_id
from shared.reference.trainings import STAFF, WRITERS

bp = Blueprint("trainingfindings", __name__, url_prefix="/trainings/<uuid:training_id>/findings")

_keeps = require(*WRITERS)
_has = require(*STAFF)


@bp.route("/trainers", methods=["GET", "POST"])
@_keeps
def trainers(training_id: UUID) -> Answer:
    one, form = found.found(training_id, "planned", "held"), TrainersForm()
    with engine().connect() as conn:
        form.offer(found.owners(conn))
    form.show(one)
    if not form.is_submitted():
        form.trainer_ids.data = list(one.trainer_ids)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Trainers who record findings"),
            lead=gettext("Nobody outside sees who they are. Whoever is not chosen is none."),
            button=gettext("Keep these trainers"),
        ),
        lambda: NameTrainers(
            training_id=one.training_id,
            seen=form.shown,
            trainer_ids=tuple(form.trainer_ids.data or ()),
        ),
        said=gettext("The trainers are kept."),
    )


@bp.route("/new", methods=["GET", "POST"])
@_has
def new(training_id: UUID) -> Answer:
    one, form = found.recording(training_id), FindingForm()
    form.show(one)
    finding_id = str(derive_id("training finding", form.command_id.data))
    subject = found.subject_of(one.training_id)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Record a finding"),
            lead=gettext("What to keep, or to do otherwise next time. Each is followed up apart."),
            button=gettext("Record it"),
        ),
        lambda: RecordTrainingFinding(
            training_id=one.training_id,
            seen=form.shown,
            finding_id=finding_id,
            code=form.code.data or "",
            text=vault().seal(subject, form.text.data or ""),
        ),
        said=gettext("The finding is recorded."),
    )


@bp.route("/<uuid:finding_id>/strike", methods=["GET", "POST"])
@_has
def strike(training_id: UUID, finding_id: UUID) -> Answer:
    one, form = found.recording(training_id), SeenForm()
    this = found.finding_of(one, finding_id, own=True)
    form.show(one)
    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=gettext("Strike this finding?"),
            lead=gettext("It counts nowhere then. It can be recorded anew."),
            button=gettext("Strike it"),
            texts=[(str(words.FINDINGS[this.code]), vault().reveal(this.text))] if this else [],
            leave=gettext("Leave it as it is"),
        ),
        lambda: StrikeTrainingFinding(
            training_id=one.training_id, seen=form.shown, finding_id=str(finding_id)
        ),
        said=gettext("The finding is struck."),
    )


@bp.route("/<uuid:finding_id>/follow-up", methods=["GET", "POST"])
@_keeps
def follow_up(training_id: UUID, finding_id: UUID) -> Answer:
    one = found.found(training_id, "held")
    return items.opened(one, str(finding_id), found.finding_of(one, finding_id))
