import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from portal.app.migrate import PORTAL, upgrade
from portal.casefile.submissions import receipts
from portal.casefile.submissions.receipts import Receipt, code_for, code_of, hash_of
from shared.core.message import derive_id
from shared.platform.tables import make_engine
from tests.support.submissions import AT

COMMAND = UUID("0b6f6d2e-8c6f-4d3b-8f0e-3d3d6b2f9a11")


def receipt(command_id: UUID = COMMAND, key: str = "key") -> Receipt:
    return Receipt(
        submission_id=str(derive_id("submission", command_id)),
        command_id=command_id,
        code_hash=hash_of(code_of(command_id, key)),
        fingerprint="f" * 64,
        submitter_id="ngo-1",
        organisation_id=None,
        created_at=AT,
    )


def test_a_code_is_130_bits_in_groups_of_four_without_letters_that_are_mistaken() -> None:
    code = code_of(COMMAND, "key")
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}", code)
    assert 5 * len(code.replace("-", "")) == 130


def test_the_same_command_has_the_same_code_and_no_other_has_it() -> None:
    codes = {code_of(uuid4(), "key") for _ in range(200)}
    assert len(codes) == 200
    assert code_of(COMMAND, "key") == code_of(COMMAND, "key")
    assert code_of(COMMAND, "key") != code_of(COMMAND, "another")


def test_every_letter_of_a_code_varies() -> None:
    codes = [code_of(uuid4(), "key").replace("-", "") for _ in range(400)]
    assert all(len({code[at] for code in codes}) > 20 for at in range(26))


def test_a_code_is_found_however_it_was_typed() -> None:
    code = code_of(COMMAND, "key")
    assert hash_of(f" {code.lower().replace('-', ' ')} ") == hash_of(code)
    assert hash_of(code.replace("0", "O").replace("1", "l")) == hash_of(code)
    assert hash_of(code[:-1]) != hash_of(code)


@pytest.mark.parametrize("typed", ["", "\x00", "\ud800", "é" * 10_000])
def test_whatever_is_typed_has_a_hash(typed: str) -> None:
    assert len(hash_of(typed)) == 64


def test_a_code_outlives_the_key_that_made_it_becoming_an_older_one() -> None:
    made = receipt(key="older")
    assert code_for(made, ["newer", "older"]) == code_of(COMMAND, "older")
    assert code_for(made, ["newer"]) is None


def test_a_receipt_is_found_by_its_code_its_command_and_its_submission(database_url: str) -> None:
    engine = make_engine(database_url, durable=True)
    upgrade(engine, PORTAL)
    mine, other = receipt(), receipt(uuid4())
    with engine.begin() as conn:
        receipts.add(conn, mine)
        receipts.add(conn, other)
    with engine.connect() as conn:
        assert receipts.by_code(conn, code_of(COMMAND, "key").lower()) == mine
        assert receipts.by_command(conn, COMMAND) == mine
        assert receipts.by_submission(conn, mine.submission_id) == mine
        assert receipts.by_code(conn, code_of(uuid4(), "key")) is None
        assert receipts.by_command(conn, uuid4()) is None
    with pytest.raises(IntegrityError), engine.begin() as conn:
        receipts.add(conn, mine)
    engine.dispose()
