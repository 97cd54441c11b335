"""Organisations of every other kind, and one that nobody has confirmed for two years."""

from typing import Final

from deploy.local.world.deeds import Deed
from deploy.local.world.tales.organisations import described, registered, seen
from deploy.local.world.tales.submissions import STATES
from deploy.local.world.tales.tale import DAY, HOUR, YEARS, Dice, Tale, named
from shared.contracts.stakeholders_dormancy_commands import PassOrganisationDay
from shared.contracts.stakeholders_organisation_commands import ConfirmOrganisation

_OFFICER = "stakeholders"
KINDS: Final = {
    "Amber Hill Ombudsman": "ombudsman",
    "Marsh End Public Defender": "ombudsman",
    "Lindale Ministry of Justice": "ministry",
    "Highmoor Ministry for Humanitarian Affairs": "ministry",
    "University of Val Perdu": "academic",
    "Las Lomas School of Law": "academic",
    "Country Team in Lindale": "unct",
    "Country Team in Highmoor": "unct",
    "Commission of the Marsh States": "igo",
    "Amber Hill Court of Rights": "igo",
    "Parliament of Lindale": "parliament",
    "Highmoor Committee on Human Rights": "parliament",
}
_INSIDE: Final = {"unct", "ministry"}
"""Kinds that did not choose to be seen by everybody."""
_DORMANT = "Old Mill Watch"
_CONFIRMED = -(YEARS + 58)
"""Day on which it was confirmed: 24 months later is some 58 days ago."""
_PASSED = (-110, -80, -62, -50)
"""Days on which the clock looks: told 60, 30 and 7 days before, and then it is dormant."""


def register(deeds: list[Deed]) -> None:
    for number, (name, kind) in enumerate(KINDS.items()):
        day = -(YEARS - 60) + 40 * number
        tale = Tale(named("organisation", name), day * DAY + 11 * HOUR, deeds)
        _confirmed(name, kind, tale)
        if kind not in _INSIDE:
            seen(tale)
    asleep = Tale(named("organisation", _DORMANT), (_CONFIRMED - 2) * DAY + 11 * HOUR, deeds)
    _confirmed(_DORMANT, "ngo", asleep)
    for day in _PASSED:
        asleep.until(day * DAY + 11 * HOUR)
        asleep.then(0, "system:register", PassOrganisationDay(organisation_id=asleep.case))


def _confirmed(name: str, kind: str, tale: Tale) -> None:
    dice = Dice(name)
    profile = described(f"{name} (invented)", kind, dice.pick(STATES), "officer", dice)
    tale.then(0, _OFFICER, registered(tale.case, profile, "registered"))
    tale.then(2 * DAY, _OFFICER, ConfirmOrganisation(organisation_id=tale.case))
