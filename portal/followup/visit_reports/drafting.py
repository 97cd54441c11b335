"""What is done on the draft of a report: its text, its recommendations, and to submit it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.followup.visit_reports import beside, queries, wording
from portal.followup.visit_reports.beside import Begun
from portal.followup.visit_reports.checking import refuse_what_tells, refusing
from portal.followup.visit_reports.forms import (
    AddresseeForm,
    ItemForm,
    SeenForm,
    SubmitForm,
    TextForm,
)
from portal.followup.visit_reports.found import about, noted, of, sealed, showing, written
from portal.followup.visit_reports.queries import Item, Report
from portal.followup.visit_reports.wording import Wording
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.followup_visit_report_commands import (
    KeepVisitReportText,
    RemoveVisitReportItem,
    SetVisitReportItem,
    StartVisitReport,
    SubmitVisitReport,
)
from shared.contracts.followup_visit_reports import ReportAddressee, ReportItem, Stage
from shared.core.message import Sealed, derive_id

bp = Blueprint("visitdraft", __name__, url_prefix="/visit-reports/<uuid:mission_id>")

_works = require(*queries.WRITERS)
_OPEN: Final[tuple[Stage, ...]] = ("drafting", "deciding", "approved")


@bp.route("/start", methods=["GET", "POST"])
@_works
def start(mission_id: UUID) -> Answer:
    with engine().connect() as conn:
        one = beside.begins(conn, current_actor(), str(mission_id))
    if one is None:
        raise NotFound
    form = SeenForm()
    if request.method == "GET":
        form.seen.data = str(one.steps)
    return act(
        About(
            address=url_for("visitreports.show", mission_id=mission_id),
            case=derive_id("visit report case", one.mission_id),
            back=gettext("The report"),
            caption=names.recipient(one.state),
        ),
        form,
        Page(
            heading=gettext("Begin the report on the visit?"),
            lead=[
                names.mandate(one.mandate),
                gettext(
                    "Only those who work for the mandate read a draft. The State is the first to "
                    "get it, once the holder sends it."
                ),
                *_of_its_own(one),
            ],
            button=gettext("Begin the report"),
        ),
        lambda: StartVisitReport(
            mission_id=one.mission_id,
            mandate=one.mandate,
            seen=form.shown,
            joint_mission_id=one.joint,
        ),
        said=gettext("The report is begun."),
    )


def _of_its_own(one: Begun) -> list[str]:
    """Return what a mandate that came along reads first: that it writes the joint one no more."""
    if one.joint is None:
        return []
    return [
        gettext(
            "It is a report of this mandate alone, beside those of the others on the joint visit. "
            "The mandate cannot be named in another report on it then."
        )
    ]


@bp.route("/text", methods=["GET", "POST"])
@_works
def text(mission_id: UUID) -> Answer:
    one, form = written(mission_id, *_OPEN), TextForm()
    showing(form, one)
    if request.method == "GET":
        form.text.data = vault().reveal(one.text)

    def command() -> KeepVisitReportText:
        typed = form.text.data or ""
        return KeepVisitReportText(
            **of(one, form),
            text=sealed(one.mission_id, typed),
            words=len(typed.split()),
            text_hash=wording.text_hash(one.mission_id, typed, wording.of_items(_items(one))),
        )

    return act(
        about(one),
        form,
        Page(
            heading=gettext("Text of the report"), note=_note(one), button=gettext("Keep the text")
        ),
        command,
        said=gettext("The text is kept."),
    )


@bp.route("/recommendations/new", methods=["GET", "POST"])
@_works
def add(mission_id: UUID) -> Answer:
    return _item(written(mission_id, *_OPEN), None)


@bp.route("/recommendations/<uuid:recommendation_id>", methods=["GET", "POST"])
@_works
def change(mission_id: UUID, recommendation_id: UUID) -> Answer:
    one = written(mission_id, *_OPEN)
    return _item(one, _one(_items(one), recommendation_id))


@bp.route("/recommendations/<uuid:recommendation_id>/remove", methods=["GET", "POST"])
@_works
def remove(mission_id: UUID, recommendation_id: UUID) -> Answer:
    one, form = written(mission_id, *_OPEN), SeenForm()
    items = _items(one)
    item = _one(items, recommendation_id)
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Take this recommendation out of the report?"),
            texts=[(None, vault().reveal(item.text))],
            note=_note(one),
            button=gettext("Take it out"),
            leave=gettext("Leave it in"),
            tone="warning",
        ),
        lambda: RemoveVisitReportItem(
            **of(one, form),
            recommendation_id=item.recommendation_id,
            text_hash=_hash(one, [each for each in items if each is not item]),
        ),
        said=gettext("The recommendation is taken out."),
    )


@bp.route("/recommendations/<uuid:recommendation_id>/addressee", methods=["GET", "POST"])
@_works
def addressee(mission_id: UUID, recommendation_id: UUID) -> Answer:
    one, form = written(mission_id, *_OPEN), AddresseeForm()
    item = _one(_items(one), recommendation_id)
    showing(form, one)

    def command() -> SetVisitReportItem:
        kind, name = form.kind.data, form.name.data or ""
        (said,) = wording.of_items([item])
        named = ReportAddressee(
            addressee_id=str(derive_id("report addressee", form.id)),
            kind=kind,
            name=_sealed(item.recommendation_id, name),
        )
        return _kept(
            one,
            form,
            replace(said, addressees=[*said.addressees, (kind, name)]),
            _as_item(item, (*_as_named(item), named)),
        )

    return act(
        about(one),
        form,
        Page(
            heading=gettext("Name an addressee"),
            texts=[(gettext("Recommendation"), vault().reveal(item.text))],
            note=_note(one),
            button=gettext("Name this addressee"),
        ),
        command,
        said=gettext("The addressee is named."),
    )


@bp.route(
    "/recommendations/<uuid:recommendation_id>/addressees/<uuid:addressee_id>/remove",
    methods=["GET", "POST"],
)
@_works
def unname(mission_id: UUID, recommendation_id: UUID, addressee_id: UUID) -> Answer:
    one, form = written(mission_id, *_OPEN), SeenForm()
    item = _one(_items(one), recommendation_id)
    gone = [each for each in item.addressees if each.addressee_id == str(addressee_id)]
    left = replace(item, addressees=[each for each in item.addressees if each not in gone])
    if not gone:
        raise NotFound
    showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Remove an addressee"),
            texts=[(None, vault().reveal(each.name)) for each in gone],
            note=_note(one),
            button=gettext("Remove this addressee"),
            tone="warning",
        ),
        lambda: _kept(one, form, wording.of_items([left])[0], _as_item(left, _as_named(left))),
        said=gettext("The addressee is removed."),
    )


@bp.route("/submit", methods=["GET", "POST"])
@_works
def submit(mission_id: UUID) -> Answer:
    one, form = written(mission_id, "approved"), SubmitForm()
    showing(form, one)
    if request.method == "GET":
        form.words.data = str(one.words)
    page = Page(
        heading=gettext("Submit the report"),
        lead=gettext("The text that the holder approved goes to the conference services."),
        button=gettext("Submit the report"),
        leave=gettext("Not now"),
    )

    def command() -> SubmitVisitReport:
        refuse_what_tells(one)
        return SubmitVisitReport(
            **of(one, form),
            slot=given(form.slot),
            words=form.words.number or 0,
            waiver=noted(one.mission_id, form.waiver.data),
        )

    return act(
        about(one),
        form,
        page,
        command,
        said=gettext("The report is submitted."),
        refused=refusing(one, form, page),
    )


def _item(one: Report, item: Item | None) -> Answer:
    form = ItemForm()
    showing(form, one)
    if request.method == "GET" and item:
        form.text.data, form.paragraph.data = vault().reveal(item.text), item.paragraph

    def command() -> SetVisitReportItem:
        typed, at = form.text.data or "", form.paragraph.data or ""
        this = item.recommendation_id if item else str(derive_id("report item", form.id))
        said = wording.of_items([item])[0].addressees if item else ()
        return _kept(
            one,
            form,
            Wording(recommendation_id=this, text=typed, addressees=said, paragraph=at),
            ReportItem(
                recommendation_id=this,
                text=_sealed(this, typed),
                addressees=_as_named(item) if item else (),
                paragraph=at,
            ),
        )

    return act(
        about(one),
        form,
        Page(heading=gettext("Recommendation"), note=_note(one), button=gettext("Keep the words")),
        command,
        said=gettext("The recommendation is kept."),
    )


def _kept(one: Report, form: SeenForm, this: Wording, item: ReportItem) -> SetVisitReportItem:
    """Return the command that keeps a recommendation, with the fingerprint of all of them."""
    others = wording.of_items(_items(one))
    there = any(each.recommendation_id == this.recommendation_id for each in others)
    whole = [this if each.recommendation_id == this.recommendation_id else each for each in others]
    text = vault().reveal(one.text) or ""
    return SetVisitReportItem(
        **of(one, form),
        item=item,
        text_hash=wording.text_hash(one.mission_id, text, whole if there else [*whole, this]),
    )


def _as_item(item: Item, named: Sequence[ReportAddressee]) -> ReportItem:
    return ReportItem(
        recommendation_id=item.recommendation_id,
        text=item.text,
        addressees=tuple(named),
        paragraph=item.paragraph,
    )


def _as_named(item: Item) -> tuple[ReportAddressee, ...]:
    return tuple(
        ReportAddressee(addressee_id=each.addressee_id, kind=each.kind, name=each.name)
        for each in item.addressees
    )


def _hash(one: Report, items: Sequence[Item]) -> str:
    text = vault().reveal(one.text) or ""
    return wording.text_hash(one.mission_id, text, wording.of_items(items))


def _sealed(recommendation_id: str, text: str) -> Sealed:
    """Seal words under the key that the recommendation has once it is registered."""
    return vault().seal(f"recommendation-{recommendation_id}", text)


def _items(one: Report) -> list[Item]:
    with engine().connect() as conn:
        return queries.items_of(conn, one.mission_id)


def _one(items: Sequence[Item], recommendation_id: UUID) -> Item:
    for item in items:
        if item.recommendation_id == str(recommendation_id):
            return item
    raise NotFound


def _note(one: Report) -> str:
    if one.stage != "approved":
        return ""
    return gettext("The holder approved other words: the report is to be approved anew then.")
