"""Standing invitations of a portal that is used (``lived_in``): of each scope, one entry struck."""

from datetime import date

from shared.contracts.followup_invitation_commands import (
    ExtendStandingInvitation,
    LimitStandingInvitation,
    RecordCouncilPledge,
    WithdrawStandingInvitation,
)
from tests.support.invitations import Invitations
from tests.support.portal import Pages


def invitations(portal: Pages) -> None:
    some = Invitations(portal.engine, portal.clock(), told=5_400_000)
    some.enter(ExtendStandingInvitation, "DZA", date(2011, 6, 1))
    some.enter(ExtendStandingInvitation, "CHE", date(2002, 11, 13))
    some.enter(ExtendStandingInvitation, "KEN", date(2015, 5, 1))
    some.enter(LimitStandingInvitation, "KEN", date(2024, 2, 1), mandates=("sr-torture", "wgad"))
    some.enter(ExtendStandingInvitation, "NPL", date(2009, 1, 1))
    some.enter(WithdrawStandingInvitation, "NPL", date(2021, 1, 1))
    some.enter(
        RecordCouncilPledge,
        "NPL",
        date(2023, 9, 1),
        pledge="extend",
        source=f"https://www.example.org/{'long-' * 30}",
    )
    wrong = some.enter(WithdrawStandingInvitation, "CHE", date(2020, 1, 1))
    some.strike("CHE", wrong)
