"""Internal statistics: submissions, times, letters, replies and grades, for those who work here.

Each number is of what its reader may see, so two people may read different ones; the page says of
what they are. A download is on record (R14).
"""

from typing import Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from portal.committee.gaps.views import band_said
from portal.committee.statistics import exports, readers
from portal.committee.statistics.counting import Choices, Numbers, numbers
from portal.committee.statistics.pictures import FIGURES, figures, pictures
from portal.committee.statistics.readers import READERS
from portal.committee.statistics.rows import Asked
from portal.web import htmx, paging
from portal.web.accounts import acts
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.context import today
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.reference import OTHER, REGIONS, mandate_acronym
from shared.reference.history import is_mandate, is_recipient

bp = Blueprint("internalstatistics", __name__, url_prefix="/internal-statistics")

_AT_ONCE: Final = 20  # rows of a table on the page
_YEAR_DIGITS: Final = 4
_ACT: Final = lazy("download internal statistics")
_SUBJECT: Final = "internal-statistics"


@bp.get("")
@require(*READERS)
def index() -> str:
    asked = _asked()
    found, offered = _found(asked)
    shown = pictures(found)
    return htmx.render(
        "statistics/index.html",
        block="content",
        address=_address(asked),
        pictures=shown,
        rows={
            one.name: paging.part(one.figure.rows, one.name, paging.asked, size=_AT_ONCE)
            for one in shown
        },
        bands=paging.part(found.bands, exports.BANDS, paging.asked, size=_AT_ONCE),
        reads_bands=readers.reads_bands(current_actor()),
        opens=found.opens,
        floored=found.floored,
        choices=_choices(offered),
        band=band_said,
        state_name=names.recipient,
        today=today(),
    )


@bp.get("/<name>.csv")
@require(*READERS)
@fresh(_ACT)
def csv(name: str) -> Response:
    if name not in {*FIGURES, exports.BANDS}:
        raise NotFound
    found, _offered = _found(_asked())
    acts.exported(_SUBJECT)
    rows = (
        exports.of_bands(found.bands)
        if name == exports.BANDS
        else exports.of_figure(FIGURES[name](found))
    )
    return exports.as_csv(name, rows, today())


@bp.get("/internal-statistics.<any(xlsx, ods):book>")
@require(*READERS)
@fresh(_ACT)
def xlsx(book: str) -> Response:
    asked, on = _asked(), today()
    found, _offered = _found(asked)
    acts.exported(_SUBJECT)
    told = exports.about(current_actor(), asked, on)
    return exports.as_workbook(figures(found), found.bands, told, on, book)


def _found(asked: Asked) -> tuple[Numbers, Choices]:
    with engine().connect() as conn:
        return numbers(conn, current_actor(), asked, today())


def _asked() -> Asked:
    """Return what is asked for. A senseless filter is ignored; a period backwards is one."""
    at = request.args
    since, until = _year(at.get("since", "")), _year(at.get("until", ""))
    if since is not None and until is not None:
        since, until = min(since, until), max(since, until)
    region, state, mandate = (at.get(name, "") for name in ("region", "state", "mandate"))
    return Asked(
        since=since,
        until=until,
        region=region if region in REGIONS else "",
        state=state if is_recipient(state) else "",
        mandate=mandate if is_mandate(mandate) else "",
    )


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) == _YEAR_DIGITS else None


def _address(asked: Asked) -> dict[str, str]:
    values = {
        "since": str(asked.since) if asked.since else "",
        "until": str(asked.until) if asked.until else "",
        "region": asked.region,
        "state": asked.state,
        "mandate": asked.mandate,
    }
    return {name: value for name, value in values.items() if value}


def _choices(offered: Choices) -> dict[str, dict[str, str]]:
    """Return what can be chosen, by filter: what there is something of."""
    states = [one for one in names.in_order(offered.states, "states") if one != OTHER]
    last = [OTHER] if OTHER in offered.states else []
    mandates = sorted(map(mandate_acronym, offered.mandates), key=names.spelt)
    codes = {mandate_acronym(code): code for code in offered.mandates}
    return {
        "years": {str(year): str(year) for year in offered.years},
        "region": {code: gettext(said) for code, said in REGIONS.items()},
        "state": {code: names.recipient(code) for code in (*states, *last)},
        "mandate": {codes[called]: called for called in mandates},
    }
