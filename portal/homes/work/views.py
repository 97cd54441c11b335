"""Landing pages of officers, mandate-holders, the Chief and desk officers: their open work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from flask import Blueprint, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from portal.casefile.outcomes import LETTERS
from portal.casefile.reprisals import REPRISALS
from portal.followup.recommendations import shared_with
from portal.followup.recommendations import words as recommendation_words
from portal.followup.recommendations.opened import texts_of
from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.recommendations.shared_with import Recommendation
from portal.followup.replies import lists as replies
from portal.followup.replies import tasks
from portal.followup.replies.read_model import REPLIES
from portal.letters.approval import opened
from portal.letters.approval.forms import LONGEST_NOTE
from portal.letters.approval.offers import number
from portal.letters.approval.text import Compared
from portal.letters.communications import awaited, contents, queries, words
from portal.letters.communications.additions import News, news
from portal.letters.communications.detail import compared_with
from portal.letters.communications.letter import Letter, Signature
from portal.letters.communications.offers import Decision, decision
from portal.letters.communications.powers import in_office, powers_of
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.documents.queries import untold
from portal.letters.statements import queries as statements
from portal.web import htmx
from portal.web.accounts.access import current_account, current_actor, require
from portal.web.context import now, today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.paging import Page, asked
from portal.web.polling import version
from portal.web.waiting import waited
from shared.core.actor import Actor
from shared.core.roles import Role

bp = Blueprint("work", __name__)

_MINUTE = 60


_BESIDE = (REPLIES.consumer, RECOMMENDATIONS.consumer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A text that waits for a holder. ``text``: None once it was erased.

    ``news``: what came from the sources since the version that this holder saw last.
    """

    letter: Letter
    decision: Decision
    text: str | None
    compared: Compared | None
    news: News


@bp.get("/mandate")
@require(Role.HUMAN_RIGHTS_OFFICER)
def mandate() -> str | Response:
    actor = current_actor()
    with engine().connect() as conn:
        return _live(
            conn,
            "work/mandate.html",
            lambda: {
                "shared": awaited.waiting_for_a_draft(conn, actor, asked),
                "lists": queries.of_mandates(conn, actor, asked),
                "mandates": sorted(actor.mandates),
                **_due(conn, actor, Role.HUMAN_RIGHTS_OFFICER),
                **_to_assess(conn, actor, Role.HUMAN_RIGHTS_OFFICER),
                "untold": untold(conn, actor, asked),
                "closed": tasks.unnotified(conn, actor, role=Role.HUMAN_RIGHTS_OFFICER, at=asked),
                "recommendation_words": recommendation_words,
            },
            LETTERS.consumer,
            REPLIES.consumer,
            RECOMMENDATIONS.consumer,
        )


@bp.get("/waiting")
@require(Role.MANDATE_HOLDER)
def waiting() -> str | Response:
    """Every text to approve, on one page. While it is open it says when something changed."""
    actor = current_actor()
    processing = not waited(engine(), COMMUNICATIONS.consumer, request.args.get("after"))
    with engine().connect() as conn:
        if htmx.asked():
            return _news(conn, actor)
        acting = _acting(conn, actor)
        waits = queries.waiting_for(conn, acting, asked)
        invitations = queries.invitations(conn, acting, asked)
        assess = _to_assess(conn, actor, Role.MANDATE_HOLDER)
        texts = waits.of(_waiting(conn, actor, letter, signature) for letter, signature in waits)
        number(one.decision.of_text for one in texts)
        return htmx.render(
            "work/waiting.html",
            block="news",
            texts=texts,
            invitations=invitations,
            statements=statements.waiting_for(conn, acting, now(), asked),
            left=sorted(map(names.mandate, current_account().past)),
            prepared=queries.prepared(conn, actor, asked),
            lists=queries.of_mandates(conn, actor, asked),
            words=words,
            recommendation_words=recommendation_words,
            longest_note=LONGEST_NOTE,
            seen=_seen(conn, *_BESIDE),
            shown=_names(waits, invitations, assess),
            changed=False,
            processing=processing,
            **_due(conn, actor, Role.MANDATE_HOLDER),
            **assess,
        )


@bp.get("/transmit")
@require(Role.CHIEF, Role.QUICK_RESPONSE_DESK)
def to_transmit() -> str | Response:
    actor = current_actor()
    with engine().connect() as conn:
        return _live(
            conn,
            "work/to_transmit.html",
            lambda: {
                "cleared": queries.to_transmit(conn, actor, asked),
                "gone": queries.transmitted(conn, actor, asked),
                "chief": actor.has(Role.CHIEF),
            },
        )


