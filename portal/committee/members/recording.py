"""The Chief records an election of the Committee, its chair, and that a member left it."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import NotFound
from wtforms import HiddenField

from portal.committee.members import queries
from portal.committee.members.forms import (
    SEVERAL,
    ChairForm,
    ElectedForm,
    LeftForm,
    field_of,
    of_nationalities,
)
from portal.committee.members.views import holders, names_of
from portal.committee.members.words import KINDS
from portal.stakeholders.queries import WRITERS
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act, shown
from portal.web.check import Check, answers
from portal.web.context import today
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n.texts import gettext as _
from portal.web.presentation import day
from shared.contracts.stakeholders_committee_commands import (
    DesignateCommitteeChair,
    ElectCommittee,
    Elected,
    RecordCommitteeMemberLeft,
)
from shared.core.message import derive_id
from shared.reference.committee import Composition

bp = Blueprint("electing", __name__, url_prefix="/committee")

CASE = derive_id("committee")


@bp.route("/elect", methods=["GET", "POST"])
@require(*WRITERS)
def elect() -> Answer:
    """The first page: who was elected. The second one asks for their nationalities."""
    form = ElectedForm()
    with engine().connect() as conn:
        found = holders(conn, _asked_day())
    form.members.choices = {term: name for term, (name, _mandate) in found.items()}
    corrects = _corrects(form.corrects)
    if request.method == "POST" and form.validate():
        to = url_for(
            ".nationalities",
            on=given(form.elected_on).isoformat(),
            kind=form.kind.data,
            terms=",".join(one for one in found if one in (form.members.data or ())),
            corrects=corrects,
        )
        return redirect(to, 303)
    page = Page(
        heading=_("Correct the election") if corrects else _("Record an election"),
        button=_("Continue"),
        lead=_(
            "Members are mandate-holders: the list has those of today, the longest in office "
            "first. Their nationalities come next."
        ),
    )
    made = shown(_about(), form, page)
    return (made, 422) if request.method == "POST" else made


@bp.route("/elect/nationalities", methods=["GET", "POST"])
@require(*WRITERS)
def nationalities() -> Answer:
    on, kind = _day(request.values.get("on")), request.values.get("kind")
    with engine().connect() as conn:
        found = holders(conn, on or today())
    terms = request.values.get("terms", "").split(",")
    chosen = {one: found[one] for one in terms if one in found}
    if on is None or kind not in KINDS or not chosen:
        raise NotFound
    called = {term: name for term, (name, _mandate) in chosen.items()}
    form = of_nationalities(called)()
    form.carry(on=on.isoformat(), kind=kind, terms=",".join(chosen))
    corrects = _corrects(form.corrects)
    page = Page(
        heading=_("Nationalities of the members"),
        button=_("Continue"),
        lead=_("All of them: a member does not decide about a State of which they are a national."),
    )

    def command() -> ElectCommittee:
        members = [
            Elected(term_id=term, mandate=mandate, nationalities=_entered(form.data, number))
            for number, (term, (_name, mandate)) in enumerate(chosen.items())
        ]
        return ElectCommittee(
            election_id=str(derive_id("committee election", form.id)),
            kind="annual" if kind == "annual" else "seat",
            elected_on=on,
            members=tuple(members),
            corrects=corrects,
        )

    def checks() -> Check:
        fields = [one for one in form if one.name.startswith("state_") and one.data]
        return Check(
            title=_("Check this election"),
            lead=_("Who is on the Committee is public, and an outgoing chair stays."),
            button=_("Record the election"),
            answers=[
                (_("Day of the election"), day(on)),
                (_("Which election?"), str(KINDS[kind])),
                *answers(*fields),
            ],
        )

    return act(_about(), form, page, command, checks=checks, said=_("The election is recorded."))


@bp.route("/chair", methods=["GET", "POST"])
@require(*WRITERS)
def chair() -> Answer:
    now, called = _now()
    form = ChairForm()
    form.term_id.choices = dict(called)
    if not form.is_submitted():
        known = now.chair(today())
        form.election_id.data = now.election_id
        form.chair.data = form.term_id.data = known.term_id if known else ""
    page = Page(
        heading=_("Record the chair"),
        button=_("Continue"),
        lead=_("A chair who is recorded for the same day stands for the one before."),
    )
    return act(
        _about(),
        form,
        page,
        lambda: DesignateCommitteeChair(
            election_id=form.election_id.data or "",
            chair=form.chair.data or None,
            term_id=form.term_id.data or "",
            from_on=given(form.from_on),
        ),
        checks=lambda: _check(_("Check the chair"), _("Record the chair"), form),
        said=_("The chair is recorded."),
    )


@bp.route("/left", methods=["GET", "POST"])
@require(*WRITERS)
def left() -> Answer:
    now, called = _now()
    form = LeftForm()
    if not form.is_submitted():
        form.election_id.data = now.election_id
    form.term_id.choices = {term: one for term, one in called.items() if term not in now.left}
    page = Page(
        heading=_("Record that a member left"),
        button=_("Continue"),
        lead=_(
            "Only for a member who keeps the mandate. Whose term ends leaves the Committee on that "
            "day without this."
        ),
    )
    return act(
        _about(),
        form,
        page,
        lambda: RecordCommitteeMemberLeft(
            election_id=form.election_id.data or "",
            term_id=form.term_id.data or "",
            left_on=given(form.left_on),
        ),
        checks=lambda: _check(_("Check who left"), _("Record that the member left"), form),
        said=_("It is recorded that the member left."),
    )


def _now() -> tuple[Composition, Mapping[str, str]]:
    """Return the Committee of today, and what its members are called; 404 without one."""
    on = today()
    with engine().connect() as conn:
        now = queries.on_day(conn, on)
        called = names_of(conn, now, on)
    if now is None:
        raise NotFound
    erased = _("Name erased")
    return now, {one.term_id: called.get(one.term_id) or erased for one in now.serving(on)}


def _check(title: str, button: str, form: ChairForm | LeftForm) -> Check:
    fields = [one for one in form if one.name in {"term_id", "from_on", "left_on"}]
    lead = _("Everybody can read it.")
    return Check(title=title, lead=lead, button=button, answers=answers(*fields))


def _corrects(field: HiddenField) -> str | None:
    """Return the election to correct, as the page named it that led here.

    Another one that was recorded meanwhile is for the service to refuse: a correction of what is
    corrected already would be an election of its own.
    """
    field.data = request.values.get("corrects") or ""
    return field.data or None


def _entered(data: Mapping[str, str], number: int) -> tuple[str, ...]:
    entered = (data.get(field_of(number, which)) for which in range(SEVERAL))
    return tuple(dict.fromkeys(one for one in entered if one))


def _asked_day() -> date:
    """Return the day of the election that is entered, for who held a mandate then."""
    return min(_day(request.form.get("elected_on")) or today(), today())


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _about() -> About:
    return About(
        address=url_for("committee.index"), case=CASE, back=_("The Coordination Committee")
    )
