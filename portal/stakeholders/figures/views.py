"""The register in figures, for officers of the register (section B.7)."""

from collections.abc import Collection, Mapping

from flask import Blueprint, render_template, url_for

from portal.stakeholders.figures import counting
from portal.stakeholders.organisations import words
from portal.stakeholders.organisations.cards import Card
from portal.stakeholders.organisations.desk import OFFICERS
from portal.web.accounts.access import require
from portal.web.context import today
from portal.web.db import engine
from portal.web.figures import Figure, Row
from portal.web.i18n.texts import gettext, pgettext
from shared.reference import REGIONS
from shared.reference.accreditation import GANHRI

bp = Blueprint("registerfigures", __name__, url_prefix="/register-desk/figures")

_GRADES = ("A", "B", "")


@bp.get("")
@require(*OFFICERS)
def index() -> str:
    with engine().connect() as conn:
        entries = counting.entries(conn)
        records = counting.records(conn)
        focal = counting.focal(conn, entries, today())
        sessions = counting.of_sessions(conn)
        dialogues = counting.of_dialogues(conn)
    grades = counting.by_grade(entries, records, today())
    return render_template(
        "registerfigures/index.html",
        figures=[
            _organisations(entries),
            _table(
                str(words.SCHEMES[GANHRI]),
                gettext("Regional group"),
                {grade: grade or gettext("No grade in force") for grade in _GRADES},
                _groups(grades),
                grades,
            ),
            _decided(counting.by_year(records)),
            Figure(
                caption=gettext("Focal points"),
                about=gettext("Focal points"),
                columns=[gettext("Number")],
                rows=[
                    Row(label=gettext("Active"), values=[focal.active]),
                    Row(label=gettext("End within 60 days"), values=[focal.soon]),
                    Row(label=gettext("Organisations without one"), values=[focal.without]),
                ],
            ),
        ],
        sessions=sessions,
        seats=Figure(
            caption=gettext("Seats in sessions"),
            about=pgettext("seat", "Session"),
            columns=[
                pgettext("seat", "Asked"),
                pgettext("seat", "Confirmed"),
                pgettext("seat", "Waiting"),
                pgettext("seat", "Came"),
            ],
            rows=[
                Row(
                    label=one.title,
                    theirs=True,
                    values=[one.asked, one.confirmed, one.waiting, one.came],
                    link=url_for("sessiondesk.show", session_id=one.session_id),
                )
                for one in sessions
            ],
        ),
        dialogues=dialogues,
        slots=Figure(
            caption=gettext("Slots in dialogues"),
            about=gettext("Dialogue"),
            columns=[
                pgettext("seat", "Asked"),
                pgettext("slot", "Delivered"),
                pgettext("slot", "Not reached"),
            ],
            rows=[
                Row(
                    label=one.title,
                    theirs=True,
                    values=[one.asked, one.delivered, one.not_reached],
                    link=url_for("dialoguedesk.show", dialogue_id=one.dialogue_id),
                )
                for one in dialogues
            ],
        ),
    )


def _organisations(entries: Collection[Card]) -> Figure:
    counts = counting.by_region_and_type(entries)
    types = {
        one: str(word) for one, word in words.TYPES.items() if any(one == t for _, t in counts)
    }
    return _table(
        gettext("Organisations by region and kind"),
        gettext("Regional group"),
        types,
        _groups(counts),
        counts,
    )


def _groups(counts: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Return the regional groups, and a row for countries of none where there is one."""
    rest = {"": gettext("No regional group")} if any(not group for group, _ in counts) else {}
    return {code: gettext(group) for code, group in REGIONS.items()} | rest


def _table(
    caption: str,
    about: str,
    columns: Mapping[str, str],
    rows: Mapping[str, str],
    counts: Mapping[tuple[str, str], int],
) -> Figure:
    """Return the counts by row and column; none where nothing is counted."""
    return Figure(
        caption=caption,
        about=about,
        columns=list(columns.values()),
        rows=[
            Row(label=label, values=[counts.get((row, column), 0) for column in columns])
            for row, label in rows.items()
            if counts
        ],
    )


def _decided(counts: Mapping[tuple[int, str], int]) -> Figure:
    years = sorted({year for year, _ in counts}, reverse=True)
    return Figure(
        caption=gettext("What ECOSOC decided, by year"),
        about=gettext("Year"),
        columns=[
            gettext("Status granted"),
            *(str(words.STATUSES[one]) for one in counting.OF_A_YEAR[1:]),
        ],
        rows=[
            Row(label=str(year), values=[counts.get((year, one), 0) for one in counting.OF_A_YEAR])
            for year in years
        ],
    )
