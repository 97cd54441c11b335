"""The interviews: the officer arranges them, the panel reads when, the candidate answers."""

from uuid import UUID

from flask import Blueprint, abort, render_template, request, url_for
from sqlalchemy import Connection

from portal.selection import candidates, page, slots, vacancies
from portal.selection.candidates import Application
from portal.selection.forms import ConfirmForm
from portal.selection.slots import MISSED, WAYS, Interviewed, Slot
from portal.selection.stage import Vacancy
from portal.selection.talk_forms import AnswerForm, MissedForm, QuestionsForm, SlotForm
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.commands import CommandRefused
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext as _
from portal.web.moments import given
from shared.contracts.stakeholders_interview_commands import (
    AnswerInterview,
    RecordInterviewHeld,
    RecordInterviewMissed,
    ScheduleInterview,
    SetInterviewQuestions,
)
from shared.core.roles import Role

bp = Blueprint("arranging", __name__)
_officer = require(Role.SELECTION_OFFICER)
_panel = require(Role.PANEL_MEMBER, Role.PANEL_CHAIR)
_candidate = require(Role.CANDIDATE)
_OFFICE = "/selection/<uuid:vacancy_id>/interviews"
_ONE = f"{_OFFICE}/<uuid:candidate_id>"
_MOVED = "The interview was given another time since. Look at it again."


@bp.get(_OFFICE)
@_officer
def index(vacancy_id: UUID) -> str:
    return _shown(vacancy_id, arranges=True)


@bp.get("/panel/<uuid:vacancy_id>/interviews/times")
@_panel
def times(vacancy_id: UUID) -> str:
    return _shown(vacancy_id, arranges=False)


@bp.route(f"{_OFFICE}/questions", methods=["GET", "POST"])
@_officer
def questions(vacancy_id: UUID) -> Answer:
    with engine().connect() as conn:
        one, _people = _found(conn, vacancy_id)
        asked = slots.asked(conn, current_actor(), one)
    form = QuestionsForm()
    if request.method == "GET" and asked:
        form.questions.data = vault().reveal(asked.questions)
    return act(
        _about(one),
        form,
        Page(
            heading=_("Which questions are asked?"),
            title=_("Questions"),
            lead=_(
                "The same questions are asked of all candidates. They can be changed until the "
                "first interview was held. The panel reads them; candidates do not."
            ),
            button=_("Save the questions"),
        ),
        lambda: SetInterviewQuestions(
            vacancy_id=one.vacancy_id,
            questions=vault().seal(f"panel-{one.vacancy_id}", form.questions.data or ""),
        ),
    )


@bp.route(f"{_ONE}/time", methods=["GET", "POST"])
@_officer
def schedule(vacancy_id: UUID, candidate_id: UUID) -> Answer:
    one, person, name = _person(vacancy_id, candidate_id)
    form = SlotForm()
    if request.method == "GET" and person.slot:
        form.starts.suggest(person.slot.starts_at)
        form.minutes.data = person.slot.minutes
        form.way.data, form.language.data = person.slot.way, person.slot.language
    return act(
        _about(one),
        form,
        Page(
            heading=_("When is the interview with %(name)s?", name=name),
            title=_("Time of an interview"),
            lead=_(
                "The time is that of Geneva. The candidate is told, and can ask for another time."
            ),
            button=_("Give this time"),
        ),
        lambda: ScheduleInterview(
            vacancy_id=one.vacancy_id,
            candidate_id=person.candidate_id,
            starts_at=given(form.starts),
            minutes=form.minutes.data or 0,
            way=form.way.data,
            language=form.language.data,
        ),
    )


@bp.route(f"{_ONE}/held", methods=["GET", "POST"])
@_officer
def held(vacancy_id: UUID, candidate_id: UUID) -> Answer:
    one, person, name = _person(vacancy_id, candidate_id)
    return act(
        _about(one),
        ConfirmForm(),
        Page(
            heading=_("Was the interview with %(name)s held?", name=name),
            title=_("Interview held"),
            lead=_("From then on the questions stand. This cannot be undone."),
            button=_("Record that it was held"),
            leave=_("Back"),
        ),
        lambda: RecordInterviewHeld(vacancy_id=one.vacancy_id, candidate_id=person.candidate_id),
    )