@bp.get("/countries")
@require(Role.DESK_OFFICER)
def countries() -> str | Response:
    actor = current_actor()
    with engine().connect() as conn:
        return _live(
            conn,
            "work/countries.html",
            lambda: {
                "gone": queries.transmitted(conn, actor, asked),
                "states": [
                    (code, names.recipient(code)) for code in names.in_order(actor.states, "states")
                ],
                "recommended": _recommended(conn, actor),
                "recommendation_words": recommendation_words,
                **_due(conn, actor, Role.DESK_OFFICER),
            },
            REPRISALS.consumer,
            REPLIES.consumer,
            RECOMMENDATIONS.consumer,
        )


def _due(conn: Connection, actor: Actor, role: Role) -> dict[str, Any]:
    """The replies to look after, and the time by which they are."""
    at = now()
    return {"due": replies.soon(conn, actor, at, role=role, numbers=asked), "at": at}


def _to_assess(conn: Connection, actor: Actor, role: Role) -> dict[str, Page[Any]]:
    """Replies and information that nobody has assessed."""
    return {
        "arrived": tasks.unassessed(conn, actor, role=role, at=asked),
        "told": shared_with.unassessed(conn, actor, role=role, at=asked),
    }


def _recommended(conn: Connection, actor: Actor) -> Page[tuple[Recommendation, str]]:
    """Recommendations to a desk officer's countries, with the beginning of each text."""
    acting = replace(actor, roles=frozenset({Role.DESK_OFFICER}))
    found = shared_with.listed(conn, acting, "recommended", asked)
    return found.of(zip(found, map(recommendation_words.short, texts_of(found)), strict=True))


def _live(
    conn: Connection,
    template: str,
    context: Callable[[], dict[str, Any]],
    *others: str,
) -> str | Response:
    """A page whose lists htmx asks for every second; ``others``: further read models in it."""
    seen = _seen(conn, *others)
    if _unchanged(seen):
        return htmx.make_response("", 204)
    return htmx.render(template, block="lists", words=words, seen=seen, **context())


def _news(conn: Connection, actor: Actor) -> str | Response:
    """Whether something else waits than the page shows. What was typed there is left alone."""
    seen = _seen(conn, *_BESIDE)
    if _unchanged(seen):
        return htmx.make_response("", 204)
    shown, present = request.args.get("shown", ""), _waits(conn, actor)
    if shown == _NOTHING and present != _NOTHING:
        return htmx.make_response("", refresh=True)  # nothing was there, so nothing is lost
    return htmx.render(
        "work/waiting.html",
        block="news",
        seen=seen,
        shown=shown,
        changed=shown != present,
    )


def _waits(conn: Connection, actor: Actor) -> str:
    acting = _acting(conn, actor)
    return _names(
        queries.waiting_for(conn, acting, asked),
        queries.invitations(conn, acting, asked),
        _to_assess(conn, actor, Role.MANDATE_HOLDER),
    )


def _acting(conn: Connection, actor: Actor) -> Actor:
    """Return the person with those mandates alone that they hold today: nobody else can sign."""
    return replace(actor, mandates=in_office(conn, actor, today()))


def _waiting(conn: Connection, actor: Actor, letter: Letter, signature: Signature) -> Waiting:
    sight = queries.seen_by(actor, letter)
    versions = contents.versions_of(conn, letter, sight)
    id_ = letter.communication_id
    base = opened.last_of(conn, actor, id_, versions, before=letter.version)
    text, compared = compared_with(letter, versions[0], base)
    opened.note(engine(), actor, id_, [letter.version], at=now())
    wrote = actor.actor_id in {one.written_by for one in versions}
    return Waiting(
        letter=letter,
        decision=decision(
            letter,
            signature,
            wrote=wrote,
            back="waiting",
            powers=powers_of(conn, actor, now()),
        ),
        text=text,
        compared=compared,
        news=news(conn, actor, letter, sight, versions[0], base),
    )


def _names(
    waits: Page[tuple[Letter, Signature]],
    invitations: Page[tuple[Letter, Signature]],
    assess: Mapping[str, Page[Any]],
) -> str:
    """Return a value that changes when another text, invitation, reply or information waits."""
    names = [
        f"{one.communication_id}.{one.version}.{by.mandate}.{one.news}"
        for one, by in (*waits, *invitations)
    ]
    names += [one.reply_id for one in assess["arrived"]]
    names += [f"{one.recommendation_id}.{one.number}" for one in assess["told"]]
    names += [
        f"{some.name}.{some.total}"
        for some in (waits, invitations, *assess.values())
        if some.next or some.previous
    ]
    return sha256(" ".join(names).encode()).hexdigest()[:12] if names else _NOTHING


_NOTHING = "nothing"


def _seen(conn: Connection, *others: str) -> str:
    """Another one when a fact was applied, and once a minute: ages are shown."""
    applied = version(conn, COMMUNICATIONS.consumer, *others)
    return f"{applied}-{int(now().timestamp()) // _MINUTE}"


def _unchanged(seen: str) -> bool:
    """Whether htmx asks, as it does every second, and has seen this: then 204 says it all."""
    return bool(htmx.asked()) and request.args.get("seen") == seen
