import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Engine, event

from shared.core.testing import AT
from shared.platform import vault
from shared.platform.tables import make_engine
from shared.platform.vault import Forgotten, Vault

KEY = Fernet.generate_key().decode()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url, durable=True)
    vault.tables.create_all(engine)
    yield engine
    engine.dispose()


def test_what_is_sealed_can_be_revealed(engine: Engine) -> None:
    keys = Vault(engine, [KEY])
    sealed = keys.seal("submission-1", "Mária Novák, ماريا")
    assert keys.reveal(sealed) == "Mária Novák, ماريا"
    assert "Novák" not in sealed.cipher


def test_the_same_text_is_never_sealed_alike(engine: Engine) -> None:
    keys = Vault(engine, [KEY])
    assert keys.seal("s", "yes") != keys.seal("s", "yes")


def test_a_forgotten_subject_can_be_neither_revealed_nor_written_about(engine: Engine) -> None:
    keys = Vault(engine, [KEY])
    gone, kept = keys.seal("a", "Ann"), keys.seal("b", "Bea")

    keys.forget("a", at=AT)

    assert keys.reveal_all([gone, kept]) == [None, "Bea"]
    assert keys.reveal(None) is None
    with pytest.raises(Forgotten):
        keys.seal("a", "Ann again")


def test_the_vault_key_is_rotated_by_putting_the_new_one_in_front(engine: Engine) -> None:
    sealed = Vault(engine, [KEY]).seal("a", "Ann")
    newer = Vault(engine, [Fernet.generate_key().decode(), KEY])
    assert newer.reveal(sealed) == "Ann"
    assert newer.reveal(newer.seal("b", "Bea")) == "Bea"


def test_once_all_is_wrapped_by_the_newest_key_the_old_one_can_go(engine: Engine) -> None:
    new = Fernet.generate_key().decode()
    old = Vault(engine, [KEY])
    sealed = [old.seal(f"s-{number}", f"text {number}") for number in range(7)]
    gone = old.seal("gone", "Ann")
    old.keep_identity("source-1", {"name": "Bea"})
    old.forget("gone", at=AT)
    both = Vault(engine, [new, KEY])
    newer = both.seal("newer", "Cy")

    assert both.wrap_anew(batch=3) == 8
    assert both.wrap_anew(batch=3) == 0  # once more changes nothing

    alone = Vault(engine, [new])
    assert alone.reveal_all(sealed) == [f"text {number}" for number in range(7)]
    assert alone.reveal(newer) == "Cy"
    assert alone.identity("source-1") == {"name": "Bea"}
    assert alone.reveal(gone) is None
    with pytest.raises(Forgotten):
        alone.seal("gone", "Ann again")
    with pytest.raises(InvalidToken):
        old.reveal(sealed[0])


def test_a_key_that_no_vault_key_opens_stops_the_wrapping_and_harms_nothing(
    engine: Engine,
) -> None:
    sealed = Vault(engine, [KEY]).seal("a", "Ann")
    with pytest.raises(InvalidToken):
        Vault(engine, [Fernet.generate_key().decode()]).wrap_anew()
    assert Vault(engine, [KEY]).reveal(sealed) == "Ann"


