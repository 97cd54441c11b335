"""A returning source: its return channel, and its additions."""

from dataclasses import replace
from typing import Any

import pytest

from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake_commands import ProvideInformation, WithdrawConsent
from shared.contracts.intake_source import DevelopmentAdded
from shared.contracts.intake_source_commands import AddDevelopment
from shared.core.actor import Actor, Asked, by_return_channel
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, given
from tests.support.allegation import RECEIVED, SUBMIT
from tests.support.submissions import ID, QUESTION, answered, asked, not_actioned, received

OTHER = str(derive_id("submission", 2))
SOURCE = by_return_channel(ID)
NGO = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
NEW = Sealed(f"submission-{ID}", "new")
ADD = AddDevelopment(submission_id=ID, development_id="d-1", text=NEW)
ADDED = DevelopmentAdded(
    submission_id=ID,
    development_id="d-1",
    text=NEW,
    added_by=SOURCE.actor_id,
    added_at=AT,
)
ANSWER = ProvideInformation(
    submission_id=ID, question_id=QUESTION, answer=NEW, language=answered().language
)
WITHDRAW = WithdrawConsent(submission_id=ID, scope="act")


def test_the_channels_actor_is_of_one_submission_and_tells_nothing() -> None:
    assert by_return_channel(OTHER) != SOURCE
    assert SOURCE.roles == {Role.SOURCE}
    assert ID not in SOURCE.actor_id
    assert len(SOURCE.actor_id) == 36


def test_somebody_without_an_account_files_by_the_channel_of_this_submission() -> None:
    filed = replace(RECEIVED, submission_id=ID, submitter_id=SOURCE.actor_id, filed_under=None)
    given(SUBMISSION).when(replace(SUBMIT, submission_id=ID), by=SOURCE).then(filed)
    given(SUBMISSION, filed).when(replace(SUBMIT, submission_id=ID), by=SOURCE).then_nothing()


@pytest.mark.parametrize("changes", [{"submission_id": OTHER}, {"on_behalf": True}])
def test_no_other_submission_and_none_for_somebody_else(changes: dict[str, Any]) -> None:
    command = replace(SUBMIT, **{"submission_id": ID, **changes})
    given(SUBMISSION).when(command, by=SOURCE).then_forbidden()


def test_what_came_by_letter_is_entered_by_the_desk_alone() -> None:
    command = replace(SUBMIT, submission_id=ID, channel="letter")
    given(SUBMISSION).when(command, by=SOURCE).then_forbidden()


@pytest.mark.parametrize("actor", [SOURCE, NGO])
def test_the_source_adds_what_is_new_with_and_without_an_account(actor: Actor) -> None:
    expected = replace(ADDED, added_by=actor.actor_id)
    given(SUBMISSION, received()).when(ADD, by=actor).then(expected)


def test_also_to_what_is_not_acted_on() -> None:
    given(SUBMISSION, received(), not_actioned()).when(ADD, by=SOURCE).then(ADDED)


def test_adding_the_same_twice_changes_nothing() -> None:
    given(SUBMISSION, received(), ADDED).when(ADD, by=SOURCE).then_nothing()


def test_the_source_answers_and_withdraws_by_return_channel() -> None:
    given(SUBMISSION, received(), asked()).when(ANSWER, by=SOURCE).then(
        answered(answer=NEW, provided_by=SOURCE.actor_id, provided_at=AT)
    )
    [withdrawn] = SUBMISSION.decide(
        WITHDRAW, Asked(at=AT, by=SOURCE), SUBMISSION.fold([received()])
    )
    assert getattr(withdrawn, "withdrawn_by", None) == SOURCE.actor_id


@pytest.mark.parametrize("command", [ADD, ANSWER, WITHDRAW])
@pytest.mark.parametrize(
    "actor",
    [
        by_return_channel(OTHER),
        Actor(actor_id="ngo-1", roles=frozenset({Role.SOURCE}), organisation_id="org-1"),
        Actor(actor_id=SOURCE.actor_id, roles=frozenset({Role.QUICK_RESPONSE_DESK})),
        Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK})),
        Actor(actor_id="x", roles=frozenset(set(Role) - {Role.NGO_MEMBER, Role.CONTACT_POINT})),
    ],
)
def test_another_channel_or_a_forged_one_does_nothing(command: Any, actor: Actor) -> None:
    given(SUBMISSION, received(), asked()).when(command, by=actor).then_forbidden()
