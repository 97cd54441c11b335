"""The invented terms of a demonstration."""

from datetime import date

from portal.web.context import now
from portal.web.demonstration.asking import DEFENDERS, TORTURE, ask, invented, seal
from shared.contracts.stakeholders_term_commands import StartHolderTerm
from shared.core.message import derive_id


def tell() -> None:
    """Holders in their first and second term, a group with an empty seat, and a vacant mandate."""
    this_year = now().year
    for mandate, seat, local, name, number, year in (
        (TORTURE, None, None, "Marta Demo", 1, this_year - 4),
        (TORTURE, None, "holder", "Marta Demo", 2, this_year - 1),
        (DEFENDERS, None, "holder.hrds", "Daniel Demo", 1, this_year - 2),
        ("wgad", "WEOG", "chair.wgad", "Ilse Demo", 2, this_year - 2),
        ("wgad", "APG", "member.wgad", "Samir Demo", 1, this_year - 1),
        ("sr-water", None, None, "Lucia Demo", 2, this_year - 4),
    ):
        _term(mandate, seat, local, name, number, date(year, 8, 1))


def _term(
    mandate: str, seat: str | None, local: str | None, name: str, number: int, starts_on: date
) -> None:
    term = str(derive_id("demo term", mandate, seat, number))
    last = date(starts_on.year + 3, 7, 31)
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
