"""What organisations are called in the grid of a round, and how one leaves with its draft."""

from shared.contracts.followup_round_commands import DiscardDraft
from shared.reference.organisations import register_id
from tests.portal.followup.rounds.test_pages import a_round, ngo, office, sent
from tests.portal.stakeholders.test_pages import text
from tests.support.organisations import Register
from tests.support.portal import Pages
from tests.support.rounds import NGO


def test_the_grid_calls_an_organisation_as_the_register_does_unless_it_is_hidden(
    portal: Pages,
) -> None:
    some = a_round(portal)
    register = Register(portal.engine, portal.vault)
    register.public(register_id("org-1"), "Delta Watch")
    register.confirmed(register_id("org-2"), "Quiet Watch")
    page = text(office(portal).get(f"/rounds/{some.round_id}").text)
    for shown in ("Delta Watch (org-1)", "org-2", "nhri-1"):
        assert shown in page
    assert "Quiet Watch" not in page


def test_a_provider_discards_its_draft_and_what_was_sent_stays(portal: Pages) -> None:
    some = a_round(portal)
    visitor, base = ngo(portal), f"/rounds/{some.round_id}"
    assert visitor.get(f"{base}/discard").status_code == 404
    some.keep(NGO, "What we saw")
    some.submit(NGO, "Org Zora")
    assert visitor.get(f"{base}/discard").status_code == 404
    some.keep(NGO, "Not yet (Quib)")
    assert isinstance(sent(portal, visitor, f"{base}/discard"), DiscardDraft)
    some.ask(DiscardDraft, NGO, seen=some.steps_of(NGO))
    page = text(visitor.get(f"{base}/answer").text)
    assert "Quib" not in page
    assert "What we saw" in page
    assert visitor.get(f"{base}/discard").status_code == 404
