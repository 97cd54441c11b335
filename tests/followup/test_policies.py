from dataclasses import replace

from services.followup.policies import reacting
from services.followup.published import published
from services.followup.reply_case.commands import OpenReplyCase, RecordFollowUpLetter
from shared.contracts.approvals import CommunicationTransmitted, MandateJoined
from shared.contracts.followup import DemoClockAdvanced
from shared.core.testing import AT

TRANSMITTED = CommunicationTransmitted(
    communication_id="c-1",
    submission_ids=("s-1",),
    type="UA",
    recipient="FRA",
    mandates=("sr-torture", "wgad"),
    reference="UA FRA 1/2026",
    version=2,
    content_hash="0" * 64,
    channel="permanent_mission",
    transmitted_by="chief-1",
    transmitted_at=AT,
)


def test_a_transmitted_letter_opens_its_reply_case_with_the_days_of_the_settings() -> None:
    assert reacting(30, (60,))(TRANSMITTED) == [
        OpenReplyCase(
            communication_id="c-1",
            reference="UA FRA 1/2026",
            type="UA",
            recipient="FRA",
            mandates=("sr-torture", "wgad"),
            transmitted_at=AT,
            reply_days=30,
            reminder_days=(60,),
            submission_ids=("s-1",),
        )
    ]


def test_a_letter_that_follows_another_one_up_is_recorded_in_that_ones_case() -> None:
    _, recorded = reacting(30, ())(replace(TRANSMITTED, follows_up="c-0"))
    assert recorded == RecordFollowUpLetter(
        communication_id="c-0", follow_up_id="c-1", reference="UA FRA 1/2026", sent_at=AT
    )


def test_other_facts_of_approvals_open_nothing() -> None:
    joined = MandateJoined(communication_id="c-1", mandate="sr-torture", joined_at=AT)
    assert reacting(60, ())(joined) == []


def test_every_fact_leaves_as_it_is() -> None:
    fact = DemoClockAdvanced(days=1, advanced_by="desk-1", advanced_at=AT)
    assert published(fact) is fact
