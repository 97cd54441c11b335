"""A recommendation is corrected, closed and assessed, by several schemes and follow-ups."""

from dataclasses import replace
from datetime import timedelta

from portal.followup.recommendations.shared_with import unassessed
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.recommendations.described import (
    PARLIAMENT,
    asked,
    closed,
    fields,
    named,
    sealed,
    told,
)
from tests.portal.followup.recommendations.story import PAGE, TORTURE, holder, ngo
from tests.support.check import CHECKED
from tests.support.followup import (
    NOW,
    assessed,
    informed,
)
from tests.support.portal import Pages


def test_the_holder_corrects_closes_and_reopens_it(portal: Pages) -> None:
    told(portal)
    visitor = holder(portal)
    form = {"symbol": "A/HRC/40/59/Corr.1", "text": "Close all cells.", "seen": "1"}
    unread = visitor.post(f"{PAGE}/correct", {"command_id": str(derive_id("x")), **form})
    assert "Check the corrected text" in unread.text
    data = asked(visitor, portal, "/correct", {**form, **CHECKED})["data"]
    assert (data["seen"], data["symbol"]) == (1, "A/HRC/40/59/Corr.1")
    assert visitor.get(f"{PAGE}/reopen").status_code == 404
    for wrong in ({"reason": ""}, {"reason": "merged"}, {"reason": "overtaken", "instead": "x"}):
        bad = {"command_id": str(derive_id("y")), "note": "", **wrong}
        assert visitor.post(f"{PAGE}/close", bad).status_code == 422, wrong
    data = asked(visitor, portal, "/close", {"reason": "overtaken", "note": "A new law."})["data"]
    assert (data["reason"], data["by_id"], data["seen"]) == ("overtaken", None, 0)
    assert 'name="seen" type="hidden" value="0"' in visitor.get(f"{PAGE}/close").text
    told(portal, closed(portal))
    page = visitor.get(PAGE).text
    assert "Closed" in visitor.get("/recommendations").text
    assert "Assess implementation" not in page
    assert visitor.get(f"{PAGE}/close").status_code == 404
    assert 'name="seen" type="hidden" value="1"' in visitor.get(f"{PAGE}/reopen").text
    data = asked(visitor, portal, "/reopen", {"reason": "It was not so.", "seen": "1"})["data"]
    assert data["seen"] == 1
    officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=TORTURE)
    assert officer.get(f"{PAGE}/close").status_code == 403


def test_several_schemes_and_follow_ups_stand_beside_each_other(portal: Pages) -> None:
    theirs = assessed("completed")
    other = {"scheme": "upr-progress", "addressee_id": PARLIAMENT, "period": 2026}
    graded = type(theirs)(**{**fields(theirs), **other})
    history = [named(portal, PARLIAMENT, "parliament", "yes"), assessed("not"), graded]
    told(portal, *history)
    visitor = holder(portal)
    page = visitor.get(PAGE).text
    for said in ("Not implemented", "Completed", "Progress (practice of the Universal Periodic"):
        assert said in page
    assert "Not implemented" in visitor.get("/recommendations").text, "the Government's own grade"
    path = f"{PAGE}/assess?scheme=hrc-follow-up"
    assert "A: largely satisfactory" in visitor.get(path).text
    assert "Fully implemented" not in page
    newer = replace(assessed("fully"), scheme="implementation-2")
    told(portal, *history, newer)
    rows = visitor.get(PAGE).text.split("What happened")[0]
    assert "Fully implemented" in rows
    assert "Not implemented" not in rows, "the newer version of a scheme ends the earlier one"
    for scheme in ("cooperation", "implementation", "x"):
        assert visitor.get(f"{PAGE}/assess?scheme={scheme}").status_code == 404, scheme
    form = {"scheme": "hrc-follow-up", "addressee": PARLIAMENT, "grade": "d", "rationale": "None."}
    data = asked(visitor, portal, "/assess", {**form, "period": "2026"})["data"]
    assert (data["scheme"], data["grade"], data["based_on"]) == ("hrc-follow-up", "d", [])
    assert (data["addressee_id"], data["period"]) == (PARLIAMENT, 2026)


def test_what_waits_to_be_assessed_is_of_its_own_follow_up_and_not_closed(portal: Pages) -> None:
    theirs = informed("ngo", by="ngo-9", organisation_id="org-1", text=sealed(portal, "One"))
    about = replace(theirs, addressee_id=PARLIAMENT)
    newer = replace(about, info_id="2", corrects=about.info_id)
    of_state = replace(assessed("not"), scheme="implementation-2", based_on=(about.info_id,))
    graded = replace(of_state, addressee_id=PARLIAMENT, based_on=())
    history = [named(portal, PARLIAMENT, "parliament", "yes"), about]

    def waiting(*more: object) -> int:
        history.extend(more)
        told(portal, *history)
        actor = Actor(actor_id="holder", roles=frozenset({Role.MANDATE_HOLDER}), mandates=TORTURE)
        with portal.engine.connect() as conn:
            return sum(one.number for one in unassessed(conn, actor, role=Role.MANDATE_HOLDER))

    assert waiting() == 1
    assert waiting(of_state) == 1, "that was of the Government's follow-up"
    assert waiting(graded) == 1, "the grade is not based on it"
    assert waiting(newer) == 1, "what was corrected does not wait beside its correction"
    assert waiting(replace(graded, based_on=("2",))) == 0
    assert waiting(replace(about, info_id="3")) == 1
    assert waiting(replace(graded, scheme="implementation")) == 0, "which named nothing"
    later = NOW + timedelta(days=1)
    assert waiting(replace(about, info_id="4", received_at=later)) == 1
    assert waiting(closed(portal)) == 0, "what is closed is not assessed"


def test_who_informed_corrects_it_and_says_whose_follow_up_it_is_about(portal: Pages) -> None:
    first, second = str(derive_id("info", 1)), str(derive_id("info", 2))
    history = [
        named(portal, PARLIAMENT, "parliament", "yes"),
        informed("ngo", by="ngo-1", organisation_id="org-1", text=sealed(portal, "One")),
        informed(
            "ngo", by="ngo-1", organisation_id="org-1", info_id=second, text=sealed(portal, "Two")
        ),
        informed(
            "nhri", by="nhri-9", organisation_id="nhri-1", info_id="3", text=sealed(portal, "Three")
        ),
    ]
    told(portal, *history)
    visitor = ngo(portal)
    page = visitor.get(f"{PAGE}/inform").text
    assert first in page
    assert 'value="3"' not in page, "only one's own can be corrected"
    form = {"addressee": PARLIAMENT, "corrects": first, "text": "The Parliament did."}
    data = asked(visitor, portal, "/inform", form)["data"]
    assert (data["addressee_id"], data["corrects"]) == (PARLIAMENT, first)
    form = {"addressee": "-", "corrects": "", "text": "The Government did not."}
    data = asked(visitor, portal, "/inform", {**form, "command_id": str(derive_id("z"))})["data"]
    assert (data["addressee_id"], data["corrects"]) == (None, None)
    newer = informed("ngo", by="ngo-1", organisation_id="org-1", info_id="4")
    told(portal, *history, replace(newer, corrects=first, text=sealed(portal, "Four")))
    assert first not in visitor.get(f"{PAGE}/inform").text, "it is corrected already"
    assert first not in holder(portal).get(f"{PAGE}/assess").text
    fresh = portal.signed_in(Role.CONTACT_POINT, organisation_id="nhri-1")
    assert first not in fresh.get(f"{PAGE}/inform").text
    assert "24 Nov 2026 (2)" in holder(portal).get(f"{PAGE}/assess").text
