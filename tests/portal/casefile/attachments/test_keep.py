from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine

from portal.casefile.attachments.keep import (
    About,
    Damaged,
    Kept,
    chunks,
    details_of,
    fetch,
    keep,
    sha256_of,
)
from portal.casefile.attachments.kinds import NotTaken
from portal.casefile.attachments.objects import Objects
from portal.casefile.attachments.scan import Harmful, ScannerAway
from portal.web.spool import Spool
from shared.platform import vault
from shared.platform.vault import Vault
from tests.support.clamd import EICAR
from tests.support.pictures import SAYS, picture


@pytest.fixture
def safe(tmp_path: Path) -> Vault:
    engine = create_engine(f"sqlite:///{tmp_path}/vault.db")
    vault.tables.create_all(engine)
    return Vault(engine, [Fernet.generate_key().decode()])


def kept(
    file: BytesIO, directory: Path, safe: Vault, name: str = "report.pdf", **other: object
) -> Kept:
    given = {"subject": "submission-1", "clamd": "", "limit": 1_000_000, "noted": str, **other}
    return keep(file, name, vault=safe, objects=Objects(str(directory)), **given)  # type: ignore[arg-type]


def read(file: Spool) -> bytes:
    return b"".join(chunks(file))


def test_a_kept_file_comes_back_with_its_name(pdf: BytesIO, directory: Path, safe: Vault) -> None:
    one = kept(pdf, directory, safe)
    details = details_of(one.details, safe)
    assert details is not None
    assert details.name == "report.pdf"
    content = read(fetch(one.object_name, one.sha256, details, Objects(str(directory))))
    assert content == pdf.getvalue()
    assert (one.size, one.media_type, one.scanned) == (
        len(content),
        "application/pdf",
        "not_scanned",
    )


def test_nothing_of_it_lies_in_the_store_in_the_clear(
    pdf: BytesIO, directory: Path, safe: Vault
) -> None:
    one = kept(pdf, directory, safe)
    [file] = directory.iterdir()
    assert file.name == one.object_name
    assert b"report" not in file.read_bytes()


def test_the_same_file_twice_gives_two_objects_that_have_nothing_in_common(
    pdf: BytesIO, directory: Path, safe: Vault
) -> None:
    first, second = kept(pdf, directory, safe), kept(pdf, directory, safe)
    assert first.object_name != second.object_name
    assert first.sha256 != second.sha256


def test_a_forgotten_submission_takes_its_files_with_it(
    pdf: BytesIO, directory: Path, safe: Vault
) -> None:
    one = kept(pdf, directory, safe)
    safe.forget("submission-1", at=datetime(2026, 1, 1, tzinfo=UTC))
    assert details_of(one.details, safe) is None


def test_what_is_too_large_is_not_kept(pdf: BytesIO, directory: Path, safe: Vault) -> None:
    with pytest.raises(NotTaken, match="larger than 0 MB"):
        kept(pdf, directory, safe, limit=1000)
    assert not directory.exists()


def test_what_is_harmful_is_not_kept(directory: Path, safe: Vault, clamd: str) -> None:
    with pytest.raises(Harmful):
        keep(
            BytesIO(EICAR),
            "a.txt",
            subject="submission-1",
            vault=safe,
            objects=Objects(str(directory)),
            clamd=clamd,
            limit=1000,
            noted=str,
        )
    assert not directory.exists()


def test_what_cannot_be_scanned_is_not_kept(pdf: BytesIO, directory: Path, safe: Vault) -> None:
    with pytest.raises(ScannerAway):
        kept(pdf, directory, safe, clamd="127.0.0.1:1")
    assert not directory.exists()


@pytest.mark.parametrize("place", [0, 100, -1])
def test_a_changed_byte_is_noticed(place: int, pdf: BytesIO, directory: Path, safe: Vault) -> None:
    one = kept(pdf, directory, safe)
    file = directory / one.object_name
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    details = details_of(one.details, safe)
    assert details is not None
    with pytest.raises(Damaged):
        fetch(one.object_name, one.sha256, details, Objects(str(directory)))


def test_what_is_said_of_a_file_is_sealed_with_it(
    pdf: BytesIO, directory: Path, safe: Vault
) -> None:
    one = kept(pdf, directory, safe, about=About(language="ar", to_government="no"))
    details = details_of(one.details, safe)
    assert details is not None
    assert (details.language, details.to_government, details.sent) == ("ar", "no", None)


def test_a_picture_is_kept_without_its_hidden_details_where_that_was_asked(
    directory: Path, safe: Vault
) -> None:
    photo = BytesIO(picture("JPEG"))
    one = kept(photo, directory, safe, name="photo.jpg", about=About(scrub=True))
    details = details_of(one.details, safe)
    assert details is not None
    content = read(fetch(one.object_name, one.sha256, details, Objects(str(directory))))
    assert not [said for said in SAYS if said in content]
    assert one.size == len(content)
    assert details.sent == sha256_of(photo)


def test_a_file_whose_hidden_details_cannot_be_taken_out_is_not_kept(
    pdf: BytesIO, directory: Path, safe: Vault
) -> None:
    with pytest.raises(NotTaken, match="pictures only"):
        kept(pdf, directory, safe, about=About(scrub=True))
    assert not directory.exists()
