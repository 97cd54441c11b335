"""The officers' board of consultations: calling, extending, grouping, answers, the outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, request, url_for
from markupsafe import Markup
from sqlalchemy import Connection
from sqlalchemy import Row as SqlRow
from werkzeug.exceptions import NotFound

from portal.stakeholders import boards
from portal.stakeholders.consultations import queries, whose, words
from portal.stakeholders.consultations.forms import (
    AnswerForm,
    CallForm,
    CancelForm,
    ExtendForm,
    GroupForm,
    OutcomeForm,
)
from portal.stakeholders.consultations.queries import Consultation, Proposal
from portal.stakeholders.consultations.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import require
from portal.web.act import About, Page, act
from portal.web.act import Answer as Answered
from portal.web.check import Check, answers
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from portal.web.moments import MomentField, given
from portal.web.presentation import absolute
from portal.web.waiting import waited
from shared.contracts.stakeholders_consultation_commands import (
    Answer,
    AnswerProposals,
    CallConsultation,
    CancelConsultation,
    ExtendConsultation,
    GroupProposals,
    PublishOutcome,
)
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.consultations import ERASED

bp = Blueprint("consultationdesk", __name__, url_prefix="/consultation-desk")

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})
_BEGINNING = 160  # characters of a proposal, by which it is known in a list of choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A proposal as officers read it. ``text``, ``group``, ``answer``: None once erased."""

    proposal: Proposal
    of: str
    text: str | None
    group: str | None
    answer: str | None


@bp.get("")
@require(*OFFICERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        going = boards.part(conn, queries.going_on(now()), "going", lambda row: _counted(conn, row))
        over = boards.part(conn, queries.over(now()), "over", lambda row: _counted(conn, row))
    return htmx.render(
        "consultations/desk.html",
        block="content",
        going=going,
        over=over,
        now=now(),
        words=words,
        late=late,
    )


def _counted(conn: Connection, row: SqlRow[Any]) -> tuple[Consultation, int]:
    one = queries.consultation(row)
    return one, queries.count(conn, one.consultation_id)


@bp.route("/call", methods=["GET", "POST"])
@require(*OFFICERS)
def call() -> Answered:
    form = CallForm()
    consultation_id = ""
    if request.method == "POST" and form.validate():
        consultation_id = str(derive_id("consultation", form.id))
    return act(
        About(
            address=url_for(".index"),
            case=whose.case_of(consultation_id or str(uuid4())),
            back=gettext("Consultation desk"),
        ),
        form,
        Page(
            heading=gettext("Call a consultation"),
            lead=gettext("Everybody reads what is asked, and until when."),
            button=gettext("Continue"),
        ),
        lambda: CallConsultation(consultation_id=consultation_id, call=form.call()),
        checks=lambda: Check(
            title=gettext("Check this call"),
            lead=gettext("It is public at once. Later you can only extend or cancel it."),
            button=gettext("Call the consultation"),
            answers=_told(form),
        ),
        to=url_for(".show", consultation_id=consultation_id) if consultation_id else "",
        said=gettext("The consultation is called."),
    )


@bp.get("/<uuid:consultation_id>")
@require(*OFFICERS)
def show(consultation_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = _one(consultation_id)
    with engine().connect() as conn:
        page = paging.cut(conn, queries.live(one.consultation_id), "proposals", paging.asked)
        left = queries.unanswered(conn, one.consultation_id)
        rows = _rows(conn, one, [queries.proposal(row) for row in page])
    return htmx.render(
        "consultations/one.html",
        block="content",
        one=one,
        proposals=page.of(rows),
        left=left,
        state=one.state(now()),
        now=now(),
        words=words,
        late=late,
    )


@bp.route("/<uuid:consultation_id>/extend", methods=["GET", "POST"])
@require(*OFFICERS)
def extend(consultation_id: UUID) -> Answered:
    one, form = _one(consultation_id, "coming", "open", "closed"), ExtendForm()
    if request.method == "GET":
        form.closes.suggest(one.closes_at)
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Extend the consultation"),
            lead=gettext("A time is only moved later. What is closed opens again."),
            button=gettext("Extend it"),
        ),
        lambda: ExtendConsultation(
            consultation_id=one.consultation_id, closes_at=given(form.closes)
        ),
        said=gettext("The consultation is extended."),
    )


@bp.route("/<uuid:consultation_id>/cancel", methods=["GET", "POST"])
@require(*OFFICERS)
def cancel(consultation_id: UUID) -> Answered:
    one, form = _one(consultation_id, "coming", "open", "closed"), CancelForm()
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Cancel the consultation?"),
            lead=gettext(
                "It cannot be opened again, and nobody reads its proposals any more but you and "
                "their authors. Each author is told."
            ),
            button=gettext("Cancel it"),
            leave=gettext("Back without cancelling it"),
            tone="warning",
        ),
        lambda: CancelConsultation(consultation_id=one.consultation_id, code=form.code.data or ""),
        said=gettext("The consultation is cancelled."),
    )


