"""What narrows the list of recommendations, and what a person can choose there.

Each condition asks only for what the list shows this person of a recommendation: a grade that is
not told counts as none, and information that is not theirs as none as well. So no filter says more
than the pages do. States, mandates and years are offered as far as the person sees recommendations
of them.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, exists, func, not_, or_, select, true

from portal.followup.recommendations.read_model import addressees, recommendations, tags
from portal.followup.recommendations.shared_with import USUAL
from portal.followup.recommendations.sight import graded, informed, issued_in, visible
from portal.web.context import today
from shared.core.actor import Actor
from shared.core.geneva import day_of, start_of
from shared.reference import EVERY_STATE, REGIONS, mandates, states
from shared.reference.recommending import (
    ADDRESSEES,
    AFFECTED,
    CLOSINGS,
    SOURCE_KINDS,
    TARGETS,
    TIME_FRAMES,
    TYPES,
)
from shared.reference.schemes import current, ended_by
from shared.reference.themes import THEMES
from shared.reference.treaties import ARTICLES, TREATIES

NONE: Final = "none"
"""Neither an addressee beside the Government, nor a grade."""
PASSED, AHEAD = "passed", "ahead"
"""Whether the day by which the text asks for it has come, of one that is followed up."""
OPEN, CLOSED, LET_GO = "open", "closed", "let_go"
WITH, WITHOUT = "with", "without"
OWN, TAKEN_UP = "own", "taken_up"
"""Whether a mandate recommended it, or took up what another mechanism had."""
_c, _t = recommendations.c, tags.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Of which States, mandates, years and articles there are some that a person may see."""

    states: Collection[str]
    mandates: Collection[str]
    years: Collection[int]
    articles: Collection[str]


def asked_for(args: Mapping[str, str]) -> dict[str, str]:
    """Return what is asked for by kind, as far as it makes sense."""
    said = {kind: args.get(kind, "") for kind in _KINDS}
    return {kind: code for kind, code in said.items() if code and _KINDS[kind].known(code)}


def which(actor: Actor, asked: Mapping[str, str]) -> ColumnElement[bool]:
    """Return which of the recommendations that a person sees are asked for."""
    return and_(true(), *(_KINDS[kind].of(actor, code) for kind, code in asked.items()))


def seen_by(conn: Connection, actor: Actor) -> Seen:
    these = visible(actor)
    heads = conn.execute(select(_c.addressee, _c.mandate).where(these).distinct()).all()
    return Seen(
        states=frozenset(row.addressee for row in heads),
        mandates=frozenset(row.mandate for row in heads),
        years=years_of(conn, these),
        articles=articles_of(conn, these),
    )


def years_of(conn: Connection, these: ColumnElement[bool]) -> Collection[int]:
    """Return the years in which these were issued, the last first."""
    at = _c.issued_at
    first, last = (
        conn.scalar(select(at).where(these).order_by(order).limit(1))
        for order in (at.asc(), at.desc())
    )
    return range(_year(last), _year(first) - 1, -1) if first and last else ()


def articles_of(conn: Connection, these: ColumnElement[bool]) -> Collection[str]:
    """Return the articles of treaties that some of these are about."""
    about = select(_t.code).join(recommendations, _t.recommendation_id == _c.recommendation_id)
    return frozenset(conn.scalars(about.where(these, _t.kind == "article").distinct()))


def of_same_text(conn: Connection, actor: Actor, common_id: str | None) -> int:
    """Return how many recommendations of one text this person sees."""
    if common_id is None:
        return 0
    these = select(func.count()).select_from(recommendations)
    return conn.scalar(these.where(visible(actor), _of_text(actor, common_id))) or 0


def grades() -> list[tuple[str, str]]:
    """Return every grade in which somebody may grade today: its scheme and its value."""
    schemes = current("recommendation")
    return [(code, value) for code, scheme in schemes.items() for value in scheme.values]


def _year(at: datetime) -> int:
    return day_of(at).year


def _of_state(_: Actor, code: str) -> ColumnElement[bool]:
    return _c.addressee == code


def _of_mandate(_: Actor, code: str) -> ColumnElement[bool]:
    return _c.mandate == code


def _in_year(_: Actor, code: str) -> ColumnElement[bool]:
    begins, ends = (start_of(date(int(code) + n, 1, 1)) for n in (0, 1))
    return and_(_c.issued_at >= begins, _c.issued_at < ends)


def _addressed(_: Actor, code: str) -> ColumnElement[bool]:
    a = addressees.c
    beside = a.recommendation_id == _c.recommendation_id
    if code == NONE:
        return not_(exists().where(beside))
    return exists().where(beside, a.kind == code)


