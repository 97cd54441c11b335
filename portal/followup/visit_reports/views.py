"""The pages of reports on visits: those that a person sees, and one of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, request

from portal.followup.missions import queries as missions
from portal.followup.missions.queries import Mission
from portal.followup.visit_reports import beside, found, offered, queries, together, words
from portal.followup.visit_reports import files as files_of
from portal.followup.visit_reports.beside import Begun, Standing
from portal.followup.visit_reports.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts.access import current_actor, require
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.waiting import waited
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role

bp = Blueprint("visitreports", __name__, url_prefix="/visit-reports")

_AT_ONCE = 50


@bp.get("")
@require(*queries.LISTED)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    actor = current_actor()
    with engine().connect() as conn:
        page = paging.cut(conn, queries.lines(actor), "reports", paging.asked, size=_AT_ONCE)
    return htmx.render(
        "visit_reports/index.html",
        block="content",
        reports=page.of([queries.line(row, actor) for row in page]),
        **_words(),
        late=late,
    )


@bp.get("/<uuid:mission_id>")
@require(*queries.READERS)
def show(mission_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    one, actor = found.found(mission_id), current_actor()
    with engine().connect() as conn:
        items = queries.items_of(conn, one.mission_id)
        said = queries.comments_of(conn, one)
        taken = queries.taken(conn, one)
        people = accounts.names(conn, {each.done_by for each in taken})
        mission = missions.mission(conn, actor, one.mission_id) if one.works else None
        begins = beside.begins(conn, actor, one.mission_id) is not None
        alone = beside.visit_of(conn, one.mission_id) != one.mission_id
        others = together.offered(conn, one) if one.stage == "published" and one.works else []
        files = files_of.listed(conn, one.mission_id) if one.stage == "published" else []
    texts = [text for text in (one.text, one.waiver, one.returned, one.note) if text]
    for item in items:
        texts += [item.text, *(each.name for each in item.addressees)]
    texts += [text for each in said for text in (each.text, each.reason) if text]
    return htmx.render(
        "visit_reports/show.html",
        block="content",
        one=one,
        items=items,
        comments=said,
        read_with=[each for each in others if each.ours or each.theirs],
        files=files,
        publishes=actor.has(Role.PUBLICATION_OFFICER),
        taken=taken,
        people=people,
        mission=mission is not None,
        acts=[
            (endpoint, offered.WORDS[endpoint])
            for endpoint in offered.acts(
                one,
                actor,
                asked=any(each.publish for each in said),
                withdraws=found.withdraws(one),
                begins=begins,
                others=bool(others),
                leaves=bool(found.leaves(one)),
                alone=alone,
            )
        ],
        decides=_decides(one, actor),
        changes=one.works and one.stage in {"drafting", "deciding", "approved"},
        opened=opened(texts),
        **_words(),
        late=late,
    )


def opened(texts: Sequence[Sealed]) -> dict[Sealed, str | None]:
    return dict(zip(texts, vault().reveal_all(texts) if texts else [], strict=True))


def _decides(one: queries.Report, actor: Actor) -> bool:
    return one.works and actor.has(Role.MANDATE_HOLDER) and one.stage in {"deciding", "approved"}


def _words() -> dict[str, Any]:
    return {"words": words, "state_name": names.recipient, "mandate_name": names.mandate}


@bp.app_template_global()
def reports_standing(mission: Mission) -> list[Standing]:
    """Return where the reports on a visit stand, for the page of its mission."""
    with engine().connect() as conn:
        return beside.standing(conn, current_actor(), mission)


@bp.app_template_global()
def reports_to_begin(mission: Mission) -> list[Begun]:
    """Return the reports on a visit that whoever came can begin."""
    with engine().connect() as conn:
        return beside.to_begin(conn, current_actor(), mission)
