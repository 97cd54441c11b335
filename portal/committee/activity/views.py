"""Live activity: the page that the feed continues."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, render_template, request, url_for

from portal.committee.activity import read_model, vector
from portal.committee.activity.lines import KINDS, Line
from portal.committee.activity.reader import READERS, Filter
from portal.web.accounts.access import current_actor, require
from portal.web.context import settings, today
from portal.web.db import engine
from shared import reference
from shared.core.geneva import day_of, start_of

bp = Blueprint("activity", __name__, url_prefix="/activity")


@bp.get("/")
@require(*READERS)
def index() -> str:
    actor, wanted = current_actor(), wanted_lines()
    with engine().connect() as conn:
        lines = read_model.newest_first(conn, actor, wanted)
        counts = read_model.counted(conn, actor, since=start_of(today()))
        after = vector.sealed(read_model.read_so_far(conn), settings().secret_key_list)
    chosen = {key: value for key, value in request.args.items() if key in _FILTERS and value}
    return render_template(
        "activity/index.html",
        days=[(day, list(of_day)) for day, of_day in groupby(lines, lambda one: day_of(one.at))],
        counts={kind: counts[kind] for kind in KINDS if kind in counts},
        wanted=wanted,
        mandates=reference.mandates().values(),
        regions=reference.REGIONS,
        reload=f"{url_for('activity.index')}?{urlencode(chosen)}",
        feed=f"/feed?{urlencode({**chosen, 'after': after})}",
        **words(),
    )


_FILTERS = ("kind", "mandate", "region")


def wanted_lines() -> Filter:
    """Return the filters of the address; an unknown value means everything."""
    args = request.args
    return Filter(
        kind=_one_of(args.get("kind"), KINDS),
        mandate=_one_of(args.get("mandate"), reference.mandates()),
        region=_one_of(args.get("region"), reference.REGIONS),
    )


def words() -> dict[str, Any]:
    """Return the helpers with which a template shows a line."""
    return {
        "kinds": KINDS,
        "types": reference.COMMUNICATION_TYPES,
        "recipient_name": reference.recipient_name,
        "mandate_acronym": reference.mandate_acronym,
    }


def rendered(app: Flask, line: Line) -> str:
    """Return a line as HTML without line breaks, as a server-sent event carries it."""
    template = app.jinja_env.get_template("activity/_line.html")
    return template.render(line=line, **words()).replace("\n", " ").strip()


def _one_of(value: str | None, known: Any) -> str | None:
    return value if value in known else None
