"""Laws that punish contact with the UN, and the entries that name their States (SB6).

An entry names a State as that of its seat, or as one where it works. What it says is sealed, so
these rules are the portal's: no service can ask which State an entry names (decision 0152).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from portal.stakeholders.organisations.cards import Card
from portal.stakeholders.organisations.law_model import laws
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.queries import STAGE, Organisation
from portal.stakeholders.organisations.read_model import organisations
from portal.web.commands import CommandRefused
from portal.web.db import engine
from shared.contracts.stakeholders_organisations import Visibility
from shared.core.message import Sealed

_c, _o = laws.c, organisations.c
_known = _c.recorded_at.is_not(None)

_SEEN: Final[tuple[Visibility, ...]] = ("partners", "public")
_asks: Final = and_(_o.asked_at.is_not(None), func.coalesce(_o.asked_for, "public").in_(_SEEN))
ON_ITS_WAY: Final = and_(STAGE == "confirmed", or_(_o.visibility.in_(_SEEN), _asks))
"""Others see it, or it asked for that, even if something else hides it: a law closes these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """``proposed_by``: the first of two who lift it. ``lifted_at``: None while it stands."""

    state: str
    since: date
    text: Sealed
    recorded_at: datetime
    proposed_by: str | None
    proposed_at: datetime | None
    lifted_at: datetime | None

    @property
    def stands(self) -> bool:
        return self.lifted_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is sealed of a law: which one it is and where it stands, and a note."""

    source: str
    note: str = ""


def written(source: str, note: str) -> str:
    return to_json(asdict(Written(source=source, note=note))).decode()


def read(text: str | None) -> Written | None:
    """Return it; None once it is erased."""
    return None if text is None else Written(**from_json(text))


def every() -> Select[Any]:
    """Return those that stand, and then the others, by State; ``law`` reads a row."""
    return select(laws).where(_known).order_by(_c.lifted_at.is_not(None), _c.state)


def one(conn: Connection, state: str) -> Law | None:
    row = conn.execute(every().where(_c.state == state)).one_or_none()
    return None if row is None else law(row)


def told_since(conn: Connection, since: datetime) -> list[Law]:
    """Return what was recorded, proposed or lifted since then."""
    news = or_(_c.recorded_at >= since, _c.proposed_at >= since, _c.lifted_at >= since)
    return [law(row) for row in conn.execute(every().where(news))]


def law(row: Row[Any]) -> Law:
    return Law(**{name: getattr(row, name) for name in Law.__dataclass_fields__})


def named(profile: Profile) -> frozenset[str]:
    """Return the States that this entry names."""
    return frozenset({profile.country, *profile.countries})


def about(conn: Connection, profile: Profile | None) -> list[Law]:
    """Return the laws of States that this entry names, those that stand first."""
    if profile is None:
        return []
    return [law(row) for row in conn.execute(every().where(_c.state.in_(named(profile))))]


def naming(some: Iterable[Card], state: str) -> list[str]:
    """Return those of these entries that name the State."""
    return [one.organisation_id for one in some if state in {one.country, *one.countries}]


def let_be_seen(profile: Profile | None, to: Visibility) -> None:
    """Refuse that others see an entry that names a State with such a law."""
    if to not in _SEEN:
        return
    with engine().connect() as conn:
        found = about(conn, profile)
    if any(one.stands for one in found):
        raise CommandRefused(
            409,
            "Your entry names a State of which a law or list punishes contact with the United "
            "Nations. It cannot be shown to others while that is in force.",
        )


def let_be_named(entry: Organisation | None, before: Profile, after: Profile) -> None:
    """Refuse that an entry that others see names such a State from now on."""
    if entry is None or entry.visibility not in _SEEN:
        return
    with engine().connect() as conn:
        found = about(conn, after)
    if any(one.stands and one.state not in named(before) for one in found):
        raise CommandRefused(
            409,
            "A law or list of a State that the entry would name punishes contact with the United "
            "Nations. Hide the entry first.",
        )
