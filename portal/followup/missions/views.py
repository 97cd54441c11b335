"""The pages of a mission: its course and tasks, the two programmes, and their day sheets."""

from collections.abc import Collection, Sequence
from itertools import groupby
from uuid import UUID

from flask import Blueprint, request

from portal.followup.missions import found, offered, queries, tasks, words
from portal.followup.missions.queries import Item, Mission
from portal.followup.missions.read_model import CONSUMER
from portal.web import htmx
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.waiting import waited
from shared.core.message import Sealed
from shared.reference.missions import FOR_STATE

bp = Blueprint("missions", __name__, url_prefix="/missions/<uuid:mission_id>")


@bp.get("")
@require(*queries.READERS)
def show(mission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = found.found(mission_id)
    with engine().connect() as conn:
        items, due = queries.programme(conn, one), queries.due(conn, one)
        taken = queries.taken(conn, one)
        particulars = queries.particulars_of(conn, one)
        named = {each.done_by for each in taken} | {each.person for each in due if each.person}
        people = accounts.names(conn, named)
    decides = found.decides(one)
    return _page(
        "missions/mission.html",
        one,
        items,
        [
            *(each.note for each in taken if each.note),
            *(each.note for each in due if each.note),
            *particulars.values(),
        ],
        due_tasks=due,
        called=tasks.titles(due),
        taken=taken,
        particulars=particulars,
        people=people,
        offered=offered.steps(one, taken, today(), decides=decides, items=bool(items)),
        findings=offered.findings(one, decides=decides),
        late=late,
    )


@bp.get("/confidential")
@require(*queries.TEAM)
def confidential(mission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one = found.of_team(mission_id)
    with engine().connect() as conn:
        items = queries.confidential_programme(conn, one)
    return _page("missions/confidential.html", one, items, late=late)


@bp.get("/sheet")
@require(*queries.READERS)
def sheet(mission_id: UUID) -> str:
    """The version that is exchanged with the State."""
    one = found.found(mission_id)
    with engine().connect() as conn:
        items = [each for each in queries.programme(conn, one) if each.state in FOR_STATE]
    return _page("missions/sheet.html", one, items, days=_days(items), of_team=False)


@bp.get("/confidential/sheet")
@require(*queries.TEAM)
def team_sheet(mission_id: UUID) -> str:
    """The version of the team: both programmes."""
    one = found.of_team(mission_id)
    with engine().connect() as conn:
        both = [*queries.programme(conn, one), *queries.confidential_programme(conn, one)]
    left = [each for each in both if each.state != "withdrawn"]
    items = sorted(left, key=lambda each: (each.day, each.begins))
    return _page("missions/sheet.html", one, items, days=_days(items), of_team=True)


@bp.app_template_global()
def missions_of(some: Collection[str], state: str) -> list[tuple[Mission, tuple[str, str]]]:
    """Return the missions of a visit file that whoever came may see, for its page."""
    with engine().connect() as conn:
        found = queries.of_file(conn, current_actor(), some, state)
    return [(one, words.standing(one)) for one in found]


def _days(items: Sequence[Item]) -> list[tuple[object, list[Item]]]:
    return [(day, list(some)) for day, some in groupby(items, key=lambda each: each.day)]


def _page(
    template: str,
    one: Mission,
    items: Sequence[Item],
    notes: Sequence[Sealed] = (),
    **also: object,
) -> str:
    texts = [*(text for each in items for text in each.words), *notes]
    opened = dict(zip(texts, vault().reveal_all(texts) if texts else [], strict=True))
    return htmx.render(
        template,
        block="content",
        one=one,
        items=items,
        opened=opened,
        words=words,
        state_name=names.recipient,
        mandate_name=names.mandate,
        **also,
    )
