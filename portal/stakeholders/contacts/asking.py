"""What the pages of the contact log share: what is sealed, under whose key, and who may be logged.

A person has one key in the log of an organisation, whoever writes: one erasure takes the person
out of all entries, with the notes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic_core import from_json, to_json
from sqlalchemy import ColumnElement, Connection

from portal.casefile.lint.folding import folded
from portal.stakeholders.contacts import queries
from portal.stakeholders.contacts.forms import LogForm
from portal.stakeholders.contacts.queries import Contact
from portal.stakeholders.organisations import merged, readers
from portal.stakeholders.organisations import queries as organisations
from portal.stakeholders.organisations.queries import Entry
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_contact_commands import LogContact
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role

NO_MANDATE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """``name``: of the organisation; None once it is erased."""

    organisation_id: str
    name: str | None
    person: str


def case_of(entry_id: str) -> UUID:
    return derive_id("contact case", entry_id)


def pseudonym(organisation_id: str) -> str:
    """Return what tells the organisations of the log apart, and no more (SB8)."""
    return vault().pseudonym("contacts", organisation_id)


def subject_of(organisation_id: str, person: str) -> str:
    """Return the subject of a person in the log: the same for every spelling of the name."""
    of = vault().pseudonym("contact", f"{organisation_id}/{folded(person).text}")
    return f"contact-{derive_id('contact person', of)}"


def command(entry_id: str, organisation_id: str, form: LogForm) -> LogContact:
    """Raises ``Forgotten`` where this person was erased."""
    person, note = form.person.data or "", form.note.data or ""
    seal = vault().sealer(subject_of(organisation_id, person))
    return LogContact(
        entry_id=entry_id,
        organisation=pseudonym(organisation_id),
        mandate=None if form.mandate.data == NO_MANDATE else form.mandate.data,
        channel=form.channel.data,
        purpose=form.purpose.data,
        on=given(form.on),
        follow_up_on=form.follow_up_on.data,
        who=seal(written(organisation_id, person)),
        note=seal(note) if note else None,
    )


def written(organisation_id: str, person: str) -> str:
    return to_json({"organisation_id": organisation_id, "person": person}).decode()


def people(contacts: Sequence[Contact]) -> list[Who | None]:
    """Return with whom these were; None where it was erased. The reading is on record."""
    texts = vault().reveal_all([one.who for one in contacts])
    read = [None if text is None else from_json(text) for text in texts]
    called = _names({one["organisation_id"] for one in read if one})
    return [one and Who(name=called.get(one["organisation_id"]), **one) for one in read]


def may_be_logged(conn: Connection, actor: Actor) -> ColumnElement[bool]:
    """Return with which organisations this person can log a contact.

    Stakeholder officers: every confirmed one. Others: those that they may read, and those in the
    log of their mandates already, so that nobody finds a hidden one here (SB7).
    """
    if actor.has(Role.STAKEHOLDER_OFFICER):
        return organisations.CONFIRMED
    leads_to = merged.pointers(conn)
    logged = _logged(queries.known(conn, actor, unread(conn, actor)))
    known = {merged.real(leads_to, one) for one in logged}
    return organisations.and_known(readers.readable(conn, actor), known)


def opened(conn: Connection, organisation_ids: Sequence[str]) -> list[Entry]:
    """Open these, in this order. The reading is on record."""
    sealed = organisations.sealed_of(conn, organisation_ids)
    there = [one for one in organisation_ids if one in sealed]
    return organisations.entries(there, vault().reveal_all([sealed[one] for one in there]))


def unread(conn: Connection, actor: Actor) -> list[str]:
    """Return the pseudonyms of the organisations of whose contacts this person reads nothing."""
    return [] if actor.has(Role.STAKEHOLDER_OFFICER) else sealed(conn)


def sealed(conn: Connection) -> list[str]:
    """Return the pseudonyms of the organisations that are sealed."""
    return [pseudonym(one) for one in organisations.sealed(conn)]


def mandates_of(actor: Actor) -> Mapping[str, str]:
    """Return for which mandates this person logs a contact."""
    if actor.has(Role.STAKEHOLDER_OFFICER):
        return {NO_MANDATE: gettext("No mandate"), **names.mandates()}
    return {code: names.mandate(code) for code in names.in_order(actor.mandates, "mandates")}


def _logged(sealed: Sequence[Sealed]) -> set[str]:
    texts = vault().compared(sealed)
    return {from_json(text)["organisation_id"] for text in texts if text is not None}


def _names(organisation_ids: Iterable[str]) -> Mapping[str, str]:
    """Return what these are called, as mergers made them. The reading is on record."""
    with engine().connect() as conn:
        leads_to = merged.pointers(conn)
        real = {one: merged.real(leads_to, one) for one in organisation_ids}
        found = list(organisations.these(conn, set(real.values())).values())
    texts = vault().reveal_all([one.sealed for one in found])
    some = organisations.entries([one.organisation_id for one in found], texts)
    called = {one.organisation_id: one.profile.name for one in some}
    return {one: called[to] for one, to in real.items() if to in called}
