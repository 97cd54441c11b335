"""The desk's and the mandates' view of a source's additions and of openings."""

from shared.contracts.intake_source import DevelopmentAdded, SourceIdentityOpened
from shared.core.roles import Role
from tests.support.channel import Told
from tests.support.portal import Pages
from tests.support.submissions import AT, ID, received, triaged


def test_what_is_new_is_read_by_those_who_work_on_it_and_brings_it_up(portal: Pages) -> None:
    told = Told(portal.engine)
    told.tell(received(seal=portal.vault.seal), triaged(mandates=("sr-torture",)))
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture"}))
    portal.person(Role.HUMAN_RIGHTS_OFFICER, account_id="officer-9", name="Hana Officer")
    told.tell(
        DevelopmentAdded(
            submission_id=ID,
            development_id="d-1",
            text=portal.vault.seal(f"submission-{ID}", "Planted news"),
            added_by="ngo-1",
            added_at=AT,
        ),
        SourceIdentityOpened(
            submission_id=ID,
            opening_id="o-1",
            role="human_rights_officer",
            reason_code="danger",
            reason=portal.vault.seal(f"submission-{ID}", "Planted reason"),
            opened_by="officer-9",
            opened_at=AT,
        ),
    )
    for visitor in (desk, officer):
        page = visitor.get(f"/triage/{ID}").text
        assert "Planted news" in page
        assert "Something new from the source" in page
        assert "by the source" in page
        assert "Identity of the source opened" in page
        assert "Hana Officer" in page
        assert f"/identity/{ID}" in page
        assert "Planted reason" not in page
        assert "ngo-1" not in page
    both = portal.signed_in(Role.QUICK_RESPONSE_DESK, Role.SYSTEM_ADMIN)
    assert f"/identity/{ID}" not in both.get(f"/triage/{ID}").text
