"""Recommendations, information on them and their grades as far as a person may see them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    true,
    union_all,
)

from portal.followup.recommendations import answered, sight
from portal.followup.recommendations.read_model import (
    addressees,
    assessments,
    informations,
    invited,
    public_information,
    read,
    recommendations,
)
from portal.web import followup_policy as policy
from portal.web.followup_policy import Kind
from portal.web.paging import SIZE, Numbers, Page, cut, first
from portal.web.policy import Sight
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference.schemes import SCHEMES

_EARLIER: Final = sorted(code for code, one in SCHEMES.items() if one.succeeded_by)
USUAL: Final = "recommendation"
"""What a text is of which nobody says what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """``ours``: the person works for its mandate. ``informed``: they see information on it.

    ``text``: in the clear for those who read only what is public of it. ``closed``: for which
    reason. ``by_id``: what stands in its place. The grade is told to others once it is public.
    ``item``, ``source`` and ``document``: of which text of the corpus it was taken up.
    ``title``, ``section``, ``language``, ``time_frame``, ``target``, ``type`` and ``source_kind``:
    what the mandate notes of the text; ``noted``: how often. ``issued_in``: in what it was issued,
    as the reader may know it. ``reference``: for the two sides, as a number tells of others.
    ``mission_id``, ``report`` and ``paragraph``: where it stands in the report on a visit, which
    everybody reads. ``common_id``: of the text, where it went to several States at once.
    """

    recommendation_id: str
    correlation_id: UUID
    communication_id: str | None
    addressee: str
    mandate: str
    text: Sealed | str
    issued_by: str
    issued_at: datetime
    scheme: str | None
    grade: str | None
    published_at: datetime | None
    published_version: int | None
    withdrawn_at: datetime | None
    closed: str | None
    by_id: str | None
    item: str | None
    source: str | None
    document: Sealed | str | None
    let_go_at: datetime | None
    mission_id: str | None
    report: str | None
    paragraph: str | None
    title: Sealed | None
    section: Sealed | None
    language: str | None
    time_frame: str | None
    target: date | None
    type: str
    source_kind: str | None
    issued_in: str | None
    noted: int
    reference: str | None
    common_id: str | None
    ours: bool
    informed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """``addressee_id``: whose follow-up it is about. ``corrects``: an earlier one.

    ``since`` and ``until``: the days that it is about. ``name``: to be shown beside it, as
    ``wish`` has it. ``withheld_for``: for the mandate. ``for_provider``: for its provider as well,
    as is that it was withheld or taken back; ``taken_back_for``: the code of why.
    """

    info_id: str
    provider: str
    text: Sealed
    provided_by: str
    received_at: datetime
    addressee_id: str | None
    corrects: str | None
    since: date | None
    until: date | None
    wish: str
    name: Sealed | None
    published_at: datetime | None
    withheld_at: datetime | None
    withheld_for: Sealed | None
    for_provider: Sealed | None
    taken_back_at: datetime | None
    taken_back_for: str | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """``rationale`` is None for those who do not work for the mandate, as is what it is based on.

    ``addressee_id``: whose follow-up it grades; None: the Government's. ``period``: a year.
    ``delegated``: an officer graded in the mandate's name; under which, for those of the mandate.
    """

    event_id: UUID
    scheme: str
    grade: str
    rationale: Sealed | None
    assessed_by: str
    assessed_at: datetime
    addressee_id: str | None
    period: int | None
    based_on: tuple[str, ...]
    delegated: bool
    delegation_id: str | None


def listed(
    conn: Connection, actor: Actor, name: str = "page", at: Numbers = first
) -> Page[Recommendation]:
    """Return the recommendations that this person may see, the newest first."""
    return narrowed(conn, actor, true(), name, at)


def narrowed(
    conn: Connection,
    actor: Actor,
    which: ColumnElement[bool],
    name: str,
    at: Numbers,
    *,
    size: int = SIZE,
    by_target: bool = False,
) -> Page[Recommendation]:
    """Return those of the recommendations that exist for this person, the newest first.

    For a United Nations partner those to the United Nations come before all others. ``by_target``:
    the nearest day by which the text asks for it comes before all that.
    """
    c = recommendations.c
    nearest = (c.target.is_(None), c.target) if by_target else ()
    order = (*nearest, *_theirs_first(actor), c.issued_at.desc(), c.recommendation_id)
    query = _query(actor).where(which).order_by(*order)
    found = cut(conn, query, name, at, size=size)
    return found.of(_recommendation(row, actor) for row in found)


