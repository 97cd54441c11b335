"""What a view finds: a procedure that exists for whoever came, and as what; or 404."""

from dataclasses import dataclass
from uuid import UUID

from flask import request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.committee.iap import queries
from portal.committee.iap.queries import OVER, Procedure
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.core.message import derive_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``committee``: works for it, and is not concerned. ``leads``: decides each step."""

    committee: bool = False
    leads: bool = False
    asked: bool = False
    holder: bool = False


def part_of(conn: Connection, iap_id: str) -> tuple[Procedure, Part]:
    """Return the procedure and what whoever came is in it; 404 where they are nothing."""
    actor, on = current_actor(), today()
    sights = (
        queries.for_committee(conn, actor, on),
        queries.asked_by(actor),
        queries.to_holder(actor),
    )
    committee, asked, holder = (queries.one(conn, iap_id, seen) for seen in sights)
    one = committee or asked or holder
    if one is None:
        raise NotFound
    leads = committee is not None and queries.leads(conn, actor.actor_id, one, on)
    return one, Part(
        committee=committee is not None,
        leads=leads,
        asked=asked is not None,
        holder=holder is not None,
    )


def led(iap_id: UUID, *stages: str) -> Procedure:
    """Return a procedure for who leads the Committee in it, in one of these stages."""
    with engine().connect() as conn:
        one, part = part_of(conn, str(iap_id))
    if not part.leads or _past(one, stages):
        raise NotFound
    return one


def asked(iap_id: UUID) -> Procedure:
    """Return a procedure that is not over, for who asked."""
    with engine().connect() as conn:
        one, part = part_of(conn, str(iap_id))
    if not part.asked or (request.method == "GET" and one.stage in OVER):
        raise NotFound
    return one


def invited(iap_id: UUID) -> Procedure:
    """Return a procedure on which the holder may still comment."""
    with engine().connect() as conn:
        one, part = part_of(conn, str(iap_id))
    if not part.holder or _past(one, ("categorised",)):
        raise NotFound
    return one


def step_of(one: Procedure) -> str:
    """Return how many steps the page shows, which a decision names (decision 0063)."""
    with engine().connect() as conn:
        return str(len(queries.steps_of(conn, one.iap_id)))


def subject_of(iap_id: str) -> str:
    """Under this key all that is written in a procedure is sealed."""
    return f"iap-{iap_id}"


def case_of(iap_id: str) -> UUID:
    return derive_id("internal advisory procedure", iap_id)


def about(one: Procedure) -> About:
    return About(
        address=url_for("iap.show", iap_id=one.iap_id),
        case=case_of(one.iap_id),
        back=gettext("The procedure"),
    )


def _past(one: Procedure, stages: tuple[str, ...]) -> bool:
    """A form that stayed open is for the service to refuse, with the reason."""
    return request.method == "GET" and one.stage not in stages
