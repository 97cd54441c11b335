"""What a view finds: a case that exists for whoever came; or 404, as if there were none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from portal.casefile.queue import sight
from portal.followup.reprisals import queries, words
from portal.followup.reprisals.queries import OVER, Case
from portal.web.accounts import filers, offices
from portal.web.accounts.access import current_actor
from portal.web.act import About
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.core.actor import Actor, by_return_channel
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.reprisals import AGREES, HARM_DAYS, NO_VICTIM, SHOWN_TO, SHUT

FOCAL, HOLDER, OFFICER = (
    Role.REPRISALS_FOCAL_POINT,
    Role.MANDATE_HOLDER,
    Role.HUMAN_RIGHTS_OFFICER,
)
_OF_FOCAL = ("name", "pass", "screen", "send", "document", "strike", "follow", "reopen")
_ORDER = (
    *("name", "pass", "contact", "details", "screen", "consent", "harm", "decide", "take"),
    *("letter", "unlink", "answer", "send", "share", "show", "unshow", "document", "strike"),
    *("follow", "close", "reopen"),
)


def found(conn: Connection, case_id: UUID) -> Case:
    one = queries.one(conn, str(case_id), current_actor())
    if one is None:
        raise NotFound
    return one


@dataclass(frozen=True, slots=True, kw_only=True)
class Has:
    """What a case has, for what can be done.

    ``shares``: consent to tell others, with harm that was just assessed. ``documents``,
    ``letters``, ``shown``: whether one is noted, linked, or shown to somebody now. ``linkable``:
    whether this person reads a letter that is not linked.
    """

    shares: bool
    documents: bool
    letters: bool
    linkable: bool
    shown: bool


def offered(one: Case, named: dict[str, list[str]], actor: Actor, has: Has) -> list[str]:
    """Return the steps that this person can take in a case, in their order."""
    focal, (holder, officer) = actor.has(FOCAL), _parts(named, actor)
    mine = {
        **dict.fromkeys(_OF_FOCAL, focal),
        "decide": holder,
        "answer": holder or officer,
        "letter": has.linkable and (holder or officer),
        "unlink": has.letters and (holder or officer),
        **dict.fromkeys(("take", "close"), holder or focal),
        **dict.fromkeys(("contact", "details", "consent", "harm"), True),
        "share": has.shares,
        "show": has.shares and (holder or focal),
        "unshow": has.shown,
        "strike": focal and has.documents,
    }
    return [step for step in _ORDER if mine[step] and step in _at(one)]


def may_agree(one: Case, named: dict[str, list[str]], actor: Actor) -> bool:
    """Whether this person can record a consent; a "no" and a withdrawal, everybody can."""
    return one.stage not in OVER and any(_parts(named, actor))


def _parts(named: dict[str, list[str]], actor: Actor) -> tuple[bool, bool]:
    holder = actor.has(HOLDER) and actor.actor_id in named["holder"]
    return holder, actor.has(OFFICER) and actor.actor_id in named["officer"]


def _at(one: Case) -> set[str]:
    if one.stage in OVER:
        way = "reopen" if one.mandate else "pass"
        return {"consent", way, *(["document", "strike"] if one.stage == "closed" else [])}
    if one.stage == "reported":
        at = {"name", "pass", "contact", "details", "screen"}
    else:
        at = set(_ORDER) - {"screen", "reopen"}
    return at - {"contact"} if one.relation == NO_VICTIM else at


def allowed(consents: Mapping[str, Any], about: str, on: date) -> bool:
    """Whether it has its consent, and an assessment of less than seven days."""
    one = consents.get(about)
    return (
        one is not None
        and one.answer in AGREES
        and one.assessed_on is not None
        and (on - one.assessed_on).days < HARM_DAYS
    )


def shown_people(conn: Connection, one: Case, named: dict[str, list[str]]) -> dict[str, str]:
    """Return who outside the group could be shown a text, as ``part:account``: of its State."""
    group = set().union(*named.values())
    return {
        f"{part}:{each.account_id}": f"{each.name} ({words.SHOWN_TO[part]})"
        for part, role in SHOWN_TO.items()
        for each in offices.holding(conn, today(), role)
        if one.state in each.state_codes and not each.has(*SHUT) and each.account_id not in group
    }


def may_report(actor: Actor) -> bool:
    return not actor.has(*SHUT)


def submission_state(submission_id: str) -> str:
    """Return the State of a submission that this person sees, or that has the flag; or 404."""
    actor = current_actor()
    with engine().connect() as conn:
        row = sight.find(conn, actor, submission_id) if actor.has(HOLDER, OFFICER) else None
        state = str(row["state"]) if row else None
        if state is None and actor.has(FOCAL):
            state = queries.is_flagged(conn, submission_id, actor)
    if state is None:
        raise NotFound
    return state


def people_for(conn: Connection, one: Case, role: Role) -> dict[str, str]:
    """Return who could be named, by account: who works for the mandate, and not for the State."""
    return {
        each.account_id: each.name
        for each in offices.holding(conn, today(), role)
        if one.mandate in each.mandates
        and not each.has(*SHUT)
        and not (each.has(Role.DESK_OFFICER) and one.state in each.state_codes)
    }


def reporters(one: Case, ids: Collection[str]) -> dict[str, str]:
    """Return what to call who reported it without an account that facts know (I1)."""
    by_code = by_return_channel(one.link or "").actor_id
    some = (each for each in ids if each == by_code or filers.is_pseudonym(each))
    return {each: gettext("Whoever reported it") for each in some}


def subject_of(case_id: str) -> str:
    """Under this key all that is written in a case is sealed."""
    return f"reprisal-{case_id}"


def case_of(case_id: str) -> UUID:
    return derive_id("reprisal case", case_id)


def about(one: Case) -> About:
    return About(
        address=url_for("reprisals.show", case_id=one.case_id),
        case=case_of(one.case_id),
        back=gettext("The reprisal case"),
    )
