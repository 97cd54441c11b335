"""Live activity: the page that the feed continues."""

from itertools import groupby
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from portal.committee.activity import read_model, vector
from portal.committee.activity.lines import KINDS
from portal.committee.activity.reader import READERS
from portal.committee.activity.showing import FILTERS, LANGUAGE, wanted_lines, words
from portal.web.accounts.access import current_actor, require
from portal.web.context import now, settings, today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import by_category
from portal.web.i18n.languages import ENGLISH
from portal.web.i18n.texts import language, ngettext
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
    chosen = {key: value for key, value in request.args.items() if key in FILTERS and value}
    return render_template(
        "activity/index.html",
        days=[(day, list(of_day)) for day, of_day in groupby(lines, lambda one: day_of(one.at))],
        counts={kind: counts[kind] for kind in KINDS if kind in counts},
        wanted=wanted,
        mandates=names.mandates(),
        above=by_category(
            lambda count: ngettext(
                "%(shown)s new line above", "%(shown)s new lines above", count, shown="{count}"
            )
        ),
        regions=reference.REGIONS,
        now=now(),
        reload=f"{url_for('activity.index')}?{urlencode(chosen)}",
        feed=f"/feed?{urlencode({**chosen, **_spoken(), 'after': after})}",
        **words(),
    )


def _spoken() -> dict[str, str]:
    """Return the language of the page as the feed is told it; English goes without saying."""
    code = language().code
    return {} if code == ENGLISH else {LANGUAGE: code}
