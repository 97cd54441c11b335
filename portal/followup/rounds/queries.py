"""What a person sees of follow-up rounds: section F.8.

Who works for the mandate sees all that was sent, and nobody's draft. A provider sees its own part
alone, and a Government besides the table of a version once it is sent (FR2): ``own`` and ``table``
read nothing of anybody else's before.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, false, func, or_, select

from portal.followup.recommendations.read_model import recommendations
from portal.followup.rounds.read_model import (
    answers,
    cells,
    comments,
    drafts,
    names,
    providers,
    rounds,
    rows,
    texts,
)
from portal.web import followup_policy as policy
from portal.web.followup_policy import Scope
from portal.web.policy import Sight
from shared.contracts.followup_rounds import Kind
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import OTHER, recipients

OFFICE: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})
ASKED: Final = frozenset({Role.GOVERNMENT, Role.NGO_MEMBER, Role.CONTACT_POINT, Role.UN_PARTNER})
HOLDER: Final = Role.MANDATE_HOLDER
TAKE_BACK: Final = OFFICE | {Role.PUBLICATION_OFFICER}
_c, _p = rounds.c, providers.c
_KINDS: Final = {
    Role.GOVERNMENT: "government",
    Role.UN_PARTNER: "unct",
    Role.NGO_MEMBER: "ngo",
    Role.CONTACT_POINT: "nhri",
}
_ORDER: Final = {"government": 0, "unct": 2}
"""As what somebody answers who was asked as several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """For those who work for the mandate. ``version``, ``sent``, ``published``: 0 is none."""

    round_id: str
    mandate: str
    state: str
    scope: str
    year: int
    due_on: date
    opened_at: datetime
    version: int
    compiled_at: datetime | None
    sent: int
    sent_at: datetime | None
    comments_due: date | None
    published: int
    symbol: str | None
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A round as one provider sees it. ``sent`` and ``comments_due`` are for a Government alone."""

    round_id: str
    mandate: str
    state: str
    scope: str
    year: int
    due_on: date
    provider_id: str
    kind: str
    remind: bool
    declined: bool
    steps: int
    submitted_at: datetime | None
    submission_id: str | None
    name: Sealed | None
    drafted: int
    sent: int
    comments_due: date | None
    published: bool
    closed: bool

    @property
    def open(self) -> bool:
        return not self.closed and not self.published

    @property
    def takes_comments(self) -> bool:
        return bool(self.sent) and self.open


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    provider_id: str
    kind: str
    organisation_id: str | None
    remind: bool
    declined: bool
    submitted_at: datetime | None
    submission_id: str | None
    name: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``text``: None if it is gone from the pages."""

    recommendation_id: str
    provider_id: str
    answer_id: str
    wish: str
    text: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """``name``: only if its provider lets it stand in the table."""

    recommendation_id: str
    answer_id: str
    kind: Kind
    name: Sealed | None
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOf:
    recommendation_id: str
    situation_id: str | None
    situation: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    comment_id: str
    version: int
    text: Sealed
    done_at: datetime


def takes_back(actor: Actor, mandate: str) -> bool:
    """Whether this person takes a public table of the mandate back: danger waits for no holder."""
    scopes = {scope for _, scope in policy.lines(actor, policy.Kind.TABLE)}
    return Scope.ANY in scopes or (Scope.MANDATE in scopes and actor.serves(mandate))


def of_office(actor: Actor) -> Select[Any]:
    return select(rounds).where(_ours(actor)).order_by(_c.opened_at.desc(), _c.round_id)


def find(conn: Connection, actor: Actor, round_id: str) -> Round | None:
    row = conn.execute(select(rounds).where(_c.round_id == round_id, _ours(actor))).one_or_none()
    return None if row is None else of_row(row)


def asked_of(actor: Actor) -> Select[Any]:
    """Return the rounds in which this person was asked, the newest first."""
    mine = select(rounds, *_own_columns()).join(providers, _p.round_id == _c.round_id)
    return mine.where(was_asked(actor)).order_by(_c.opened_at.desc(), _c.round_id)


