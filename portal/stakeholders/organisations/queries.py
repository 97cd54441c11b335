"""Queries of organisations: what everybody may find, and what the register's people see.

Everything that everybody may find goes through ``PUBLIC``: rows, counts and choices alike. What
partners may is in ``readers``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
)

from portal.stakeholders.organisations import merged
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.read_model import flags, focal_points, mergers, organisations
from portal.stakeholders.organisations.tables import veils
from shared.contracts.stakeholders_organisations import Visibility
from shared.core.message import Sealed
from shared.reference.organisations import OWN

_c = organisations.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """``asked_at``: of a first step that still counts, to ``asked_for``. ``stage``: also merged.

    ``hidden_at``: when a fact last hid it; of a veil nothing is said, as a flag that somebody else
    raised moves it. ``unseen``: it was never public, and never hidden by an act.
    ``confirmed_at``: when its entry was last said to be right. ``other_name``: the last one that
    was proposed; ``name_step``: proposed, confirmed, own, or why it was refused.
    """

    organisation_id: str
    sealed: Sealed
    standing: str
    stage: str
    proposed_by: str | None
    code: str | None
    registered_at: datetime
    asked_at: datetime | None
    asked_for: Visibility
    visibility: Visibility
    hidden_at: datetime | None
    unseen: bool
    confirmed_at: datetime | None
    dormant_at: datetime | None
    name_id: str | None
    other_name: Sealed | None
    name_step: str | None
    name_at: datetime | None

    @property
    def public(self) -> bool:
        return self.visibility == "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """``reason``: None of one that stands here because it stood on the whole before a split."""

    flag_id: str
    reason: Sealed | None
    raised_by: str
    raised_at: datetime
    proposed_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An organisation with what describes it."""

    organisation_id: str
    profile: Profile


_m, _f = mergers.c, focal_points.c


