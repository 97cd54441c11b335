"""What a view finds: a procedure that exists for whoever came, and as what; or 404."""

from dataclasses import dataclass
from uuid import UUID

from flask import request, url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.committee.iap import queries, whose
from portal.committee.iap.queries import OVER, Procedure
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.core.message import Sealed, derive_id


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
    leading = whose.leading(conn, one, on) if committee else []
    return one, Part(
        committee=committee is not None,
        leads=actor.actor_id in {each.account_id for each in leading},
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


def unable(one: Procedure) -> tuple[str, ...]:
    """Return who of the Committee cannot act in it, as a decision names them."""
    with engine().connect() as conn:
        return whose.unable(conn, one, today())


def holders(one: Procedure) -> tuple[str, ...]:
    """Return who has the mandate today, as an invitation names them."""
    with engine().connect() as conn:
        return whose.holders(conn, one, today())


def own_comment(one: Procedure) -> Sealed | None:
    """Return what whoever came commented."""
    with engine().connect() as conn:
        these = queries.holders_of(conn, one.iap_id)
    me = current_actor().actor_id
    return next((each.comment for each in these if each.account_id == me), None)


def comments(one: Procedure) -> list[Sealed]:
    """Return what the holders commented, those first who were invited first."""
    with engine().connect() as conn:
        these = queries.holders_of(conn, one.iap_id)
    return [each.comment for each in these if each.comment]


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
