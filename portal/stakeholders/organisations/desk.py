"""The register desk: what waits for a stakeholder officer, with duplicates and risk flags."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, request
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.stakeholders.organisations import (
    accredited,
    asking,
    joining,
    merged,
    opened,
    own,
    pending,
    public,
    queries,
    speaking,
    words,
)
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.asking import Alike
from portal.stakeholders.organisations.forms import FlagForm, ProfileForm, RefuseForm
from portal.stakeholders.organisations.hiding import at_once
from portal.stakeholders.organisations.merged import Merger
from portal.stakeholders.organisations.opened import entry_or_404
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.queries import Entry, Organisation
from portal.stakeholders.organisations.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_account, require
from portal.web.accounts.fresh import fresh
from portal.web.act import Answer, Page, act, onwards, shown
from portal.web.commands import Accepted
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_organisation_commands import (
    ClearRiskFlag,
    ConfirmOrganisation,
    DissolveOrganisation,
    HideOrganisation,
    RefuseRegistration,
    RenameOrganisation,
    RestoreOrganisation,
)
from shared.core.message import Sealed
from shared.core.roles import Role

bp = Blueprint("registerdesk", __name__, url_prefix="/register-desk")

OFFICERS = frozenset({Role.STAKEHOLDER_OFFICER})
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``name``: None once it is erased."""

    entry: Organisation
    name: str | None


@bp.get("")
@require(*OFFICERS)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    called = request.args.get("q", "")[:_LONGEST].strip()
    with engine().connect() as conn:
        waiting = paging.part(queries.in_stage(conn, "claimed"), "waiting", paging.asked)
        flagged = paging.part(queries.flagged(conn), "flagged", paging.asked)
        claims = paging.part(pending.claimed(conn), "claims", paging.asked)
        dormant = paging.part(queries.dormant(conn), "dormant", paging.asked)
        renamed = paging.part(queries.renamed(conn), "renamed", paging.asked)
        named = paging.part(pending.accepted(conn), "named", paging.asked)
        mergers = paging.part(merged.waiting(conn), "mergers", paging.asked)
        known = paging.part(_called(conn, called), "known", paging.asked)
    return htmx.render(
        "organisations/desk.html",
        block="content",
        waiting=waiting.of(_rows(waiting)),
        flagged=flagged.of(_rows(flagged)),
        dormant=dormant.of(_rows(dormant)),
        named=named.of(_rows(named)),
        renamed=renamed.of(_rows(renamed)),
        claims=claims.of(zip(claims, _rows([one for _, one in claims]), strict=True)),
        now=now(),
        mergers=mergers.of(zip(mergers, _named_by(mergers), strict=True)),
        known=known.of(_rows(known)),
        called=called,
        words=words,
        late=late,
    )


@bp.get("/<uuid:organisation_id>")
@require(*OFFICERS)
def show(organisation_id: UUID) -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    entry, profile = entry_or_404(organisation_id)
    with engine().connect() as conn:
        flags = queries.flags_of(conn, entry.organisation_id)
        people = joining.people(conn, entry.organisation_id)
        speakers = speaking.speakers(conn, entry.organisation_id)
        mergers = merged.waiting(conn, entry.organisation_id)
        joined = merged.into(conn, entry.organisation_id)
        others = queries.every(conn) if profile else []
    renamed = pending.renamed(entry, profile)
    compared = renamed.after if renamed else profile
    alike = _alike(compared, others, entry.organisation_id) if compared else []
    return htmx.render(
        "organisations/one.html",
        block="content",
        entry=entry,
        profile=profile,
        lines=public.lines(profile) if profile else [],
        renamed=renamed,
        contact=vault().identity(asking.subject_of(entry.organisation_id)) or {},
        standing=accredited.standing_of(entry.organisation_id),
        claims=accredited.claims_of(entry.organisation_id),
        now=now(),
        flags=list(zip(flags, vault().reveal_all([one.reason for one in flags]), strict=True)),
        alike=alike,
        people=people,
        mergers=mergers,
        joined=joined,
        speakers=speakers,
        me=current_account().account_id,
        recipient=names.recipient,
        words=words,
        form=CommandForm(formdata=None),
        late=late,
    )