def own(conn: Connection, actor: Actor, round_id: str) -> Own | None:
    """Return the round as this person was asked in it, in the service's order of roles."""
    found = conn.execute(asked_of(actor).where(_c.round_id == round_id)).all()
    row = min(found, key=lambda one: _ORDER.get(one.kind, 1), default=None)
    return None if row is None else own_of_row(row)


def was_asked(actor: Actor) -> ColumnElement[bool]:
    own = actor.organisation_id
    means = {
        Scope.STATE: _c.state.in_(sorted(actor.states)),
        Scope.ORGANISATION: false() if own is None else _p.organisation_id == own,
    }
    as_ = policy.lines(actor, policy.Kind.SHEET)
    return or_(false(), *(and_(_p.kind == _KINDS[role], means[scope]) for role, scope in as_))


def rows_of(conn: Connection, round_id: str) -> list[RowOf]:
    these = select(rows).where(rows.c.round_id == round_id).order_by(rows.c.place)
    return [
        RowOf(
            recommendation_id=row.recommendation_id,
            situation_id=row.situation_id,
            situation=row.situation,
        )
        for row in conn.execute(these)
    ]


def drafted(conn: Connection, one: Own) -> Mapping[str, Answer]:
    """Return this provider's draft, by row."""
    return {each.recommendation_id: each for each in _answers(conn, drafts, one.provider_id)}


def answered(conn: Connection, one: Own) -> Mapping[str, Answer]:
    """Return what this provider sent, by row."""
    return {each.recommendation_id: each for each in _answers(conn, answers, one.provider_id)}


def providers_of(conn: Connection, one: Round) -> list[Provider]:
    """Return who was asked, the Government first. For the mandate."""
    these = select(providers).where(_p.round_id == one.round_id)
    found = conn.execute(these.order_by(_p.asked_at, _p.kind, _p.provider_id)).all()
    return [
        Provider(
            provider_id=row.provider_id,
            kind=row.kind,
            organisation_id=row.organisation_id,
            remind=row.remind,
            declined=row.declined,
            submitted_at=row.submitted_at,
            submission_id=row.submission_id,
            name=row.name,
        )
        for row in sorted(found, key=lambda each: each.kind != "government")
    ]


def every_answer(conn: Connection, one: Round) -> list[Answer]:
    """Return all that was sent, also for the mandate alone. For the mandate."""
    return _answers(conn, answers, *(each.provider_id for each in providers_of(conn, one)))


def table(conn: Connection, round_id: str, version: int) -> list[Cell]:
    """Return the table of a version, without what its provider changed or took back since.

    Names are those that came with it. By kind and id, which differs in each row: no place tells
    whose two answers are.
    """
    this = (cells.c.round_id == round_id, cells.c.version == version)
    text = and_(texts.c.provider_id == cells.c.provider_id, texts.c.answer_id == cells.c.answer_id)
    counts = and_(
        answers.c.provider_id == cells.c.provider_id, answers.c.answer_id == cells.c.answer_id
    )
    came = and_(
        names.c.provider_id == cells.c.provider_id,
        names.c.submission_id == cells.c.submission_id,
    )
    found = conn.execute(
        select(cells, texts.c.text, names.c.name)
        .join(texts, text)
        .join(answers, counts)
        .outerjoin(names, came)
        .where(*this)
        .order_by(cells.c.kind, cells.c.answer_id)
    )
    return [
        Cell(
            recommendation_id=row.recommendation_id,
            answer_id=row.answer_id,
            kind=row.kind,
            name=row.name if row.named else None,
            text=row.text,
        )
        for row in found
    ]


def letters_of(conn: Connection, recommendation_ids: Collection[str]) -> Mapping[str, str]:
    """Return from which letter each of them follows, if from one."""
    r = recommendations.c
    these = select(r.recommendation_id, r.communication_id).where(
        r.recommendation_id.in_(recommendation_ids), r.communication_id.is_not(None)
    )
    return {row.recommendation_id: row.communication_id for row in conn.execute(these)}


