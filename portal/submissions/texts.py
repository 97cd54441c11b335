"""A submission's restricted texts, opened for a page that may show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.context import vault
from portal.submissions import incident_date
from shared.contracts.intake import Consent
from shared.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A victim: ``consent`` is what holds by now, ``reason`` why it cannot be asked."""

    victim_id: str
    who: str | None
    consent: Consent
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """None: erased. Empty: not known, not asked. ``when`` and ``where`` are of the incident."""

    victims: tuple[Who, ...]
    perpetrators: str | None
    when: str | None
    where: str | None
    narrative: str | None


def opened(sealed: Sequence[Sealed | None]) -> list[str | None]:
    """Return the texts in the same order: empty where there was none, None where it was erased."""
    texts = iter(vault().reveal_all([one for one in sealed if one]))
    return [next(texts) if one else "" for one in sealed]


def texts_of(submission: Mapping[str, Any]) -> Texts:
    """Open what is sealed in this row. Ask who is looking before."""
    victims = [one.victim for one in submission["victims"]]
    sealed = [submission[name] for name in ("perpetrators", "incident", "narrative")]
    sealed += [text for one in victims for text in (one.details, one.consent.reason)]
    perpetrators, incident, narrative, *about = opened(sealed)
    when, _, where = (incident or "").partition("\n")
    return Texts(
        victims=tuple(
            Who(victim_id=one.victim_id, consent=one.consent, who=who, reason=reason)
            for one, who, reason in zip(victims, about[::2], about[1::2], strict=True)
        ),
        perpetrators=perpetrators,
        when=incident_date.in_words(when) if when else None,
        where=where if incident else None,
        narrative=narrative,
    )
