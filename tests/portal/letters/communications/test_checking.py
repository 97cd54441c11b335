"""Before approval is requested, a text is checked for sources and for names without consent."""

import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from portal.casefile.lint.comparing import comparisons
from portal.web.audit.chain import audit
from portal.web.recording import CHECKED
from shared.contracts.intake import Consent, Victim
from tests.portal.letters.communications.conftest import Desk
from tests.portal.letters.communications.test_decisions import actions
from tests.support.channel import Told
from tests.support.letters import LEAD
from tests.support.people import forms_of
from tests.support.submissions import CONSENT, ID, received, triaged

UNNAMED = replace(CONSENT, authorities="no")
NOBODY = Consent(act="no", authorities="no", public="no", name_form="none")
CLEAN = "Excellency,\n\nA person was taken. Please reply."
NAMED = "Excellency,\n\nIt rained. Then PLANTED-VICTIM was taken.\nPlease reply."
TELLS = "Excellency,\n\nNadia Kamau of secure@watch.example.org told us so."
REASON = "Without the name nobody finds the person in that prison."


def hear(desk: Desk, *consents: Consent, names: tuple[str, ...] = ("Planted Victim",)) -> None:
    seal = desk.portal.vault.seal
    victims = tuple(
        Victim(
            victim_id=f"v-{n}",
            details=seal(f"submission-{ID}", json.dumps({"kind": "person", "name": name})),
            consent=consent,
        )
        for n, (name, consent) in enumerate(zip(names, consents, strict=True))
    )
    desk.service.hear(replace(received(seal=seal), victims=victims))


def keep_source(desk: Desk, name: str = "Nadia Kamau") -> None:
    identity = {"name": name, "contact": "secure@watch.example.org"}
    desk.portal.vault.keep_identity(f"source-{ID}", identity)
    Told(desk.portal.engine).tell(received(seal=desk.portal.vault.seal), triaged())


def request(desk: Desk, page: str) -> Any:
    return desk.press("officer", page, "/request-approval")


def test_a_text_without_anything_of_the_kind_is_put_before_the_mandates(desk: Desk) -> None:
    keep_source(desk)
    page = desk.drafted(text=CLEAN)
    assert "Nothing was found" in desk["officer"].get(f"{page}/check").text
    assert request(desk, page).status_code == 303


def test_a_text_that_says_who_the_source_is_is_not(desk: Desk) -> None:
    keep_source(desk)
    page = desk.drafted(text=TELLS)
    sent = request(desk, page)
    assert sent.status_code == 422
    assert "Approval was not requested" in sent.text
    assert "Somebody who may know the source has to look" in sent.text
    assert "Line 3" not in sent.text
    assert "told us so" not in sent.text
    assert [one.type for one in desk.service.asked] == ["draft-communication"]
    assert "allow-naming" not in actions(desk["holder"].get(f"{page}/check").text)


def test_what_was_looked_for_is_not_shown_where_it_was_not_found(desk: Desk) -> None:
    keep_source(desk)
    hear(desk, UNNAMED)
    page = desk.drafted(text="Excellency,\n\nNadia Kamau told us so.")
    shown = request(desk, page).text
    assert "Nadia" not in shown
    assert "secure@watch.example.org" not in shown
    assert "Planted" not in shown


def test_a_name_without_consent_stops_the_text_too(desk: Desk) -> None:
    hear(desk, UNNAMED)
    page = desk.drafted(text=NAMED)
    sent = request(desk, page)
    assert sent.status_code == 422
    assert "name somebody without consent" in sent.text
    assert "Then PLANTED-VICTIM was taken." in sent.text


def test_a_sentence_is_listed_once_with_the_words_that_were_found(desk: Desk) -> None:
    hear(desk, UNNAMED, UNNAMED, names=("Amina Barasa", "Planted Victim"))
    page = desk.drafted(text="Amina Barasa and Planted Victim were taken; Amina Barasa died.")
    shown = desk["officer"].get(f"{page}/check").text
    assert shown.count("were taken; Amina Barasa died.") == 1
    for name in ("Amina Barasa", "Planted Victim"):
        assert f"<mark><bdi>{name}</bdi></mark>" in shown


