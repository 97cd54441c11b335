"""Entries that are one organisation: two that look so, two that an officer proposed, two merged."""

from typing import Final

from deploy.local.world.deeds import Deed
from deploy.local.world.tales import accreditation
from deploy.local.world.tales.tale import DAY, HOUR, YEARS, Tale, named, sealed
from portal.stakeholders.organisations.profile import BLANK, first, written
from shared.contracts.commands import Command
from shared.contracts.stakeholders_merger_commands import ConfirmMerger, ProposeMerger
from shared.contracts.stakeholders_organisation_commands import (
    ConfirmOrganisation,
    RegisterOrganisation,
)

_OFFICER, _SECOND = "stakeholders", "stakeholders.two"
_ALIKE: Final = ("Obshchestvo Zarya", "Общество Заря")
"""One name in two scripts, and nothing else in common: probable, for a person to decide."""
_WAITING: Final = ("Committee of Vostok Miners", "Vostok Miners' Committee")
_MERGED: Final = ("Riverbank Legal Aid", "Riverbank Legal Aid Centre")
_DORMANT: Final = "Old Quarry Friends"


def register(deeds: list[Deed]) -> None:
    """Tell of each pair, the duplicate last; and of one that was never heard of again."""
    for pair in (_ALIKE, _WAITING, _MERGED):
        for number, name in enumerate(pair):
            site = "" if pair is _ALIKE else _site(pair[0])
            _confirmed(name, -(400 - 200 * number), deeds, site=site)
    _confirmed(_DORMANT, -(YEARS - 2), deeds)
    ids = {"real_id": _id(_MERGED[0]), "duplicate_id": _id(_MERGED[1])}
    tale = Tale(ids["duplicate_id"], -150 * DAY, deeds)
    accreditation.record(ids["duplicate_id"], "ecosoc", "special", tale, after=5, years=4)
    merger = named("merger", _MERGED[0])
    _do(tale, -15, _OFFICER, ProposeMerger(merger_id=merger, **ids))
    _do(tale, -12, _SECOND, ConfirmMerger(merger_id=merger, **ids))
    others = {"real_id": _id(_WAITING[0]), "duplicate_id": _id(_WAITING[1])}
    waits = Tale(others["duplicate_id"], -4 * DAY, deeds)
    proposed = ProposeMerger(merger_id=named("merger", _WAITING[0]), **others)
    _do(waits, -3, _OFFICER, proposed)


def _confirmed(name: str, day: int, deeds: list[Deed], *, site: str = "") -> None:
    one = _id(name)
    tale = Tale(one, day * DAY + 10 * HOUR, deeds)
    given = dict(BLANK) | {
        "name": f"{name} (invented)",
        "type": "ngo",
        "country": "KEN",
        "site": site,
    }
    profile = sealed("organisation", one, written(first(given, "officer")))
    registered = RegisterOrganisation(organisation_id=one, profile=profile, standing="registered")
    tale.then(0, _OFFICER, registered)
    tale.then(2 * DAY, _OFFICER, ConfirmOrganisation(organisation_id=one))


def _do(tale: Tale, day: int, by: str, command: Command) -> None:
    tale.until(day * DAY + 11 * HOUR)
    tale.then(0, by, command)


def _id(name: str) -> str:
    return named("duplicates", name)


def _site(name: str) -> str:
    return f"https://{name.lower().replace(' ', '-')}.example.org"
