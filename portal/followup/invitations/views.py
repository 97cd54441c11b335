"""The register of standing invitations: tiles by regional group, and the entries of one State.

By one door comes everybody; by the other whoever signed in, and reads struck entries too. Who
recorded or struck one, and the source of what is struck, is for those who record of this State. The
tiles have no map and no borders: maps need clearance (fact 12 of the specification of visits).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from portal.followup.invitations import queries, words
from portal.followup.invitations.queries import NOTHING, Entry, Register
from portal.followup.invitations.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, public, require, signed_in
from portal.web.context import today
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n import names
from portal.web.i18n.asked import in_every_language
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.reference.coverage import GROUPS, covered
from shared.reference.invitations import Change
from shared.reference.visits import visited

public_bp = Blueprint("standinginvitations", __name__, url_prefix="/standing-invitations")
bp = Blueprint("invitations", __name__, url_prefix="/invitations")

_SHADES: Final = {"extended": 4, "limited": 3, "withdrawn": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """``shade``: 0 where nothing is on record. ``stands``: and since when, with its source."""

    state: str
    shade: int
    stands: Change | None
    source: str


@public_bp.get("")
@public
@in_every_language
def index_of_all() -> str:
    return _index(public_door=True)


@bp.get("")
@require()
def index() -> str:
    return _index(public_door=False)


@bp.get("/<state>")
@require()
def show(state: str) -> str:
    if state not in visited():
        raise NotFound
    works = queries.works(current_actor(), state)
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        register = queries.of_state(conn, state)
        page = paging.cut(
            conn, queries.history(state), "entries", paging.asked, size=queries.HISTORY
        )
        entries = page.of(queries.of_row(row) for row in page)
        people = accounts.names(conn, _who(entries)) if works else {}
    return htmx.render(
        "invitations/state.html",
        block="content",
        state=state,
        state_name=names.recipient(state),
        stands=register.on(today()),
        entries=entries,
        people=people,
        counting={one.entry_id for one in register.latest_first},
        works=works,
        words=words,
        late=late,
    )


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"invitation_words": words}


@bp.app_template_global()
def standing_invitation(state: str) -> Register:
    """Return the register of a State, for the pages of other areas."""
    with engine().connect() as conn:
        return queries.of_state(conn, state)


def _who(some: Sequence[Entry]) -> set[str]:
    return {who for one in some for who in (one.recorded_by, one.struck_by) if who}


def _index(*, public_door: bool) -> str:
    on = today()
    with engine().connect() as conn:
        every = queries.every(conn)
    tiles = {group: [_tile(every, state, on) for state in _of(group)] for group in GROUPS}
    told = [one for group in tiles.values() for one in group if one.stands]
    return htmx.render(
        "invitations/index.html",
        block="content",
        public_door=public_door,
        account=signed_in(),
        tiles=tiles,
        figure=_figure(tiles),
        rows=paging.part(
            names.in_order([one.state for one in told], "states"), "states", paging.asked, size=50
        ),
        of={one.state: one for one in told},
        on=on,
        words=words,
        name=names.recipient,
    )


def _of(group: str) -> list[str]:
    return names.in_order((one for one, its in covered().items() if its == group), "states")


def _tile(every: Mapping[str, Register], state: str, on: date) -> Tile:
    register = every.get(state, NOTHING)
    stands = register.on(on)
    return Tile(
        state=state,
        shade=_SHADES[stands.scope] if stands else 0,
        stands=stands,
        source=register.source(stands) if stands else "",
    )


def _figure(tiles: Mapping[str, Sequence[Tile]]) -> Figure:
    """Return how many States of each group have extended one, to every mandate or to some."""

    def with_scope(some: Sequence[Tile], scope: str) -> int:
        return sum(1 for one in some if one.stands and one.stands.scope == scope)

    return Figure(
        caption=gettext("Standing invitations by regional group"),
        about=gettext("Regional group"),
        columns=[str(words.SCOPES["extended"]), str(words.SCOPES["limited"])],
        rows=[
            Row(
                label=words.group(group),
                values=[with_scope(some, "extended"), with_scope(some, "limited")],
            )
            for group, some in tiles.items()
        ],
    )
