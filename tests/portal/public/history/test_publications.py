"""Publications of before as rows of their own: one more place of a letter that was public."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.app.read_models import READ_MODELS
from portal.casefile.history import letters, publications
from shared.core.roles import Role
from tests.support.history import Desk, csv, number, uploaded
from tests.support.portal import pages, sqlite_urls
from tests.support.ready import ready

PUBLIC = "/en/past-letters"
LETTERS = [
    "UA,UA YUG 3/1998,YUG,wgad,1998-03-17,1998-05-02; 2001-05-02,1999-02-01,",
    "UA,UA YUG 4/1998,YUG,wgad,1998-03-18,1998-05-03,,",
]
ROWS = [
    "PUB,UA YUG 03/1998,YUG,wgad,2003-06-01,,,https://un.org/letter",
    "PUB,UA YUG 3/1998,YUG,wgad,2003-06-02,2001-05-02,,https://un.org/reply",
    "PUB,UA YUG 3/1998,YUG,wgad,2003-06-01,,,https://un.org/letter",  # the first one again
    "PUB,UA YUG 4/1998,YUG,wgad,2003-06-01,,,https://un.org/y",  # is not public
    "PUB,UA YUG 5/1998,YUG,wgad,2003-06-01,,,https://un.org/y",  # is not here
    "PUB,UA YUG 3/1998,YUG,wgad,1998-06-01,,,https://un.org/y",  # before it was public
    "PUB,UA YUG 3/1998,YUG,wgad,2003-06-01,1998-05-09,,https://un.org/y",  # no such reply
    "PUB,UA YUG 3/1998,YUG,wgad,2003-06-01,,,",
    "PUB,,YUG,wgad,2003-06-01,,,https://un.org/y",
    "PUB,UA YUG 3/1998,YUG,wgad,2003-06-01,,2003-06-01,https://un.org/y",
    "PUB,UA YUG 3/1998,YUG,wgad,2003-06-01,,,https://example.org/y",
]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Desk]:
    with pages(*sqlite_urls(tmp_path)) as built:
        ready(built.engine, READ_MODELS)
        yield Desk(built)


def imported(house: Desk, content: bytes, form: str) -> str:
    desk = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    page = uploaded(desk, content, form)
    house.work()
    assert desk.post(f"{page}/begin", {}).status_code == 303
    house.asked()
    house.work()
    house.work()
    return page


def test_a_publication_stands_with_its_letter_and_makes_none_public(house: Desk) -> None:
    desk, anybody = house.portal.signed_in(Role.QUICK_RESPONSE_DESK), house.portal.visitor()
    first = imported(house, csv(*LETTERS, ROWS[0]), "first")
    assert "Of these, publications" in desk.get(first).text
    assert (number(house, letters), number(house, publications)) == (2, 1)

    # also in another sheet; what no public letter is known of is told, row by row
    second = imported(house, csv(*ROWS), "second")
    shown = desk.get(second).text
    assert shown.count("Publication: the reference of a letter") == 7
    assert shown.count("is here already") == 2
    assert shown.count("Document: an address") == 1
    assert "Gaps and doubles stay as they are" not in shown
    assert number(house, publications) == 2
    with house.portal.engine.connect() as conn:
        ids = {row.reference: row.letter_id for row in conn.execute(select(letters))}
    page = anybody.get(f"{PUBLIC}/{ids['UA YUG 3/1998']}").text
    for said in ("https://un.org/letter", "https://un.org/reply", "Reply of"):
        assert said in page
    assert anybody.get(f"{PUBLIC}/{ids['UA YUG 4/1998']}").status_code == 404

    # without its letter it is shown nowhere, and undone it is gone
    desk.post(f"{first}/undo", {"reason": "wrong_rows"})
    house.asked()
    assert (number(house, letters), number(house, publications)) == (0, 1)
    desk.post(f"{second}/undo", {"reason": "wrong_rows"})
    house.asked()
    assert number(house, publications) == 0


def test_a_letter_that_is_left_out_of_the_sheet_carries_no_publication(house: Desk) -> None:
    desk = house.portal.signed_in(Role.QUICK_RESPONSE_DESK)
    imported(house, csv(LETTERS[1]), "first")  # it is not public
    again = LETTERS[1].removesuffix(",,") + ",1999-02-01,"
    page = uploaded(desk, csv(again, ROWS[3]), "second")
    house.work()
    shown = desk.get(page).text
    assert shown.count("is here already") == 1
    assert shown.count("Publication: the reference of a letter") == 1