def following(
    conn: Connection,
    actor: Actor,
    which: ColumnElement[bool],
    after: Recommendation | None,
    size: int,
) -> list[Recommendation]:
    """Return the next so many of those, the newest first, from the first if ``after`` is None.

    What goes through all of them does not count from the first one again each time.
    """
    c = recommendations.c
    beyond: ColumnElement[bool] = true()
    if after is not None:
        same = and_(c.issued_at == after.issued_at, c.recommendation_id > after.recommendation_id)
        beyond = and_(c.issued_at <= after.issued_at, or_(c.issued_at < after.issued_at, same))
    query = _query(actor).where(which, beyond).order_by(c.issued_at.desc(), c.recommendation_id)
    return [_recommendation(row, actor) for row in conn.execute(query.limit(size))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A recommendation on which information or answers of rounds came that no grade rests on.

    ``since``: when the first did.
    """

    recommendation_id: str
    addressee: str
    mandate: str
    issued_at: datetime
    since: datetime
    number: int


def unassessed(conn: Connection, actor: Actor, *, role: Role, at: Numbers = first) -> Page[Told]:
    """Return where information or answers wait to be assessed, for this person in this role.

    The longest waiting first. What is closed is not assessed, and each follow-up is on its own.
    """
    acting = replace(actor, roles=actor.roles & {role})
    c, i = recommendations.c, informations.c
    these = (sight.visible(acting), sight.ours(acting), c.closed.is_(None), c.let_go_at.is_(None))
    came = (
        select(i.recommendation_id, i.received_at.label("at"))
        .join(recommendations, c.recommendation_id == i.recommendation_id)
        .where(*these, *_waiting())
    )
    all_ = union_all(came, answered.waiting(_EARLIER, *these)).subquery()
    about = (c.recommendation_id, c.addressee, c.mandate, c.issued_at)
    found = cut(
        conn,
        select(*about, func.min(all_.c.at).label("since"), func.count().label("number"))
        .join(all_, all_.c.recommendation_id == c.recommendation_id)
        .group_by(*about)
        .order_by("since", c.recommendation_id),
        "information",
        at,
    )
    return found.of(Told(**row._asdict()) for row in found)


def _waiting() -> list[ColumnElement[bool]]:
    """Information that stands, and that no grade of its follow-up is based on.

    A grade of the scheme that came before did not say what it is based on.
    """
    i, a, r = informations.c, assessments.c, read.c
    follow_up = func.coalesce(i.addressee_id, "")
    was_read = exists().where(
        r.info_id == i.info_id, func.coalesce(r.addressee_id, "") == follow_up
    )
    before = exists().where(
        a.recommendation_id == i.recommendation_id,
        func.coalesce(a.addressee_id, "") == follow_up,
        a.scheme.in_(_EARLIER),
        a.assessed_at >= i.received_at,
    )
    return [sight.stands(), ~was_read, ~before]


def standing(information: Collection[Information]) -> list[Information]:
    """Return those that were not taken back, and in whose place none of the others stands."""
    left = [one for one in information if one.withdrawn_at is None]
    corrected = {one.corrects for one in left}
    return [one for one in left if one.info_id not in corrected]


def find(conn: Connection, actor: Actor, recommendation_id: str) -> Recommendation | None:
    """Return the recommendation; None also when this person may not see it."""
    this = recommendations.c.recommendation_id == recommendation_id
    row = conn.execute(_query(actor).where(this)).one_or_none()
    return _recommendation(row, actor) if row else None


def information_on(conn: Connection, actor: Actor, about: Recommendation) -> list[Information]:
    """Return the information on it that this person may see, oldest first.

    Its provider alone sees what it took back.
    """
    c, p = informations.c, public_information.c
    stands = c.withdrawn_at.is_(None) if about.ours else false()
    query = (
        select(informations, p.published_at, sight.sent(actor).label("own"))
        .outerjoin(public_information, sight.same_information(p, c))
        .where(
            c.recommendation_id == about.recommendation_id, sight.sees_information(actor, stands)
        )
    )
    rows = conn.execute(query.order_by(c.received_at, c.info_id))
    return [_information(row, ours=about.ours) for row in rows]


def _information(row: Row[Any], *, ours: bool) -> Information:
    side = ours or row.own
    hears = ours or (row.own and row.told)
    return Information(
        info_id=row.info_id,
        provider=row.provider,
        text=row.text,
        provided_by=row.provided_by,
        received_at=row.received_at,
        addressee_id=row.addressee_id,
        corrects=row.corrects,
        since=row.since,
        until=row.until,
        wish=row.wish,
        name=row.name,
        published_at=row.published_at,
        withheld_at=row.withheld_at if hears else None,
        withheld_for=row.withheld_for if ours else None,
        for_provider=row.for_provider if hears else None,
        taken_back_at=row.taken_back_at if side else None,
        taken_back_for=row.taken_back_for if side else None,
        withdrawn_at=row.withdrawn_at,
    )


def assessments_of(conn: Connection, about: Recommendation) -> list[Assessment]:
    """Return every assessment, oldest first: the history is kept. For others once it is public."""
    if not about.ours and about.published_at is None:
        return []
    c = assessments.c
    query = select(assessments).where(c.recommendation_id == about.recommendation_id)
    return [
        Assessment(
            event_id=row.event_id,
            scheme=row.scheme,
            grade=row.grade,
            rationale=row.rationale if about.ours else None,
            assessed_by=row.assessed_by,
            assessed_at=row.assessed_at,
            addressee_id=row.addressee_id,
            period=row.period,
            based_on=tuple(row.based_on or ()) if about.ours else (),
            delegated=row.delegation_id is not None,
            delegation_id=row.delegation_id if about.ours else None,
        )
        for row in conn.execute(query.order_by(c.assessed_at, c.event_id))
    ]


def invited_to(conn: Connection, about: Recommendation) -> list[str]:
    """Return the codes of the organisations that are invited, for the people of its mandate."""
    if not about.ours:
        return []
    c = invited.c
    query = select(c.organisation_id).where(c.recommendation_id == about.recommendation_id)
    return list(conn.scalars(query.order_by(c.organisation_id)))


def _query(actor: Actor) -> Any:
    """Return those that this person may see, each with whether they see information on it."""
    columns = (
        sight.informed(actor).label("informed"),
        sight.issued_in(actor).label("issued_in"),
        sight.inside(actor).label("inside"),
        sight.graded_before(actor).label("graded"),
    )
    return select(recommendations, *columns).where(sight.visible(actor))


def _theirs_first(actor: Actor) -> list[ColumnElement[int]]:
    if not actor.has(Role.UN_PARTNER):
        return []
    a = addressees.c
    theirs = exists().where(
        a.recommendation_id == recommendations.c.recommendation_id, a.kind == "un"
    )
    return [case((theirs, 0), else_=1)]


def _recommendation(row: Row[Any], actor: Actor) -> Recommendation:
    works = bool(policy.lines(actor, Kind.ISSUED, least=Sight.WRITE))
    ours = works and actor.serves(row.mandate)
    graded = row.graded or row.published_at is not None
    side = ours or (actor.has(Role.GOVERNMENT) and row.addressee in actor.states)
    return Recommendation(
        recommendation_id=row.recommendation_id,
        correlation_id=row.correlation_id,
        communication_id=row.communication_id if ours else None,
        addressee=row.addressee,
        mandate=row.mandate,
        text=row.text if row.inside else row.public_text,
        issued_by=row.issued_by,
        issued_at=row.issued_at,
        scheme=row.scheme if graded else None,
        grade=row.grade if graded else None,
        published_at=row.published_at,
        published_version=row.published_version,
        withdrawn_at=row.withdrawn_at,
        closed=row.closed,
        by_id=row.by_id,
        item=row.item,
        source=row.source,
        document=row.document if row.inside else row.public_document,
        let_go_at=row.let_go_at,
        mission_id=row.mission_id,
        report=row.report,
        paragraph=row.paragraph,
        title=row.title,
        section=row.section,
        language=row.language,
        time_frame=row.time_frame,
        target=row.target,
        type=row.type or USUAL,
        source_kind=row.source_kind,
        issued_in=row.issued_in,
        noted=row.noted or 0,
        reference=row.reference if side else None,
        common_id=row.common_id,
        ours=ours,
        informed=bool(row.informed),
    )
