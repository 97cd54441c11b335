"""An officer takes accreditations from a sheet: checked row by row, read through, then recorded.

Nothing is written before the check page was sent. Then all rows are kept in one commit, and the
outbox hands them over.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from pydantic_core import from_json, to_json
from sqlalchemy.exc import IntegrityError

from portal.source.drafts.spreadsheet import Unreadable
from portal.stakeholders.organisations import (
    accreditation,
    accreditations,
    cards,
    likeness,
    listed,
    queries,
    words,
)
from portal.stakeholders.organisations.forms import SheetForm
from portal.stakeholders.organisations.hiding import case_of
from portal.stakeholders.organisations.listed import Read, Row
from portal.stakeholders.organisations.queries import Entry
from portal.web import check
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, onwards, shown
from portal.web.check import Check
from portal.web.context import now, today, vault
from portal.web.db import engine
from portal.web.delivery import outbox
from portal.web.i18n import formats
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, ngettext
from portal.web.presentation import day
from shared.contracts.commands import stored
from shared.contracts.stakeholders_accreditation_commands import RecordAccreditation
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.accreditation import STATUSES

bp = Blueprint("accreditationlist", __name__, url_prefix="/register-desk/accreditations")

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})
_FAULTS = 200  # that a page shows


@bp.get("/template.csv")
@require(*OFFICERS)
def template() -> Response:
    answer = Response(listed.template(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="accreditations.csv"'
    return answer


@bp.route("", methods=["GET", "POST"])
@require(*OFFICERS)
def take() -> Answer:
    form = SheetForm()
    if request.method != "POST" or check.is_change():
        return _page(form)
    if not form.validate():
        return _page(form), 422
    if check.is_checked():
        return _keep(form.id, request.form.get("rows", ""))
    if not form.file.data:
        form.file.errors = [gettext("Choose a file")]
        return _page(form), 422
    try:
        found = listed.read(form.file.data.read(), _called, today=today())
    except Unreadable as no:
        form.file.errors = [str(no)]
        return _page(form), 422
    _read(found.named)
    if found.faults:
        form.file.errors = [gettext("Some rows are wrong: nothing was recorded")]
        return _page(form, found), 422
    new = _new(found.rows)
    if not new:
        form.file.errors = [gettext("Nothing in this list is new for the register")]
        return _page(form, found), 422
    return check.page(_checked(new, found))


def _checked(new: Sequence[Row], found: Read) -> Check:
    """Show what would be recorded."""
    names = _names(new)
    known = len(found.rows) - len(new)
    return Check(
        title=gettext("Check these accreditations"),
        lead=" ".join(
            [
                gettext("Each row is recorded for good, and corrected only by another record."),
                gettext("Recorded before: %(number)s.", number=number(known)),
                gettext("Not in the register: %(number)s.", number=number(found.unknown)),
            ]
        ),
        button=ngettext(
            "Record %(shown)s row", "Record %(shown)s rows", len(new), shown=number(len(new))
        ),
        answers=[
            (name, f"{words.SCHEMES[one.record.scheme]}: {_said(one)}")
            for name, one in zip(names, new, strict=True)
        ],
        also=[("rows", _carried(new))],
    )


def _said(row: Row) -> str:
    record = row.record
    return formats.listed((words.STATUSES[record.status], day(record.effective), record.document))


def _keep(form_id: UUID, carried: str) -> Answer:
    """Keep all rows in one commit. They came back from the page, so they are checked once more."""
    try:
        commands = list(_commands(carried))
    except Unreadable:
        return _page(SheetForm()), 422
    by, at = outbox.sealed(vault(), current_actor()), now()
    try:
        with engine().begin() as conn:
            for place, one in enumerate(commands):
                outbox.add(
                    conn,
                    *stored(one),
                    by=by,
                    command_id=derive_id("accreditation list", form_id, place),
                    correlation_id=case_of(one.organisation_id),
                    at=at,
                )
    except IntegrityError:
        pass  # a double click: they were kept
    flash(
        ngettext(
            "%(shown)s row is kept. The entry shows it in a moment.",
            "%(shown)s rows are kept. The entries show them in a moment.",
            len(commands),
            shown=number(len(commands)),
        ),
        "success",
    )
    return onwards(url_for("registerdesk.index"), None)


def _carried(rows: Iterable[Row]) -> str:
    told = [
        {"organisation": one.entry.organisation_id, **from_json(accreditation.written(one.record))}
        for one in rows
    ]
    return to_json(told).decode()


def _commands(carried: str) -> Iterator[RecordAccreditation]:
    """Raises ``Unreadable`` where somebody changed what the page carried."""
    try:
        told: list[dict[str, object]] = from_json(carried)
        lines = [
            (place, {name: _cell(one.get(name)) for name in listed.COLUMNS})
            for place, one in enumerate(told)
        ]
    except (ValueError, AttributeError, TypeError):
        raise Unreadable(gettext("Choose a file")) from None
    for row in listed.checked(lines, _called, today=today()).rows:
        yield accreditation.command(row.entry.organisation_id, row.record, "sheet")


def _cell(told: object) -> str:
    """Raises ``TypeError`` for what is no text."""
    if told is not None and not isinstance(told, str):
        raise TypeError
    return told or ""


def _called(named: Collection[str]) -> list[Entry]:
    """Return those of these that can have an accreditation, for comparing their names alone."""
    ids, marks = {one.lower() for one in named}, set(map(likeness.mark_of_name, named))
    with engine().connect() as conn:
        return cards.opened(
            conn,
            [
                one.organisation_id
                for one in cards.of(conn, queries.ABLE)
                if one.organisation_id in ids or not marks.isdisjoint(one.marks)
            ],
        )


def _new(rows: Sequence[Row]) -> list[Row]:
    """Leave out what is recorded already; what stands there twice is one."""
    with engine().connect() as conn:
        kept = accreditations.of(conn, {one.entry.organisation_id for one in rows})
    recorded = {one.record_id for one in kept}
    first = {one.record.record_id: one for one in reversed(rows)}
    return [
        one
        for one in rows
        if one is first[one.record.record_id] and one.record.record_id not in recorded
    ]


def _read(named: Collection[str]) -> None:
    """Put on record that these were looked up: any answer tells that they are in the register."""
    with engine().connect() as conn:
        sealed = queries.sealed_of(conn, named)
    vault().reveal_all([sealed[one] for one in sorted(sealed)])


def _names(rows: Sequence[Row]) -> list[str]:
    """Return what these are called; that they were looked up is on record."""
    return [one.entry.profile.name for one in rows]


def _page(form: SheetForm, found: Read | None = None) -> str:
    faults = found.faults if found else []
    return shown(
        About(
            address=url_for("registerdesk.index"),
            case=None,
            back=gettext("Register desk"),
        ),
        form,
        Page(
            heading=gettext("Take accreditations from a sheet"),
            lead=[
                gettext("Every row is checked. Nothing is recorded before you read it through."),
                gettext(
                    "Rows about organisations that are not in the register are left out, so a "
                    "whole list of ECOSOC or GANHRI can come as it is."
                ),
            ],
            button=gettext("Check the list"),
            template="organisations/sheet.html",
            given={
                "faults": faults[:_FAULTS],
                "more": max(0, len(faults) - _FAULTS),
                "columns": _columns(),
            },
        ),
    )


def _columns() -> list[tuple[str, str, str]]:
    """Return each column with what stands in it, and the codes of which it is one."""
    every = dict.fromkeys(one for some in STATUSES.values() for one in some)
    codes = {"scheme": "; ".join(STATUSES), "status": "; ".join(every)}
    said = {
        "organisation": gettext("Its name, now or before, or the number of its entry"),
        "country": gettext("Where two have the same name: the country's three letters"),
        "scheme": gettext("One of:"),
        "status": gettext("One of:"),
        **{name: str(words.RECORD[name]) for name in ("body", "document")},
    }
    a_day = gettext("a day, such as 2026-11-24")
    return [
        (name, said.get(name) or f"{words.RECORD[name]}: {a_day}", codes.get(name, ""))
        for name in listed.COLUMNS
    ]
