"""Files beside past letters: an archive is checked and added, who reads which file, and its end."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import httpx
import pytest
from sqlalchemy import select, update

from portal.app.read_models import READ_MODELS
from portal.casefile.attachments.unclaimed import unclaimed
from portal.casefile.history import files, letters
from portal.public.history import archive, sheet
from portal.public.history.archive import Place
from portal.public.history.stored import STORED
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.history import FILES_AT_ONCE, FILES_BESIDE, subject_of_files
from tests.support.check import kept, press
from tests.support.files import PDF
from tests.support.history import Desk, csv, number, uploaded
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.ready import ready

PUBLIC, OPEN, STAFF = "/en/past-letters", "/past-letters", "/history"
ROWS = [
    "UA,UA GBR 3/1998,GBR,wgad,1998-03-17,1998-05-02; 2001-05-02,1999-02-01,",
    "AL,AL GBR 2/2005,GBR,sr-torture,2005-03-01,,,",
    "AL,AL GBR 2/2005,GBR,wgad,2005-03-02,,2006-01-01,",
]
VISITS = [
    "VISIT,,MEX,sr-torture,1997-08-07,,1998-01-14,,1997-08-16,completed,,",
    "REPORT,E/CN.4/1998/38/Add.2,MEX,sr-torture,1998-01-14,,1998-01-14,,,,CHR 54,1997-08-07",
    "STATEMENT,,MEX,sr-torture,1997-08-16,,,,,,,1997-08-07",
]
REPLY, LATE = "UA GBR 3-1998 reply 1998-05-02.pdf", "ua gbr 3-1998  Reply 2001-05-02.PDF"
NAMES = ("UA GBR 3-1998.pdf", f"scans/{REPLY}", LATE, "row 3.pdf", "row 3 part 2.pdf")
OF_VISITS = ("row 5.pdf", "E-CN.4-1998-38-ADD.2.pdf", "row 7.pdf")


def zipped(*names: str, content: bytes = PDF, packed: int = ZIP_STORED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as parts:
        for name in names:
            parts.writestr(ZipInfo(name), content, compress_type=packed)
    return out.getvalue()


def _pages(at: Path) -> AbstractContextManager[Pages]:
    return pages(*sqlite_urls(at), attachments=str(at / "files"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Visitor, str]]:
    """A house with an import of three letters, the desk, and the page of the import."""
    with _pages(tmp_path_factory.mktemp("files")) as built:
        ready(built.engine, READ_MODELS)
        house = Desk(built)
        desk = built.signed_in(Role.QUICK_RESPONSE_DESK)
        page = uploaded(desk, csv(*ROWS))
        house.work()
        assert desk.get(f"{page}/files/add").status_code == 404
        assert desk.post(f"{page}/begin", {}).status_code == 303
        house.asked()
        house.work()
        house.work()
        assert number(house, letters) == 3
        yield house, desk, page


def bring(
    desk: Visitor, address: str, content: bytes, public: str = "no", form: str | None = None
) -> Any:
    """Send an archive as a browser does. ``form``: the id of its command, of one shown before."""
    typed = {"command_id": form or str(uuid4()), "public": public}
    return desk.post(address, {**typed, "archive": (BytesIO(content), "files.zip")})


def letter(portal: Pages, row: int) -> str:
    with portal.engine.connect() as conn:
        found: str = conn.scalars(select(letters.c.letter_id).where(letters.c.row == row)).one()
    return found


def test_which_letter_a_file_is_beside(house: tuple[Desk, Visitor, str]) -> None:
    of, _, page = house
    with of.portal.engine.connect() as conn:
        called = archive.called(conn, page.rpartition("/")[2])
    own, public = archive.place("ua gbr 3-1998 part 2.pdf", called), letter(of.portal, 2)
    assert own == Place(letter_id=public, recipient="GBR", replied_on=None, may_be_public=True)
    (first, late) = (archive.place(name, called) for name in (REPLY, LATE))
    assert isinstance(first, Place)
    assert isinstance(late, Place)
    assert (first.may_be_public, late.may_be_public) == (True, False)
    for name, no in (
        ("AL GBR 2-2005.pdf", "several"),
        ("row 2 reply 1999-01-01.pdf", "day"),
        ("row 9.pdf", "name"),
        ("Jane Doe.pdf", "name"),
        ("", "name"),
    ):
        assert archive.place(name, called) == no
    many = archive.places(
        ["row 3.pdf"] * 3, called, beside={letter(of.portal, 3): FILES_BESIDE - 2}
    )
    assert many[2] == "full"
    assert isinstance(many[1], Place)


def test_an_archive_is_of_any_system_and_may_be_damaged() -> None:
    for name in ("scans\\UA\u00a0GBR\t3-1998.pdf", "scans/UA  GBR 3-1998.pdf"):
        assert archive.name_of(ZipInfo(name)) == "UA GBR 3-1998.pdf"
    parts = archive.opened(BytesIO(zipped("row 2.pdf")))
    (one,) = archive.listed(parts, most=len(PDF))
    one.header_offset = 2**63
    with pytest.raises(archive.Unusable):
        archive.unpacked(parts, one)


def test_an_archive_is_taken_whole_or_not_at_all(house: tuple[Desk, Visitor, str]) -> None:
    of, desk, page = house
    add_ = f"{page}/files/add"
    before = number(of, files)
    shown = desk.get(add_).text
    assert "with a hyphen for each slash" in shown
    assert "Add no file that names a source." in shown
    assert "hidden details" in shown
    locked = bytearray(zipped("row 2.pdf"))
    locked[6] |= 1  # both say that a password is needed
    locked[locked.index(b"PK\1\2") + 8] |= 1
    for content, says in (
        (b"no archive", "cannot be opened"),
        (bytes(locked), "cannot be opened"),
        (zipped("row 2.pdf", packed=ZIP_LZMA), "cannot be opened"),
        (zipped("row 2.pdf", packed=ZIP_BZIP2), "cannot be opened"),
        (zipped("__MACOSX/row 2.pdf", "scans/", ".DS_Store"), "The archive is empty."),
        (zipped("scans\\", "scans\\Thumbs.db", "desktop.ini"), "The archive is empty."),
        (zipped(*(f"row 2 part {n}.pdf" for n in range(FILES_AT_ONCE + 1))), "one takes 50 files"),
        (zipped("row 2.pdf", "Jane Doe.pdf"), "Jane Doe.pdf: No row of this import"),
    ):
        answer = bring(desk, add_, content)
        assert answer.status_code == 422, says
        assert says in answer.text
    for content, says in (
        (zipped("row 2.pdf", "row 3.exe"), "row 3.exe: "),
        (zipped("row 2.pdf", content=b"plain"), "row 2.pdf: "),
    ):
        answer = bring(desk, add_, content)
        assert answer.status_code == 415, says
        assert says in answer.text
    assert "Choose a file" in desk.post(add_, {"public": "no"}).text
    assert "Choose the archive again" in desk.post(add_, {"public": "no", "checked": "send"}).text
    assert not of.portal.asked
    assert number(of, files) == before


def test_files_are_added_read_by_whom_they_concern_and_removed(tmp_path: Path) -> None:
    with _pages(tmp_path) as portal:
        ready(portal.engine, READ_MODELS)
        of, desk = Desk(portal), portal.signed_in(Role.QUICK_RESPONSE_DESK)
        page = uploaded(desk, "\n".join([",".join(sheet.EVERY), *ROWS, *VISITS]).encode())
        of.work()
        desk.post(f"{page}/begin", {})
        of.asked()
        of.work()
        form = str(uuid4())
        check = bring(desk, f"{page}/files/add", zipped(*NAMES[:3]), "yes", form).text
        everybody, _, others = check.partition("may read the letter, and by the Government: ")
        assert REPLY in everybody.partition("Everybody reads")[2]
        assert "United Kingdom" in others
        assert "Reply 2001-05-02.PDF" in others
        for _ in range(2):  # a double click: the second one comes before the rows
            assert press(desk, f"{page}/files/add", check, "send").status_code == 303
        of.asked()
        assert number(of, files) == 3
        # back to the same form, and another archive
        more = zipped(*NAMES[3:], *OF_VISITS)
        check = bring(desk, f"{page}/files/add", more, "yes", form).text
        assert "may read the file of the visit" in check
        assert press(desk, f"{page}/files/add", check, "send").status_code == 303
        of.asked()
        assert number(of, files) == len(NAMES) + len(OF_VISITS)
        assert "Files beside its rows: 8." in desk.get(page).text
        _is_read_by_whom_it_concerns(portal, desk)
        _is_read_with_its_visit(portal, desk)
        _is_removed_and_erased(of, desk, page)


def _links(who: Visitor, address: str) -> list[str]:
    """Return the addresses of the files that a page leads to."""
    parts = who.get(address).text.split('href="')[1:]
    bare = address.removeprefix("/en")
    return [one.split('"')[0] for one in parts if f"{bare}/files/" in one.split('"')[0]]


def _is_read_by_whom_it_concerns(portal: Pages, desk: Visitor) -> None:
    anybody, old, secret = portal.visitor(), letter(portal, 2), letter(portal, 3)
    every = _links(desk, f"{STAFF}/{old}")
    assert len(every) == 3
    shown = desk.get(f"{STAFF}/{old}").text
    for said in ("Reply of", "Everybody reads it", "Not public", "Not scanned", "Remove"):
        assert said in shown
    assert "Letter, part 2" in desk.get(f"{STAFF}/{secret}").text

    # everybody reads the letter and the reply that came until it was public
    theirs = _links(anybody, f"{PUBLIC}/{old}")
    assert len(theirs) == 2
    answer = anybody.get(theirs[0])
    assert answer.data == PDF
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Not public" not in anybody.get(f"{PUBLIC}/{old}").text
    late = every[-1].rpartition("/")[2]
    assert anybody.get(f"{OPEN}/{old}/files/{late}").status_code == 404
    own = _links(desk, f"{STAFF}/{secret}")[0].rpartition("/")[2]
    for letter_id in (old, secret):
        assert anybody.get(f"{OPEN}/{letter_id}/files/{own}").status_code == 404

    # R15: a desk officer of a State reads what is public alone, unless it is of a mandate of theirs
    officer = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"GBR"}))
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates={"sr-torture"})
    chief = portal.signed_in(Role.CHIEF)
    for who, code in ((officer, 404), (holder, 200), (chief, 200)):
        assert who.get(f"{STAFF}/{secret}/files/{own}").status_code == code
    assert len(_links(officer, f"{STAFF}/{old}")) == 2
    assert officer.get(f"{STAFF}/{old}/files/{late}").status_code == 404
    assert chief.get(f"{STAFF}/{old}/files/{late}").data == PDF
    assert "Remove" not in chief.get(f"{STAFF}/{old}").text


def _is_read_with_its_visit(portal: Pages, desk: Visitor) -> None:
    """Files of a visit and of its report are public with them; that of its statement is not."""
    anybody, here = portal.visitor(), desk.get("/history-visits").text
    for address, count in (("/en/past-visits", 2), ("/en/past-reports", 1)):
        assert anybody.get(address).text.count('href="/past-files/') == count
    for address in ("/en/register/states/MEX", "/visits/sr-torture/MEX"):
        assert desk.get(address).text.count('href="/past-files/') == 2
    open_, (secret,) = (
        re.findall(f'href="(/{of}-files/[^"]+)"', here) for of in ("past", "history")
    )
    assert [anybody.get(each).data for each in open_] == [PDF, PDF]
    assert anybody.get(secret.replace("/history-", "/past-")).status_code == 404
    assert "Remove" in here
    for role, mandates, states, code in (
        (Role.MANDATE_HOLDER, ("sr-torture",), (), 200),
        (Role.MANDATE_HOLDER, ("wgad",), (), 404),
        (Role.DESK_OFFICER, (), ("MEX",), 200),
        (Role.DESK_OFFICER, (), ("GBR",), 404),
    ):
        who = portal.signed_in(role, mandates=set(mandates), state_codes=frozenset(states))
        assert who.get(secret).status_code == code, (role, mandates, states)
        assert "Remove" not in who.get("/history-visits").text


def _is_removed_and_erased(of: Desk, desk: Visitor, page: str) -> None:
    portal, old, secret = of.portal, letter(of.portal, 2), letter(of.portal, 3)
    first = _links(desk, f"{STAFF}/{old}")[0]
    remove = f"{page}/files/{first.rpartition('/')[2]}/remove"
    assert "Remove this file?" in desk.get(remove).text
    assert desk.post(remove, {}).status_code == 422
    for _ in range(2):
        reason = {"reason": "wrong_version", "command_id": str(derive_id("remove", first))}
        assert desk.post(remove, reason).status_code == 303
        of.asked()
    assert desk.get(remove).status_code == 404
    assert desk.get(f"{page}/files/{uuid4()}/remove").status_code == 404
    assert desk.get(first).status_code == 404
    assert len(_links(portal.visitor(), f"{PUBLIC}/{old}")) == 1
    (gone,) = STORED.given_up
    with portal.engine.connect() as conn:
        assert len(conn.execute(gone).all()) == 1

    # R15 closes the letter to who is also desk officer of the State: then the import leads on
    own = _links(desk, f"{STAFF}/{secret}")[0]
    here = f"{page}/files/{own.rpartition('/')[2]}/remove"
    both = portal.signed_in(
        Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER, state_codes=frozenset({"GBR"})
    )
    for who, leads in ((desk, f"{STAFF}/{secret}"), (both, page)):
        assert f'href="{leads}" class="govuk-back-link"' in who.get(here).text

    # once it is erased it is said, and cannot be read
    portal.vault.forget(subject_of_files(secret), at=portal.clock())
    assert "Letter: erased" in desk.get(f"{STAFF}/{secret}").text
    assert desk.get(own).status_code == 410

    # an import that is undone has no files
    desk.post(f"{page}/undo", {"reason": "twice"})
    of.asked()
    with portal.engine.connect() as conn:
        assert len(conn.execute(gone).all()) == len(NAMES) + len(OF_VISITS)
    assert desk.get(f"{page}/files/add").status_code == 404
    assert "Add files" not in desk.get(page).text


def test_files_that_the_service_refused_need_not_be_chosen_again(
    house: tuple[Desk, Visitor, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    of, desk, page = house
    add_, form = f"{page}/files/add", str(uuid4())
    check = bring(desk, add_, zipped("row 2.pdf"), form=form).text
    (token,) = (value for name, value in kept(check) if name == "carried")
    refusal = httpx.Response(422, json={"title": "A sentence."})
    monkeypatch.setattr(of.portal, "answer", refusal)
    answer = press(desk, add_, check, "send")
    of.portal.asked.clear()
    assert answer.status_code == 422
    assert 'name="carried"' in answer.text
    typed = {"command_id": form, "public": "no", "carried": token}
    again = desk.post(add_, typed).text
    assert kept(again) == kept(check)
    (other,) = re.findall(r'name="carried" value="([^"]+)"', answer.text)
    both = desk.post(add_, {**typed, "carried": [token, other]}).text
    assert both.count("row 2.pdf") == 1
    more = desk.post(add_, {**typed, "archive": (BytesIO(zipped("row 3.pdf")), "files.zip")}).text
    assert len([name for name, _ in kept(more) if name == "carried"]) == 2


def test_a_file_that_was_left_for_long_is_chosen_again(house: tuple[Desk, Visitor, str]) -> None:
    of, desk, page = house
    check = bring(desk, f"{page}/files/add", zipped("row 2.pdf")).text
    with of.portal.engine.begin() as conn:
        conn.execute(update(unclaimed).values(condemned=True))
    answer = press(desk, f"{page}/files/add", check, "send")
    assert answer.status_code == 422
    assert "kept for a day only" in answer.text
