from dataclasses import replace
from typing import Any

import pytest

from services.intake.submission.attachments import MOST
from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake import AllegationReceived, Consent, Victim
from shared.contracts.intake_attachments import AttachmentAdded
from shared.contracts.intake_commands import AddAttachment
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given

ID = "5e0f3ad2-5b0e-5b9f-9c57-7c0c40b4ff0a"
SOURCE = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
COLLEAGUE = replace(SOURCE, actor_id="ngo-2")
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
STRANGER = Actor(actor_id="ngo-9", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-9")
OFFICER = Actor(actor_id="officer-1", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}))


def sealed(text: str) -> Sealed:
    return Sealed(f"submission-{ID}", text)


RECEIVED = AllegationReceived(
    submission_id=ID,
    received_at=AT,
    channel="portal",
    language="en",
    state="FRA",
    urgent=False,
    reprisal=False,
    requested=(),
    mandates=("sr-torture",),
    submitter_id="ngo-1",
    organisation_id="org-1",
    entered_by=None,
    on_behalf=False,
    source_subject=f"source-{ID}",
    victims=(
        Victim(
            victim_id="v-1",
            details=sealed("who"),
            consent=Consent(act="yes", authorities="yes", public="no", name_form="none"),
        ),
    ),
    perpetrators=sealed(""),
    incident=sealed("there"),
    narrative=sealed("what"),
    particulars=None,
    matching=(),
)
ADD = AddAttachment(
    submission_id=ID,
    attachment_id="a-1",
    object_name="0" * 64,
    sha256="f" * 64,
    size=7,
    media_type="application/pdf",
    scanned="clean",
    details=sealed("report.pdf"),
)
ADDED = AttachmentAdded(
    submission_id=ID,
    attachment_id="a-1",
    object_name="0" * 64,
    sha256="f" * 64,
    size=7,
    media_type="application/pdf",
    scanned="clean",
    details=sealed("report.pdf"),
    added_by="ngo-1",
    added_at=AT,
)


@pytest.mark.parametrize("who", [SOURCE, COLLEAGUE, DESK])
def test_the_source_and_the_desk_add_files(who: Actor) -> None:
    told = replace(ADDED, added_by=who.actor_id)
    given(SUBMISSION, RECEIVED).when(ADD, by=who).then(told)


@pytest.mark.parametrize("who", [STRANGER, OFFICER])
def test_nobody_else_does(who: Actor) -> None:
    given(SUBMISSION, RECEIVED).when(ADD, by=who).then_forbidden()


def test_the_same_file_twice_is_one_file() -> None:
    given(SUBMISSION, RECEIVED, ADDED).when(ADD, by=SOURCE).then_nothing()


def test_there_is_an_end_to_it() -> None:
    many = (replace(ADDED, attachment_id=str(n)) for n in range(MOST))
    given(SUBMISSION, RECEIVED, *many).when(ADD, by=SOURCE).then_refused("takes 50 files")


@pytest.mark.parametrize("change", [{"sha256": "short"}, {"object_name": "../../etc"}])
def test_a_file_without_its_fingerprint_is_refused(change: dict[str, Any]) -> None:
    given(SUBMISSION, RECEIVED).when(replace(ADD, **change), by=SOURCE).then_refused("fingerprint")


def test_a_file_of_no_submission_is_refused() -> None:
    given(SUBMISSION).when(ADD, by=SOURCE).then_refused("no such submission")
