from uuid import UUID

import pytest

from portal.submissions import receipts
from portal.submissions.receipts import Receipt
from tests.support.portal import Pages
from tests.support.submissions import AT, ID, Told, not_actioned, received

COMMAND = UUID("6a0b9f2e-5a43-4f0e-9a54-0a8f5e1d7c11")
CODE = receipts.code_of(COMMAND, "key")


@pytest.fixture(autouse=True)
def _kept(portal: Pages) -> None:
    receipt = Receipt(
        submission_id=ID,
        command_id=COMMAND,
        code_hash=receipts.hash_of(CODE),
        fingerprint="f",
        submitter_id="ngo-1",
        organisation_id=None,
        created_at=AT,
    )
    with portal.engine.begin() as conn:
        receipts.add(conn, receipt)


def test_whoever_holds_the_code_sees_where_it_stands_and_nothing_else(
    portal: Pages, told: Told
) -> None:
    visitor = portal.visitor()
    assert visitor.get("/track/").status_code == 200
    shown = visitor.post("/track/", {"code": CODE.lower().replace("-", " ")})
    assert shown.status_code == 200
    assert "Received" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    told.tell(received(seal=portal.vault.seal), not_actioned())
    later = visitor.post("/track/", {"code": CODE})
    assert "Not taken further" in later.text
    for text in ("Planted", "Kenya", "political", ID):
        assert text not in later.text


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "Enter the tracking code"),
        (CODE[:-1], "No submission has this code"),
        ("0" * 26, "No submission has this code"),
        ("x" * 101, "No submission has this code"),
        ("\x00'; --", "No submission has this code"),
    ],
)
def test_a_wrong_code_opens_nothing(portal: Pages, told: Told, code: str, sentence: str) -> None:
    shown = portal.visitor().post("/track/", {"code": code})
    assert shown.status_code == 422
    assert sentence in shown.text
    assert "Where it stands</h2>" not in shown.text
