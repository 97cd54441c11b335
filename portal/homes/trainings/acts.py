"""What who keeps the training register does about an event."""

from uuid import UUID

from flask import Blueprint, url_for

from portal.homes.trainings import found, library, words
from portal.homes.trainings.forms import (
    CancelForm,
    DetailsForm,
    EvaluateForm,
    HeldForm,
    SeenForm,
)
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import vault
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_training_commands import (
    CancelTraining,
    ChangeTraining,
    EvaluateTraining,
    PlanTraining,
    RecordTrainingHeld,
    ReinstateTraining,
    TakeBackTrainingHeld,
)
from shared.contracts.stakeholders_trainings import TrainingDetails
from shared.core.message import Sealed, derive_id
from shared.reference.trainings import PARTICIPANTS, WRITERS

bp = Blueprint("trainingacts", __name__, url_prefix="/trainings")

_keeps = require(*WRITERS)
_FIELDS = ("kind", "audience", "state", "first", "last", "mode", "place", "trainers")


@bp.route("/plan", methods=["GET", "POST"])
@_keeps
def plan() -> Answer:
    form = DetailsForm()
    form.offer(names.states())
    training_id = str(derive_id("training event", form.command_id.data))
    return act(
        About(
            address=url_for("trainings.index"),
            case=found.case_of(training_id),
            back=gettext("Training register"),
        ),
        form,
        Page(
            heading=gettext("Put a training event in the register"),
            lead=gettext("Also one that was held already. Nobody outside reads the register."),
            button=gettext("Continue"),
            fields=_FIELDS,
        ),
        lambda: PlanTraining(training_id=training_id, details=_details(training_id, form)),
        checks=lambda: _check(form, gettext("Put it in the register")),
        to=url_for("trainings.show", training_id=training_id),
        said=gettext("The training event is in the register."),
    )


@bp.route("/<uuid:training_id>/change", methods=["GET", "POST"])
@_keeps
def change(training_id: UUID) -> Answer:
    one, form = found.found(training_id, "planned"), DetailsForm()
    form.offer(names.states())
    form.show(one)
    if not form.is_submitted():
        form.fill(one, _read(one.place), _read(one.trainers))
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Change this training event"),
            button=gettext("Continue"),
            fields=_FIELDS,
        ),
        lambda: ChangeTraining(
            training_id=one.training_id,
            seen=form.shown,
            details=_details(one.training_id, form),
        ),
        checks=lambda: _check(form, gettext("Change it")),
        said=gettext("The training event is changed."),
    )


@bp.route("/<uuid:training_id>/cancel", methods=["GET", "POST"])
@_keeps
def cancel(training_id: UUID) -> Answer:
    one, form = found.found(training_id, "planned"), CancelForm()
    form.show(one)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Cancel this training event?"),
            lead=gettext("It stays in the register, and can be planned again."),
            button=gettext("Cancel the training event"),
            leave=gettext("Leave it as it is"),
        ),
        lambda: CancelTraining(
            training_id=one.training_id, seen=form.shown, code=form.code.data or ""
        ),
        said=gettext("The training event is cancelled."),
    )


@bp.route("/<uuid:training_id>/reinstate", methods=["GET", "POST"])
@_keeps
def reinstate(training_id: UUID) -> Answer:
    one, form = found.found(training_id, "cancelled"), SeenForm()
    form.show(one)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Plan this training event again?"),
            lead=gettext("It has the days that it had. You can change them then."),
            button=gettext("Plan it again"),
            leave=gettext("Leave it cancelled"),
        ),
        lambda: ReinstateTraining(training_id=one.training_id, seen=form.shown),
        said=gettext("The training event is planned again."),
    )


@bp.route("/<uuid:training_id>/held", methods=["GET", "POST"])
@_keeps
def held(training_id: UUID) -> Answer:
    one, form = found.found(training_id, "planned", "held"), HeldForm()
    offered = library.offered(one)
    form.modules.choices = offered
    form.show(one)
    form.fill(one, [library.code(each) for each in one.used])
    kinds = [form[kind] for kind in PARTICIPANTS]
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Record that it was held"),
            lead=[
                gettext("How many people came, by kind. Nobody of them is named."),
                *(() if offered else [gettext("The library had no module on these days.")]),
            ],
            button=gettext("Continue"),
            fields=[*(["modules"] if offered else []), *PARTICIPANTS],
        ),
        lambda: RecordTrainingHeld(
            training_id=one.training_id,
            seen=form.shown,
            modules=library.chosen(form.modules.data or ()),
            participants=form.people,
        ),
        checks=lambda: Check(
            title=gettext("Check this record"),
            lead=gettext("You can correct it afterwards, or take it back."),
            button=gettext("Record it"),
            answers=[*(answers(form.modules) if offered else []), *answers(*kinds)],
        ),
        said=gettext("It is recorded that the training event was held."),
    )


@bp.route("/<uuid:training_id>/take-back", methods=["GET", "POST"])
@_keeps
def take_back(training_id: UUID) -> Answer:
    one, form = found.found(training_id, "held"), SeenForm()
    form.show(one)
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Take back that it was held?"),
            lead=gettext(
                "The numbers, the modules, the evaluation and its findings go. It is planned again."
            ),
            button=gettext("Take it back"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: TakeBackTrainingHeld(training_id=one.training_id, seen=form.shown),
        said=gettext("The record is taken back."),
    )


@bp.route("/<uuid:training_id>/evaluate", methods=["GET", "POST"])
@_keeps
def evaluate(training_id: UUID) -> Answer:
    one, form = found.found(training_id, "held"), EvaluateForm()
    form.show(one)
    if not form.is_submitted():
        form.fill(one, _read(one.text))
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Evaluate this training event"),
            lead=gettext("How many people gave each answer, and in short what they said."),
            button=gettext("Keep the evaluation"),
        ),
        lambda: EvaluateTraining(
            training_id=one.training_id,
            seen=form.shown,
            answers=form.answers,
            text=found.sealed(one.training_id, form.text.data),
        ),
        said=gettext("The evaluation is kept."),
    )


def _details(training_id: str, form: DetailsForm) -> TrainingDetails:
    place = found.sealed(training_id, form.place.data)
    return form.details(place, found.sealed(training_id, form.trainers.data))


def _read(sealed: Sealed | None) -> str | None:
    return vault().reveal(sealed) if sealed else None


def _check(form: DetailsForm, button: str) -> Check:
    first = form.first.data
    days = words.days(first, form.last.data or first) if first else ""
    return Check(
        title=gettext("Check this training event"),
        lead=gettext("Whoever works with mandates reads it, without its place and trainers."),
        button=button,
        answers=[
            *answers(form.kind, form.audience, form.state),
            (gettext("Days"), days),
            *answers(form.mode, form.place, form.trainers),
        ],
    )
