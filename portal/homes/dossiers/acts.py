"""What is done on a country assessment: entries, and versions that are issued and withdrawn."""

from uuid import UUID

from flask import Blueprint, request, url_for
from werkzeug.exceptions import NotFound

from portal.homes.dossiers import generated, queries, words
from portal.homes.dossiers.checking import looked_at, refuse_what_tells
from portal.homes.dossiers.forms import CopyForm, EntryForm, VersionForm
from portal.homes.dossiers.found import (
    about,
    decides,
    of,
    showing,
    version,
    withdraws,
    worked,
    written,
)
from portal.homes.dossiers.queries import Assessment
from portal.public.register.asked import reading
from portal.web.accounts.access import current_actor, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act
from portal.web.context import vault
from portal.web.db import engine
from portal.web.forms import given
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from shared.contracts.followup_dossier_commands import (
    IssueDossier,
    MakeDossierCopy,
    RemoveDossierEntry,
    SetDossierEntry,
    WithdrawDossier,
)
from shared.contracts.followup_dossiers import Audience, Entry, Line
from shared.core.message import Sealed, derive_id
from shared.reference.dossiers import CONSULT

bp = Blueprint("dossieracts", __name__, url_prefix="/missions/<uuid:mission_id>/assessment")

_writes = require(*queries.WRITERS)
_GIVING = lazy("give a country assessment to partners")


@bp.route("/<part>/new", methods=["GET", "POST"])
@_writes
def add(mission_id: UUID, part: str) -> Answer:
    one = worked(mission_id)
    if part not in one.parts:
        raise NotFound
    return _entry(one, part, None)


@bp.route("/entries/<uuid:entry_id>", methods=["GET", "POST"])
@_writes
def change(mission_id: UUID, entry_id: UUID) -> Answer:
    one = worked(mission_id)
    entry = _one(one, entry_id)
    return _entry(one, entry.part, entry)


@bp.route("/entries/<uuid:entry_id>/remove", methods=["GET", "POST"])
@_writes
def remove(mission_id: UUID, entry_id: UUID) -> Answer:
    one, form = worked(mission_id), VersionForm()
    entry = _one(one, entry_id)
    _showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Take this entry out?"),
            lead=gettext("Versions that were issued keep it. It can be written anew."),
            texts=[(str(words.PARTS[entry.part]), vault().reveal(entry.text))],
            button=gettext("Take it out"),
            leave=gettext("Not now"),
            tone="warning",
        ),
        lambda: RemoveDossierEntry(**of(one, form.shown), entry_id=entry.entry_id),
        said=gettext("It is taken out."),
    )


@bp.route("/issue", methods=["GET", "POST"])
@_writes
def issue_for_team(mission_id: UUID) -> Answer:
    lead = [
        gettext("It is made of what stands here now, and does not change any more."),
        gettext(
            "Other mandates and the desk officer of the State read it, but for whom to consult."
        ),
    ]
    heading = gettext("Issue a version for the team?")
    return _issue(worked(mission_id), "team", heading, lead)


@bp.route("/issue-for-partners", methods=["GET", "POST"])
@require(*queries.WRITERS)
@fresh(_GIVING)
def issue_for_partners(mission_id: UUID) -> Answer:
    one = worked(mission_id)
    if not decides(one):
        raise NotFound
    lead = [
        gettext(
            "It has what is public alone: no days and no terms of the visit, of contributions "
            "their titles, and of the entries those that are marked as public."
        ),
        gettext("Look at these entries once more: whoever has the version has their words."),
    ]
    return _issue(one, "partners", gettext("Issue a version for partners?"), lead)


@bp.route("/<audience>/<int:number>/withdraw", methods=["GET", "POST"])
@_writes
def withdraw(mission_id: UUID, audience: str, number: int) -> Answer:
    one, form = written(mission_id), VersionForm()
    this = version(one, audience, number)
    if not withdraws(one, this):
        raise NotFound
    _showing(form, one)
    return act(
        about(one),
        form,
        Page(
            heading=gettext("Withdraw this version?"),
            lead=[
                words.version(this.audience, this.number),
                gettext("It stays on record, and no page shows it any more. Copies stay."),
            ],
            button=gettext("Withdraw it"),
            leave=gettext("Not now"),
            tone="warning",
        ),
        lambda: WithdrawDossier(**of(one, form.shown), audience=this.audience, number=this.number),
        said=gettext("The version is withdrawn."),
    )


