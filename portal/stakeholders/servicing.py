"""Who services which mandate, and the load of each officer, which only the Chief sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import Connection, select
from werkzeug.exceptions import NotFound
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from portal.stakeholders.queries import WRITERS
from portal.stakeholders.read_model import CONSUMER, servicing
from portal.web import check, htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.account import Account
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check
from portal.web.context import today
from portal.web.db import engine
from portal.web.forms import CommandForm, DayField, given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_servicing_commands import AssignServicingOfficer, EndServicing
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference import mandates

READERS: Final = frozenset(
    {
        Role.CHIEF,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.COORDINATION_COMMITTEE,
        Role.DESK_OFFICER,
        Role.SELECTION_OFFICER,
    }
)
"""Section C.5 of selection-stakeholders-committee.md."""

_DIGITS = len("100")

bp = Blueprint("servicing", __name__, url_prefix="/mandates/servicing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    assignment_id: str
    mandate: str
    officer_id: str
    deputy_id: str | None
    share: int
    starts_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What an officer services on a day: how many mandates, and with which share in all."""

    officer_id: str
    mandates: int
    share: int


def on_day(conn: Connection, on: date) -> list[Assignment]:
    """Return who services which mandate on that day, or will."""
    c = servicing.c
    rows = conn.execute(
        select(servicing)
        .where(c.ended_on.is_(None) | (c.ended_on >= on))
        .order_by(c.starts_on, c.assignment_id)
    )
    return [Assignment(**row._asdict()) for row in rows]


def unserviced(conn: Connection, on: date) -> list[str]:
    """Return the mandates that nobody services on that day."""
    serviced = {one.mandate for one in on_day(conn, on) if one.starts_on <= on}
    return [code for code in names.mandates() if code not in serviced]


def loads(some: Sequence[Assignment], on: date) -> list[Load]:
    """Return the load of each officer on that day, the highest first."""
    now = [one for one in some if one.starts_on <= on]
    found = [
        Load(
            officer_id=officer,
            mandates=sum(one.officer_id == officer for one in now),
            share=sum(one.share for one in now if one.officer_id == officer),
        )
        for officer in {one.officer_id for one in now}
    ]
    return sorted(found, key=lambda one: (-one.share, one.officer_id))


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    writes = current_actor().has(*WRITERS)
    with engine().connect() as conn:
        some = on_day(conn, today())
        people = {one for each in some for one in (each.officer_id, each.deputy_id) if one}
        called = accounts.names(conn, people)
    return htmx.render(
        "stakeholders/servicing.html",
        block="content",
        late=late,
        mandates=names.mandates(),
        by_mandate=_by_mandate(some),
        called=called,
        loads=loads(some, today()) if writes else [],
        writes=writes,
    )


def _by_mandate(some: Sequence[Assignment]) -> Mapping[str, list[Assignment]]:
    return {
        mandate: [one for one in some if one.mandate == mandate]
        for mandate in {one.mandate for one in some}
    }


class AssignForm(CommandForm):
    officer_id = SelectField(lazy("Officer"), validators=[DataRequired(lazy("Choose the officer"))])
    deputy_id = SelectField(lazy("Who stands in for the officer?"))
    share = StringField(
        lazy("Share of working time, in percent"),
        validators=[DataRequired(lazy("Enter from 1 to 100 percent"))],
    )
    starts_on = DayField(lazy("First day"), validators=[InputRequired(lazy("Enter the first day"))])

    def offer(self, officers: Sequence[Account]) -> None:
        every = {one.account_id: one.name for one in officers}
        self.officer_id.choices = {"": _("Choose an officer"), **every}
        self.deputy_id.choices = {"": _("Nobody"), **every}

    def validate_share(self, field: StringField) -> None:
        typed = field.data or ""
        if not typed.isdecimal() or len(typed) > _DIGITS:
            raise ValidationError(_("Enter from 1 to 100 percent"))


class EndForm(CommandForm):
    ended_on = DayField(lazy("Last day"), validators=[InputRequired(lazy("Enter the last day"))])


@bp.route("/<mandate>/assign", methods=["GET", "POST"])
@require(*WRITERS)
def assign(mandate: str) -> Answer:
    if mandate not in mandates():
        raise NotFound
    form = AssignForm()
    with engine().connect() as conn:
        officers = accounts.holding(conn, Role.HUMAN_RIGHTS_OFFICER)
    able = [one for one in officers if mandate in one.mandates]
    form.offer(able)
    page = Page(
        heading=_("Assign an officer"),
        button=_("Continue"),
        lead=_("Officers are offered whose account has the rights of this mandate.")
        if able
        else _(
            "No account of an officer has the rights of this mandate. Ask an administrator to "
            "give them, and come back here."
        ),
    )
    return act(
        _about(mandate),
        form,
        page,
        lambda: AssignServicingOfficer(
            assignment_id=str(derive_id("servicing", form.id)),
            mandate=mandate,
            officer_id=form.officer_id.data,
            deputy_id=form.deputy_id.data or None,
            share=int(form.share.data or 0),
            starts_on=given(form.starts_on),
        ),
        checks=lambda: _check(_("Check this assignment"), _("Assign the officer"), form),
        said=_("The officer is assigned."),
    )


@bp.route("/<mandate>/<uuid:assignment_id>/end", methods=["GET", "POST"])
@require(*WRITERS)
def end(mandate: str, assignment_id: UUID) -> Answer:
    form = EndForm()
    with engine().connect() as conn:
        found = [
            one
            for one in on_day(conn, today())
            if (one.assignment_id, one.mandate) == (str(assignment_id), mandate)
            and one.ended_on is None
        ]
        if not found:
            raise NotFound
        called = accounts.names(conn, [found[0].officer_id])
    page = Page(
        heading=_("Record that an officer leaves the mandate"),
        button=_("Continue"),
        texts=[(_("Officer"), called.get(found[0].officer_id, ""))],
    )
    return act(
        _about(mandate),
        form,
        page,
        lambda: EndServicing(
            mandate=mandate, assignment_id=found[0].assignment_id, ended_on=given(form.ended_on)
        ),
        checks=lambda: _check(_("Check this end"), _("Record the end"), form),
        said=_("The end is recorded."),
    )


def _about(mandate: str) -> About:
    return About(
        address=url_for("servicing.index"),
        case=derive_id("terms", mandate),
        back=_("Who services the mandates"),
        caption=names.mandate(mandate),
        title=mandates()[mandate].acronym if mandate in mandates() else "",
    )


def _check(title: str, button: str, form: CommandForm) -> Check:
    asked = [field for field in form if field.type not in {"HiddenField", "CSRFTokenField"}]
    lead = _("The branch can read this once it is recorded.")
    return Check(title=title, lead=lead, button=button, answers=check.answers(*asked))