@bp.route(f"{_ONE}/missed", methods=["GET", "POST"])
@_officer
def missed(vacancy_id: UUID, candidate_id: UUID) -> Answer:
    one, person, name = _person(vacancy_id, candidate_id)
    form = MissedForm()
    return act(
        _about(one),
        form,
        Page(
            heading=_("Was the interview with %(name)s missed?", name=name),
            title=_("Interview missed"),
            lead=_("You can give the candidate another time afterwards."),
            button=_("Record that it was missed"),
        ),
        lambda: RecordInterviewMissed(
            vacancy_id=one.vacancy_id,
            candidate_id=person.candidate_id,
            reason_code=form.reason.data,
        ),
    )


@bp.route("/candidate/applications/<uuid:candidate_id>/interview", methods=["GET", "POST"])
@_candidate
def answer(candidate_id: UUID) -> Answer:
    mine, slot = _own(candidate_id)
    form = AnswerForm().shown_with(slot.starts_at.isoformat())
    if request.method == "GET" and slot.comes is not None:
        form.comes.data = "yes" if slot.comes else "no"
        form.needs.data = vault().reveal(slot.needs) if slot.needs else ""
    return act(
        page.on(
            url_for("selection.candidate.application", candidate_id=candidate_id),
            mine.vacancy.vacancy_id,
            _("My application"),
        ),
        form,
        Page(
            heading=_("Your interview"),
            template="selection/answer_interview.html",
            given={"slot": slot, "ways": WAYS},
            button=_("Send the answer"),
        ),
        lambda: _answered(mine, form),
        said=_("Your answer is sent."),
    )


def _answered(mine: Application, form: AnswerForm) -> AnswerInterview:
    """Answer the time that the page showed: the officer may have moved the interview since."""
    if form.starts_at is None:
        raise CommandRefused(422, _MOVED)
    return AnswerInterview(
        vacancy_id=mine.vacancy.vacancy_id,
        candidate_id=mine.candidate_id,
        starts_at=form.starts_at,
        comes=form.can_come,
        needs=page.seal(mine.candidate_id, form.needs.data) if form.needs.data else None,
    )


def _shown(vacancy_id: UUID, *, arranges: bool) -> str:
    with engine().connect() as conn:
        one, people = _found(conn, vacancy_id)
        asked = slots.asked(conn, current_actor(), one)
    needs = {
        person.candidate_id: vault().reveal(person.slot.needs)
        for person in people
        if person.slot and person.slot.needs
    }
    return render_template(
        "selection/interviews.html",
        vacancy=one,
        people=people,
        names=page.names(people),
        questions=vault().reveal(asked.questions) if asked else None,
        asked=asked,
        needs=needs,
        ways=WAYS,
        missed=MISSED,
        arranges=arranges and one.shortlist_at is None,
        of_office=arranges,
    )


def _found(conn: Connection, vacancy_id: UUID) -> tuple[Vacancy, list[Interviewed]]:
    """Return the vacancy and its list; 404 where this person reads none."""
    one = vacancies.of_actor(conn, current_actor(), str(vacancy_id)) or abort(404)
    people = list(slots.of_vacancy(conn, current_actor(), one))
    if not people or vacancies.out_of_a_file(conn, current_actor(), one.vacancy_id):
        abort(404)
    return one, people


def _person(vacancy_id: UUID, candidate_id: UUID) -> tuple[Vacancy, Interviewed, str]:
    with engine().connect() as conn:
        one, people = _found(conn, vacancy_id)
    person = next((it for it in people if it.candidate_id == str(candidate_id)), None)
    if person is None:
        abort(404)
    return one, person, page.names([person])[person.candidate_id]


def _own(candidate_id: UUID) -> tuple[Application, Slot]:
    """Return this person's application with the time of the interview; 404 without one to come."""
    with engine().connect() as conn:
        own = candidates.own(conn, current_actor())
        mine = next((one for one in own if one.candidate_id == str(candidate_id)), None)
        slot = slots.own(conn, mine, now()) if mine else None
    if mine is None or slot is None or mine.vacancy.published_at or not slot.to_come(now()):
        abort(404)
    return mine, slot


def _about(one: Vacancy) -> About:
    return page.on(
        url_for("selection.arranging.index", vacancy_id=one.vacancy_id),
        one.vacancy_id,
        page.title(one),
    )