def test_what_is_forgotten_while_all_is_wrapped_anew_stays_forgotten(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Vault(engine, [KEY])
    sealed = old.seal("a", "Ann")
    both = Vault(engine, [Fernet.generate_key().decode(), KEY])
    is_newest = both._is_newest

    def meanwhile(wrapped: bytes) -> bool:
        old.forget("a", at=AT)
        return is_newest(wrapped)

    monkeypatch.setattr(both, "_is_newest", meanwhile)
    assert both.wrap_anew() == 0
    assert both.reveal(sealed) is None


def test_an_identity_its_key_and_those_beside_it_are_one_commit(engine: Engine) -> None:
    keys, commits = Vault(engine, [KEY]), 0

    def count(_: object) -> None:
        nonlocal commits
        commits += 1

    event.listen(engine, "commit", count)
    keys.keep_identity("source-1", {"name": "Ann Lee"}, beside=["submission-1"])
    kept, before = commits, keys.sealer("submission-1")("before")
    assert (kept, commits) == (1, 1), "no key was made for what was sealed"
    assert keys.identity("source-1") == {"name": "Ann Lee"}

    keys.keep_identity("source-1", {"name": "Ann Lees"}, beside=["submission-1"])
    assert keys.identity("source-1") == {"name": "Ann Lees"}
    assert keys.reveal(before) == "before", "a key that was there stays"


@pytest.mark.parametrize("there", ["source-1", "submission-1"])
def test_an_identity_is_kept_whichever_key_was_made_before(engine: Engine, there: str) -> None:
    keys = Vault(engine, [KEY])
    sealed = keys.seal(there, "before")
    keys.keep_identity("source-1", {"name": "Ann Lee"}, beside=["submission-1"])
    assert keys.identity("source-1") == {"name": "Ann Lee"}
    assert keys.reveal_all([sealed, keys.seal("submission-1", "after")]) == ["before", "after"]


def test_of_a_forgotten_source_no_identity_is_kept(engine: Engine) -> None:
    keys = Vault(engine, [KEY])
    keys.seal("source-1", "x")
    keys.forget("source-1", at=AT)
    with pytest.raises(Forgotten):
        keys.keep_identity("source-1", {"name": "Ann Lee"}, beside=["submission-1"])
    assert keys.identity("source-1") is None
    assert not keys.knows("submission-1")


def test_the_last_identity_holds_and_can_be_forgotten(engine: Engine) -> None:
    keys = Vault(engine, [KEY])
    keys.keep_identity("source-1", {"name": "Ann Lee", "contact": "+33 2"})
    keys.keep_identity("source-1", {"name": "Ann Lee", "contact": "+33 1"})
    assert keys.identity("source-1") == {"name": "Ann Lee", "contact": "+33 1"}
    assert keys.identity("source-2") is None
    keys.forget("source-1", at=AT)
    assert keys.identity("source-1") is None


def test_two_processes_that_seal_first_share_one_key(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, early = Vault(engine, [KEY]), Vault(engine, [KEY])
    known = Vault._known

    def slow(self: Vault, conn: object, subject: str) -> tuple[bool, bytes | None]:
        found = known(self, conn, subject)  # type: ignore[arg-type]  # handed through
        if self is late and not found[0]:
            early.seal(subject, "early")
        return found

    monkeypatch.setattr(Vault, "_known", slow)
    sealed = late.seal("a", "late")
    assert early.reveal(sealed) == "late"


def test_what_belongs_to_an_item_is_found_and_when_it_was_forgotten(engine: Engine) -> None:
    keys, item = Vault(engine, [KEY]), UUID(int=7)
    for kind in ("submission", "source"):
        keys.seal(f"{kind}-{item}", "text")
    keys.seal(f"submission-{UUID(int=8)}", "text")
    assert keys.about(item) == [f"source-{item}", f"submission-{item}"]
    assert keys.knows(f"source-{item}")
    assert not keys.knows("source-1")
    keys.forget(f"source-{item}", at=AT)
    assert keys.forgotten(keys.about(item)) == {f"source-{item}": AT}
    assert keys.about(item) == [f"source-{item}", f"submission-{item}"]


def test_a_pseudonym_is_of_one_use_and_of_this_vault_alone(engine: Engine, tmp_path: Path) -> None:
    keys = Vault(engine, [KEY])
    made = keys.pseudonym("filer", "ngo-1")
    assert re.fullmatch("[0-9a-f]{32}", made)
    assert made == Vault(engine, [KEY]).pseudonym("filer", "ngo-1")
    assert made not in {keys.pseudonym("filer", "ngo-2"), keys.pseudonym("other", "ngo-1")}
    other = make_engine(f"sqlite:///{tmp_path}/other.db", durable=True)
    vault.tables.create_all(other)
    assert made != Vault(other, [KEY]).pseudonym("filer", "ngo-1")
    other.dispose()


def test_pseudonyms_stay_when_the_vaults_key_is_rotated(engine: Engine) -> None:
    new = Fernet.generate_key().decode()
    made = Vault(engine, [KEY]).pseudonym("filer", "ngo-1")
    both = Vault(engine, [new, KEY])
    assert both.pseudonym("filer", "ngo-1") == made
    both.wrap_anew()
    assert Vault(engine, [new]).pseudonym("filer", "ngo-1") == made


def test_many_are_sealed_and_kept_in_one_commit_each_and_twice_is_once(engine: Engine) -> None:
    keys = Vault(engine, [KEY])
    before = keys.seal("submission-1", "one")
    seals = keys.sealers(["submission-1", "submission-2"])
    assert keys.reveal_all([before, seals["submission-1"]("two"), seals["submission-2"]("three")])
    assert keys.reveal(seals["submission-2"]("three")) == "three"
    keys.keep_identities({"source-1": {"name": "Ann"}, "source-2": {"name": "Bea"}})
    keys.keep_identities({"source-2": {"name": "another"}, "source-3": {"name": "Cy"}})
    assert [keys.identity(f"source-{n}") for n in (1, 2, 3)] == [
        {"name": "Ann"},
        {"name": "Bea"},
        {"name": "Cy"},
    ]
    keys.forget("submission-2", at=AT)
    with pytest.raises(Forgotten):
        keys.sealers(["submission-2"])