@bp.route("/partners/<int:number>/copy", methods=["GET", "POST"])
@require(*queries.WRITERS)
@fresh(_GIVING)
def copy(mission_id: UUID, number: int) -> Answer:
    """Ask for whom a copy for partners is made: each has its own, so a leak tells whose it was."""
    one, form = worked(mission_id), CopyForm()
    this = version(one, "partners", number)
    if not one.team:
        raise NotFound
    _showing(form, one)
    copy_id = str(derive_id("dossier copy", form.id))

    def command() -> MakeDossierCopy:
        refuse_what_tells(one, this.entries)  # consent may have been withdrawn since it was issued
        whom = vault().seal(f"dossier-{copy_id}", form.whom.data or "")
        return MakeDossierCopy(
            **of(one, form.shown), number=this.number, copy_id=copy_id, whom=whom
        )

    return act(
        about(one),
        form,
        Page(
            heading=gettext("Make a copy for a partner"),
            lead=[
                words.version(this.audience, this.number),
                gettext("Make one for each, so that a copy that others have tells whose it was."),
            ],
            button=gettext("Make the copy"),
            leave=gettext("Not now"),
        ),
        command,
        to=url_for(
            "dossiers.version", mission_id=one.mission_id, audience="partners", number=this.number
        ),
        said=gettext("The copy is made. You find it with the version."),
    )


def lines(one: Assessment, audience: Audience) -> list[Line]:
    """Return what is generated now."""
    asked = generated.Asked(one=one, actor=current_actor(), reading=reading())
    with engine().connect() as conn:
        return generated.lines(conn, asked, audience)


def _issue(one: Assessment, audience: Audience, heading: str, lead: list[str]) -> Answer:
    form = VersionForm()
    _showing(form, one)

    def command() -> IssueDossier:
        if audience == "partners":
            refuse_what_tells(one)  # consent may have been withdrawn since it was looked at
        new = tuple(lines(one, audience))
        return IssueDossier(**of(one, form.shown), audience=audience, lines=new)

    return act(
        about(one),
        form,
        Page(
            heading=heading,
            lead=[names.mandate(one.mandate), *lead],
            button=gettext("Issue it"),
            leave=gettext("Not now"),
        ),
        command,
        said=gettext("The version is issued."),
        checks=(lambda: looked_at(one)) if audience == "partners" else None,
    )


def _entry(one: Assessment, part: str, entry: Entry | None) -> Answer:
    form = EntryForm()
    _showing(form, one)
    if request.method == "GET" and entry is not None:
        form.on.data, form.shared.data = entry.on, entry.shared
        form.origin.data, form.text.data = vault().reveal_all([entry.origin, entry.text])
    consult = part == CONSULT
    entry_id = entry.entry_id if entry else str(derive_id("dossier entry", form.id))

    def command() -> SetDossierEntry:
        typed = (form.origin.data or "", form.text.data or "")
        origin, text = _sealed(entry_id, typed, entry)
        new = Entry(
            entry_id=entry_id,
            part=part,
            on=given(form.on),
            shared=bool(form.shared.data) and not consult,
            origin=origin,
            text=text,
        )
        return SetDossierEntry(**of(one, form.shown), entry=new)

    return act(
        about(one),
        form,
        Page(
            heading=str(words.PARTS[part]),
            lead=gettext("Only those who work for the mandate read it, and never a State.")
            if consult
            else gettext("The mandate, other mandates and the desk officer of the State read it."),
            note=gettext(
                "Versions that were issued keep the words from before. To have them erased there "
                "too, ask data protection: it erases this entry everywhere."
            )
            if entry
            else "",
            button=gettext("Keep it"),
            leave=gettext("Not now"),
            fields=["on", "origin", "text", *([] if consult else ["shared"])],
        ),
        command,
        said=gettext("The entry is kept."),
    )


def _sealed(entry_id: str, typed: tuple[str, str], entry: Entry | None) -> tuple[Sealed, Sealed]:
    """Seal origin and text; what did not change stays as it was sealed, and so is no change."""
    seal = vault().sealer(f"dossier-{entry_id}")
    if entry is None:
        return seal(typed[0]), seal(typed[1])
    kept = (entry.origin, entry.text)
    old = vault().reveal_all(kept)
    origin, text = (
        one if said == now else seal(now) for one, said, now in zip(kept, old, typed, strict=True)
    )
    return origin, text


def _one(one: Assessment, entry_id: UUID) -> Entry:
    with engine().connect() as conn:
        for entry in queries.written(conn, one):
            if entry.entry_id == str(entry_id):
                return entry
    raise NotFound


def _showing(form: VersionForm | EntryForm, one: Assessment) -> None:
    if request.method == "GET":
        form.seen.data = str(showing(one))
