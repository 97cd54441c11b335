"""Consultations as everybody reads them: what is asked, what was proposed, what came of it.

Nobody may keep a copy of these pages: an organisation that is named here can hide at any time. How
many proposals there are is told from five on, whoever made them, so the number names nobody.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint
from werkzeug.exceptions import NotFound

from portal.stakeholders import boards
from portal.stakeholders.consultations import queries, whose, words
from portal.stakeholders.consultations.queries import Consultation, Proposal
from portal.web import htmx, paging
from portal.web.accounts.access import public, signed_in
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.i18n.asked import in_every_language

bp = Blueprint("consultations", __name__, url_prefix="/consultations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A proposal as everybody reads it. ``name``: of its organisation; empty without one."""

    proposal: Proposal
    text: str
    name: str
    answer: str | None


bp.after_request(boards.keep_nowhere)


@bp.get("")
@public
@in_every_language
def index() -> str:
    with engine().connect() as conn:
        open_ = boards.part(conn, queries.going_on(now()), "open", queries.consultation)
        over = boards.part(conn, queries.over(now()), "over", queries.consultation)
    return htmx.render(
        "consultations/index.html",
        block="content",
        open=open_,
        over=over,
        now=now(),
        words=words,
    )


@bp.get("/<uuid:consultation_id>")
@public
@in_every_language
def show(consultation_id: UUID) -> str:
    with engine().connect() as conn:
        one = queries.one(conn, str(consultation_id))
        if one is None:
            raise NotFound
        count = queries.count(conn, one.consultation_id)
        titles = queries.titles(conn, one.consultation_id) if one.published_at else {}
    lines = _lines(one) if one.shows(now()) else []
    page = paging.part(lines, "proposals", paging.asked)
    return htmx.render(
        "consultations/show.html",
        block="content",
        one=one,
        count=count,
        proposals=page,
        titles=dict(zip(titles, vault().reveal_public(list(titles.values())), strict=True)),
        now=now(),
        words=words,
        may_propose=_may_propose(one),
    )


def _may_propose(one: Consultation) -> bool:
    """Whoever is signed in without such a role finds no link that refuses them."""
    account = signed_in()
    return one.state(now()) == "open" and (
        account is None or whose.category_of(account, one) is not None
    )


def _lines(one: Consultation) -> list[Line]:
    """Return what may be read. A named proposal of a hidden organisation has no line."""
    with engine().connect() as conn:
        these = queries.agreed(conn, one.consultation_id)
        names = whose.public_names(conn, these)
    shown = [each for each in these if each.consent == "anonymous" or each.proposal_id in names]
    if one.published_at is None:  # no groups and answers before the outcome
        shown.sort(key=lambda each: (each.submitted_at, each.proposal_id))
    texts = vault().reveal_public([each.text for each in shown])
    with_answer = [each for each in shown if each.answer is not None]
    answers = vault().reveal_public([each.answer for each in with_answer if each.answer])
    answered = {each.proposal_id: text for each, text in zip(with_answer, answers, strict=True)}
    return [
        Line(
            proposal=each,
            text=text,
            name=names.get(each.proposal_id, ""),
            answer=answered.get(each.proposal_id) if one.published_at else None,
        )
        for each, text in zip(shown, texts, strict=True)
        if text is not None
    ]
