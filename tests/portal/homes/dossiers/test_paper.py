"""Country assessments on paper."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from portal.homes.dossiers import views
from portal.letters.documents import anybody, typesetting
from portal.letters.documents.typesetting import NotSet
from portal.web.commands import CommandRefused
from shared.contracts.followup_dossiers import Line
from tests.portal.homes.dossiers.test_pages import STATE, R, at, fill, form, officer, some
from tests.portal.stakeholders.test_pages import text
from tests.support.dossiers import Dossiers
from tests.support.papers import told_in_each_language
from tests.support.portal import Pages

__all__ = ["some"]


def test_a_pdf_is_in_the_language_of_its_reader(portal: Pages, some: Dossiers) -> None:
    fill(some)
    some.entry("Written words")
    visitor = officer(portal)
    visitor.post(at(some, "issue"), form(some))
    some.asked()

    def ask(code: str) -> TestResponse:
        visitor.client.set_cookie("language", code)
        return visitor.get(at(some, "team", "1.pdf"))

    told_in_each_language(ask, kind="dossier")


def test_r19_a_pdf_has_its_reader_and_the_time(
    portal: Pages, some: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    some.entry("Written words")
    some.issue(
        Line(part="state", kind="region", on=some.today, origin="states", says=("AFR",)),
        Line(part="visit", kind="mandate", on=some.today, origin="mandates", says=("sr-torture",)),
    )
    visitor = officer(portal)
    pressed: list[dict[str, Any]] = []

    def press(laid: Any, _: Any) -> bytes:
        pressed.append(dict(laid))
        return b"%PDF"

    monkeypatch.setattr(typesetting, "pressed", press)
    answer = visitor.get(at(some, "team", "1.pdf"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert visitor.account
    assert pressed[0]["watermark"].startswith(f"Copy of {visitor.account.name}, ")
    lines = [line for block in pressed[0]["blocks"] for line in block["lines"]]
    assert "Written words" in lines
    assert "Nothing is known of this." in lines
    heads = [block["lines"][0] for block in pressed[0]["blocks"] if block["heading"]]
    assert heads[-1].startswith("Whom to consult")
    of_old = Line(part="visit", kind="terms", on=some.today, origin="file", says=("no code now",))
    some.issue(of_old)
    assert "no code now" not in visitor.get(at(some, "team", "2")).text
    assert visitor.get(at(some, "team", "9" * 30)).status_code == 404
    some.issue(audience="partners")
    desk = portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({STATE}))
    assert desk.get(at(some, "partners", "1", "copy")).status_code == 404
    assert visitor.post(at(some, "partners", "1", "copy"), form(some, whom="")).status_code == 422
    visitor.post(at(some, "partners", "1", "copy"), form(some, whom="Ana of UNICEF"))
    some.asked()
    of_version = visitor.get(at(some, "partners", "1")).text
    assert "PDF for" in of_version
    assert "Ana of UNICEF" not in desk.get(at(some, "partners", "1")).text
    (copy_id,) = some.dossier.copies
    copy = at(some, "partners", "1", f"{copy_id}.pdf")
    assert copy in of_version
    assert visitor.get(copy).status_code == 200
    assert pressed[1]["watermark"].startswith("Copy for Ana of UNICEF, ")
    assert visitor.account.name not in str(pressed[1]), "a leaked copy tells whose it was"
    assert "Whom to consult" not in str(pressed[1]["blocks"]), "nor that there is such a part"
    assert desk.get(copy).status_code == 404

    def tells(*_: Any) -> None:
        raise CommandRefused(422, "It tells too much now.")

    monkeypatch.setattr(views, "refuse_what_tells", tells)
    refused = visitor.get(copy)
    assert (refused.status_code, len(pressed)) == (409, 2), "no new copy for partners"
    assert "It tells too much now." in refused.text

    def no(*_: Any) -> bytes:
        raise NotSet

    monkeypatch.setattr(typesetting, "pressed", no)
    assert visitor.get(at(some, "team", "1.pdf")).status_code == 503
    with anybody.turn():
        busy = visitor.get(at(some, "team", "1.pdf"))
    assert "Another file is being made" in text(busy.text)