def _there(key: ColumnElement[Any], *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such a row of this organisation.

    Few have any, and which these are a database reads once, also in the midst of a condition.
    """
    some = _c.organisation_id.in_(select(key).where(key.is_not(None)))
    this = select(literal(1)).where(key == _c.organisation_id, *which).correlate(organisations)
    return and_(some, this.exists())


_merged = _there(_m.duplicate_id, _m.step == "merged")


_HIDDEN: Final = ("closed", "sealed")


def _after_the_veil(step: ColumnElement[Any], *, for_partners: bool = False) -> ColumnElement[bool]:
    """Whether this first step was taken after it was last hidden, or kept for partners.

    A merger hides the real entry too if one of both was hidden, and an undo hides the duplicate.
    ``for_partners``: what keeps it for partners takes nothing from them.
    """
    closes = _m.keeps.in_(_HIDDEN) if for_partners else _m.closes
    hides = veils.c.hidden_at >= step
    hides = hides if for_partners else or_(hides, veils.c.narrowed_at >= step)
    return and_(
        step.is_not(None),
        ~_there(veils.c.organisation_id, hides),
        ~_there(_m.real_id, closes, _m.merged_at >= step),
        ~_there(_m.duplicate_id, _m.undone_at >= step),
    )


def _since_it_opened(at: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether this was after the last first step up that was carried out, if any was."""
    return and_(at.is_not(None), or_(_c.opened_by.is_(None), at >= _c.opened_by))


_by_split = and_(_c.stage.is_not(None), _c.split_at >= _c.staged_at)
STAGE: Final[ColumnElement[Any]] = case((_by_split, _c.split_stage), else_=_c.stage)
"""Where it stands: facts of its own and of the split that made it come in any order."""
_earlier = or_(_c.confirmed_at.is_(None), _c.confirmed_at < _c.split_at)
_entered = and_(_c.split_stage == "confirmed", _earlier)
_right_at: ColumnElement[Any] = case((_entered, _c.split_at), else_=_c.confirmed_at)
"""When it was last said to be right."""
_shown = and_(_c.visibility == "public", STAGE == "confirmed", _after_the_veil(_c.opened_by))
"""Everybody may find it, or could before it was merged."""
PUBLIC: Final = and_(_shown, ~_merged)
"""Everybody may find it now."""
PARTNERS: Final = and_(
    _c.visibility.in_(("public", "partners")),
    STAGE == "confirmed",
    _after_the_veil(_c.opened_by, for_partners=True),
    ~_merged,
)
"""Partners may find it now, as far as they may: ``readers``."""
FOR_PARTNERS: Final = and_(PARTNERS, ~PUBLIC)
"""They may, and not everybody."""
SEALED: Final = or_(
    func.coalesce(_c.visibility, "closed") == "sealed",
    _since_it_opened(_c.sealed_at),
    _there(veils.c.organisation_id, _since_it_opened(veils.c.sealed_at)),
    _there(_m.real_id, _m.keeps == "sealed", _since_it_opened(_m.merged_at)),
)
"""Its own people and officers of the register alone know of it."""
_VISIBILITY: Final = case(
    (PUBLIC, "public"), (SEALED, "sealed"), (PARTNERS, "partners"), else_="closed"
)
IN_REGISTER: Final = and_(STAGE != "refused", ~_merged)
CONFIRMED: Final = and_(STAGE == "confirmed", ~_merged)
DORMANT: Final = and_(CONFIRMED, _c.dormant_at.is_not(None))
CLAIMED: Final = and_(STAGE == "claimed", ~_merged)
ACCEPTED: Final = and_(
    _c.organisation_id.in_(select(_f.organisation_id).where(_f.step == "accepted")), ~_merged
)
"""Somebody accepted to speak for it and waits to be designated."""
ABLE: Final = and_(or_(CLAIMED, CONFIRMED), _c.standing != "person")
"""It can have an accreditation."""


def public_these(conn: Connection, organisation_ids: Collection[str]) -> dict[str, Sealed]:
    """Return the sealed profile of each of these that everybody may find."""
    these = select(_c.organisation_id, _c.profile).where(
        PUBLIC, _c.organisation_id.in_(organisation_ids)
    )
    return {row.organisation_id: row.profile for row in conn.execute(these)}


def seen_as(visibility: Visibility) -> ColumnElement[bool]:
    """Return those of this visibility."""
    return _VISIBILITY.in_((visibility,))


def and_known(seen: ColumnElement[bool], organisation_ids: Collection[str]) -> ColumnElement[bool]:
    """Return what may be seen, and of these all that are not sealed."""
    return or_(seen, and_(_c.organisation_id.in_(organisation_ids), ~SEALED))


def sealed(conn: Connection) -> list[str]:
    """Return those that are sealed, and the entries that were merged into one."""
    of = merged.pointers(conn)
    found = {*conn.scalars(select(_c.organisation_id).where(SEALED))}
    return sorted({*found, *(one for one in of if merged.real(of, one) in found)})


def public_one(conn: Connection, organisation_id: str) -> list[tuple[str, Sealed]]:
    """Return this one if everybody may find it: a hidden one is as one that is not there."""
    return list(public_these(conn, [organisation_id]).items())


def moved_to(conn: Connection, organisation_id: str) -> str | None:
    """Return where the old address of a merged entry leads everybody: only if both were seen."""
    here = conn.scalar(
        select(_c.organisation_id).where(_c.organisation_id == organisation_id, _shown)
    )
    there = merged.real_of(conn, organisation_id)
    found = public_one(conn, there)
    return there if here and found and there != organisation_id else None


def one(conn: Connection, organisation_id: str) -> Organisation | None:
    return next(iter(_found(conn, _c.organisation_id == organisation_id)), None)


def these(conn: Connection, organisation_ids: Collection[str]) -> dict[str, Organisation]:
    found = _found(conn, _c.organisation_id.in_(organisation_ids))
    return {one.organisation_id: one for one in found}


def last_step(conn: Connection, organisation_id: str) -> datetime | None:
    """Return the last first step up that is known of it."""
    steps = select(_c.opened_by, _c.asked_at).where(_c.organisation_id == organisation_id)
    known = [step for row in conn.execute(steps) for step in row if step is not None]
    return max(known, default=None)


def these_are(which: ColumnElement[bool]) -> Select[Any]:
    """Return such organisations, the oldest first; ``organisation`` reads a row."""
    seen = _VISIBILITY.label("seen")
    step = _after_the_veil(_c.asked_at).label("counts")
    now = (STAGE.label("stage_now"), _right_at.label("right_at"))
    query = select(organisations, seen, step, _merged.label("merged"), *now).where(which)
    return query.order_by(_c.registered_at, _c.organisation_id)


def among(conn: Connection, which: ColumnElement[bool], organisation_id: str) -> list[str]:
    """Return this one if it is one of such organisations."""
    this = select(_c.organisation_id).where(which, _c.organisation_id == organisation_id)
    return list(conn.scalars(this))


def sealed_of(conn: Connection, organisation_ids: Collection[str]) -> dict[str, Sealed]:
    """Return the sealed profile of each, whoever may find it."""
    some = select(_c.organisation_id, _c.profile).where(_c.organisation_id.in_(organisation_ids))
    return {row.organisation_id: row.profile for row in conn.execute(some)}


def flags_of(conn: Connection, organisation_id: str, raised_by: str | None = None) -> list[Flag]:
    """Return the flags that stand; ``raised_by``: of this person alone.

    A flag of an entry that was merged into this one stands here, and is cleared here.
    """
    family = merged.family(conn, organisation_id)
    rows = _by_entry(conn, flags.c.organisation_id.in_(family))
    here = rows.get(organisation_id, {})
    found = [
        Flag(
            flag_id=row.flag_id,
            reason=row.reason,
            raised_by=row.raised_by,
            raised_at=row.raised_at,
            proposed_by=here[row.flag_id].proposed_by if row.flag_id in here else None,
        )
        for row in _standing(rows, merged.pointers(conn), organisation_id).values()
    ]
    found.sort(key=lambda one: (one.raised_at, one.flag_id))
    return [one for one in found if raised_by in {None, one.raised_by}]


def flagged(conn: Connection) -> list[Organisation]:
    """Return the organisations on which a flag stands."""
    of, rows = merged.pointers(conn), _by_entry(conn, true())
    whose = {merged.real(of, one) for one in rows}
    return _found(conn, _c.organisation_id.in_(one for one in whose if _standing(rows, of, one)))


def _by_entry(conn: Connection, which: ColumnElement[bool]) -> dict[str, dict[str, Row[Any]]]:
    """Return what each entry has of each flag."""
    found: dict[str, dict[str, Row[Any]]] = {}
    for row in conn.execute(select(flags).where(which)):
        found.setdefault(row.organisation_id, {})[row.flag_id] = row
    return found


def _standing(
    rows: Mapping[str, Mapping[str, Row[Any]]], of: Mapping[str, str], here: str
) -> dict[str, Row[Any]]:
    """Return the flags that stand on this entry, as it was told of them, as the service does.

    Those of an entry that was merged into it stand here until they are cleared here.
    """
    own = rows.get(here, {})
    found: dict[str, Row[Any]] = {}
    others = {one: to for one, to in of.items() if to != here}
    for below in merged.below(of, here):
        found |= _standing(rows, others, below)
    found = {flag: row for flag, row in found.items() if flag not in own or not _over(own[flag])}
    return found | {flag: row for flag, row in own.items() if row.raised_at and not _over(row)}


def _over(row: Row[Any]) -> bool:
    return row.cleared_at is not None


def dormant(conn: Connection) -> list[Organisation]:
    """Return those whose entry nobody confirmed for 24 months."""
    return _found(conn, DORMANT)


def dissolved(conn: Connection, these: Iterable[str]) -> frozenset[str]:
    """Return which of these entries are of an organisation that is no more."""
    gone = (_c.organisation_id.in_(sorted(these)), STAGE == "dissolved")
    return frozenset(conn.scalars(select(_c.organisation_id).where(*gone)))


def renamed(conn: Connection) -> list[Organisation]:
    """Return those whose new name waits for an officer."""
    return _found(conn, and_(STAGE == "confirmed", _c.name_step == "proposed", ~_merged))


def decided_on_names(conn: Connection, since: datetime) -> list[Organisation]:
    """Return those about whose new name an officer decided since then."""
    decided = _c.name_step.not_in(("proposed", OWN))
    return _found(conn, and_(decided, _c.name_at >= since))


def ageing(conn: Connection, *, before: datetime) -> list[Organisation]:
    """Return those that are awake, and whose entry was last confirmed before this moment."""
    return _found(
        conn,
        and_(
            CONFIRMED,
            _c.dormant_at.is_(None),
            _right_at <= before,
        ),
    )


def entries(ids: Iterable[str], texts: Sequence[str | None]) -> list[Entry]:
    """Return what these are; one whose text is erased is left out."""
    return [
        Entry(organisation_id=organisation_id, profile=profiles.read(text))
        for organisation_id, text in zip(ids, texts, strict=True)
        if text is not None
    ]


def _found(conn: Connection, which: ColumnElement[bool]) -> list[Organisation]:
    return [organisation(row) for row in conn.execute(these_are(which))]


def organisation(row: Row[Any]) -> Organisation:
    return Organisation(
        organisation_id=row.organisation_id,
        sealed=row.profile,
        standing=row.standing,
        stage="merged" if row.merged else row.stage_now,
        proposed_by=row.proposed_by,
        code=row.code,
        registered_at=row.registered_at,
        asked_at=row.asked_at if row.counts else None,
        asked_for=row.asked_for or "public",
        visibility=row.seen,
        hidden_at=row.closed_at,
        unseen=row.opened_by is None and row.closed_at is None,
        confirmed_at=row.right_at,
        dormant_at=row.dormant_at,
        name_id=row.name_id,
        other_name=row.name,
        name_step=row.name_step,
        name_at=row.name_at,
    )
