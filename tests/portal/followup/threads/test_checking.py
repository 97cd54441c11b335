"""What the mandate or a desk officer writes in a thread names no source (R6)."""

import json

import pytest
from sqlalchemy import insert

from portal.letters.communications.tables import shares, submissions, victims
from shared.core.roles import Role
from tests.portal.followup.partners.test_pages import NHRI, comes, form, officer
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.partners import Partners
from tests.support.portal import Pages
from tests.support.submissions import ID
from tests.support.threads import Threads

TELLS = "Nadia Kamau wrote to us."


@pytest.fixture
def threads(portal: Pages) -> Threads:
    """The mandate has a submission about the State, with a source and a victim."""
    portal.vault.keep_identity(f"source-{ID}", {"name": "Nadia Kamau"})
    details = portal.vault.seal(
        f"submission-{ID}", json.dumps({"kind": "person", "name": "Planted Victim"})
    )
    consent = {"act": "yes", "authorities": "yes", "public": "no", "press": "no", "sharing": "no"}
    row = {"submission_id": ID, "victim_id": "v-1", "position": 1, "number": 1, "details": details}
    with portal.engine.begin() as conn:
        conn.execute(insert(submissions).values(submission_id=ID, triage_position=1, state="KEN"))
        conn.execute(
            insert(shares).values(submission_id=ID, triage_position=1, mandate="sr-torture")
        )
        conn.execute(insert(victims.victims).values(**row, **consent, name_form="full"))
    made = Threads(Partners(Missions(portal.engine, portal.vault, portal.clock())))
    made.partners.missions.hear()
    return made


def test_no_source_is_named_by_the_mandate_or_a_desk_officer(
    portal: Pages, threads: Threads
) -> None:
    rc, note = threads.opened("rc", "Rooms"), threads.opened("state", "A note")
    page = f"/missions/{threads.partners.missions.mission_id}/threads"
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    office, asked = officer(portal), len(portal.asked)
    opens = {"audience": "partners", "title": "Detention", "text": "Which places?"}
    for visitor, path, said in (
        (office, "new", {**opens, "title": TELLS}),
        (office, "new", {**opens, "text": TELLS, "checked": "send"}),
        (office, f"{note}/write", {"text": TELLS}),
        (office, f"{note}/write", {"text": TELLS, "checked": "send"}),
        (office, f"{rc}/write", {"text": "Planted Victim was seen."}),
        (desk, f"{rc}/write", {"text": TELLS}),
    ):
        stopped = visitor.post(f"{page}/{path}", form(**said))
        assert stopped.status_code == 422
        assert "may tell who a source is" in text(stopped.text)
    part = office.post(f"{page}/{note}/write", form(text="We met Planted there."))
    assert part.status_code == 200
    assert "part of the name of somebody" in text(part.text)
    assert len(portal.asked) == asked


def test_what_others_write_is_not_compared(portal: Pages, threads: Threads) -> None:
    """The answer would tell them what the mandate knows."""
    note, mine = threads.opened("state", "A note"), threads.partners.admitted(*NHRI)
    thread = threads.opened("nhri", "Detention")
    state = portal.signed_in(Role.GOVERNMENT, state_codes=frozenset({"KEN"}))
    sent = form(text=TELLS, checked="send")
    assert state.post(f"/visit-notes/{note}/write", sent).status_code == 303
    page = f"/my-visits/{mine}/threads/{thread}/write"
    assert comes(portal, *NHRI).post(page, form(text=TELLS)).status_code == 303
