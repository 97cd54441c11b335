"""Terms of mandate-holders: who holds each mandate, and who resigned before a vacancy.

Those of the demonstration's own people are told by their own area, and those whom the Council
appoints by ``appointing``. All began before ``_RECORDED``, so that nobody is in the first weeks.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from deploy.local.world.deeds import Deed
from deploy.local.world.tales.tale import DAY, HOUR, Dice, Tale, named, sealed
from shared.contracts.stakeholders_term_commands import EndHolderTerm, StartHolderTerm
from shared.reference import mandates
from shared.reference.terms import seats_of

ELSEWHERE: Final = frozenset(
    {
        "ie-international-solidarity",
        "sr-education",
        "sr-housing",
        "sr-hrds",
        "sr-torture",
        "sr-truth-and-justice",
        "sr-water",
        "wgad",
    }
)
"""Mandates of which ``appointing``, ``office`` and the areas of terms and of custody tell."""
_GIVEN = (
    "Abeba Alva Amara Anouk Arjun Asel Aylin Bakary Beatriz Bilal Camille Chidi Dana Dario Delia "
    "Dimitra Ebele Edvin Elin Emre Esi Fatou Felix Fiona Gael Gulnara Hadiza Haruto Helga Hugo "
    "Ilir Imani Ioana Isra Jakub Jana Jelena Joaquim Kaito Kamala Katya Kofi Laila Leon Lior "
    "Lorena Luka Mahir Maia Malik Manuela Mateo Mei Milan Mina Nadir Naomi Nils Nino Odile Olga "
    "Omid Oskar Paloma Pavel Petros Priya Rafael Rania Rasmus Rima Rohan Rosa Sabine Salma Sanjay "
    "Selim Sina Sofia Soren Tariq Teodor Thandi Tomoko Ulla Valeria Vera Viktor Wanda Yara Yusuf "
    "Zahra Zoran Zuzana"
)
_RECORDED = -460
_EARLIEST, _LATEST = 480, 980
"""How many days ago a term began. It lasts three years, so that some end soon."""
_LENGTH = 1_094


def hold(vacancies: Mapping[str, int], deeds: list[Deed]) -> None:
    """Tell of a term for each seat. ``vacancies``: how many days ago each was declared."""
    names = iter(_GIVEN.split())
    for mandate in mandates():
        if mandate in ELSEWHERE:
            continue
        for seat in seats_of(mandate):
            _held(mandate, seat, next(names), vacancies.get(mandate), deeds)


def _held(mandate: str, seat: str | None, name: str, left: int | None, deeds: list[Deed]) -> None:
    """Tell of a term, and where a vacancy was declared ``left`` days ago, that its holder went."""
    dice, term = Dice(f"term {mandate} {seat}"), named("term of before", mandate, seat)
    tale = Tale(named("terms", mandate), _RECORDED * DAY + 8 * HOUR, deeds)
    first = (tale.at - timedelta(days=dice.between(_EARLIEST, _LATEST) + _RECORDED)).date()
    started = StartHolderTerm(
        term_id=term,
        mandate=mandate,
        seat=seat,
        holder=sealed("term", term, f"{name} Demo"),
        holder_id=None,
        number=dice.between(1, 2),
        starts_on=first,
        ends_on=first + timedelta(days=_LENGTH),
    )
    tale.then(0, "chief", started)
    if left is None:
        return
    tale.until(-(left + 1) * DAY + 8 * HOUR)
    ended = EndHolderTerm(
        term_id=term, mandate=mandate, ended_on=tale.at.date(), reason_code="resigned"
    )
    tale.then(0, "chief", ended)
