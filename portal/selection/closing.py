"""Opening what was given under seal, with the closing of the review."""

from collections.abc import Iterable, Sequence

from portal.selection import sealed
from portal.selection.given import Kept
from portal.selection.stage import Vacancy
from shared.contracts.stakeholders_review import commitment_of
from shared.contracts.stakeholders_review_commands import Opening


def openings(hashes: Iterable[Kept]) -> tuple[Opening, ...]:
    """Return what was kept for each hash, for the service to compare; it is read here alone."""
    kept = list(hashes)
    texts = sealed.opened(one.commitment for one in kept if one.commitment)
    return tuple(_opening(one, texts.get(one.commitment or "")) for one in kept)


def lost(hashes: Sequence[Kept]) -> list[str]:
    """Return the members whose texts are not there, without opening one."""
    there = sealed.kept(one.commitment for one in hashes if one.commitment)
    return [one.member_id for one in hashes if one.commitment not in there]


def wrong(vacancy: Vacancy, hashes: Iterable[Kept], found: Iterable[Opening]) -> list[str]:
    """Return the members whose texts do not match their hashes."""
    of = {one.member_id: one.commitment for one in hashes}
    return [
        one.member_id for one in found if one.sheet and _hash(vacancy, one) != of[one.member_id]
    ]


def _hash(vacancy: Vacancy, one: Opening) -> str | None:
    if one.sheet is None:
        return None
    bound = (vacancy.vacancy_id, one.member_id, vacancy.round or 1, one.version)
    return commitment_of(*bound, one.nonce, one.sheet)


def _opening(kept: Kept, text: sealed.Text | None) -> Opening:
    return Opening(
        member_id=kept.member_id,
        version=kept.version,
        nonce=text.nonce if text else "",
        sheet=text.sheet if text else None,
    )
