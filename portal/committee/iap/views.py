"""Internal advisory procedures: those of the Committee, and one's own."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import Blueprint, request, url_for

from portal.committee.iap import found, queries, words
from portal.committee.iap.found import Part
from portal.committee.iap.queries import READERS, REQUESTERS, Invited, Procedure, Step
from portal.committee.iap.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require, signed_in
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n.formats import short_day
from portal.web.i18n.names import mandate as mandate_name
from portal.web.i18n.names import recipient
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.core.geneva import day_of
from shared.core.roles import Role

bp = Blueprint("iap", __name__, url_prefix="/committee/advisory-procedures")

_AT_ONCE = 20
_IN_MARGIN = 5
_OF_ASKER = frozenset({"received", "told", "not_taken_up", "withdrawn"})


@bp.get("")
@require(*READERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor, on = current_actor(), today()
    with engine().connect() as conn:
        ours = queries.for_committee(conn, actor, on)
        lists = {
            name: paging.cut(conn, query, name, paging.asked, size=_AT_ONCE)
            for name, query in (
                ("going", queries.going_on(ours)),
                ("over", queries.over(ours)),
                ("own", queries.every(queries.asked_by(actor))),
                ("invited", queries.invited(queries.to_holder(actor))),
            )
        }
    return htmx.render(
        "iap/index.html",
        block="content",
        late=late,
        lists={
            name: some.of([queries.procedure(row) for row in some]) for name, some in lists.items()
        },
        works=actor.has(*READERS - REQUESTERS),
        asks=actor.has(*REQUESTERS),
        today=on,
        words=words,
        mandate_name=mandate_name,
    )


@bp.get("/<uuid:iap_id>")
@require(*READERS)
def show(iap_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        one, part = found.part_of(conn, str(iap_id))
        invited = _whose_comments(part, queries.holders_of(conn, one.iap_id))
        steps = [
            each for each in queries.steps_of(conn, one.iap_id) if _sees(part, one, each, invited)
        ]
        people = {one.received_from, *(each.by_id for each in steps)} if part.committee else set()
        people |= {each.account_id for each in invited}
        called = accounts.names(conn, people)
    return htmx.render(
        "iap/one.html",
        block="content",
        late=late,
        one=one,
        part=part,
        subject=found.subject_of(one.iap_id),
        texts=_texts(one, part),
        comments=_comments(invited),
        steps=steps,
        called=called,
        today=today(),
        words=words,
        mandate_name=mandate_name,
        state_name=recipient,
    )


@bp.app_template_global()
def outcomes_due() -> list[tuple[str, str, date]]:
    """Return the procedures whose outcome the Committee is to tell next, for who is unconcerned."""
    person = signed_in()
    if person is None or not person.has(Role.COORDINATION_COMMITTEE):
        return []
    with engine().connect() as conn:
        ours = queries.for_committee(conn, current_actor(), today())
        rows = conn.execute(queries.going_on(ours).limit(_IN_MARGIN))
        some = [queries.procedure(row) for row in rows]
    return [
        (
            gettext("Procedure of %(day)s", day=short_day(day_of(one.received_at))),
            url_for("iap.show", iap_id=one.iap_id),
            one.due_on,
        )
        for one in some
    ]


def _sees(part: Part, one: Procedure, step: Step, own: Sequence[Invited]) -> bool:
    """Who asked does not read what a holder was asked, nor the holder what others asked.

    ``own``: of a holder the own invitation. When others were invited and commented is theirs.
    """
    return (
        part.committee
        or (part.asked and step.kind in _OF_ASKER)
        or (part.holder and any(_is_of(each, one, step) for each in own))
    )


def _is_of(holder: Invited, one: Procedure, step: Step) -> bool:
    if step.kind == "told":
        return "holder" in (one.told_to or ())
    if step.kind == "invited":
        return step.position == holder.invited_no
    return step.kind == "commented" and step.by_id == holder.account_id


def _texts(one: Procedure, part: Part) -> dict[str, str | None]:
    """Return what this person reads of it, opened; None for what was erased."""
    hears = {"requester": part.asked, "holder": part.holder}
    told = part.committee or any(hears.get(each, False) for each in one.told_to or ())
    sealed = {
        "papers": one.papers if part.committee or part.asked else None,
        "points": one.points if part.committee or part.holder else None,
        "outcome": one.outcome if part.committee else None,
        "told": one.told if told else None,
    }
    there = {name: text for name, text in sealed.items() if text is not None}
    return dict(zip(there, vault().reveal_all(list(there.values())), strict=True))


def _whose_comments(part: Part, invited: Sequence[Invited]) -> list[Invited]:
    """The Committee reads every comment, and a holder the own one."""
    me = current_actor().actor_id
    return [each for each in invited if part.committee or (part.holder and each.account_id == me)]


def _comments(invited: Sequence[Invited]) -> list[tuple[Invited, str | None]]:
    """Return who was invited, each with the comment, opened; None where there is none to read."""
    made = {each.account_id: each.comment for each in invited if each.comment}
    opened = dict(zip(made, vault().reveal_all(list(made.values())), strict=True))
    return [(each, opened.get(each.account_id)) for each in invited]
