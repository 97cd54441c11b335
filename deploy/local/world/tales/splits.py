"""Organisations that are several: one that was split, and one whose split waits."""

from typing import Final

from deploy.local.world.deeds import Deed
from deploy.local.world.tales.tale import DAY, HOUR, Tale, named, sealed
from portal.stakeholders.organisations.profile import BLANK, first, written
from shared.contracts.stakeholders_organisation_commands import (
    ConfirmOrganisation,
    RegisterOrganisation,
)
from shared.contracts.stakeholders_split_commands import ConfirmSplit, ProposeSplit

_OFFICER, _SECOND = "stakeholders", "stakeholders.two"
_SPLIT: Final = ("Council of Two Valleys", "Council of the Upper Valley")
_WAITING: Final = ("Harbour Workers' Network", "Harbour Women's Network")


def register(deeds: list[Deed]) -> None:
    """Tell of each pair: the organisation, and what came out of it."""
    for (whole, part), day in ((_SPLIT, -20), (_WAITING, -2)):
        whole_id, part_id, split_id = (named("splits", one) for one in (whole, part, f"of {whole}"))
        tale = Tale(whole_id, -300 * DAY + 9 * HOUR, deeds)
        tale.then(0, _OFFICER, _registered(whole_id, whole))
        tale.then(2 * DAY, _OFFICER, ConfirmOrganisation(organisation_id=whole_id))
        tale.until(day * DAY + 10 * HOUR)
        proposed = ProposeSplit(
            split_id=split_id,
            organisation_id=whole_id,
            new_ids=(part_id,),
            merged_ids=(),
            since=tale.at.date(),
        )
        tale.then(0, _OFFICER, proposed)
        tale.then(5, _OFFICER, _registered(part_id, part))
        if part == _SPLIT[1]:
            confirmed = ConfirmSplit(
                split_id=split_id, organisation_id=whole_id, part_ids=(part_id,)
            )
            tale.then(DAY, _SECOND, confirmed)


def _registered(organisation_id: str, name: str) -> RegisterOrganisation:
    given = dict(BLANK) | {
        "name": f"{name} (invented)",
        "type": "ngo",
        "country": "KEN",
    }
    profile = sealed("organisation", organisation_id, written(first(given, "officer")))
    return RegisterOrganisation(
        organisation_id=organisation_id, profile=profile, standing="registered"
    )
