"""Notices of follow-up rounds: asked, at half time, seven days before the end, and the table."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.followup.rounds.read_model import ROUNDS
from portal.homes.notices.words import words
from portal.web.accounts import account as accounts
from shared.contracts.followup_rounds import (
    FollowUpAnswersSubmitted,
    FollowUpDueMoved,
    FollowUpRemindersChosen,
    FollowUpRoundClosed,
    FollowUpRoundReopened,
    FollowUpTableSent,
)
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.country_teams import team_of
from tests.followup.rounds import ASKED, OPENED, SENT, fact, history
from tests.portal.homes.notices.conftest import Office, _person

KENYA = "kenya"


def tell(office: Office, *facts: Any) -> None:
    office.tell(*(replace(one, done_at=office.clock()) for one in facts), models=(ROUNDS,))


def begin(office: Office) -> None:
    tell(office, replace(OPENED, due_on=day_of(office.clock()) + timedelta(days=60)), ASKED)


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    return [(row.account_id, row.kind) for row in office.told() if row.reason == "round"]


def test_the_government_is_told_and_reminded_twice(office: Office) -> None:
    begin(office)
    assert heard(office) == [(KENYA, "round-asked")]
    office.later(days=29)
    assert len(heard(office)) == 1
    for days in (1, 23):
        office.later(days=days)
        before = len(heard(office))
    assert before == 3
    office.later(days=20)
    assert len(heard(office)) == 3
    assert {words("round", kind) for kind in ("round-asked", "round-due", "round-table")}


def test_who_answered_or_wishes_no_contact_is_not_reminded(office: Office) -> None:
    begin(office)
    heard(office)
    of = {"provider_id": ASKED.provider_id, "step": 1}
    tell(office, fact(FollowUpRemindersChosen, **of, wanted=False))
    office.later(days=31)
    assert len(heard(office)) == 1
    tell(office, fact(FollowUpRemindersChosen, **of, wanted=True))
    sent = fact(
        FollowUpAnswersSubmitted,
        **of,
        submission_id="s",
        kind="government",
        answers=(),
        name=None,
    )
    tell(office, sent)
    assert len(heard(office)) == 1


def test_who_is_asked_is_told_of_a_new_last_day_and_of_a_round_that_is_open_again(
    office: Office,
) -> None:
    begin(office)
    heard(office)
    office.later(days=1)
    later = day_of(office.clock()) + timedelta(days=90)
    tell(office, fact(FollowUpDueMoved, due_on=later))
    assert heard(office)[1:] == [(KENYA, "round-moved")]
    office.later(days=1)
    tell(office, fact(FollowUpRoundClosed), fact(FollowUpRoundReopened, due_on=later))
    assert heard(office)[2:] == [(KENYA, "round-reopened")]
    of = {"provider_id": ASKED.provider_id, "step": 1}
    tell(office, fact(FollowUpRemindersChosen, **of, wanted=False))
    office.later(days=1)
    tell(office, fact(FollowUpDueMoved, due_on=later + timedelta(days=1)))
    assert len(heard(office)) == 3, "it wishes not to be contacted"


def test_the_country_team_is_told_that_it_is_asked(office: Office) -> None:
    """All its partners, by the States of their accounts, and nobody of another State."""
    with office.engine.begin() as conn:
        for name, state in (("team", "KEN"), ("elsewhere", "CHE")):
            here = {"state_codes": frozenset({state})}
            accounts.add(conn, _person(name, Role.UN_PARTNER, here))
    begin(office)
    tell(office, replace(ASKED, kind="unct", provider_id="u", organisation_id=team_of("KEN")))
    assert sorted(heard(office)) == [(KENYA, "round-asked"), ("team", "round-asked")]


def test_what_others_do_is_told_to_no_government_until_the_table_is_sent(office: Office) -> None:
    begin(office)
    heard(office)
    others = [one for one in history(*SENT)[2:] if not isinstance(one, FollowUpTableSent)]
    tell(office, *(one for one in others if "government" not in one.done_by))
    assert heard(office) == [(KENYA, "round-asked")]
    tell(office, fact(FollowUpTableSent, version=1, due_on=OPENED.due_on))
    assert heard(office)[1:] == [(KENYA, "round-table")]
