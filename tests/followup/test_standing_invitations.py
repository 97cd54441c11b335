"""The register of standing invitations: section E.3, and what stood on a day."""

from datetime import date
from typing import Any

from services.followup.standing_invitation.decide import STANDING_INVITATION
from shared.contracts import followup_invitations as facts
from shared.contracts.followup_invitation_commands import (
    ExtendStandingInvitation,
    LimitStandingInvitation,
    RecordCouncilPledge,
    StrikeInvitationEntry,
    WithdrawStandingInvitation,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.invitations import Change, standing

SOURCE = "A/HRC/61/2"
QRD = Actor(actor_id="qrd-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.DESK_OFFICER}), states=frozenset({"KEN"}))
OTHER_DESK = Actor(
    actor_id="desk-2", roles=frozenset({Role.DESK_OFFICER}), states=frozenset({"FRA"})
)


def ask(kind: type, seen: int, entry: str = "new", on: date = date(2015, 5, 1), **also: Any) -> Any:
    given_: dict[str, Any] = {"dated_on": on, "source": SOURCE}
    return kind(**{"state": "KEN", "seen": seen, "entry_id": entry, **given_, **also})


def strike(seen: int, entry: str) -> StrikeInvitationEntry:
    return StrikeInvitationEntry(state="KEN", seen=seen, entry_id=entry)


def fact(kind: type, step: int, entry: str = "new", on: date | None = None, **also: Any) -> Any:
    entered = {"dated_on": on, "source": SOURCE} if on else {}
    by = {"done_by": "qrd-1", "done_at": AT}
    return kind(**{"state": "KEN", "entry_id": entry, "step": step, **by, **entered, **also})


EXTENDED = fact(facts.StandingInvitationExtended, 1, "a", date(2010, 1, 1))
LIMITED = fact(facts.StandingInvitationLimited, 2, "b", date(2012, 1, 1), mandates=("sr-torture",))
WITHDRAWN = fact(facts.StandingInvitationWithdrawn, 3, "c", date(2014, 1, 1))
PLEDGED = fact(facts.CouncilPledgeRecorded, 4, "d", date(2013, 1, 1), pledge="extend")
ALL = (EXTENDED, LIMITED, WITHDRAWN, PLEDGED)


def test_the_quick_response_desk_and_the_desk_of_the_state_record_and_nobody_else() -> None:
    command = ask(ExtendStandingInvitation, 0)
    some = given(STANDING_INVITATION)
    for by in (QRD, DESK):
        some.when(command, by=by).then(
            fact(facts.StandingInvitationExtended, 1, on=date(2015, 5, 1), done_by=by.actor_id)
        )
    some.when(command, by=OTHER_DESK).then_forbidden()
    for role in set(Role) - {Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER}:
        other = Actor(actor_id="x", roles=frozenset({role}), states=frozenset({"KEN"}))
        some.when(command, by=other).then_forbidden()


def test_an_invitation_is_extended_limited_withdrawn_and_extended_again() -> None:
    limited = ask(LimitStandingInvitation, 1, mandates=("wgad", "wgad"))
    given(STANDING_INVITATION, EXTENDED).when(limited, by=QRD).then(
        fact(facts.StandingInvitationLimited, 2, on=date(2015, 5, 1), mandates=("wgad",))
    )
    given(STANDING_INVITATION, EXTENDED, LIMITED).when(
        ask(WithdrawStandingInvitation, 2), by=QRD
    ).then(fact(facts.StandingInvitationWithdrawn, 3, on=date(2015, 5, 1)))
    given(STANDING_INVITATION, *ALL).when(ask(ExtendStandingInvitation, 4), by=QRD).then(
        fact(facts.StandingInvitationExtended, 5, on=date(2015, 5, 1))
    )
    pledge = ask(RecordCouncilPledge, 4, pledge="honour")
    given(STANDING_INVITATION, *ALL).when(pledge, by=QRD).then(
        fact(facts.CouncilPledgeRecorded, 5, on=date(2015, 5, 1), pledge="honour")
    )


def test_what_is_recorded_late_stands_at_its_day() -> None:
    earlier = ask(ExtendStandingInvitation, 1, on=date(2005, 1, 1))
    given(STANDING_INVITATION, EXTENDED).when(earlier, by=QRD).then(
        fact(facts.StandingInvitationExtended, 2, on=date(2005, 1, 1))
    )
    between = ask(LimitStandingInvitation, 4, on=date(2011, 1, 1), mandates=("wgad",))
    state = STANDING_INVITATION.fold(
        (*ALL, *given(STANDING_INVITATION, *ALL).when(between, by=QRD)._decide())
    )
    assert state.on(date(2009, 12, 31)) is None
    stood = [state.on(date(year, 6, 1)) for year in (2010, 2011, 2012, 2020)]
    assert [one.scope for one in stood if one] == ["extended", "limited", "limited", "withdrawn"]
    assert [one.invites("sr-torture") for one in stood if one] == [True, False, True, False]


def test_of_one_day_the_entry_that_was_recorded_last_counts() -> None:
    day = date(2010, 1, 1)
    first, last = Change(dated_on=day, scope="extended"), Change(dated_on=day, scope="withdrawn")
    assert standing([first, last], day) is last


def test_an_entry_that_was_recorded_by_mistake_is_struck_and_counts_no_more() -> None:
    struck = fact(facts.InvitationEntryStruck, 5, "c")
    given(STANDING_INVITATION, *ALL).when(strike(4, "c"), by=QRD).then(struck)
    given(STANDING_INVITATION, *ALL, struck).when(strike(5, "c"), by=QRD).then_nothing()
    state = STANDING_INVITATION.fold((*ALL, struck))
    stood = state.on(date(2020, 1, 1))
    assert stood
    assert stood.scope == "limited"
    given(STANDING_INVITATION, *ALL).when(strike(4, "x"), by=QRD).then_refused(
        "There is no such entry in the register of this State."
    )


def test_what_rests_on_an_entry_that_was_struck_changes_nothing() -> None:
    some = (EXTENDED, WITHDRAWN)
    struck = fact(facts.InvitationEntryStruck, 3, "a")
    state = STANDING_INVITATION.fold((*some, struck))
    assert state.on(date(2020, 1, 1)) is None, "nothing was there to withdraw"
    anew = fact(facts.StandingInvitationExtended, 4, "e", date(2011, 1, 1))
    stood = STANDING_INVITATION.fold((*some, struck, anew)).on(date(2020, 1, 1))
    assert stood
    assert stood.scope == "withdrawn", "recorded anew, it is"


def test_what_says_once_more_what_stands_changes_nothing() -> None:
    first, again = (Change(dated_on=date(year, 1, 1), scope="extended") for year in (2005, 2010))
    assert standing([again, first], date(2020, 1, 1)) is first


def test_an_entry_sent_again_with_other_answers_is_refused() -> None:
    some = given(STANDING_INVITATION, *ALL)
    for command in (
        ask(ExtendStandingInvitation, 4, "a", on=date(2010, 1, 2)),
        ask(WithdrawStandingInvitation, 4, "a", on=date(2010, 1, 1)),
        ask(LimitStandingInvitation, 4, "b", on=date(2012, 1, 1), mandates=("wgad",)),
    ):
        some.when(command, by=QRD).then_refused(
            "This was recorded before with other answers. Look at the register."
        )
    same = ask(LimitStandingInvitation, 4, "b", on=date(2012, 1, 1), mandates=("sr-torture",))
    some.when(same, by=DESK).then_nothing()


def test_what_makes_no_sense_is_refused_and_what_was_sent_twice_counts_once() -> None:
    some = given(STANDING_INVITATION, *ALL)
    some.when(ask(ExtendStandingInvitation, 0, "a", on=date(2010, 1, 1)), by=QRD).then_nothing()
    early, late = date(1966, 1, 1), date(day_of(AT).year + 1, 1, 1)
    limit, pledge = LimitStandingInvitation, RecordCouncilPledge
    for command, sentence in (
        (
            ask(pledge, 3, pledge="extend"),
            "The register of this State has changed. Look at it again.",
        ),
        (
            ask(pledge, 4, on=early, pledge="extend"),
            "No special procedure is older than 1 Jan 1967.",
        ),
        (ask(pledge, 4, on=late, pledge="extend"), "Enter a day that is not in the future."),
        (
            ask(pledge, 4, source="he said so", pledge="extend"),
            "Enter a document symbol or an address that begins with https.",
        ),
        (ask(pledge, 4, pledge="x"), "Choose from the list what was pledged."),
        (ask(limit, 4, mandates=()), "Choose the mandates from the list."),
        (ask(limit, 4, mandates=("x",)), "Choose the mandates from the list."),
        (
            ask(limit, 4, on=date(2012, 6, 1), mandates=("sr-torture",)),
            "By that day the invitation is for these mandates already.",
        ),
        (
            ask(ExtendStandingInvitation, 4, on=date(2010, 6, 1)),
            "By that day the invitation is extended to every mandate.",
        ),
        (ask(WithdrawStandingInvitation, 4), "No standing invitation is on record by that day."),
        (
            ask(WithdrawStandingInvitation, 4, on=date(2009, 1, 1)),
            "No standing invitation is on record by that day.",
        ),
    ):
        some.when(command, by=QRD).then_refused(sentence)
    elsewhere = ask(ExtendStandingInvitation, 0, state="OTH")
    given(STANDING_INVITATION).when(elsewhere, by=QRD).then_refused(
        "Choose the State from the list."
    )