def _graded(actor: Actor, code: str) -> ColumnElement[bool]:
    """By the grade that the list shows; a scheme stands for the versions before it as well."""
    told = and_(graded(actor), _c.grade.is_not(None))
    if code == NONE:
        return not_(told)
    scheme, _, value = code.partition(".")
    return and_(told, _c.scheme.in_(sorted(ended_by(scheme))), _c.grade == value)


def _informed(actor: Actor, code: str) -> ColumnElement[bool]:
    found = informed(actor)
    return found if code == WITH else not_(found)


def _standing(_: Actor, code: str) -> ColumnElement[bool]:
    match code:
        case "open":
            return and_(_c.closed.is_(None), _c.let_go_at.is_(None))
        case "closed":
            return _c.closed.is_not(None)
        case "let_go":
            return _c.let_go_at.is_not(None)
        case _:
            return _c.closed == code


def _due(_: Actor, code: str) -> ColumnElement[bool]:
    if code in TIME_FRAMES:
        return _c.time_frame == code
    passed = _c.target < today() if code == PASSED else _c.target >= today()
    return and_(passed, _standing(_, OPEN))


def _typed(_: Actor, code: str) -> ColumnElement[bool]:
    return func.coalesce(_c.type, USUAL) == code


def _issued_in(actor: Actor, code: str) -> ColumnElement[bool]:
    """In what it was issued, as its page says it to this person: a letter is its mandate's own."""
    return issued_in(actor) == code


def _tagged(kind: str) -> Callable[[Actor, str], ColumnElement[bool]]:
    def of(_: Actor, code: str) -> ColumnElement[bool]:
        this = _t.recommendation_id == _c.recommendation_id
        return exists().where(this, _t.kind == kind, _t.code == code)

    return of


def _of_article(_: Actor, code: str) -> ColumnElement[bool]:
    """A treaty stands for each of its articles as well."""
    this = _t.recommendation_id == _c.recommendation_id
    is_it = _t.code == code
    if code in TREATIES:
        is_it = or_(is_it, _t.code.startswith(f"{code}-", autoescape=True))
    return exists().where(this, _t.kind == "article", is_it)


def _of_text(_: Actor, code: str) -> ColumnElement[bool]:
    return _c.common_id == code


def _in_region(_: Actor, code: str) -> ColumnElement[bool]:
    return _c.addressee.in_([one for one, state in states().items() if state.group == code])


def _by_mechanism(_: Actor, code: str) -> ColumnElement[bool]:
    return _c.item.is_(None) if code == OWN else _c.item.is_not(None)


@dataclass(frozen=True, slots=True)
class _Kind:
    """``known``: whether a code makes sense. ``of``: which recommendations it stands for."""

    known: Callable[[str], bool]
    of: Callable[[Actor, str], ColumnElement[bool]]


def _a_year(code: str) -> bool:
    return code.isascii() and code.isdecimal() and len(code) == len("2026") and code[0] in "12"


def _an_id(code: str) -> bool:
    try:
        return str(UUID(code)) == code
    except ValueError:
        return False


def _a_grade(code: str) -> bool:
    return code == NONE or code in {f"{scheme}.{value}" for scheme, value in grades()}


_KINDS: Final[Mapping[str, _Kind]] = MappingProxyType(
    {
        "state": _Kind({EVERY_STATE, *states()}.__contains__, _of_state),
        "mandate": _Kind(lambda code: code in mandates(), _of_mandate),
        "year": _Kind(_a_year, _in_year),
        "addressee": _Kind({NONE, *ADDRESSEES}.__contains__, _addressed),
        "grade": _Kind(_a_grade, _graded),
        "information": _Kind({WITH, WITHOUT}.__contains__, _informed),
        "standing": _Kind({OPEN, CLOSED, LET_GO, *CLOSINGS}.__contains__, _standing),
        "due": _Kind({PASSED, AHEAD, *TIME_FRAMES}.__contains__, _due),
        "type": _Kind(TYPES.__contains__, _typed),
        "source": _Kind(SOURCE_KINDS.__contains__, _issued_in),
        "theme": _Kind(THEMES.__contains__, _tagged("theme")),
        "person": _Kind(AFFECTED.__contains__, _tagged("person")),
        "target": _Kind(TARGETS.__contains__, _tagged("target")),
        "article": _Kind(ARTICLES.__contains__, _of_article),
        "region": _Kind(REGIONS.__contains__, _in_region),
        "mechanism": _Kind({OWN, TAKEN_UP}.__contains__, _by_mechanism),
        "text": _Kind(_an_id, _of_text),
    }
)
