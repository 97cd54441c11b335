"""The annual statistics as those keep them who draft and freeze: two persons for each edition."""

from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.public.packs import counting, queries, showing, words
from portal.public.packs.counting import Counted
from portal.public.packs.forms import DraftForm, ReasonForm, YearForm
from portal.public.packs.queries import Edition
from portal.public.packs.read_model import CONSUMER
from portal.public.register.asked import reading
from portal.public.register.statistics import Reading
from portal.web import htmx, paging
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.commands import CommandRefused
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_pack_commands import (
    DiscardStatisticsPack,
    DraftStatisticsPack,
    FreezeStatisticsPack,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.packs import definitions_for

bp = Blueprint("packsdesk", __name__, url_prefix="/statistics-packs-desk")

KEEPERS = frozenset({Role.CHIEF, Role.QUICK_RESPONSE_DESK})
_AT_ONCE = 20
_YEARS = 10
"""Years back that can be chosen."""
_CHANGED = (
    "Texts changed since this was counted. Throw the draft away, and draft the numbers again."
)


@bp.get("")
@require(*KEEPERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        rows = paging.cut(conn, queries.every(), "packs", paging.asked, size=_AT_ONCE)
        packs = rows.of([queries.edition(row) for row in rows])
        known = queries.numbers(conn)
        first = counting.first_year(conn)
    return htmx.render(
        "packs/desk.html",
        block="content",
        packs=packs,
        offered=_years(known, first),
        correctable={year for year, of in known.items() if all(of)},
        last=today().year - 1,
        late=late,
        words=words,
    )


@bp.route("/draft", methods=["GET", "POST"])
@require(*KEEPERS)
def draft() -> Answer:
    with engine().connect() as conn:
        years = _years(queries.numbers(conn), counting.first_year(conn))
    if not years:
        raise NotFound
    form = YearForm()
    form.offer(years)
    page = Page(
        heading=gettext("Draft the annual statistics"),
        lead=[
            gettext("All numbers are counted now, from what is public."),
            gettext("Nobody else reads the draft. Another person freezes it or throws it away."),
        ],
        button=gettext("Count the numbers"),
    )
    return act(
        About(address=url_for(".index"), case=None, back=_name()),
        form,
        page,
        lambda: _counted(int(form.year.data), 0, None),
        said=gettext("The draft is counted."),
    )


@bp.route("/<int:year>/correct", methods=["GET", "POST"])
@require(*KEEPERS)
def correct(year: int) -> Answer:
    with engine().connect() as conn:
        known = queries.numbers(conn).get(year, [])
        before = queries.one(conn, year, len(known) - 1)
    if before is None or not all(known):
        raise NotFound
    form = ReasonForm()
    form.offer(before.definitions)
    page = Page(
        heading=gettext("Draft a corrigendum"),
        lead=gettext("All numbers are counted anew. What is frozen stays as it is."),
        button=gettext("Count the numbers"),
    )
    return act(
        About(address=url_for(".index"), case=_case(year), back=_name(), caption=words.title(year)),
        form,
        page,
        lambda: _counted(year, len(known), form.reason.data),
        said=gettext("The draft is counted."),
    )


@bp.get("/<int:year>/<int:number>")
@require(*KEEPERS)
def show(year: int, number: int) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    return _shown(_draft_of(year, number), late=late)


def _shown(one: Edition, *, late: bool = False, another: bool = False) -> str:
    """``another``: the page that the person came from showed none, or another one."""
    return htmx.render(
        "packs/draft.html",
        block="content",
        one=one,
        mine=one.drafted_by == current_actor().actor_id,
        sections=showing.sections(one),
        late=late,
        another=another,
        words=words,
    )


@bp.route("/<int:year>/<int:number>/freeze", methods=["GET", "POST"])
@require(*KEEPERS)
@fresh(lazy("freeze the annual statistics"))
def freeze(year: int, number: int) -> Answer:
    one, form = _draft_of(year, number), DraftForm()
    if not _was_read(one, form):
        return _again(one)
    return act(
        _about(one, to=url_for(".index")),
        form,
        Page(
            heading=gettext("Freeze these numbers?"),
            lead=[
                gettext("Everybody reads them at once, and they never change."),
                *showing.about(one),
            ],
            button=gettext("Freeze them"),
            leave=gettext("Not now"),
        ),
        lambda: _as_counted(one),
        said=gettext("The annual statistics are frozen."),
    )


@bp.route("/<int:year>/<int:number>/discard", methods=["GET", "POST"])
@require(*KEEPERS)
def discard(year: int, number: int) -> Answer:
    one, form = _draft_of(year, number), DraftForm()
    if not _was_read(one, form):
        return _again(one)
    return act(
        _about(one, to=url_for(".index")),
        form,
        Page(
            heading=gettext("Throw this draft away?"),
            lead=gettext("Another one can be drafted, and its numbers are counted anew."),
            button=gettext("Throw this draft away"),
            leave=gettext("Keep it"),
            tone="warning",
        ),
        lambda: DiscardStatisticsPack(year=year, number=number, hash=one.hash),
        said=gettext("The draft is thrown away."),
    )


def _counted(year: int, number: int, reason: str | None) -> DraftStatisticsPack:
    of = reading()
    with engine().connect() as conn:
        before = queries.one(conn, year, number - 1)
    by = definitions_for(before.definitions if before else None, reason)
    found = _count(year, number, of, reason, by)
    return DraftStatisticsPack(
        year=year,
        number=number,
        reason=reason,
        as_of=of.today,
        within=of.within,
        position=found.position,
        tables=found.tables,
        definitions=found.definitions,
    )


def _again(one: Edition) -> Answer:
    """Show the draft to whoever has not read it: it is theirs to decide only then."""
    page = _shown(one, another=True)
    return page if request.method == "GET" else (page, 409)


def _count(year: int, number: int, of: Reading, reason: str | None, by: int) -> Counted:
    with engine().connect() as conn:
        before = queries.one(conn, year, number - 1)
    told = before.tables if before else None
    was = before.definitions if before else by
    with engine().connect() as conn:  # all its numbers are of one moment
        return counting.counted(conn, year, of, before=told, reason=reason, definitions=by, was=was)


def _was_read(one: Edition, form: DraftForm) -> bool:
    """Whether this is the draft that the page before showed: its link has the hash."""
    if request.method == "GET":
        form.hash.data = request.args.get("hash")
    return form.hash.data == one.hash


def _as_counted(one: Edition) -> FreezeStatisticsPack:
    """Count once more before it is frozen. Raises ``CommandRefused`` if anything changed since."""
    of = Reading(today=one.as_of, within=one.within)
    found = _count(one.year, one.number, of, one.reason, one.definitions)
    if [*found.tables] != [*one.tables]:
        raise CommandRefused(409, _CHANGED)
    return FreezeStatisticsPack(year=one.year, number=one.number, hash=one.hash)


def _years(known: dict[int, list[bool]], first: int | None) -> list[int]:
    """Return the years that are over, have public letters, and neither a draft nor an edition."""
    last = today().year - 1
    since = max(last - _YEARS + 1, first) if first else last + 1
    return [year for year in range(last, since - 1, -1) if year not in known]


def _draft_of(year: int, number: int) -> Edition:
    with engine().connect() as conn:
        one = queries.one(conn, year, number, drafts=True)
    if one is None or one.frozen_at is not None:
        raise NotFound
    return one


def _about(one: Edition, *, to: str) -> About:
    return About(
        address=to,
        case=_case(one.year),
        back=_name(),
        caption=words.title(one.year),
        title=words.called(one),
    )


def _case(year: int) -> UUID:
    return derive_id("statistics pack", str(year))


def _name() -> str:
    return gettext("Annual statistics")