def test_a_name_with_consent_does_not(desk: Desk) -> None:
    page = desk.drafted(text=NAMED)
    assert request(desk, page).status_code == 303


def test_of_several_victims_those_are_named_who_agreed(desk: Desk) -> None:
    hear(desk, CONSENT, UNNAMED, names=("Amina Barasa", "Planted Victim"))
    assert request(desk, desk.drafted(text="Amina Barasa was taken.")).status_code == 303
    assert request(desk, desk.drafted(text="Planted Victim was taken.")).status_code == 422


def test_a_source_who_is_the_victim_is_named_if_he_agreed(desk: Desk) -> None:
    keep_source(desk, "Planted Victim")
    assert request(desk, desk.drafted(text=NAMED)).status_code == 303
    hear(desk, UNNAMED)
    shown = request(desk, desk.drafted(text=NAMED)).text
    assert "name somebody without consent" in shown
    assert "Somebody who may know the source has to look" not in shown


def test_a_part_of_a_name_is_shown_and_stops_nothing(desk: Desk) -> None:
    hear(desk, UNNAMED, names=("Planted Person",))
    page = desk.drafted(text="Ms Person was taken.")
    assert "Look at these places yourself" in desk["officer"].get(f"{page}/check").text
    assert request(desk, page).status_code == 303


def test_a_holder_decides_with_a_reason_that_a_name_is_told(desk: Desk) -> None:
    hear(desk, UNNAMED)
    page = desk.drafted(text=NAMED)
    empty = desk.press("holder", f"{page}/check", "/allow-naming", reason="")
    assert empty.status_code == 422
    assert "Say why the person must be named" in empty.text

    sent = desk.press("holder", f"{page}/check", "/allow-naming", reason=REASON)
    assert sent.status_code == 303
    asked = desk.service.asked[-1]
    assert (asked.type, asked.data["victim_ids"]) == ("allow-naming", ["v-0"])
    assert desk.revealed(asked.data["reason"]) == REASON
    shown = desk["officer"].get(page).text
    assert "decided that names may be told to the authorities" in shown
    assert REASON in shown
    assert "Named by a mandate-holder" in desk["officer"].get(f"{page}/check").text
    assert request(desk, page).status_code == 303


def test_nobody_decides_so_of_somebody_who_wants_no_letter(desk: Desk) -> None:
    hear(desk, CONSENT, NOBODY, names=("Amina Barasa", "Planted Victim"))
    page = desk.drafted(text=NAMED)
    assert "allow-naming" not in actions(desk["holder"].get(f"{page}/check").text)
    assert request(desk, page).status_code == 422


def test_an_officer_sees_the_check_and_cannot_decide(desk: Desk) -> None:
    hear(desk, UNNAMED)
    page = desk.drafted(text=NAMED)
    shown = desk["officer"].get(f"{page}/check").text
    assert "allow-naming" not in actions(shown)
    assert "may decide on this page that a person is named" in shown
    assert "Check the text" in desk["officer"].get(page).text


@pytest.mark.parametrize("who", ["strange officer", "strange holder"])
def test_whom_the_letter_does_not_concern_sees_no_check(desk: Desk, who: str) -> None:
    page = desk.drafted(text=CLEAN)
    assert desk[who].get(f"{page}/check").status_code == 404


def test_another_holder_does_not_decide_for_a_mandate_that_is_not_his(desk: Desk) -> None:
    hear(desk, UNNAMED)
    page = desk.drafted(text=NAMED)
    sent = desk.press("other holder", f"{page}/check", "/allow-naming", reason=REASON, mandate=LEAD)
    assert sent.status_code == 404