@bp.route("/<uuid:organisation_id>/confirm", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("confirm an organisation"))
def confirm(organisation_id: UUID) -> Answer:
    """Confirm it. Once that is done, its first focal point gets an account; again, if it failed."""
    entry, profile = entry_or_404(organisation_id)
    if entry.stage not in {"claimed", "confirmed"} or profile is None:
        raise NotFound
    first = entry.standing != "registered" and entry.proposed_by is None
    final = entry.stage == "confirmed" or not first
    return act(
        opened.about(entry, profile),
        CommandForm(),
        Page(
            heading=gettext("Confirm this organisation?"),
            lead=gettext("Another stakeholder officer confirms it after you.")
            if first
            else gettext(
                "It is in the register then, hidden, and its focal point gets an account."
            ),
            button=gettext("Confirm"),
            leave=gettext("Back without confirming"),
        ),
        lambda: ConfirmOrganisation(organisation_id=entry.organisation_id),
        then=lambda: _welcome(entry, profile) if final else None,
        said=gettext("It is confirmed.") if final else gettext("It waits for another officer."),
    )


@bp.route("/<uuid:organisation_id>/refuse", methods=["GET", "POST"])
@require(*OFFICERS)
def refuse(organisation_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    if entry.stage != "claimed":
        raise NotFound
    form = RefuseForm()
    return act(
        opened.about(entry, profile),
        form,
        Page(
            heading=gettext("Do not take it into the register?"),
            lead=gettext("Views or status are never a reason. It can apply again."),
            button=gettext("Refuse"),
            tone="warning",
        ),
        lambda: RefuseRegistration(
            organisation_id=entry.organisation_id, code=form.code.data or ""
        ),
        said=gettext("The registration is refused."),
    )


@bp.route("/<uuid:organisation_id>/change", methods=["GET", "POST"])
@require(*OFFICERS)
def change(organisation_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    if entry.stage not in {"claimed", "confirmed"} or profile is None:
        raise NotFound
    form = ProfileForm()
    if request.method == "GET":
        form.fill(profile)
    return act(
        opened.about(entry, profile),
        form,
        Page(
            heading=gettext("Change the entry"),
            lead=gettext(
                "The entry says of each field that you change that an officer entered it."
            ),
            button=gettext("Keep the changes"),
        ),
        lambda: RenameOrganisation(
            organisation_id=entry.organisation_id,
            profile=asking.sealed(
                entry.organisation_id, profiles.changed(profile, form.given, "officer")
            ),
        ),
        said=gettext("The changes are kept."),
    )


@bp.post("/<uuid:organisation_id>/hide")
@require(*OFFICERS)
def hide(organisation_id: UUID) -> Response:
    entry, profile = entry_or_404(organisation_id, follow=True)
    after = at_once(HideOrganisation(organisation_id=entry.organisation_id))
    flash(gettext("It is hidden. Nobody finds it any more."), "success")
    return onwards(opened.about(entry, profile).address, after)


@bp.route("/<uuid:organisation_id>/flag", methods=["GET", "POST"])
@require(*OFFICERS)
def flag(organisation_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id, follow=True)
    form, about = FlagForm(), opened.about(entry, profile)
    page = Page(
        heading=gettext("Raise a risk flag"),
        lead=gettext("The organisation is hidden at once. Two officers clear a flag."),
        button=gettext("Raise it and hide the organisation"),
        tone="warning",
    )
    if request.method != "POST":
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    after = at_once(own.raised(entry.organisation_id, form))
    flash(gettext("The flag is raised, and the organisation is hidden."), "success")
    return onwards(about.address, after)


@bp.route("/<uuid:organisation_id>/flags/<uuid:flag_id>/clear", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("clear a risk flag"))
def clear(organisation_id: UUID, flag_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    with engine().connect() as conn:
        flags = queries.flags_of(conn, entry.organisation_id)
    if str(flag_id) not in {one.flag_id for one in flags}:
        raise NotFound
    return act(
        opened.about(entry, profile),
        CommandForm(),
        Page(
            heading=gettext("Is this risk over?"),
            lead=gettext(
                "Two officers say so, one after the other. The organisation stays hidden until it "
                "asks to be seen itself."
            ),
            button=gettext("It is over"),
        ),
        lambda: ClearRiskFlag(organisation_id=entry.organisation_id, flag_id=str(flag_id)),
        said=gettext("It is noted."),
    )


@bp.route("/<uuid:organisation_id>/dissolved", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("record that an organisation was dissolved"))
def dissolve(organisation_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    if entry.stage != "confirmed":
        raise NotFound
    form, about = CommandForm(), opened.about(entry, profile)
    page = Page(
        heading=gettext("Was it dissolved?"),
        lead=gettext("Its entry is hidden at once, and nobody is its focal point any more."),
        button=gettext("Record that it was dissolved"),
        tone="warning",
    )
    if request.method != "POST":
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    after = at_once(
        DissolveOrganisation(organisation_id=entry.organisation_id),
        also=lambda conn: joining.end_focal_points(conn, entry.organisation_id),
    )
    flash(gettext("It is recorded as dissolved."), "success")
    return onwards(about.address, after)


@bp.route("/<uuid:organisation_id>/not-dissolved", methods=["GET", "POST"])
@require(*OFFICERS)
@fresh(lazy("record that an organisation was not dissolved"))
def restore(organisation_id: UUID) -> Answer:
    entry, profile = entry_or_404(organisation_id)
    if entry.stage != "dissolved":
        raise NotFound
    return act(
        opened.about(entry, profile),
        CommandForm(),
        Page(
            heading=gettext("Was it not dissolved?"),
            lead=gettext(
                "It is in the register again, hidden. Its focal points stay ended: designate "
                "somebody from a signed letter."
            ),
            button=gettext("Take it back into the register"),
            leave=gettext("Back without changing it"),
        ),
        lambda: RestoreOrganisation(organisation_id=entry.organisation_id),
        said=gettext("It is in the register again."),
    )


def _welcome(entry: Organisation, profile: Profile) -> Accepted | None:
    contact = vault().identity(asking.subject_of(entry.organisation_id))
    with engine().begin() as conn:
        if joining.people(conn, entry.organisation_id):
            return None  # it had accounts before the register, or has one by now
        if not contact or not joining.welcome(conn, entry.organisation_id, profile, contact):
            flash(
                gettext(
                    "No account was made: the address has one already. An administrator can let "
                    "that account speak for this organisation."
                )
            )
    return None


def _named_by(mergers: Sequence[Merger]) -> list[str | None]:
    """Return the name of each duplicate; None where it is erased."""
    with engine().connect() as conn:
        found = queries.these(conn, {one.duplicate_id for one in mergers})
    rows = _rows(list(found.values()))
    of = {row.entry.organisation_id: row.name for row in rows}
    return [of.get(one.duplicate_id) for one in mergers]


def _alike(profile: Profile, others: list[tuple[str, Sealed]], but: str) -> Sequence[Alike]:
    """Compare with every entry, and put on record those that are shown."""
    found = asking.alike(profile, _compared(others), but=but)
    sealed = dict(others)
    vault().reveal_all([sealed[one.organisation_id] for _, one in found])
    return found


def like(profile: Profile, called: str, *, but: str) -> tuple[Sequence[Alike], dict[str, Entry]]:
    """Return the confirmed entries that may be the same, and those that are called so."""
    with engine().connect() as conn:
        confirmed = queries.in_stage(conn, "confirmed")
        found = _called(conn, called) if called else []
    sealed = [(one.organisation_id, one.sealed) for one in confirmed]
    named = _compared([(one.organisation_id, one.sealed) for one in found])
    vault().reveal_all([one.sealed for one in found])
    others = {one.organisation_id: one for one in named if one.organisation_id != but}
    return _alike(profile, sealed, but), others


def _called(conn: Connection, called: str) -> list[Organisation]:
    """Return the confirmed ones with these words in a name of today or of before."""
    confirmed = queries.in_stage(conn, "confirmed")
    if not called:
        return confirmed
    some = _compared([(one.organisation_id, one.sealed) for one in confirmed])
    named = {one.organisation_id for one in some if one.profile.ever_mentions(called)}
    return [one for one in confirmed if one.organisation_id in named]


def _compared(rows: list[tuple[str, Sealed]]) -> list[Entry]:
    texts = vault().compared([sealed for _, sealed in rows])
    return queries.entries([one for one, _ in rows], texts)


def _rows(some: Sequence[Organisation]) -> list[Row]:
    texts = vault().reveal_all([one.sealed for one in some])
    return [
        Row(entry=one, name=profiles.read(text).name if text else None)
        for one, text in zip(some, texts, strict=True)
    ]
