"""Issues for everybody and for the staff, and the desk on which they are made."""

import io
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pypdf
from pydantic import TypeAdapter

from portal.public.briefings.queries import STAFF, subject_of
from shared.contracts.stakeholders_briefing_commands import TYPES
from shared.core.roles import Role
from shared.reference import recipient_name
from shared.reference.briefings import MOST
from tests.stakeholders import briefings as said
from tests.support.briefings import BEGIN, CODE, HOUR, Issues, sent_letter
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

PAGE, DESK, THEIRS = "/en/briefings", "/briefing-desk", "/staff-briefings"
KENYA = recipient_name("KEN")


def asked(portal: Pages) -> Any:
    """Return the command that the service was asked for last."""
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def submit(visitor: Visitor, path: str, **typed: str) -> int:
    """Send the form of this page; return the status of the answer."""
    return send(visitor, path.partition("?")[0], visitor.get(path).text, **typed)


def send(visitor: Visitor, path: str, page: str, **typed: str) -> int:
    """Send the form that is on this page, with what is hidden in it."""
    shown = dict(re.findall(r'name="(version|items)"[^>]*value="([^"]*)"', page))
    data = {"command_id": str(uuid4()), **shown, **typed}
    return visitor.post(path, data).status_code


def printed(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    pages = pypdf.PdfReader(io.BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# --- editions ------------------------------------------------------------------------------------


def test_the_public_edition_has_what_is_public_and_the_other_the_letters_that_were_sent(
    portal: Pages, issues: Issues
) -> None:
    letter = issues.letter(1)
    secret, reprisal = sent_letter(portal, 1, "NPL"), sent_letter(portal, 2, "IRN", reprisal=True)
    issues.tell(said.OPENED)
    ours = issues.added("For us alone", "added-2", edition="staff")
    theirs = issues.added("An open day", language="fr")
    for path in ("", "/issue.pdf"):
        answer = portal.visitor().get(f"{PAGE}/{CODE}{path}")
        assert answer.status_code == 404, "it was not sent"
    items = (letter, secret, reprisal, theirs, ours, "letter-1")
    issues.sent(*items, at=portal.clock(), fallen=("letter-9",))
    page = portal.visitor().get(f"{PAGE}/{CODE}")
    for words in ("AL KEN 1/2026", "An open day", "Removed", "week 47 of 2026"):
        assert words in page.text
    assert page.headers["Cache-Control"] == "no-store"
    nepal, iran = recipient_name("NPL"), recipient_name("IRN")
    for words in (nepal, iran, "For us alone", secret, "Letters transmitted"):
        assert words not in page.text
    assert page.text.count("Removed") == 1, "what the staff alone may read leaves no trace"
    paper, staff = f"{PAGE}/{CODE}/issue.pdf", portal.signed_in(Role.CHIEF)
    assert f'href="{paper}"' in page.text
    told = printed(portal.visitor(), paper)
    for words in ("AL KEN 1/2026", "An open day", "Removed", "/register/"):
        assert words in told
    for words in (nepal, iran, "For us alone", "for the staff alone"):
        assert words not in told
    told = printed(staff, f"{THEIRS}/{CODE}/issue.pdf")
    for words in (nepal, "For us alone", "This edition is for the staff alone."):
        assert words in told
    assert iran not in told
    for role in STAFF:
        own = portal.signed_in(role).get(f"{THEIRS}/{CODE}").text
        assert nepal in own
        assert "For us alone" in own
        assert iran not in own, "what rests on reprisals is in no edition"


def test_what_is_taken_back_later_stands_as_removed(portal: Pages, issues: Issues) -> None:
    assert "Issues will appear here once they are sent." in portal.visitor().get(PAGE).text
    letter, other = issues.letter(1), issues.letter(2)
    issues.tell(said.OPENED)
    theirs = issues.added("An open day")
    issues.sent(letter, other, theirs, at=portal.clock())
    assert f"{PAGE}/{CODE}" in portal.visitor().get(PAGE).text
    feed = portal.visitor().get("/briefings/issues.atom").text
    assert f"/briefings/{CODE}</id>" in feed
    assert "Removed" not in portal.visitor().get(f"{PAGE}/{CODE}").text
    issues.withdraw(1)
    issues.tell(said.DROPPED, item=other, sent=True)
    portal.vault.forget(subject_of(CODE), at=portal.clock())
    page = portal.visitor().get(f"{PAGE}/{CODE}").text
    assert page.count("Removed") == 3
    for words in ("1/2026", "2/2026", "An open day"):
        assert words not in page
    issues.tell(said.KEPT, item=other, sent=True)
    assert "2/2026" in portal.visitor().get(f"{PAGE}/{CODE}").text


def test_each_line_is_said_in_six_languages(portal: Pages, issues: Issues) -> None:
    letter = issues.letter(1)
    issues.tell(said.OPENED)
    issues.sent(letter, at=portal.clock())
    pages = {
        code: portal.visitor().get(f"/{code}/briefings/{CODE}").text
        for code in ("en", "fr", "es", "ar", "ru", "zh")
    }
    titles = {re.search(r"<h1[^>]*>([^<]*)<", page)[1] for page in pages.values()}  # type: ignore[index]  # each has one
    assert len(titles) == len(pages)


def test_an_issue_of_what_the_staff_alone_reads_is_nowhere_public(
    portal: Pages, issues: Issues
) -> None:
    secret = sent_letter(portal, 1, "NPL")
    issues.tell(said.OPENED)
    issues.sent(secret, at=portal.clock(), public=False)
    assert portal.visitor().get(f"{PAGE}/{CODE}").status_code == 404
    listed = (PAGE, "/briefings/issues.atom", "/register/feed/published.json?kind=issue")
    assert not [one for one in listed if CODE in portal.visitor().get(one).text]
    editor = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert KENYA not in editor.get(f"{THEIRS}/{CODE}").text
    assert recipient_name("NPL") in editor.get(f"{THEIRS}/{CODE}").text
    assert f"{THEIRS}/{CODE}" in editor.get(PAGE).text
    page = editor.get(f"{DESK}/{CODE}").text
    assert f"{THEIRS}/{CODE}" in page
    assert f'href="{PAGE}/{CODE}"' not in page


def test_what_an_editor_added_never_shows_the_line_of_a_letter(
    portal: Pages, issues: Issues
) -> None:
    secret = sent_letter(portal, 1, "NPL")
    issues.tell(said.OPENED)
    issues.added("An open day", secret)
    issues.sent(secret, at=portal.clock())
    page = portal.visitor().get(f"{PAGE}/{CODE}").text
    assert "An open day" in page
    assert recipient_name("NPL") not in page


def test_an_issue_that_was_sent_says_what_it_had_no_room_for(portal: Pages, issues: Issues) -> None:
    letters = [issues.letter(n) for n in range(MOST + 2)]
    issues.tell(said.OPENED)
    issues.sent(*letters[:MOST], at=portal.clock())
    page = portal.visitor().get(f"{PAGE}/{CODE}").text
    assert re.search(r'2 more items are in <a [^>]*href="/en/register">the register', page)


def test_what_was_removed_is_put_back_by_somebody_else_and_a_sentence_is_taken_off(
    portal: Pages, issues: Issues
) -> None:
    letter = issues.letter(1)
    editor, other = portal.signed_in(Role.QUICK_RESPONSE_DESK), portal.signed_in(Role.CHIEF)
    by = editor.account.account_id if editor.account else ""
    here = f"{DESK}/{CODE}"
    issues.tell(said.OPENED)
    issues.tell(said.EDITED, item=letter, text=issues.sealed("A sentence"))
    issues.sent(letter, at=portal.clock())
    assert submit(editor, f"{here}/items/{letter}/take-off") == 303
    assert (asked(portal).text, asked(portal).item) == (None, letter)
    issues.tell(said.EDITED, item=letter, text=None, sent=True)
    assert "A sentence" not in portal.visitor().get(f"{PAGE}/{CODE}").text
    assert editor.get(f"{here}/items/{letter}/take-off").status_code == 404
    issues.tell(said.DROPPED, item=letter, sent=True, dropped_by=by)
    assert "Somebody else can put it back." in editor.get(here).text
    assert f"{here}/items/{letter}/put-back" in other.get(here).text
    assert other.get(f"{here}/items/{letter}/keep").status_code == 404
    assert "Take this item in again?" in other.get(f"{here}/items/{letter}/put-back").text
    assert submit(other, f"{here}/items/{letter}/put-back") == 303
    portal.clock.forward(timedelta(minutes=portal.settings.step_up_minutes + 1))
    again = other.get(f"{here}/items/{letter}/put-back")
    assert "/security/" in again.headers["Location"], "it asks who it is"


# --- the desk ------------------------------------------------------------------------------------


def test_the_desk_shows_both_editions_side_by_side_and_asks_for_each_act(
    portal: Pages, issues: Issues
) -> None:
    editor = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    assert "Issues will appear here once they open." in editor.get(DESK).text
    letter, secret = issues.letter(1), sent_letter(portal, 1, "NPL")
    issues.letter(2, BEGIN - HOUR)
    issues.tell(said.OPENED)
    assert f"{DESK}/{CODE}" in editor.get(DESK).text
    page = editor.get(f"{DESK}/{CODE}").text
    public, staff = page.split('id="edition-staff"')
    nepal = recipient_name("NPL")
    assert "AL KEN 1/2026" in public
    assert nepal in staff
    assert nepal not in public
    assert "2/2026" not in page, "another week has it"

    here = f"{DESK}/{CODE}"
    assert editor.get(f"{here}/items/letter-99/drop").status_code == 404
    assert editor.get(f"{here}/approve").status_code == 404
    assert submit(editor, f"{here}/items/{letter}/drop") == 303
    assert (asked(portal).item, asked(portal).period) == (letter, CODE)
    issues.tell(said.DROPPED, item=letter, dropped_by="editor-9")
    assert "Dropped" in editor.get(here).text
    assert submit(editor, f"{here}/items/{letter}/keep") == 303
    issues.tell(said.KEPT, item=letter, kept_by="editor-9")
    typed = {"text": "A sentence", "language": "fr", "checked": "send"}
    assert submit(editor, f"{here}/items/{letter}/edit", **typed) == 303
    assert portal.vault.reveal(asked(portal).text) == "A sentence"
    issues.tell(said.EDITED, item=letter, text=issues.sealed("A sentence"), language="fr")
    assert 'lang="fr"' in editor.get(here).text
    more = {**typed, "section": "coming", "edition": "public"}
    assert submit(editor, f"{here}/add", **more) == 303
    assert asked(portal).section == "coming"
    assert submit(editor, f"{here}/hand-in?seen=3") == 303
    assert set(asked(portal).items) == {letter, secret}
    assert asked(portal).version == 3, "as many as were changes"


def test_a_second_person_is_asked_to_approve_and_hears_what_was_left_out(
    portal: Pages, issues: Issues
) -> None:
    letter = issues.letter(1)
    editor = portal.signed_in(Role.QUICK_RESPONSE_DESK)
    other = portal.signed_in(Role.CHIEF)
    by = editor.account.account_id if editor.account else ""
    issues.tell(said.OPENED)
    assert "To be edited and handed in" in other.get("/transmit").text
    issues.tell(said.HANDED_IN, items=(letter, "letter-9"), handed_in_by=by)
    assert "To be approved by you or a colleague" in other.get("/transmit").text
    assert "somebody else approves it" in editor.get(f"{DESK}/{CODE}").text
    assert submit(other, f"{DESK}/{CODE}/approve?seen=0") == 303
    assert asked(portal).version == 0
    issues.tell(said.APPROVED)
    went: dict[str, Any] = {"items": (letter,), "fallen": ("letter-9",)}
    issues.tell(said.WENT, **went, sent_at=portal.clock() - timedelta(days=1))
    assert "1 item was left out when it was sent" in other.get("/transmit").text
    assert 'id="fallen"' in other.get(f"{DESK}/{CODE}").text
    portal.clock.forward(timedelta(days=8))
    assert "left out" not in portal.signed_in(Role.CHIEF).get("/transmit").text


def test_nobody_hands_in_or_approves_what_they_did_not_see(portal: Pages, issues: Issues) -> None:
    letter, secret = issues.letter(1), sent_letter(portal, 1, "NPL")
    editor, other = portal.signed_in(Role.QUICK_RESPONSE_DESK), portal.signed_in(Role.CHIEF)
    by = editor.account.account_id if editor.account else ""
    here = f"{DESK}/{CODE}"
    issues.tell(said.OPENED)
    assert f"{here}/hand-in?seen=0" in editor.get(here).text
    for wrong in ("", "?seen=1"):
        assert editor.get(f"{here}/hand-in{wrong}").headers["Location"] == here
    page = editor.get(f"{here}/hand-in?seen=0").text
    issues.letter(2)
    assert send(editor, f"{here}/hand-in", page) == 409, "there is more than the page counted"
    issues.tell(said.HANDED_IN, items=(letter, secret), handed_in_by=by)
    assert f"{here}/approve?seen=0" in other.get(here).text
    assert other.get(f"{here}/approve?seen=1").headers["Location"] == here
    public, staff = other.get(f"{here}/approve?seen=0").text.split('id="edition-staff"')
    assert "AL KEN 1/2026" in public
    assert recipient_name("NPL") in staff
    assert recipient_name("NPL") not in public
    assert "nobody is left to approve it" not in other.get(here).text
    mine = other.account.account_id if other.account else ""
    issues.tell(said.DROPPED, item=secret, dropped_by=mine)
    assert "nobody is left to approve it" in other.get(here).text


def test_an_issue_is_skipped_taken_up_and_says_why_it_lapsed(portal: Pages, issues: Issues) -> None:
    editor = portal.signed_in(Role.CHIEF)
    issues.tell(said.OPENED)
    assert "What happened in this period will appear here." in editor.get(f"{DESK}/{CODE}").text
    assert submit(editor, f"{DESK}/{CODE}/skip", code="nothing") == 303
    issues.tell(said.SKIPPED)
    assert "There is too little to tell" in editor.get(f"{DESK}/{CODE}").text
    assert editor.get(f"{DESK}/{CODE}/add").status_code == 404
    assert submit(editor, f"{DESK}/{CODE}/take-up") == 303
    issues.tell(said.LAPSED)
    assert "Nobody approved it before" in editor.get(f"{DESK}/{CODE}").text
    bulletin = "2026-q3"
    issues.tell(said.OPENED, code=bulletin)
    page = editor.get(f"{DESK}/{bulletin}").text
    assert "quarter 3 of 2026" in page
    assert "edition-staff" not in page
