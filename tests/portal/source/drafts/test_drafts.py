"""Drafts are sealed and private, survive a closed browser, and are deleted on time."""

from datetime import timedelta

from sqlalchemy import inspect, select, text

from portal.casefile.drafts.tables import drafts
from portal.source.drafts import store
from portal.source.drafts.store import Content
from shared.core.roles import Role
from tests.support.drafts import PLANTED, alert, begun, filled, saved, sent
from tests.support.portal import Pages
from tests.support.submissions import Told

NGO = Role.NGO_MEMBER


def id_of(draft: str) -> str:
    return draft.rstrip("/").rpartition("/")[2]


def rows(portal: Pages) -> int:
    with portal.engine.connect() as conn:
        return len(conn.execute(select(drafts)).all())


def test_nothing_typed_is_readable_in_the_database(portal: Pages, told: Told) -> None:
    filled(portal.signed_in(NGO))
    with portal.engine.connect() as conn:
        for table in inspect(portal.engine).get_table_names():
            found = repr(conn.execute(text(f'SELECT * FROM "{table}"')).all())  # noqa: S608  # names of tables
            assert not any(word in found for word in PLANTED), table


def test_a_draft_waits_for_another_device(portal: Pages, told: Told) -> None:
    person = portal.person(NGO)
    first, second = portal.sign_in(person), portal.sign_in(person)
    draft = filled(first)
    listed = second.get("/submissions/").text
    assert "Not sent yet" in listed
    assert f'href="{draft}"' in listed
    assert "Planted narrative" in second.get(f"{draft}story/").text


def test_two_devices_do_not_overwrite_each_others_sections(portal: Pages, told: Told) -> None:
    person = portal.person(NGO)
    visitor = portal.sign_in(person)
    draft = begun(visitor)
    with portal.app.test_request_context():
        stale = store.find(person.account_id, id_of(draft))
        assert stale is not None
        saved(visitor, f"{draft}urgency/", {"urgent": "no"})

        def write(content: Content) -> None:
            content.sections["confidentiality"] = {"confidentiality": "The place"}

        store.change(stale, write)
        found = store.find(person.account_id, id_of(draft))
    assert found is not None
    assert set(found.content.sections) == {"urgency", "confidentiality"}


def test_a_draft_is_nobody_elses_not_even_a_colleagues(portal: Pages, told: Told) -> None:
    draft = filled(portal.signed_in(NGO, organisation_id="org-1"))
    for role in (NGO, Role.CONTACT_POINT, Role.QUICK_RESPONSE_DESK):
        other = portal.signed_in(role, organisation_id="org-1")
        for page in ("", "story/", "victims/", "review", "delete"):
            assert other.get(f"{draft}{page}").status_code == 404
        assert other.post(f"{draft}review", {}).status_code == 404
        assert other.post(f"{draft}delete", {}).status_code == 404
    assert rows(portal) == 1


def test_a_draft_is_thrown_away_after_a_question(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = filled(ngo)
    assert "nobody can bring it back" in ngo.get(f"{draft}delete").text
    damaged = ngo.post(f"{draft}delete", {"command_id": "x"})
    assert (damaged.status_code, rows(portal)) == (422, 1)
    answer = ngo.post(f"{draft}delete", {"command_id": id_of(draft)})
    assert (answer.status_code, answer.location) == (303, "/submissions/")
    assert rows(portal) == 0
    assert ngo.get(draft).status_code == 404
    assert portal.vault.forgotten([f"draft-{id_of(draft)}"])


def test_a_draft_says_when_it_expires_and_does(portal: Pages, told: Told) -> None:
    person = portal.person(NGO)
    ngo = portal.sign_in(person)
    draft = filled(ngo)
    assert "24 Dec 2026" in ngo.get(draft).text
    assert "kept until 24 Dec 2026" in ngo.get("/submissions/").text
    portal.clock.forward(timedelta(days=29))
    ngo = portal.sign_in(person)
    saved(ngo, f"{draft}urgency/", {"urgent": "no"})  # what is changed begins anew
    portal.clock.forward(timedelta(days=30))
    ngo = portal.sign_in(person)
    assert ngo.get(draft).status_code == 404
    assert "Not sent yet" not in ngo.get("/submissions/").text
    begun(ngo)  # the next one sweeps
    assert rows(portal) == 1
    assert portal.vault.forgotten([f"draft-{id_of(draft)}"])


def test_what_was_sent_leaves_nothing_of_the_draft(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = filled(ngo)
    sent(ngo, draft)
    assert rows(portal) == 0
    assert portal.vault.forgotten([f"draft-{id_of(draft)}"])


def test_going_back_after_sending_leads_to_the_receipt(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    draft = filled(ngo)
    receipt = sent(ngo, draft)
    for page in ("", "story/", "review", "victims/new"):
        assert ngo.get(f"{draft}{page}").location == receipt
    assert ngo.post(f"{draft}story/", {"narrative": "More"}).location == receipt
    other = portal.signed_in(NGO)
    assert other.get(draft).status_code == 404


def test_a_damaged_form_begins_and_sends_nothing(portal: Pages, told: Told) -> None:
    ngo = portal.signed_in(NGO)
    assert ngo.post("/submissions/new", {"command_id": "x"}).status_code == 422
    draft = filled(ngo)
    answer = ngo.post(f"{draft}review", {"command_id": "x"})
    assert answer.status_code == 422
    assert "damaged" in alert(answer.text)[0]
    assert rows(portal) == 1
