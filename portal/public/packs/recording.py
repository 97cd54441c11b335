"""The Chief records external support and other posts for the annual statistics (decision 0218)."""

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.public.packs import entries, words
from portal.public.packs.desk import KEEPERS
from portal.public.packs.entries import Entry
from portal.public.packs.forms import FORMS, EntryForm, SeenForm
from portal.web import htmx
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today
from portal.web.db import engine
from portal.web.forms import given, shown_number
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from portal.web.waiting import waited
from shared.contracts.stakeholders_pack_entries import RecordPackEntry, TakeBackPackEntry
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.packs import ENTERED_TABLES, FIRST_YEAR, TABLES, rows_of

bp = Blueprint("packentries", __name__, url_prefix="/statistics-packs-desk/recorded")


@bp.get("/<int:year>")
@require(*KEEPERS)
def show(year: int) -> str:
    _begun(year)
    late = not waited(engine(), entries.CONSUMER, request.args.get("after"))
    with engine().connect() as conn:
        found = entries.standing(conn, year)
    return htmx.render(
        "packs/recorded.html",
        block="content",
        year=year,
        years=range(today().year, FIRST_YEAR - 1, -1),
        tables=[
            (key, [found[key][code] for code in _ordered(key, rows_of(key)) if code in found[key]])
            for key in ENTERED_TABLES
        ],
        columns={key: TABLES[key].columns for key in ENTERED_TABLES},
        records=current_actor().has(Role.CHIEF),
        late=late,
        words=words,
    )


@bp.route("/<int:year>/<table>", methods=["GET", "POST"])
@require(Role.CHIEF)
def record(year: int, table: str) -> Answer:
    _begun(year)
    form = _form(table)
    with engine().connect() as conn:
        known = {} if form.is_submitted() else entries.standing(conn, year)[table]
    form.offer(code for code in _ordered(table, rows_of(table)) if code not in known)
    return _asked(year, form, form.row.data or "", gettext("Record a row"))


@bp.route("/<int:year>/<table>/<row>", methods=["GET", "POST"])
@require(Role.CHIEF)
def change(year: int, table: str, row: str) -> Answer:
    one, form = _found(year, table, row), _form(table)
    del form.row
    if not form.is_submitted():
        form.fill(one)
    return _asked(year, form, row, gettext("Correct this row"))


@bp.route("/<int:year>/<table>/<row>/take-back", methods=["GET", "POST"])
@require(Role.CHIEF)
def take_back(year: int, table: str, row: str) -> Answer:
    one, form = _found(year, table, row), SeenForm()
    if not form.is_submitted():
        form.seen.data = str(one.step)
    return act(
        _about(year, _called(table, row)),
        form,
        Page(
            heading=gettext("Take this row back?"),
            lead=gettext("Nothing counts it from now on. What is frozen stays as it is."),
            button=gettext("Take it back"),
            leave=gettext("Leave it as it is"),
            tone="warning",
        ),
        lambda: TakeBackPackEntry(
            year=year, table=table, row=row, seen=shown_number(form.seen.data)
        ),
        said=gettext("The row is taken back."),
    )


def _asked(year: int, form: EntryForm, row: str, heading: str) -> Answer:
    return act(
        _about(year, _called(form.table, row) if "row" not in form else ""),
        form,
        Page(
            heading=heading,
            lead=gettext("The annual statistics take it over with its source. Nobody is named."),
            button=gettext("Continue"),
            fields=form.told,
        ),
        lambda: RecordPackEntry(
            year=year,
            table=form.table,
            row=row,
            values=form.numbers,
            source=form.source.data or "",
            dated_on=given(form.dated_on),
            seen=shown_number(form.seen.data),
        ),
        checks=lambda: Check(
            title=gettext("Check this row"),
            lead=gettext("The annual statistics take it over with its source. Nobody is named."),
            button=gettext("Record the row"),
            answers=answers(*(form[name] for name in form.told)),
        ),
        said=gettext("The row is recorded."),
    )


def _begun(year: int) -> None:
    if not FIRST_YEAR <= year <= today().year:
        raise NotFound


def _form(table: str) -> EntryForm:
    if table not in FORMS:
        raise NotFound
    return FORMS[table]()


def _ordered(table: str, codes: Iterable[str]) -> list[str]:
    """Mandates by name, all else as it stands."""
    of = TABLES[table].rows
    return names.in_order(codes, "mandates") if of == "mandate" else list(codes)


def _found(year: int, table: str, row: str) -> Entry:
    _begun(year)
    with engine().connect() as conn:
        one = entries.standing(conn, year).get(table, {}).get(row)
    if one is None:
        raise NotFound
    return one


def _about(year: int, caption: str) -> About:
    return About(
        address=url_for("packentries.show", year=year),
        case=_case(year),
        back=gettext("External support and other posts"),
        caption=caption or words.title(year),
    )


def _called(table: str, row: str) -> str:
    return words.row(TABLES[table].rows, row)


def _case(year: int) -> UUID:
    return derive_id("statistics pack", str(year))