def test_what_the_check_reads_is_on_record_as_read_by_it(desk: Desk) -> None:
    keep_source(desk)
    page = desk.drafted(text=CLEAN)
    desk["officer"].get(f"{page}/check")
    with desk.portal.engine.connect() as conn:
        rows = conn.execute(select(audit.c.what, audit.c.purpose, audit.c.subject)).all()
    read = {(row.what, row.subject) for row in rows if row.purpose == CHECKED}
    assert ("identity", f"source-{ID}") in read
    assert ("submission", f"submission-{ID}") in read


def test_a_text_that_is_still_on_its_way_is_not_asked_about(desk: Desk) -> None:
    page = desk.drafted(text=CLEAN)
    sent = desk.press(
        "officer", page, "/request-approval", version="2", content_hash=desk.hash_of(TELLS)
    )
    assert sent.status_code == 409
    assert "still on its way" in sent.text
    assert [one.type for one in desk.service.asked] == ["draft-communication"]


def test_an_erased_text_is_not_put_before_anybody(desk: Desk) -> None:
    page = desk.drafted(text=CLEAN)
    subject = f"communication-{page.rpartition('/')[2]}"
    desk.portal.vault.forget(subject, at=desk.portal.clock())
    checked = desk["officer"].get(f"{page}/check")
    asked = desk.press("officer", page, "/request-approval")
    for answer in (checked, asked):
        assert answer.status_code == 409
        assert "was erased on request" in answer.text
    assert [one.type for one in desk.service.asked] == ["draft-communication"]


# --- what may tell who the source is --------------------------------------------------------------

WHY = "The mother of the victim has the same name, and agreed."
SURNAME = "Excellency,\n\nAs Ms Kamau told the court, a person was taken."


def look(desk: Desk, who: str, page: str) -> Any:
    return desk.press(who, f"{page}/check", "/passages")


def cleared(desk: Desk, who: str, page: str, **typed: str) -> Any:
    shown = look(desk, who, page)
    [form] = [one for one in forms_of(shown.text) if one["action"].endswith("/clear")]
    return desk[who].client.post(
        form["action"],
        data={**form["fields"], **typed},
        headers={"Sec-Fetch-Site": "same-origin"},
    )


@pytest.mark.parametrize(
    "text",
    [
        "Ms Kamau told us so.",
        "Nadia told us so.",
        "N. K. told us so.",
        "Kamau, Nadia told us so.",
        "Kаmаu told us so.",  # noqa: RUF001  # two Cyrillic letters
    ],
)
def test_part_of_the_sources_name_stops_the_text_and_the_officer_is_not_told_where(
    desk: Desk, text: str
) -> None:
    keep_source(desk)
    page = desk.drafted(text=f"Excellency,\n\nIt rained. {text} Please reply.")
    sent = request(desk, page)
    assert sent.status_code == 422
    assert "Somebody who may know the source has to look" in sent.text
    assert "told us so" not in sent.text
    assert [one.type for one in desk.service.asked] == ["draft-communication"]


def test_who_looks_at_the_passages_opens_the_identity_with_a_reason(desk: Desk) -> None:
    keep_source(desk)
    page = desk.drafted(text=SURNAME)
    shown = look(desk, "officer", page)
    asked = desk.service.asked[-1]
    assert (asked.type, asked.data["reason_code"]) == ("open-source-identity", "text")
    assert "As Ms Kamau told the court" in shown.text
    without = desk.press("officer", f"{page}/check", "/passages", reason="")
    assert without.status_code == 422
    assert "Say why you look at them" in without.text
    assert "told the court" not in without.text


def test_passages_that_were_looked_at_stay_for_a_reason_that_is_kept(desk: Desk) -> None:
    keep_source(desk)
    page = desk.drafted(text=SURNAME)
    empty = cleared(desk, "officer", page, reason="")
    assert empty.status_code == 422
    assert "Say why they stay" in empty.text
    assert cleared(desk, "officer", page, reason=WHY).status_code == 303
    asked = desk.service.asked[-1]
    assert asked.type == "clear-passages"
    assert desk.revealed(asked.data["reason"]) == WHY
    assert "kamau" not in json.dumps(asked.data["passages"]).lower()
    assert request(desk, page).status_code == 303


