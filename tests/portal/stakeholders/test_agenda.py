"""The agenda: everybody reads it, the secretariat notes it, and issues tell it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.app.read_models import READ_MODELS
from portal.public.briefings import sources, words
from portal.stakeholders.agenda.read_model import AGENDA
from shared.contracts.stakeholders_agenda import AgendaDetails, NoteAgendaEvent
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.briefings import days_of
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders.test_agenda import MEETING, NOTED, SESSION, STRUCK
from tests.support.organisations import asked_for
from tests.support.portal import Pages
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

PAGE = "/en/agenda"
DAY = timedelta(days=1)


class Agenda:
    def __init__(self, portal: Pages) -> None:
        self.portal, self.told = portal, 0
        self.appliers = ready(portal.engine, [AGENDA])

    def tell(self, fact: object) -> None:
        self.told += 1
        at = self.portal.clock()
        twice(self.appliers, [of_stakeholders(fact, self.told, f"agenda-{self.told}", at)])

    def noted(self, details: AgendaDetails, days: int) -> str:
        """Tell of one that begins in so many days, for two days; return it."""
        event_id = str(derive_id("agenda of a page", self.told))
        first = day_of(self.portal.clock()) + days * DAY
        told = replace(details, first=first, last=first + DAY)
        self.tell(replace(NOTED, event_id=event_id, details=told))
        return event_id


@pytest.fixture
def agenda(portal: Pages) -> Agenda:
    ready(portal.engine, READ_MODELS)
    return Agenda(portal)


def test_everybody_reads_it_and_the_secretariat_notes_it(portal: Pages, agenda: Agenda) -> None:
    assert "will appear here" in portal.visitor().get(PAGE).text
    ahead, over = agenda.noted(SESSION, 9), agenda.noted(MEETING, -9)
    page = text(portal.visitor().get(PAGE).text)
    assert page.index("Human Rights Council, session 61") < page.index("Experts on prisons")
    assert "Note a session" not in page
    one = portal.visitor().get(f"{PAGE}/{over}").text
    assert 'lang="en">Experts on prisons' in one
    assert "A/HRC/61/1" in one
    assert 'dir="rtl"' in portal.visitor().get(f"/ar/agenda/{ahead}").text
    chief = portal.signed_in(Role.CHIEF)
    typed = {
        "command_id": str(uuid4()),
        "seen": "0",
        "kind": "meeting",
        "number": "7",
        "title": "Experts on water",
        "language": "fr",
        "first": "2026-12-01",
        "last": "2026-12-02",
        "place": "",
        "source": "https://example.org/experts",
    }
    path = "/agenda/note"
    wrongs = [
        {"source": "told"},
        {"title": ""},
        {"last": "2026-11-01"},
        {"kind": "special", "number": ""},
        {"kind": "session", "number": "61"},  # it is on the list
    ]
    for wrong in wrongs:
        assert chief.post(path, {**typed, **wrong}).status_code == 422, wrong
    assert "Experts on water" in chief.post(path, typed).text, "it is read through first"
    assert not portal.asked
    noted = chief.post(path, {**typed, "checked": "send"})
    assert (noted.status_code, noted.location.partition("?")[0]) == (303, PAGE)
    kind, data, _ = asked_for(portal.asked[-1])
    details = TypeAdapter(NoteAgendaEvent).validate_python(data).details
    assert (kind, details.title, details.number) == ("note-agenda-event", "Experts on water", None)
    led = chief.get(f"{path}?number=61&first=2026-02-23&last=2026-04-02").text
    assert 'value="61"' in led
    assert "2026-02-23" in led
    assert 'value="61"' in chief.get(f"/agenda/{ahead}/change").text
    assert "session 61" in chief.get(f"/agenda/{ahead}/strike").text
    assert chief.post(f"/agenda/{ahead}/strike", {**typed, "seen": "1"}).status_code == 303
    agenda.tell(replace(STRUCK, event_id=ahead))
    holder = portal.signed_in(Role.MANDATE_HOLDER)
    assert {who.get(f"{PAGE}/{ahead}").status_code for who in (portal.visitor(), holder)} == {404}
    assert "session 61" not in holder.get(PAGE).text
    assert "session 61" in chief.get(PAGE).text
    assert "Only those who note" in chief.get(f"{PAGE}/{ahead}").text
    assert chief.get(f"/agenda/{ahead}/strike").status_code == 404
    assert "Put it back" in chief.get(f"/agenda/{ahead}/change").text
    agenda.tell(replace(NOTED, event_id=ahead, step=3))
    assert portal.visitor().get(f"{PAGE}/{ahead}").status_code == 200


def test_issues_tell_what_began_and_what_is_ahead(portal: Pages, agenda: Agenda) -> None:
    quarter = days_of("bulletin", "2026-q3")
    now = day_of(portal.clock())
    inside, ahead = (quarter.first - now).days + 20, (quarter.last - now).days + 20
    session, meeting = agenda.noted(SESSION, inside), agenda.noted(MEETING, inside)
    later = agenda.noted(SESSION, ahead)
    gone = agenda.noted(MEETING, ahead)
    agenda.tell(replace(STRUCK, event_id=gone))
    with portal.engine.connect() as conn:
        found = sources.proposed(conn, "bulletin", quarter)
        items = [one.item for one in found]
        assert sources.standing(conn, items) == {one.item: one for one in found}
    assert [(one.section, one.item) for one in found] == [
        ("council", f"council-{session}"),
        ("experts", f"experts-{meeting}"),
        ("coming", f"agenda-{later}"),
    ]
    with portal.app.test_request_context():
        said = [words.line(one) for one in found]
        assert said[0].endswith("Human Rights Council, session 61")
        assert said[1].endswith("Experts on prisons")
        assert words.address(found[2]) == f"/en/agenda/{later}"
    assert {one.language for one in found} == {None}, "a line begins with days, in another language"
