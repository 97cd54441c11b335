"""A campaign: form letters about one person, which the desk sees as one line and nobody refuses."""

from typing import Any, Final

from deploy.local.world.deeds import FILES, Deed, command_id
from deploy.local.world.people import source
from deploy.local.world.tales.submissions import DEFENDERS, words
from deploy.local.world.tales.tale import DAY, HOUR, Dice
from portal.casefile.submissions.receive import submission_of

NUMBER: Final = 56
"""More than may share a text before the desk sees a campaign (``triage.candidates.COMMON``)."""
STATE: Final = "URY"
_BEGAN: Final = -5 * DAY + 8 * HOUR
_APART: Final = 75


def filed(deeds: list[Deed]) -> None:
    """Tell of each letter: of its own source, in nearly the same words, in the last days."""
    for number in range(NUMBER):
        dice, name = Dice(f"campaign {number}"), f"campaign {number}"
        case = submission_of(command_id(name))
        minute = _BEGAN + number * _APART + dice.between(0, HOUR)
        data = {"channel": "portal", "filing": _filing(minute // DAY, dice)}
        deeds.append(
            Deed(minute=minute, by=source(case), asks=FILES, name=name, case=case, data=data)
        )


def _filing(day: int, dice: Dice) -> dict[str, Any]:
    said = words("campaign")
    parts = (dice.pick(said["openings"]), said["letter"], dice.pick(said["closings"]), said["mark"])
    consent = {
        "act": "yes",
        "authorities": "yes",
        "public": "yes",
        "name_form": "initials",
        "given_by": "family",
    }
    return {
        "victims": [
            {"name": "Elena V. (invented)", "born": "34", "minor": "no", "consent": consent}
        ],
        "incidents": [{"date": {"month": day - 20}, "place": "Las Lomas"}],
        "perpetrators": [{"who": "Men without uniform (invented)", "kind": "state"}],
        "submitter_name": "Somebody who signs (invented)",
        "submitter_contact": "A secure mailbox (invented)",
        "relationship": "A neighbour, or a listener of the radio",
        "state": STATE,
        "narrative": " ".join(parts),
        "urgent": False,
        "requested": ["AL"],
        "mandates": [DEFENDERS],
        "language": "es",
    }
