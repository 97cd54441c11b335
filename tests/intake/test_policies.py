from services.intake.policies import react
from services.intake.published import published
from services.intake.submission.commands import LinkToCommunication
from shared.contracts.approvals import CommunicationDrafted, MandateJoined
from shared.contracts.intake import SubmissionLinkedToCommunication
from shared.core.message import Sealed
from shared.core.testing import AT


def test_a_drafted_communication_is_linked_to_every_submission_behind_it() -> None:
    drafted = CommunicationDrafted(
        communication_id="c-1",
        submission_ids=("s-1", "s-2"),
        type="UA",
        recipient="FRA",
        lead_mandate="sr-torture",
        text=Sealed("communication-c-1", "x"),
        content_hash="0" * 64,
        drafted_by="officer-1",
        drafted_at=AT,
    )
    assert react(drafted) == [
        LinkToCommunication(submission_id="s-1", communication_id="c-1"),
        LinkToCommunication(submission_id="s-2", communication_id="c-1"),
    ]


def test_other_facts_of_approvals_change_no_submission() -> None:
    assert react(MandateJoined(communication_id="c-1", mandate="sr-torture", joined_at=AT)) == []


def test_every_fact_leaves_as_it_is() -> None:
    fact = SubmissionLinkedToCommunication(
        submission_id="s-1", communication_id="c-1", linked_at=AT
    )
    assert published(fact) is fact
