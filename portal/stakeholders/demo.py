"""The invented terms of a demonstration, renewals of mandates, and who services some."""

from datetime import date, timedelta

from portal.web.context import now
from portal.web.demonstration.asking import DEFENDERS, TORTURE, ask, invented, seal
from shared.contracts.stakeholders_onboarding_commands import CompleteOnboardingItem
from shared.contracts.stakeholders_registry import Resolution
from shared.contracts.stakeholders_registry_commands import RenewMandate
from shared.contracts.stakeholders_servicing_commands import AssignServicingOfficer
from shared.contracts.stakeholders_term_commands import StartHolderTerm
from shared.core.message import derive_id
from shared.reference.onboarding import BARS, SINCE

_RENEWED = {"sr-slavery": 75, "sr-iran": 140, "ie-sogi": 420, "sr-climate-change": 700}
"""For how many days more the Council extended each; none of them signs a letter here."""
_SERVICED = {TORTURE: "officer", DEFENDERS: "officer.hrds"}


def tell() -> None:
    """Holders in a first and second term, one in the first weeks, an empty seat, a vacancy."""
    this_year = now().year
    for mandate, seat, local, name, number, year in (
        (TORTURE, None, None, "Marta Demo", 1, this_year - 4),
        (TORTURE, None, "holder", "Marta Demo", 2, this_year - 1),
        (DEFENDERS, None, "holder.hrds", "Daniel Demo", 1, this_year - 2),
        ("wgad", "WEOG", "chair.wgad", "Ilse Demo", 2, this_year - 2),
        ("wgad", "APG", "member.wgad", "Samir Demo", 1, this_year - 1),
        ("sr-water", None, None, "Lucia Demo", 2, this_year - 4),
    ):
        first = date(year, 8, 1)
        term = _term(mandate, seat, local, name, number, first)
        if local and first >= SINCE:
            _ready(term, mandate)
    _new(now().date())
    for mandate, days in _RENEWED.items():
        _renewed(mandate, now().date(), days)
    for mandate, local in _SERVICED.items():
        _serviced(mandate, local, now().date())


def _new(today: date) -> None:
    """A holder in the first weeks, who has declared one thing and not the other."""
    first = max(SINCE, today - timedelta(days=10))
    term = _term("sr-housing", None, "holder.new", "Nilima Demo", 1, first)
    _done(term, "sr-housing", "solemn-declaration", "holder.new")


def _renewed(mandate: str, today: date, days: int) -> None:
    command = RenewMandate(
        mandate=mandate,
        until=today + timedelta(days=days),
        resolution=Resolution(
            symbol="A/HRC/RES/99/10",
            adopted_on=today - timedelta(days=30),
            paragraph=3,
            months=None,
            votes=None,
        ),
    )
    ask(command, "chief", str(derive_id("terms", mandate)), f"renewed {mandate}")


def _serviced(mandate: str, local: str, today: date) -> None:
    command = AssignServicingOfficer(
        assignment_id=str(derive_id("demo servicing", mandate)),
        mandate=mandate,
        officer_id=invented(local).actor_id,
        deputy_id=None,
        share=80,
        starts_on=today - timedelta(days=200),
    )
    ask(command, "chief", str(derive_id("terms", mandate)), f"serviced {mandate}")


def _ready(term: str, mandate: str) -> None:
    for item in BARS:
        _done(term, mandate, item, "chief")


def _done(term: str, mandate: str, item: str, by: str) -> None:
    """Asked until the policy has started the first weeks."""
    evidence = seal(f"term-{term}", "An invented file")
    command = CompleteOnboardingItem(term_id=term, item=item, evidence=evidence)
    ask(command, by, str(derive_id("terms", mandate)), f"first weeks {term} {item}")


def _term(
    mandate: str, seat: str | None, local: str | None, name: str, number: int, starts_on: date
) -> str:
    term = str(derive_id("demo term", mandate, seat, number))
    last = min(date(starts_on.year + 3, 7, 31), starts_on + timedelta(days=3 * 365 - 1))
    command = StartHolderTerm(
        term_id=term,
        mandate=mandate,
        seat=seat,
        holder=seal(f"term-{term}", name),
        holder_id=invented(local).actor_id if local else None,
        number=number,
        starts_on=starts_on,
        ends_on=last,
    )
    case = str(derive_id("terms", mandate))
    ask(command, "chief", case, f"term {term}")
    return term
