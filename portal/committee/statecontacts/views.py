"""Contacts with the representatives of States: what the office reads, and writes, of them."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy import ColumnElement, Connection
from werkzeug.exceptions import NotFound

from portal.committee.members import queries as members
from portal.committee.statecontacts import queries
from portal.committee.statecontacts.forms import NO_MANDATE, ContactForm
from portal.committee.statecontacts.queries import READERS, WRITERS, Contact
from portal.committee.statecontacts.read_model import CONSUMER
from portal.stakeholders.contacts import words
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_state_contacts import LogStateContact
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role

bp = Blueprint("statecontacts", __name__, url_prefix="/contacts-with-states")

_AT_ONCE = 20


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    state = request.args.get("state", "")
    with engine().connect() as conn:
        seen = _seen(conn)
        state = state if state in names.states() else ""
        there = {*queries.with_states(conn, seen), *([state] if state else [])}
        page = paging.cut(conn, queries.log(seen, state), "log", paging.asked, size=_AT_ONCE)
    some = [queries.contact(row) for row in page]
    about = vault().reveal_all([one.about for one in some])
    return htmx.render(
        "statecontacts/index.html",
        block="content",
        late=late,
        log=page.of(zip(some, about, strict=True)),
        state=state,
        states={code: names.recipient(code) for code in names.in_order(there, "states")},
        writes=current_actor().has(*WRITERS),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.get("/<uuid:entry_id>")
@require(*READERS)
def show(entry_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = _found(entry_id)
    with engine().connect() as conn:
        seen = _seen(conn)
        earlier = queries.one(conn, one.corrects, seen) if one.corrects else None
        later = queries.one(conn, one.corrected_by, seen) if one.corrected_by else None
        by = accounts.names(conn, [one.logged_by])
    return htmx.render(
        "statecontacts/show.html",
        block="content",
        late=late,
        one=one,
        people=vault().reveal(one.people),
        about=vault().reveal(one.about),
        agreed=vault().reveal(one.agreed) if one.agreed else None,
        earlier=earlier,
        later=later,
        by=by.get(one.logged_by, ""),
        corrects=queries.corrects(current_actor(), one),
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
    )


@bp.route("/log", methods=["GET", "POST"])
@require(*WRITERS)
def log() -> Answer:
    form = _offered(ContactForm())
    if not form.is_submitted():
        form.state.data = request.args.get("state", "")
        form.on.data = today()
    about = About(
        address=url_for("statecontacts.index"), case=None, back=gettext("Contacts with States")
    )
    return _asked(about, form, None, gettext("Log a contact with a State"))


@bp.route("/<uuid:entry_id>/correct", methods=["GET", "POST"])
@require(*WRITERS)
def correct(entry_id: UUID) -> Answer:
    one, form = _found(entry_id), _offered(ContactForm())
    if not form.is_submitted():
        if not queries.corrects(current_actor(), one):
            raise NotFound
        form.state.data, form.mandate.data = one.state, one.mandate or NO_MANDATE
        form.on.data, form.channel.data = one.day, one.channel
        form.people.data = vault().reveal(one.people) or ""
        form.about.data = vault().reveal(one.about) or ""
        form.agreed.data = (vault().reveal(one.agreed) or "") if one.agreed else ""
    form.state.choices = {one.state: names.recipient(one.state)}
    about = About(
        address=url_for("statecontacts.show", entry_id=one.entry_id),
        case=_case(one.state),
        back=gettext("The contact"),
    )
    return _asked(about, form, one, gettext("Correct this entry"))


def _asked(about: About, form: ContactForm, before: Contact | None, heading: str) -> Answer:
    entry_id = str(derive_id("contact with a State", form.command_id.data))
    stays = gettext("The entry before stays, and says that it was corrected.")
    seal = vault().sealer(f"statecontact-{entry_id}")
    return act(
        about,
        form,
        Page(
            heading=heading,
            lead=stays if before else gettext("No Government reads this, and nobody outside."),
            button=gettext("Log the contact"),
        ),
        lambda: LogStateContact(
            entry_id=entry_id,
            state=form.state.data,
            mandate=None if form.mandate.data == NO_MANDATE else form.mandate.data,
            channel=form.channel.data,
            on=given(form.on),
            people=seal(form.people.data or ""),
            about=seal(form.about.data or ""),
            agreed=seal(form.agreed.data) if form.agreed.data else None,
            corrects=before.entry_id if before else None,
        ),
        to=url_for("statecontacts.index", state=form.state.data or ""),
        said=gettext("The contact is logged."),
    )


def _offered(form: ContactForm) -> ContactForm:
    """Offer on which States, and for which mandates, this person may write."""
    actor = current_actor()
    codes = names.in_order(queries.writes_on(actor), "states")
    form.offer({code: names.recipient(code) for code in codes}, _mandates(actor))
    return form


def _mandates(actor: Actor) -> Mapping[str, str]:
    if actor.has(Role.CHIEF, Role.DESK_OFFICER):
        return {NO_MANDATE: gettext("No mandate"), **names.mandates()}
    return {code: names.mandate(code) for code in names.in_order(actor.mandates, "mandates")}


def _seen(conn: Connection) -> ColumnElement[bool]:
    actor = current_actor()
    return queries.visible(actor, works=members.works(conn, actor, today()))


def _found(entry_id: UUID) -> Contact:
    with engine().connect() as conn:
        one = queries.one(conn, str(entry_id), _seen(conn))
    if one is None:
        raise NotFound
    return one


def _case(state: str) -> UUID:
    return derive_id("contacts with a State", state)
