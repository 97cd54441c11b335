"""The right of an institution to file for other people now (R16), for its own and others' pages."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select
from werkzeug.exceptions import Forbidden

from portal.casefile.contactpoints.read_model import contact_points
from portal.casefile.submissions.read_model import submissions
from portal.casefile.submissions.status import open_question
from portal.web.accounts import account as accounts
from portal.web.accounts import filers
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.names import spelt
from portal.web.i18n.texts import lazy
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.contact_points import ACCREDITATIONS, SUSPENSIONS

SUSPENDED = lazy(
    "The recognition of your institution as a contact point is suspended, so it cannot file for a "
    "person. The person can file directly."
)
UNKNOWN = lazy(
    "Your institution is not recognised as a contact point, or this is not known here yet. Try "
    "again in a few minutes; otherwise ask the Special Procedures Branch."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``accreditation``: None for an institution that was never recognised."""

    organisation_id: str
    accreditation: str | None = None
    recognised_at: datetime | None = None
    suspended_at: datetime | None = None
    reason_code: str | None = None

    @property
    def files(self) -> bool:
        return self.accreditation is not None and self.suspended_at is None

    @property
    def accredited(self) -> str:
        return ACCREDITATIONS.get(self.accreditation or "", "")

    @property
    def why(self) -> str:
        """Why it is suspended."""
        return SUSPENSIONS.get(self.reason_code or "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    name: str
    standing: Standing


def of(conn: Connection, organisation_id: str) -> Standing:
    this = contact_points.c.organisation_id == organisation_id
    row = conn.execute(select(contact_points).where(this)).one_or_none()
    return Standing(**row._mapping) if row else Standing(organisation_id=organisation_id)  # noqa: SLF001  # public in SQLAlchemy


def institutions(conn: Connection) -> list[Institution]:
    """Return every institution that somebody files for, by name."""
    people = accounts.holding(conn, Role.CONTACT_POINT)
    names = {
        one.organisation_id: one.organisation or one.organisation_id
        for one in people
        if one.organisation_id
    }
    found = [Institution(name=name, standing=of(conn, one)) for one, name in names.items()]
    return sorted(found, key=lambda one: spelt(one.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The content of a contact point's landing page. ``waiting``: cases with an open question."""

    standing: Standing
    waiting: int


def own(conn: Connection, actor: Actor) -> Own | None:
    """Return this for a contact point; None for everybody else."""
    if not actor.has(Role.CONTACT_POINT):
        return None
    return Own(standing=of(conn, actor.organisation_id or ""), waiting=waiting(conn, actor))


def refusal(conn: Connection, organisation_id: str | None) -> str | None:
    """Return why this institution files for nobody now; None if it may."""
    standing = of(conn, organisation_id or "")
    if standing.files:
        return None
    return SUSPENDED if standing.suspended_at else UNKNOWN


def stopped(conn: Connection, actor: Actor) -> str | None:
    """Return why this person cannot file anything new, if their institution is suspended."""
    if not actor.has(Role.CONTACT_POINT) or actor.has(Role.NGO_MEMBER):
        return None
    return SUSPENDED if of(conn, actor.organisation_id or "").suspended_at else None


def filer(conn: Connection, submission_id: str) -> Standing | None:
    """Return the contact point that filed this for a person; None where none did."""
    c = submissions.c
    query = select(c.filed_under).where(c.submission_id == submission_id, c.on_behalf)
    filed_under = conn.scalar(query)
    codes = conn.scalars(select(contact_points.c.organisation_id)) if filed_under else ()
    known = {name: code for code in codes for name in (code, filers.organisation(vault(), code))}
    return of(conn, known[filed_under]) if filed_under in known else None


def waiting(conn: Connection, actor: Actor) -> int:
    """Return in how many cases that this person filed for others a question is open."""
    c = submissions.c
    query = select(func.count()).select_from(submissions)
    mine = query.where(c.submitter_id.in_(actor.filers), c.on_behalf, open_question)
    return conn.scalar(mine) or 0


def require_for_filing(by: Actor) -> None:
    """Refuse before a receipt is given: what got one is taken."""
    with engine().connect() as conn:
        no = refusal(conn, by.organisation_id)
    if no is not None:
        raise Forbidden(str(no))
