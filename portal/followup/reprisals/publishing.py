"""What a public report has of a reprisal case becomes public here, as an entry of its own.

The id of an entry follows from its case for whoever has the vault, and for nobody else: the group
of the case finds it, and no entry leads to a case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import Connection, Row
from werkzeug.exceptions import NotFound

from portal.followup.reprisal_entries import queries as entries
from portal.followup.reprisal_entries.queries import Entry
from portal.followup.reprisal_entries.views import case_of, subject_of
from portal.followup.reprisals import found, queries
from portal.followup.reprisals.forms import CorrectForm, PublishForm
from portal.followup.reprisals.found import FOCAL
from portal.followup.reprisals.queries import Case
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import listed, short_day
from portal.web.i18n.texts import gettext as _
from portal.web.i18n.texts import lazy
from shared.contracts.followup_reprisal_entry_commands import (
    CorrectReprisalEntry,
    PublishReprisalEntry,
)
from shared.core.message import derive_id
from shared.reference import mandates
from shared.reference.reprisals import report_of

bp = Blueprint("reprisalpublishing", __name__, url_prefix="/reprisals")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was sent for the report of a year. ``sent``: its row. ``entry``: None if not public.

    ``documents``: public since the call for that report closed. ``may``: this person publishes it,
    while neither the key of the case nor that of the entry was destroyed.
    """

    entry_id: str
    sent: Row[Any]
    entry: Entry | None
    documents: Sequence[Row[Any]]
    may: bool

    @property
    def publishes(self) -> bool:
        return self.may and self.entry is None and bool(self.documents)

    @property
    def corrections(self) -> Sequence[Row[Any]]:
        """Return the documents that could correct what is public."""
        has = self.entry.symbol if self.may and self.entry else None
        return [each for each in self.documents if has and each.symbol != has]


def standings(
    conn: Connection, one: Case, consents: Mapping[str, Row[Any]]
) -> Mapping[int, Standing]:
    """Return what became of each text that was sent for a report, by its year."""
    documents = queries.documents_of(conn, one.case_id)
    open_ = one.stage == "open" and not one.erased and current_actor().has(FOCAL)
    may = open_ and found.allowed(consents, "sg_report", today())
    sent = {id_of(one.case_id, row.year): row for row in queries.reports_of(conn, one.case_id)}
    erased = entries.erased(conn, sent)
    told = {}
    for entry_id, row in sent.items():
        closed = report_of(row.year).closes_on
        told[row.year] = Standing(
            entry_id=entry_id,
            sent=row,
            entry=entries.find(conn, entry_id),
            documents=[each for each in documents if each.published_on > closed],
            may=may and not row.to_review and entry_id not in erased,
        )
    return told


@bp.route("/<uuid:case_id>/publish/<int:year>", methods=["GET", "POST"])
@require(FOCAL)
@fresh(lazy("publish what a report has of a reprisal case"))
def publish(case_id: UUID, year: int) -> Answer:
    """The words are those that were sent, and nobody types others."""
    one, standing = _standing(case_id, year)
    text = vault().reveal(standing.sent.text)
    if text is None or (request.method == "GET" and not standing.publishes):
        raise NotFound
    form = PublishForm()
    form.symbol.choices = _choices(standing.documents)
    form.mandates.choices = {each: names.mandate(each) for each in mandates()}
    lead = _(
        "Everybody reads it with the State and the report, and nothing else of the case. Publish "
        "it only if the report has it in these words."
    )
    return act(
        _about(one, standing),
        form,
        Page(
            heading=_("Publish what the report of %(year)s has", year=str(year)),
            button=_("Continue"),
            lead=lead,
            texts=[(_("Text for the report"), text)],
        ),
        lambda: PublishReprisalEntry(
            entry_id=standing.entry_id,
            case_id=one.case_id,
            year=year,
            symbol=form.symbol.data or "",
            mandates=tuple(form.mandates.data or ()),
            text=vault().seal(subject_of(standing.entry_id), text),
        ),
        checks=lambda: Check(
            title=_("Check before it is published"),
            lead=lead,
            button=_("Publish it"),
            answers=[
                *answers(form.symbol, form.mandates),
                (_("Text for the report"), text),
            ],
        ),
        said=_("It is public."),
    )


@bp.route("/<uuid:case_id>/correct/<int:year>", methods=["GET", "POST"])
@require(FOCAL)
@fresh(lazy("correct a published reprisal case"))
def correct(case_id: UUID, year: int) -> Answer:
    """As a document says that corrects the report. What is sent too late is refused in words."""
    one, standing = _standing(case_id, year)
    if request.method == "GET" and not standing.corrections:
        raise NotFound
    form = CorrectForm()
    form.symbol.choices = _choices(standing.corrections or standing.documents)
    if standing.entry and not form.is_submitted():
        [form.text.data] = vault().reveal_public([standing.entry.text])
    lead = _("Only as a document says that corrects the report, and with the consent as it stands.")
    return act(
        _about(one, standing),
        form,
        Page(heading=_("Correct the published case"), button=_("Continue"), lead=lead),
        lambda: CorrectReprisalEntry(
            entry_id=standing.entry_id,
            case_id=one.case_id,
            year=year,
            symbol=form.symbol.data or "",
            text=vault().seal(subject_of(standing.entry_id), form.text.data or ""),
        ),
        checks=lambda: Check(
            title=_("Check before it is published"),
            lead=lead,
            button=_("Publish it"),
            answers=answers(form.symbol, form.text),
        ),
        said=_("It is public."),
    )


def _standing(case_id: UUID, year: int) -> tuple[Case, Standing]:
    with engine().connect() as conn:
        one = found.found(conn, case_id)
        consents = queries.consents_of(conn, [one.case_id])[one.case_id]
        standing = standings(conn, one, consents).get(year)
    if standing is None:
        raise NotFound
    return one, standing


def _about(one: Case, standing: Standing) -> About:
    """Of the entry, so that nothing kept about it leads to the case."""
    about = found.about(one)
    return About(address=about.address, case=case_of(standing.entry_id), back=about.back)


def _choices(documents: Sequence[Row[Any]]) -> dict[str, str]:
    return {each.symbol: listed((each.symbol, short_day(each.published_on))) for each in documents}


def id_of(case_id: str, year: int) -> str:
    name = vault().pseudonym("incidents", f"published reprisal {case_id} {year}")
    return str(derive_id("reprisal entry", name))
