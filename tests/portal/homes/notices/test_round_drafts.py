"""Drafts in follow-up rounds of who left are erased, and what was sent stays (FR3)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from portal.homes.notices import round_drafts
from portal.stakeholders.organisations.asking import subject_of
from portal.stakeholders.organisations.read_model import ORGANISATIONS
from portal.web.delivery.outbox import outbox
from shared.contracts.followup_round_commands import (
    AddAnswerFile,
    DiscardDraft,
    EraseLeftDraft,
    RemoveAnswerFile,
    TakeAskBack,
)
from shared.contracts.stakeholders_organisations import (
    OrganisationDissolved,
    OrganisationRegistered,
    OrganisationRestored,
)
from shared.platform.vault import subject_keys
from shared.reference.rounds import LEFT, ROUNDS_CLOCK, provider_id
from tests.portal.homes.notices.conftest import Office
from tests.support.rounds import HOLDER, NGO, NHRI, ONE, TWO, Rounds, organisation

ORG = str(uuid4())
OURS = organisation(ORG)


@pytest.fixture
def some(office: Office) -> Rounds:
    """A round that asks an organisation of the register, two others, and an institution."""
    office.tell(
        OrganisationRegistered(
            organisation_id=ORG,
            profile=office.vault.seal(subject_of(ORG), "{}"),
            standing="registered",
            provenance="self",
            registered_by="somebody",
            registered_at=office.clock(),
        ),
        models=(ORGANISATIONS,),
    )
    one = Rounds(office.engine, office.vault, office.clock())
    one.opened(ORG, "org-1", "org-2", "nhri-1")
    return one


def erased(office: Office) -> int:
    return round_drafts.erase(office.engine, office.vault, at=office.clock())


def readable(some: Rounds, *ids: str) -> list[bool]:
    gone = some.vault.forgotten(f"followupround-{one}" for one in ids)
    return [f"followupround-{one}" not in gone for one in ids]


def a_file(some: Rounds, by: Any, row: str = ONE) -> str:
    attachment_id = str(uuid4())
    some.ask(
        AddAnswerFile,
        by,
        recommendation_id=row,
        attachment_id=attachment_id,
        object_name="a" * 64,
        sha256="b" * 64,
        size=7,
        media_type="application/pdf",
        scanned="clean",
        details=some.sealed(attachment_id, "cells.pdf"),
    )
    return attachment_id


def dissolved(office: Office) -> None:
    fact = OrganisationDissolved(
        organisation_id=ORG, dissolved_by="officer", dissolved_at=office.clock()
    )
    office.tell(fact, models=(ORGANISATIONS,))


def asked(office: Office) -> list[Any]:
    """Return what the clock asked for."""
    with office.engine.connect() as conn:
        rows = conn.execute(select(outbox).order_by(outbox.c.command_id)).all()
    return [row.data for row in rows if row.type == "erase-left-draft"]


def test_what_was_kept_goes_with_a_request_that_is_taken_back(office: Office, some: Rounds) -> None:
    ours, theirs = some.keep(NGO, "A draft"), some.keep(NHRI, "A draft of others")
    file = a_file(some, NGO)
    assert erased(office) == 0
    some.ask(TakeAskBack, HOLDER, provider_id=provider_id(some.round_id, "org-1"))
    assert erased(office) == 2
    assert readable(some, ours, file, theirs) == [False, False, True]
    assert erased(office) == 0
    assert asked(office) == [], "nobody left the register"


def test_a_draft_that_is_discarded_and_a_file_that_is_taken_out_go(
    office: Office, some: Rounds
) -> None:
    sent = some.keep(NGO, "What is sent")
    some.submit(NGO, "Org one")
    draft, file = some.keep(NGO, "A draft", TWO), a_file(some, NGO, TWO)
    some.ask(RemoveAnswerFile, NGO, attachment_id=file)
    some.ask(DiscardDraft, NGO, seen=some.steps_of(NGO))
    assert erased(office) == 2
    assert readable(some, sent, draft, file) == [True, False, False]


@pytest.mark.parametrize("how", ["dissolved", "erased"])
def test_the_draft_of_who_left_the_register_goes_after_thirty_days(
    office: Office, some: Rounds, how: str
) -> None:
    sent = some.keep(OURS, "What is sent")
    some.submit(OURS, "Org one")
    draft, other = some.keep(OURS, "A draft", TWO), some.keep(NGO, "A draft of others")
    file = a_file(some, OURS, TWO)
    if how == "dissolved":
        dissolved(office)
    else:
        office.vault.forget(subject_of(ORG), at=office.clock())
    office.clock.forward(LEFT - timedelta(seconds=1))
    assert erased(office) == 0
    assert asked(office) == []
    office.clock.forward(timedelta(seconds=1))
    for _ in range(2):
        assert erased(office) == 0, "first the record"
        [command] = asked(office)
    assert command["provider_id"] == provider_id(some.round_id, ORG)
    some.ask(EraseLeftDraft, ROUNDS_CLOCK, provider_id=command["provider_id"])
    assert erased(office) == 2
    assert readable(some, sent, draft, file, other) == [True, False, False, True]
    assert erased(office) == 0
    late = some.keep(OURS, "Written later")
    erased(office)
    some.ask(EraseLeftDraft, ROUNDS_CLOCK, provider_id=command["provider_id"])
    assert erased(office) == 1
    assert readable(some, sent, late) == [True, False]


def test_who_is_restored_in_time_keeps_the_draft(office: Office, some: Rounds) -> None:
    draft = some.keep(OURS, "A draft")
    dissolved(office)
    back = OrganisationRestored(
        organisation_id=ORG, restored_by="officer", restored_at=office.clock()
    )
    office.tell(back, models=(ORGANISATIONS,))
    office.clock.forward(2 * LEFT)
    assert erased(office) == 0
    assert asked(office) == []
    assert readable(some, draft) == [True]


def test_a_vault_from_a_backup_loses_it_again(office: Office, some: Rounds) -> None:
    draft = some.keep(NGO, "A draft")
    key = subject_keys.c.subject == f"followupround-{draft}"
    with office.engine.connect() as conn:
        backup = conn.scalar(select(subject_keys.c.key).where(key))
    some.ask(DiscardDraft, NGO, seen=some.steps_of(NGO))
    for _ in range(2):
        assert erased(office) == 1
        with office.engine.begin() as conn:
            conn.execute(update(subject_keys).where(key).values(key=backup, forgotten_at=None))
