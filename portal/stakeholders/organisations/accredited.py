"""What an organisation's pages say of its accreditation, today.

Everybody may read it where they find the organisation. Elsewhere a reading is on record: that an
organisation is here at all may be nobody's business.
"""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection

from portal.stakeholders.organisations import accreditation, accreditations, merged
from portal.stakeholders.organisations.accreditation import Claim, Standing
from portal.stakeholders.organisations.accreditations import Waiting
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext
from shared.core.geneva import day_of
from shared.reference.accreditation import ECOSOC, GRADES, Record, in_force


def records_of(organisation_id: str) -> list[Record]:
    with engine().connect() as conn:
        kept = accreditations.of(conn, [organisation_id])
    texts = vault().reveal_all([one.sealed for one in kept])
    return accreditation.read_all(kept, texts)


def standing_of(organisation_id: str) -> Standing:
    """Return it for whoever works with the entry, with mergers that ECOSOC has not acknowledged."""
    records = [*records_of(organisation_id), *_notified(organisation_id)]
    return accreditation.standing(records, today())


def standing_for_partners(organisation_id: str) -> Standing:
    """Return it without mergers: that there was one would tell of a hidden entry."""
    return accreditation.standing(records_of(organisation_id), today())


def _notified(organisation_id: str) -> list[Record]:
    """Say of each merger that no status is inherited, where the duplicate had one (SB13).

    A record of what ECOSOC decides then takes its place. Nothing of it is public: that an entry
    was merged would tell of a hidden one.
    """
    with engine().connect() as conn:
        mergers = merged.into(conn, organisation_id)
    found = []
    for one in mergers:
        on = day_of(one.merged_at) if one.merged_at else today()
        had = in_force(records_of(one.duplicate_id), ECOSOC, on)
        if had.grade or had.held:
            found.append(
                Record(
                    record_id=one.merger_id,
                    scheme=ECOSOC,
                    status="merger_notified",
                    body=gettext("Register of organisations"),
                    decided=on,
                    effective=on,
                    document=gettext("Merger of two entries"),
                )
            )
    return found


def public_standings(organisation_ids: Collection[str]) -> dict[str, Standing]:
    """Return that of each; only for those that everybody may find."""
    with engine().connect() as conn:
        kept = accreditations.of(conn, organisation_ids)
    texts = vault().reveal_public([one.sealed for one in kept])
    found: dict[str, list[Record]] = {one: [] for one in organisation_ids}
    for one, text in zip(kept, texts, strict=True):
        if text is not None:
            found[one.organisation_id].append(accreditation.read(one, text))
    return {one: accreditation.standing(records, today()) for one, records in found.items()}


def with_grade(conn: Connection, grade: str) -> set[str]:
    """Return for which entries this grade is in force today, whoever may find them."""
    found: dict[str, list[Record]] = defaultdict(list)
    for organisation_id, record in accreditations.every(conn):
        found[organisation_id].append(record)
    on, schemes = today(), [scheme for scheme, grades in GRADES.items() if grade in grades]
    return {
        one
        for one, records in found.items()
        if any(in_force(records, scheme, on).grade == grade for scheme in schemes)
    }


def claims_of(organisation_id: str) -> list[tuple[Waiting, Claim | None]]:
    """Return what it says of itself and nobody checked yet."""
    with engine().connect() as conn:
        waiting = accreditations.to_check(conn, organisation_id)
    texts = vault().reveal_all([one.sealed for one in waiting])
    return [
        (one, accreditation.claim_of(text) if text else None)
        for one, text in zip(waiting, texts, strict=True)
    ]
