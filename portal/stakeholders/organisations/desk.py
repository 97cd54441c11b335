"""The register desk: what waits for a stakeholder officer, with duplicates and risk flags."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, request
from sqlalchemy import true

from portal.stakeholders.organisations import (
    accredited,
    affiliates,
    apart,
    asking,
    finding,
    joining,
    laws,
    merged,
    pending,
    public,
    queries,
    speaking,
    words,
)
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.opened import entry_or_404
from portal.stakeholders.organisations.queries import Organisation
from portal.stakeholders.organisations.read_model import CONSUMER
from portal.web import htmx, paging
from portal.web.accounts.access import current_account, require
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.waiting import waited
from shared.contracts.stakeholders_organisations import VISIBILITIES
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
    seen = next((one for one in VISIBILITIES if one == request.args.get("seen")), None)
    with engine().connect() as conn:
        waiting = finding.page(conn, queries.CLAIMED, "waiting")
        flagged = paging.part(queries.flagged(conn), "flagged", paging.asked)
        claims = paging.part(pending.claimed(conn), "claims", paging.asked)
        dormant = finding.page(conn, queries.DORMANT, "dormant")
        renamed = paging.part(queries.renamed(conn), "renamed", paging.asked)
        named = finding.page(conn, queries.ACCEPTED, "named")
        mergers = paging.part(merged.waiting(conn), "mergers", paging.asked)
        splits = paging.part(apart.waiting(conn), "splits", paging.asked)
        known = finding.known(conn, called, queries.seen_as(seen) if seen else true())
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
        seen=seen,
        choices={one: word for one, (word, _) in words.VISIBILITIES.items()},
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
        under = laws.about(conn, profile)
        renamed = pending.renamed(entry, profile)
        compared = renamed.after if renamed else profile
        alike = (
            finding.alike(conn, compared, queries.IN_REGISTER, organisation_id) if compared else []
        )
    return htmx.render(
        "organisations/one.html",
        block="content",
        entry=entry,
        profile=profile,
        lines=public.lines(profile) if profile else [],
        affiliates=affiliates.shown(entry.organisation_id, profile, "officer") if profile else [],
        renamed=renamed,
        laws=under,
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


def _rows(some: Sequence[Organisation]) -> list[Row]:
    texts = vault().reveal_all([one.sealed for one in some])
    return [
        Row(entry=one, name=profiles.read(text).name if text else None)
        for one, text in zip(some, texts, strict=True)
    ]
