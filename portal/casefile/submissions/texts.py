"""A submission's restricted texts, revealed for a page that may show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from portal.casefile.submissions import told
from portal.casefile.submissions.effect import Effect, effect
from portal.casefile.submissions.told import Said
from portal.casefile.submissions.victims import Standing
from portal.web.context import vault
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import ngettext
from shared.contracts.intake import Consent
from shared.core.message import Sealed

_SUBJECT = 120  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A victim: ``consent`` is what holds by now, ``reason`` why it cannot be asked.

    ``name`` is empty where none was given. ``protected``: a child, or a victim of sexual violence.
    """

    victim_id: str
    who: str | None
    name: str
    protected: bool
    consent: Consent
    reason: str | None

    @property
    def effect(self) -> Effect:
        """The effect of this consent."""
        return effect(self.consent, protected=self.protected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """None: erased. Empty: not known, not asked. ``when`` and ``where`` are of the incidents."""

    victims: tuple[Who, ...]
    perpetrators: str | None
    when: str | None
    where: str | None
    incidents: Sequence[Sequence[Said]]
    narrative: str | None
    particulars: Sequence[Said]

    @property
    def subject(self) -> str:
        """Who and where, in one line: "Amina K. and 2 others, Nairobi". No protected names."""
        name = next((one.name for one in self.victims if one.name and not one.protected), "")
        others = len(self.victims) - bool(name)
        who = name
        if name and others:
            who = ngettext(
                "%(name)s and %(count)s other", "%(name)s and %(count)s others", others, name=name
            )
        return shorten(listed(filter(None, (who, self.where))), _SUBJECT, placeholder=" …")


def opened(sealed: Sequence[Sealed | None]) -> list[str | None]:
    """Return the texts in the same order: empty where there was none, None where it was erased."""
    texts = iter(vault().reveal_all([one for one in sealed if one]))
    return [next(texts) if one else "" for one in sealed]


def texts_of(submission: Mapping[str, Any]) -> Texts:
    """Open what is sealed in this row. Ask who is looking before."""
    victims = [one.victim for one in submission["victims"]]
    names = ("perpetrators", "incident", "narrative", "particulars")
    sealed = [submission[name] for name in names]
    sealed += [text for one in victims for text in (one.details, one.consent.reason)]
    perpetrators, incident, narrative, particulars, *about = opened(sealed)
    return Texts(
        victims=tuple(
            _who(one.victim_id, one.consent, details, reason)
            for one, details, reason in zip(victims, about[::2], about[1::2], strict=True)
        ),
        perpetrators=None if perpetrators is None else told.perpetrators(perpetrators),
        when=None if incident is None else told.when(incident),
        where=None if incident is None else told.where(incident),
        incidents=told.incidents(incident or ""),
        narrative=narrative,
        particulars=told.particulars(particulars or ""),
    )


def people(victims: Sequence[Standing]) -> list[Who]:
    """Open who these persons are, and nothing else. Ask who is looking before."""
    told_of = [one.victim for one in victims]
    about = opened([text for one in told_of for text in (one.details, one.consent.reason)])
    return [
        _who(one.victim_id, one.consent, details, reason)
        for one, details, reason in zip(told_of, about[::2], about[1::2], strict=True)
    ]


def _who(victim_id: str, consent: Consent, details: str | None, reason: str | None) -> Who:
    person = told.person(details or "")
    return Who(
        victim_id=victim_id,
        who=None if details is None else person.text,
        name=person.name,
        protected=person.protected,
        consent=consent,
        reason=reason,
    )
