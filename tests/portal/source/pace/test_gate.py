"""The gate: what is free, what is paid by work or by waiting, and what a ticket does not open."""

import gzip
import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape

import pytest
from werkzeug.test import TestResponse

from portal.source.pace import gate
from portal.source.pace.ticket import PARTS
from portal.web.accounts.tables import tables as account_tables
from portal.web.i18n.languages import LANGUAGES, ready
from shared.core.roles import Role
from tests.support.pace import NARROW, worked
from tests.support.portal import Pages, Visitor
from tests.support.undisguised import ENGLISH_PART

HERE, THERE = "192.0.2.7", "198.51.100.9"


def send(
    visitor: Visitor, path: str, data: Mapping[str, str] | None = None, *, network: str = HERE
) -> TestResponse:
    return visitor.post(f"/steps/{path}", data or {}, X_Forwarded_For=network)


def field(page: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, page.text
    return unescape(found[1])


def waited(page: TestResponse) -> dict[str, str]:
    return {gate.TICKET: field(page, gate.TICKET)}


def over(visitor: Visitor, about: str = "second", **data: str) -> TestResponse:
    """Ask for one submission more than the network has for nothing."""
    assert send(visitor, "first").status_code == 200
    page = send(visitor, about, data)
    assert page.status_code == 429
    return page


def seconds(page: TestResponse) -> int:
    found = re.search(r'data-seconds="(\d+)"', page.text)
    assert found, page.text
    return int(found[1])


def test_what_fits_goes_on_at_once_and_what_does_not_says_how_long_it_takes(
    portal: Pages,
) -> None:
    page = over(portal.visitor())
    assert seconds(page) == gate.SUBMIT.cost * NARROW["pace_wait_seconds"]
    assert "Wait 40 seconds, then press" in page.text
    assert "Nobody is refused" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_another_network_is_not_touched(portal: Pages) -> None:
    visitor = portal.visitor()
    over(visitor)
    for about in ("third", "fourth"):
        send(visitor, about)
    assert send(visitor, "fifth", network=THERE).status_code == 200


def test_neighbours_of_one_network_count_together(portal: Pages) -> None:
    visitor = portal.visitor()
    assert send(visitor, "one", network="192.0.2.1").status_code == 200
    assert send(visitor, "two", network="192.0.2.200").status_code == 429
    assert send(visitor, "three", network="2001:db8:0:100::1").status_code == 200
    assert send(visitor, "four", network="2001:db8:0:1ff::1").status_code == 429
    assert send(visitor, "five", network="2001:db8:0:200::1").status_code == 200


def test_work_opens_it_and_what_was_typed_arrives(portal: Pages) -> None:
    visitor = portal.visitor()
    text = "What happened.\nA second line & <more>."
    page = over(visitor, text=text)
    kept = re.search(
        r'<textarea class="kept" name="text" hidden>\n(.*?)</textarea>', page.text, re.DOTALL
    )
    assert kept
    sent = send(visitor, "second", {"text": unescape(kept[1]), **worked(page.text)})
    assert (sent.status_code, sent.text) == (200, f"done: {text}")


@pytest.mark.parametrize("code", [one.code for one in ready()])
def test_it_says_so_in_the_language_of_the_reader_and_is_as_light_as_a_form(
    portal: Pages, code: str
) -> None:
    visitor = portal.visitor()
    visitor.client.set_cookie("language", code)
    page, spoken = over(visitor), LANGUAGES[code]
    assert f'lang="{spoken.tag}" dir="{spoken.dir}"' in page.text
    assert ENGLISH_PART not in page.text
    assert ("One moment before this goes on" in page.text) is (code == "en")
    assert len(gzip.compress(page.data)) < 30_000


def test_waiting_opens_it_and_the_time_that_passed_counts(portal: Pages) -> None:
    visitor = portal.visitor()
    page = over(visitor)
    portal.clock.forward(timedelta(seconds=seconds(page) - 10))
    early = send(visitor, "second", waited(page))
    assert early.status_code == 429
    assert "pressed too early" in early.text
    assert seconds(early) == 10
    portal.clock.forward(timedelta(seconds=10))
    assert send(visitor, "second", waited(early)).status_code == 200


def test_a_ticket_opens_neither_another_thing_nor_another_step(portal: Pages) -> None:
    visitor = portal.visitor()
    page = over(visitor)
    paid = worked(page.text)
    assert send(visitor, "other", paid).status_code == 429
    begun = [send(visitor, "second/begin", paid).status_code for _ in range(3)]
    assert 429 in begun
    assert send(visitor, "second", paid).status_code == 200


def test_a_ticket_lapses(portal: Pages) -> None:
    visitor = portal.visitor()
    page = over(visitor)
    paid = worked(page.text)
    assert send(visitor, "third").status_code == 429
    portal.clock.forward(timedelta(minutes=29))
    send(visitor, "third")  # the budget has room again by now, and is used up once more
    portal.clock.forward(timedelta(minutes=2))
    assert send(visitor, "second", paid).status_code == 429


@pytest.mark.parametrize("forged", ["", "x", "é", "gAAAAA" + "A" * 80])
def test_what_is_no_ticket_of_ours_opens_nothing(portal: Pages, forged: str) -> None:
    visitor = portal.visitor()
    over(visitor)
    sent = send(visitor, "second", {gate.TICKET: forged, gate.WORK: ".".join(["0"] * PARTS)})
    assert sent.status_code == 429
    assert "too early" not in sent.text


def test_tickets_asked_for_at_once_are_due_one_after_the_other(portal: Pages) -> None:
    visitor = portal.visitor()
    first = over(visitor)
    waits = [seconds(first)]
    waits += [seconds(send(visitor, f"farmed-{n}")) for n in range(9)]
    assert waits == [40 * n for n in range(1, 11)]


def test_who_worked_leaves_the_line(portal: Pages) -> None:
    visitor = portal.visitor()
    page = over(visitor)
    assert seconds(send(visitor, "third")) == 80
    send(visitor, "second", worked(page.text))
    assert seconds(send(visitor, "fourth")) == 40 + 80


def test_nobody_waits_longer_than_the_longest(portal: Pages) -> None:
    visitor = portal.visitor()
    over(visitor)
    waits = [seconds(send(visitor, f"farmed-{n}")) for n in range(30)]
    assert max(waits) == portal.settings.pace_wait_longest
    assert "Wait 15 minutes, then press" in send(visitor, "the last").text


def test_who_signed_in_never_pays(portal: Pages) -> None:
    over(portal.visitor())
    for role in (Role.NGO_MEMBER, Role.QUICK_RESPONSE_DESK):
        visitor = portal.signed_in(role)
        assert {send(visitor, f"{role}-{n}").status_code for n in range(10)} == {200}


def test_many_networks_at_once_make_it_dearer_for_all_and_refuse_nobody(portal: Pages) -> None:
    visitor = portal.visitor()
    networks = [f"10.{n}.0.1" for n in range(40)]
    pages = [send(visitor, f"flood-{n}", network=one) for n, one in enumerate(networks)]
    assert [one.status_code for one in pages[:5]] == [200] * 5
    assert {one.status_code for one in pages[5:]} == {429}
    for n, page in enumerate(pages[5:], 5):
        sent = send(visitor, f"flood-{n}", worked(page.text), network=networks[n])
        assert sent.status_code == 200
    dearer = send(visitor, "late", network="10.200.0.1")
    assert seconds(dearer) > seconds(pages[5])
    portal.clock.forward(timedelta(hours=10))
    assert send(visitor, "late", network="10.200.0.1").status_code == 200


def test_files_wait_only_beyond_the_pace_and_the_sentence_says_how_long(portal: Pages) -> None:
    visitor = portal.visitor()
    five = gate.FILE_UNIT
    assert {send(visitor, f"{five}/file/0").text for _ in range(20)} == {"kept"}
    over(visitor)
    said = send(visitor, f"{5 * five}/file/{five}").text
    assert "Send it again in 48 minutes" in said
    portal.clock.forward(timedelta(minutes=48))
    assert send(visitor, f"{5 * five}/file/{five}").text == "kept"


def test_nothing_of_an_address_is_kept_anywhere(
    portal: Pages, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = portal.visitor()
    page = over(visitor)
    send(visitor, "second", worked(page.text))
    pace = portal.app.extensions["pace"]
    traces = [repr(pace), page.text, "".join(capsys.readouterr())]
    with portal.engine.connect() as conn:
        tables = account_tables.sorted_tables
        traces += [repr(conn.execute(table.select()).all()) for table in tables]
    assert not [one for one in traces if "192.0.2" in one]
    before = pace.names.name(HERE)
    portal.clock.forward(timedelta(days=1))
    send(visitor, "third")
    assert pace.names.name(HERE) != before
    assert before not in repr(pace.budgets)