def comments_on(conn: Connection, round_id: str) -> list[Comment]:
    """Return what the State said of its tables. For the mandate, and for the State."""
    c = comments.c
    these = select(comments).where(c.round_id == round_id).order_by(c.done_at, c.comment_id)
    return [
        Comment(comment_id=row.comment_id, version=row.version, text=row.text, done_at=row.done_at)
        for row in conn.execute(these)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What a round can be opened for: recommendations of a mandate to a State that are open."""

    mandate: str
    state: str
    number: int


def to_open(actor: Actor) -> Select[Any]:
    r = recommendations.c
    return (
        select(r.mandate, r.addressee.label("state"), func.count().label("number"))
        .where(can_follow(actor))
        .group_by(r.mandate, r.addressee)
        .order_by(r.mandate, r.addressee)
    )


def to_follow(conn: Connection, actor: Actor, mandate: str, state: str) -> list[Row[Any]]:
    """Return the recommendations that a round of these can have, the newest first."""
    r = recommendations.c
    these = select(recommendations).where(
        can_follow(actor), r.mandate == mandate, r.addressee == state
    )
    newest = these.order_by(r.issued_at.desc(), r.recommendation_id)
    return list(conn.execute(newest).all())


def can_follow(actor: Actor) -> ColumnElement[bool]:
    """Whether this person can open a round with a recommendation."""
    r = recommendations.c
    states = r.addressee.in_(sorted(set(recipients()) - {OTHER}))
    means = {Scope.MANDATE: r.mandate.in_(sorted(actor.mandates))}
    mine = policy.rows(actor, policy.Kind.ROUND, means, least=Sight.WRITE)
    return and_(mine, states, r.issued_at.is_not(None), r.closed.is_(None), r.let_go_at.is_(None))


def _ours(actor: Actor) -> ColumnElement[bool]:
    means = {Scope.MANDATE: _c.mandate.in_(sorted(actor.mandates))}
    return and_(policy.rows(actor, policy.Kind.ROUND, means), _c.opened_at.is_not(None))


def _answers(conn: Connection, of: Any, *of_providers: str) -> list[Answer]:
    text = and_(texts.c.provider_id == of.c.provider_id, texts.c.answer_id == of.c.answer_id)
    found = conn.execute(
        select(of, texts.c.text)
        .join(texts, text)
        .where(of.c.provider_id.in_(of_providers))
        .order_by(of.c.provider_id, of.c.recommendation_id)
    )
    return [
        Answer(
            recommendation_id=row.recommendation_id,
            provider_id=row.provider_id,
            answer_id=row.answer_id,
            wish=row.wish,
            text=row.text,
        )
        for row in found
    ]


def _own_columns() -> list[Any]:
    kept = select(func.count()).where(drafts.c.provider_id == _p.provider_id).scalar_subquery()
    names = ("provider_id", "kind", "remind", "declined", "steps", "submitted_at", "submission_id")
    return [*(_p[name] for name in names), _p.name, kept.label("drafted")]


def of_row(row: Row[Any]) -> Round:
    return Round(
        round_id=row.round_id,
        mandate=row.mandate,
        state=row.state,
        scope=row.scope,
        year=row.year,
        due_on=row.due_on,
        opened_at=row.opened_at,
        version=row.version or 0,
        compiled_at=row.compiled_at,
        sent=row.sent or 0,
        sent_at=row.sent_at,
        comments_due=row.comments_due,
        published=row.published or 0,
        symbol=row.symbol,
        closed=row.closed_at is not None,
    )


def own_of_row(row: Row[Any]) -> Own:
    government = row.kind == "government"
    return Own(
        round_id=row.round_id,
        mandate=row.mandate,
        state=row.state,
        scope=row.scope,
        year=row.year,
        due_on=row.due_on,
        provider_id=row.provider_id,
        kind=row.kind,
        remind=row.remind,
        declined=row.declined,
        steps=row.steps,
        submitted_at=row.submitted_at,
        submission_id=row.submission_id,
        name=row.name,
        drafted=row.drafted,
        sent=(row.sent or 0) if government else 0,
        comments_due=row.comments_due if government else None,
        published=row.published is not None,
        closed=row.closed_at is not None,
    )
