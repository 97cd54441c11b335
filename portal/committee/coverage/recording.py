"""The Committee adopts a set of standards, and records what comes from outside."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from pydantic_core import from_json, to_json
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from portal.committee.coverage import desk, reading, table, words
from portal.committee.coverage.forms import AdoptForm, AnswerForm, SheetForm, recorded
from portal.committee.coverage.read_model import values
from portal.committee.coverage.readers import WRITERS
from portal.committee.coverage.reading import Fault, Read
from portal.source.drafts.spreadsheet import Unreadable
from portal.web import check
from portal.web.accounts.access import require
from portal.web.act import About, Answer, Page, act, shown
from portal.web.check import Check
from portal.web.context import today
from portal.web.db import engine
from portal.web.forms import shown_number
from portal.web.i18n import names
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext, ngettext
from portal.web.presentation import day
from shared.contracts.stakeholders_coverage import CoverageValue
from shared.contracts.stakeholders_coverage_commands import AdoptStandardSet, RecordCoverageValues
from shared.core.message import derive_id
from shared.reference.coverage import Standard, covered, on_record, standards

bp = Blueprint("coveragerecord", __name__, url_prefix="/coverage-desk")
_P = ParamSpec("_P")
_R = TypeVar("_R")


def _at_work(view: Callable[_P, _R]) -> Callable[_P, _R]:
    """Who left the Committee as a member finds nothing here, whatever the account still has."""

    @wraps(view)
    def asked(*args: _P.args, **named: _P.kwargs) -> _R:
        if not desk.writes():
            raise NotFound
        return view(*args, **named)

    return asked


_FAULTS = 200  # that a page shows


@bp.route("/adopt", methods=["GET", "POST"])
@require(*WRITERS)
@_at_work
def adopt() -> Answer:
    form = AdoptForm()
    with engine().connect() as conn:
        found = table.set_in_force(conn)
    version = found.version if found else 0
    if request.method != "POST":
        form.version.data = str(version)
        form.standards.data = [one.key for one in found.columns] if found else list(standards())
    page = Page(
        heading=gettext("Adopt a set of standards"),
        lead=[
            gettext("The set in force stays on record, with the snapshots that were taken by it."),
            gettext("What the Committee did not agree on is not adopted here."),
        ],
        button=gettext("Continue"),
    )
    return act(
        _about(),
        form,
        page,
        lambda: AdoptStandardSet(
            version=shown_number(form.version.data) + 1, standards=tuple(form.standards.data or ())
        ),
        said=gettext("The set of standards is adopted."),
        checks=lambda: Check(
            title=gettext("Check the set of standards"),
            lead=gettext("From now on these columns are shown to everybody who may read them."),
            button=gettext("Adopt the set"),
            answers=[
                (words.called(key), words.question(key, "")) for key in form.standards.data or ()
            ],
        ),
    )


@bp.route("/states/<code>/<standard>", methods=["GET", "POST"])
@require(*WRITERS)
@_at_work
def record(code: str, standard: str) -> Answer:
    """Record one answer, or take it back."""
    of = standards().get(standard)
    if code not in covered() or of is None or of.computed:
        raise NotFound
    form, kept = AnswerForm(), _kept([code], standard)
    if request.method != "POST":
        form.seen.data = on_record(kept, [code])
        if code in kept:
            form.value.data, form.source.data, dated_on = kept[code]
            form.dated_on.data = dated_on.isoformat()
    form.value.description = _hint(of)
    page = Page(
        heading=gettext("Record an answer"),
        lead=words.question(standard, of.question),
        button=gettext("Record it"),
    )
    about = About(
        address=url_for("coveragedesk.state", code=code),
        case=_case(standard),
        back=names.recipient(code),
        caption=names.recipient(code),
    )
    told: list[CoverageValue] = []
    if request.method == "POST" and form.validate():
        told = _typed(form, code, of)
        if not told:
            return shown(about, form, page), 422
    return act(
        about,
        form,
        page,
        lambda: RecordCoverageValues(
            standard=standard, seen=form.seen.data or "", values=tuple(told), via="member"
        ),
        said=gettext("The answer is recorded."),
    )


@bp.get("/template.csv")
@require(*WRITERS)
@_at_work
def template() -> Response:
    answer = Response(reading.template(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="coverage-answers.csv"'
    return answer


@bp.route("/sheet", methods=["GET", "POST"])
@require(*WRITERS)
@_at_work
def take() -> Answer:
    """Take answers to one question from a sheet: all of them, or none."""
    form = SheetForm()
    if request.method != "POST" or check.is_change():
        return _sheet(form)
    if not form.validate():
        return _sheet(form), 422
    of = standards()[form.standard.data]
    if check.is_checked():
        return _keep(form, of)
    if not form.file.data:
        form.file.errors = [gettext("Choose a file")]
        return _sheet(form), 422
    try:
        found = reading.read(form.file.data.read(), of.kind, today=today())
    except Unreadable as no:
        form.file.errors = [str(no)]
        return _sheet(form), 422
    if found.faults:
        form.file.errors = [gettext("Some rows are wrong: nothing was recorded")]
        return _sheet(form, found.faults), 422
    return check.page(_checked(found, of))


def _checked(found: Read, of: Standard) -> Check:
    shown_ = number(len(found.values))
    return Check(
        title=gettext("Check these answers"),
        lead=words.question(of.key, of.question),
        button=ngettext(
            "Record %(shown)s answer",
            "Record %(shown)s answers",
            len(found.values),
            shown=shown_,
        ),
        answers=[(names.recipient(one.state), _said(one, of.kind)) for one in found.values],
        also=[("rows", _carried(found.values)), ("seen", _seen(found.values, of.key))],
    )


def _keep(form: SheetForm, of: Standard) -> Answer:
    """Send them in one command. They came back from the page, so they are checked once more."""
    try:
        found = reading.checked(_lines(request.form.get("rows", "")), of.kind, today=today())
    except Unreadable:
        return _sheet(SheetForm()), 422
    if found.faults:
        return _sheet(SheetForm(), found.faults), 422
    return act(
        _about(of.key),
        form,
        lambda: _sheet(form),
        lambda: RecordCoverageValues(
            standard=of.key,
            seen=request.form.get("seen", ""),
            values=tuple(found.values),
            via="sheet",
        ),
        said=gettext("The answers are recorded."),
    )


def _carried(some: Sequence[CoverageValue]) -> str:
    told = [
        {
            "state": one.state,
            "value": reading.TAKEN_BACK if one.value is None else one.value,
            "source": one.source,
            "dated_on": one.dated_on.isoformat(),
        }
        for one in some
    ]
    return to_json(told).decode()


def _lines(carried: str) -> list[tuple[int, Mapping[str, str]]]:
    """Raises ``Unreadable`` where somebody changed what the page carried."""
    try:
        told: list[dict[str, Any]] = from_json(carried)
        return [
            (place, {name: str(one[name]) for name in reading.COLUMNS})
            for place, one in enumerate(told, 1)
        ]
    except (ValueError, KeyError, TypeError):
        raise Unreadable(gettext("Choose a file")) from None


def _said(one: CoverageValue, kind: str) -> str:
    return f"{words.answer(kind, one.value)}; {one.source}, {day(one.dated_on)}"


def _typed(form: AnswerForm, code: str, of: Standard) -> list[CoverageValue]:
    """Return the answer; none where something is wrong, which its field says then."""
    typed = {name: form[name].data or "" for name in ("value", "source", "dated_on")}
    made, wrong = reading.row({"state": code, **typed}, of.kind, today=today())
    for name, why in wrong.items():
        form[name].errors = [why]
    return [made] if made else []


def _hint(of: Standard) -> str:
    return gettext("%(what)s; or: no data", what=words.HOW[of.kind])


def _kept(codes: Collection[str], standard: str) -> dict[str, tuple[str, str, date]]:
    """Return what is on record of these States: answer, source, and day of the source."""
    c = values.c
    query = select(values).where(c.state.in_(codes), c.standard == standard)
    with engine().connect() as conn:
        return {row.state: (row.value, row.source, row.dated_on) for row in conn.execute(query)}


def _seen(some: Sequence[CoverageValue], standard: str) -> str:
    codes = [one.state for one in some]
    return on_record(_kept(codes, standard), codes)


def _sheet(form: SheetForm, faults: Sequence[Fault] = ()) -> str:
    return shown(
        _about(),
        form,
        Page(
            heading=gettext("Take answers from a sheet"),
            lead=[
                gettext("Every row is checked. Nothing is recorded before you read it through."),
                gettext("A State without a row keeps the answer that it has."),
            ],
            button=gettext("Check the list"),
            template="coverage/sheet.html",
            given={
                "faults": faults[:_FAULTS],
                "more": max(0, len(faults) - _FAULTS),
                "columns": _columns(),
            },
        ),
    )


def _columns() -> list[tuple[str, Sequence[str]]]:
    """Return each column of the sheet with what stands in it."""
    hints = [f"{words.called(key)}: {words.HOW[standards()[key].kind]}" for key in recorded()]
    return [
        (
            "state",
            [gettext("The three letters, or the name, of a member or an observer State")],
        ),
        ("value", [*hints, gettext("“no data” takes an answer back")]),
        (
            "source",
            [gettext("The symbol of a document, or an address that begins with https://")],
        ),
        ("dated_on", [gettext("The day of the source, such as 2026-11-24")]),
    ]


def _about(standard: str = "set") -> About:
    return About(
        address=url_for("coveragedesk.index"),
        case=_case(standard),
        back=gettext("Coverage of States"),
    )


def _case(standard: str) -> UUID:
    return derive_id("coverage case", standard)
