"""What an organisation's pages say of its accreditation, today.

Everybody may read it where they find the organisation. Elsewhere a reading is on record: that an
organisation is here at all may be nobody's business.
"""

from collections.abc import Collection

from portal.stakeholders.organisations import accreditation, accreditations
from portal.stakeholders.organisations.accreditation import Claim, Standing
from portal.stakeholders.organisations.accreditations import Waiting
from portal.web.context import today, vault
from portal.web.db import engine
from shared.reference.accreditation import Record


def records_of(organisation_id: str) -> list[Record]:
    with engine().connect() as conn:
        kept = accreditations.of(conn, [organisation_id])
    texts = vault().reveal_all([one.sealed for one in kept])
    return accreditation.read_all(kept, texts)


def standing_of(organisation_id: str) -> Standing:
    return accreditation.standing(records_of(organisation_id), today())


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


def claims_of(organisation_id: str) -> list[tuple[Waiting, Claim | None]]:
    """Return what it says of itself and nobody checked yet."""
    with engine().connect() as conn:
        waiting = accreditations.to_check(conn, organisation_id)
    texts = vault().reveal_all([one.sealed for one in waiting])
    return [
        (one, accreditation.claim_of(text) if text else None)
        for one, text in zip(waiting, texts, strict=True)
    ]
