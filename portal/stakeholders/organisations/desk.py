"""The register desk: what waits for a stakeholder officer, with duplicates and risk flags."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import Connection

from portal.stakeholders.organisations import (
    accredited,
    apart,
    asking,
    joining,
    merged,
    pending,
    public,
    queries,
    speaking,
    words,
)
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.asking import Alike
from portal.stakeholders.organisations.opened import entry_or_404
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.queries import Entry, Organisation
from portal.stakeholders.organisations.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_account, require
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.waiting import waited
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
        splits = paging.part(apart.waiting(conn), "splits", paging.asked)
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
        mergers=mergers.of(
            zip(mergers, _names([one.duplicate_id for one in mergers]), strict=True)
        ),
        splits=splits.of(zip(splits, _names([one.organisation_id for one in splits]), strict=True)),
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
        splitting = apart.waiting(conn, entry.organisation_id)
        splits = apart.about(conn, entry.organisation_id)
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
        flags=[(one, vault().reveal(one.reason)) for one in flags],
        alike=alike,
        people=people,
        mergers=mergers,
        joined=joined,
        splitting=splitting,
        splits=splits,
        speakers=speakers,
        me=current_account().account_id,
        recipient=names.recipient,
        words=words,
        form=CommandForm(formdata=None),
        late=late,
    )


def _names(ids: Sequence[str]) -> list[str | None]:
    """Return the name of each; None where it is erased."""
    with engine().connect() as conn:
        found = queries.these(conn, set(ids))
    of = {row.entry.organisation_id: row.name for row in _rows(list(found.values()))}
    return [of.get(one) for one in ids]


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
