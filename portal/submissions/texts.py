"""A submission's restricted texts, opened for a page that may show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.context import vault
from portal.submissions import incident_date
from shared.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """None: erased. Empty: not known, not asked. ``when`` and ``where`` are of the incident."""

    victims: str | None
    perpetrators: str | None
    when: str | None
    where: str | None
    narrative: str | None
    consent_reason: str | None


def opened(sealed: Sequence[Sealed | None]) -> list[str | None]:
    """Return the texts in the same order: empty where there was none, None where it was erased."""
    texts = iter(vault().reveal_all([one for one in sealed if one]))
    return [next(texts) if one else "" for one in sealed]


def texts_of(submission: Mapping[str, Any]) -> Texts:
    """Open what is sealed in this row. Ask who is looking before."""
    names = ("victims", "perpetrators", "incident", "narrative", "consent_reason")
    victims, perpetrators, incident, narrative, reason = opened([submission[n] for n in names])
    when, _, where = (incident or "").partition("\n")
    return Texts(
        victims=victims,
        perpetrators=perpetrators,
        when=incident_date.in_words(when) if when else None,
        where=where if incident else None,
        narrative=narrative,
        consent_reason=reason,
    )
