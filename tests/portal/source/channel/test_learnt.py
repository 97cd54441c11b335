"""Victims, incidents and perpetrators added after filing: by the source, and by the desk."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from portal.casefile.queue.tables import tokens
from services.intake.submission.decide import SUBMISSION
from services.intake.submission.learnt import MOST_VICTIMS
from shared.contracts.intake import VictimsAdded
from shared.contracts.intake_source import IncidentAdded, PerpetratorAdded
from shared.contracts.intake_source_commands import AddLaterVictim
from shared.core.actor import Actor
from shared.core.roles import Role
from tests.support.channel import Told
from tests.support.drafts import VICTIM
from tests.support.portal import Pages, Visitor
from tests.support.refused import answer
from tests.support.submissions import AT, ID, received, victim

Back = Callable[[], Visitor]
TYPED: Mapping[str, Mapping[str, Any]] = {
    "victim": {**VICTIM, "name": "Planted Name"},
    "incident": {"date": "2026-03", "place": "Planted Square"},
    "perpetrator": {"kind": "state", "who": "Planted Unit"},
}
TYPES = {
    "victim": "add-later-victim",
    "incident": "add-incident",
    "perpetrator": "add-perpetrator",
}
EACH = pytest.mark.parametrize("what", TYPED)


def entered(portal: Pages) -> object:
    return received(
        seal=portal.vault.seal,
        channel="letter",
        submitter_id="channel-1",
        organisation_id=None,
        entered_by="desk-1",
    )


def sent(portal: Pages) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(portal.asked[-1].content)
    return body


@EACH
@pytest.mark.parametrize("door", ["channel", "account", "desk"])
def test_it_is_sealed_and_asked_for_once(
    portal: Pages, told: Told, back: Back, what: str, door: str
) -> None:
    told.tell(entered(portal) if door == "desk" else received(seal=portal.vault.seal))
    visitor, path = {
        "channel": lambda: (back(), f"/return/add/{what}"),
        "account": lambda: (
            portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1", organisation_id="org-1"),
            f"/submissions/{ID}/add/{what}",
        ),
        "desk": lambda: (
            portal.signed_in(Role.QUICK_RESPONSE_DESK),
            f"/triage/{ID}/add/{what}",
        ),
    }[door]()
    page = visitor.get(path)
    assert page.status_code == 200
    assert ("Consent</h2>" in page.text) == (what == "victim")
    empty = visitor.post(path, {"entry": "e-1"})
    assert empty.status_code == 422
    assert portal.asked == []
    first = visitor.post(path, {"entry": "e-1", **TYPED[what]})
    assert first.status_code == 303, first.text
    body = sent(portal)
    assert (body["type"], body["data"]["submission_id"]) == (TYPES[what], ID)
    assert "Planted" not in portal.asked[-1].content.decode()
    assert bool(body["data"].get("matching")) == (what != "perpetrator")
    visitor.post(path, {"entry": "e-1", **TYPED[what]})
    assert sent(portal)["id"] == body["id"], "a double click adds one"


def test_a_later_victim_is_asked_all_questions(portal: Pages, told: Told, back: Back) -> None:
    told.tell(received(seal=portal.vault.seal))
    visitor = back()
    left = {name: value for name, value in TYPED["victim"].items() if "consent" not in name}
    page = visitor.post("/return/add/victim", {"entry": "e-1", **left})
    assert page.status_code == 422
    assert "Say whether the person agrees that the mandates act" in page.text
    assert "Planted Name" in page.text, "what was typed is kept"
    visitor.post("/return/add/victim", {"entry": "e-1", **TYPED["victim"]})
    consent = sent(portal)["data"]["victim"]["consent"]
    assert {"act", "authorities", "public", "name_form", "press", "sharing"} <= consent.keys()


def test_what_does_not_apply_is_left_out_and_said_to_be(
    portal: Pages, told: Told, back: Back
) -> None:
    told.tell(received(seal=portal.vault.seal))
    visitor = back()
    group = {**VICTIM, "kind": "group", "description": "Forty families", "born": "about 30"}
    sent = visitor.post("/return/add/victim", {"entry": "e-1", **group})
    assert sent.status_code == 303, sent.text
    page = visitor.get(sent.location).text
    assert "Left out, because it does not apply: Date of birth, or age when it happened" in page


def test_who_may_not_add_finds_no_page(portal: Pages, told: Told, back: Back) -> None:
    told.tell(received(seal=portal.vault.seal))
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert desk.get(f"/triage/{ID}/add/victim").status_code == 404, "its source adds to it"
    assert f"/triage/{ID}/add" not in desk.get(f"/triage/{ID}").text
    stranger = portal.signed_in(Role.NGO_MEMBER, organisation_id="org-2")
    assert stranger.get(f"/submissions/{ID}/add/victim").status_code == 404
    assert back().get("/return/add/nonsense").status_code == 404


def test_what_cannot_be_added_is_told(portal: Pages, told: Told) -> None:
    told.tell(entered(portal))
    desk = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    path, form = f"/triage/{ID}/add/incident", {"entry": "e-1", **TYPED["incident"]}
    assert path in desk.get(f"/triage/{ID}").text
    portal.answer = httpx.Response(403, json={"title": "A sentence."})
    refused = desk.post(path, form)
    assert refused.status_code == 403
    assert "A sentence." in refused.text
    assert "Planted Square" in refused.text
    portal.vault.forget(f"submission-{ID}", at=AT)
    assert desk.post(path, form).status_code == 409


def test_what_was_added_is_read_by_those_who_work_on_it_and_matched(
    portal: Pages, told: Told, back: Back
) -> None:
    seal = portal.vault.sealer(f"submission-{ID}")
    person = victim(number=7, seal=portal.vault.seal)
    told.tell(
        entered(portal),
        VictimsAdded(
            submission_id=ID,
            victims=(person,),
            added_by="channel-1",
            added_at=AT,
            later=True,
            matching=("v:7",),
        ),
        IncidentAdded(
            submission_id=ID,
            incident_id=str(uuid4()),
            incident=seal(json.dumps([{"date": "2026-03", "place": "Planted Square"}])),
            matching=("d:7",),
            added_by="channel-1",
            added_at=AT,
        ),
        PerpetratorAdded(
            submission_id=ID,
            perpetrator_id=str(uuid4()),
            perpetrator=seal(json.dumps([{"kind": "state", "who": "Planted Unit"}])),
            added_by="channel-1",
            added_at=AT,
        ),
    )
    desk, source = portal.signed_in(Role.QUICK_RESPONSE_DESK), back()
    pages = [desk.get(f"/triage/{ID}").text, source.get("/return/submission").text]
    for page in pages:
        assert "Another incident" in page
        assert "Planted Square" in page
        assert "March 2026" in page
        assert "Another one responsible" in page
        assert "Planted Unit" in page
    assert "A person or group added" in pages[0]
    with portal.engine.connect() as conn:
        assert {"v:7", "d:7"} <= set(conn.scalars(select(tokens.c.token)))
    portal.vault.forget(f"submission-{ID}", at=AT)
    for page in (desk.get(f"/triage/{ID}").text, source.get("/return/submission").text):
        assert "Planted" not in page
        assert "erased" in page


def test_a_refusal_of_intake_is_read_in_french_with_its_number(portal: Pages, told: Told) -> None:
    told.tell(received(seal=portal.vault.seal))
    source = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1", organisation_id="org-1")
    source.get("/submissions/?lang=fr")
    full = received(victims=tuple(victim(number=10 + n) for n in range(MOST_VICTIMS)))
    one_more = AddLaterVictim(submission_id=ID, victim=victim(number=7), matching=())
    by = Actor(actor_id="ngo-1", roles=frozenset({Role.NGO_MEMBER}), organisation_id="org-1")
    portal.answer = answer(SUBMISSION, [full], one_more, by=by)
    path = f"/submissions/{ID}/add/victim"
    page = source.post(path, {"entry": "e-1", **TYPED["victim"]}).text
    assert (
        "<li>Une soumission peut comporter 2\u202f000 victimes au maximum. "
        "S’il y en a d’autres, écrivez à la Cellule.</li>"  # noqa: RUF001  # French
    ) in page