@bp.route("/<uuid:consultation_id>/group", methods=["GET", "POST"])
@require(*OFFICERS)
def group(consultation_id: UUID) -> Answered:
    one, form = _one(consultation_id, "closed"), GroupForm()
    with engine().connect() as conn:
        page = paging.cut(conn, queries.live(one.consultation_id), "proposals", paging.asked)
        rows = _rows(conn, one, [queries.proposal(row) for row in page])
        titles = queries.titles(conn, one.consultation_id)
    said = dict(zip(titles, vault().reveal_all(list(titles.values())), strict=True))
    form.proposals.choices = _choices(rows)
    form.group.choices = {"": gettext("A new group"), **{key: said[key] or "" for key in titles}}
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Group proposals"),
            lead=gettext("What somebody wrote stays as it is; a proposal is in one group."),
            button=gettext("Put them into the group"),
            template="consultations/choosing.html",
            given={"proposals": page},
        ),
        lambda: GroupProposals(
            consultation_id=one.consultation_id,
            group_id=form.group.data or str(derive_id("proposal group", form.id)),
            title=_title(one, form, titles),
            proposal_ids=tuple(form.proposals.data or ()),
        ),
        said=gettext("The proposals are in the group."),
    )


@bp.route("/<uuid:consultation_id>/answer", methods=["GET", "POST"])
@require(*OFFICERS)
def answer(consultation_id: UUID) -> Answered:
    one, form = _one(consultation_id, "closed"), AnswerForm()
    with engine().connect() as conn:
        page = paging.cut(conn, queries.live(one.consultation_id), "proposals", paging.asked)
        rows = _rows(conn, one, [queries.proposal(row) for row in page])
    form.proposals.choices = _choices([row for row in rows if row.proposal.group_id])
    return act(
        _about(one),
        form,
        Page(
            heading=gettext("Answer proposals"),
            lead=gettext(
                "One answer for all that you choose. Until the outcome is published, an answer "
                "that is given again takes the place of the one before."
            ),
            button=gettext("Answer them"),
            template="consultations/choosing.html",
            given={"proposals": page},
        ),
        lambda: AnswerProposals(
            consultation_id=one.consultation_id,
            code=form.code.data or "",
            answers=tuple(_answer(each, form) for each in form.proposals.data or ()),
        ),
        said=gettext("The answer is kept, and the authors are told."),
    )


@bp.route("/<uuid:consultation_id>/outcome", methods=["GET", "POST"])
@require(*OFFICERS)
def outcome(consultation_id: UUID) -> Answered:
    one, form = _one(consultation_id, "closed", "published"), OutcomeForm()
    if request.method == "GET":
        form.outcome.data = one.outcome
    corrects = one.published_at is not None
    heading = gettext("Correct the outcome") if corrects else gettext("Publish the outcome")
    return act(
        _about(one),
        form,
        Page(
            heading=heading,
            lead=gettext("Each proposal has an answer first. Name nobody who did not agree to it."),
            button=gettext("Continue"),
        ),
        lambda: PublishOutcome(
            consultation_id=one.consultation_id, outcome=form.outcome.data or ""
        ),
        checks=lambda: Check(
            title=gettext("Check the outcome"),
            lead=gettext("It is public at once. A correction says that it is one."),
            button=heading,
            answers=answers(form.outcome),
        ),
        said=gettext("The outcome is published."),
    )


def _one(consultation_id: UUID, *states: str) -> Consultation:
    with engine().connect() as conn:
        one = queries.one(conn, str(consultation_id))
    if one is None or (states and one.state(now()) not in states):
        raise NotFound
    return one


def _rows(conn: Connection, one: Consultation, found: Sequence[Proposal]) -> list[Row]:
    titles = queries.titles(conn, one.consultation_id)
    of = whose.officers_names(conn, found)
    answered = [each for each in found if each.answer is not None]
    sealed = [
        *(each.text for each in found),
        *(each.answer for each in answered if each.answer is not None),
        *titles.values(),
    ]
    texts = iter(vault().reveal_all(sealed))
    text = {each.proposal_id: next(texts) for each in found}
    said = {each.proposal_id: next(texts) for each in answered}
    called = {key: next(texts) for key in titles}
    return [
        Row(
            proposal=each,
            of=of.get(each.proposal_id, ""),
            text=text[each.proposal_id],
            group=called.get(each.group_id or ""),
            answer=said.get(each.proposal_id),
        )
        for each in found
    ]


def _choices(rows: Sequence[Row]) -> dict[str, str]:
    return {
        row.proposal.proposal_id: _beginning(row.text)
        if row.text
        else gettext("The proposal was erased")
        for row in rows
    }


def _beginning(text: str) -> Markup:
    shown = text if len(text) <= _BEGINNING else text[:_BEGINNING] + "…"
    return Markup("<bdi>{}</bdi>").format(shown)


def _title(one: Consultation, form: GroupForm, titles: Mapping[str, Sealed]) -> Sealed:
    """Return what the group is called: a name that was typed, or the one that it has."""
    if not form.title.data and form.group.data in titles:
        return titles[form.group.data]
    return vault().seal(whose.title_subject(one.consultation_id), form.title.data or "")


def _answer(proposal_id: str, form: AnswerForm) -> Answer:
    """Return the answer to one; nothing can be sealed about a proposal that was erased."""
    text = form.text.data or ""
    if form.code.data == ERASED or not text:
        return Answer(proposal_id=proposal_id, text=None)
    return Answer(proposal_id=proposal_id, text=vault().seal(whose.subject_of(proposal_id), text))


def _told(form: CallForm) -> list[tuple[str, str]]:
    first, last = answers(form.title, form.question), answers(form.audience, form.visible)
    times = [(each.label.text, _time(each)) for each in (form.opens, form.closes)]
    return [*first, *times, *last]


def _time(field: MomentField) -> str:
    at: datetime = given(field)
    return absolute(at)


def _about(one: Consultation) -> About:
    return About(
        address=url_for(".show", consultation_id=one.consultation_id),
        case=whose.case_of(one.consultation_id),
        back=gettext("The consultation"),
        caption=Markup("<bdi>{}</bdi>").format(one.title),
        title=one.title,
    )