def test_what_was_said_of_a_passage_holds_when_the_platform_has_a_newer_key(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_source(desk)
    page = desk.drafted(text=SURNAME)
    assert cleared(desk, "officer", page, reason=WHY).status_code == 303
    keys = ["a newer secret key", *desk.portal.settings.secret_key_list]
    rotated = SimpleNamespace(secret_key_list=keys, comparisons_a_day=8)
    monkeypatch.setattr("portal.casefile.lint.comparing.settings", lambda: rotated)
    assert "has to look" not in desk["officer"].get(f"{page}/check").text


def test_another_sentence_with_the_name_is_looked_at_anew(desk: Desk) -> None:
    keep_source(desk)
    page = desk.drafted(text=SURNAME)
    cleared(desk, "officer", page, reason=WHY)
    desk.press("officer", f"{page}/revise", "/revise", text=f"{SURNAME}\n\nMs Kamau told us more.")
    assert request(desk, page).status_code == 422


def test_a_whole_name_never_stays(desk: Desk) -> None:
    keep_source(desk)
    page = desk.drafted(text=TELLS)
    shown = look(desk, "officer", page)
    assert "secure@watch.example.org told us so" in shown.text
    assert not [one for one in forms_of(shown.text) if one["action"].endswith("/clear")]


def test_passages_that_were_not_looked_at_are_not_cleared(desk: Desk) -> None:
    keep_source(desk)
    page = desk.drafted(text=SURNAME)
    shown = look(desk, "officer", page).text
    [form] = [one for one in forms_of(shown) if one["action"].endswith("/clear")]
    for passages in ("", "0" * 64):
        fields = {**form["fields"], "passages": passages, "reason": WHY}
        sent = desk["officer"].post(form["action"], fields)
        assert sent.status_code == 409
        assert "Look at the passages again" in sent.text
    assert desk.service.asked[-1].type == "open-source-identity"


@pytest.mark.parametrize("who", ["strange officer", "strange holder", "chief", "desk officer"])
@pytest.mark.parametrize("action", ["passages", "clear"])
def test_whom_it_does_not_concern_neither_looks_nor_clears(
    desk: Desk, who: str, action: str
) -> None:
    keep_source(desk)
    page = desk.drafted(text=SURNAME)
    assert desk[who].post(f"{page}/{action}", {"reason": WHY}).status_code in {403, 404}
    assert desk.service.asked[-1].type == "draft-communication"


def test_a_text_that_tells_nothing_has_nothing_to_look_at(desk: Desk) -> None:
    keep_source(desk)
    page = desk.drafted(text=CLEAN)
    for action in ("passages", "clear"):
        assert desk["officer"].post(f"{page}/{action}", {"reason": WHY}).status_code == 404


def test_guesses_are_limited_on_record_and_told_to_the_source(desk: Desk) -> None:
    keep_source(desk)
    page = desk.drafted(text=CLEAN)
    most = desk.portal.settings.comparisons_a_day
    for number in range(most + 2):
        text = f"Excellency,\n\nGuess {number}: Nadia."
        desk.press("officer", f"{page}/revise", "/revise", text=text)
        for _ in range(2):  # the same text again is no other guess
            answer = desk["officer"].get(f"{page}/check")
            assert answer.status_code == (200 if number < most else 429)
    assert "go on tomorrow" in answer.text
    assert "has to look" not in answer.text
    with desk.portal.engine.connect() as conn:
        what = [row.what for row in conn.execute(select(audit.c.what))]
        told = comparisons(conn, ID)
    assert what.count("source-compared") == most
    assert what.count("comparison-refused") == 4
    assert told is not None
    assert told.texts == most
    desk.portal.clock.forward(timedelta(days=1, minutes=1))
    account = desk["officer"].account
    assert account is not None
    assert desk.portal.sign_in(account).get(f"{page}/check").status_code == 200
