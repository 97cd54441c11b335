"""The invented Committee of a demonstration: three holders, one of them the chair."""

from datetime import timedelta

from portal.web.context import now
from portal.web.demonstration.asking import DEFENDERS, TORTURE, ask
from shared.contracts.stakeholders_committee_commands import (
    DesignateCommitteeChair,
    ElectCommittee,
    Elected,
)
from shared.core.message import derive_id

_CHIEF = "chief"


def tell() -> None:
    on = (now() - timedelta(days=30)).date()
    case = str(derive_id("committee"))
    members = tuple(
        Elected(
            term_id=str(derive_id("demo term", mandate, seat, number)),
            mandate=mandate,
            nationalities=nationalities,
        )
        for mandate, seat, number, nationalities in (
            (TORTURE, None, 2, ("CHL",)),
            (DEFENDERS, None, 1, ("FRA", "SEN")),
            ("wgad", "APG", 1, ("NPL",)),
        )
    )
    election = ElectCommittee(
        election_id=str(derive_id("demo committee")),
        kind="annual",
        elected_on=on,
        members=members,
    )
    ask(election, _CHIEF, case, "committee elected")
    chair = DesignateCommitteeChair(
        election_id=election.election_id, chair=None, term_id=members[1].term_id, from_on=on
    )
    ask(chair, _CHIEF, case, "committee chair")
