"""Storing a file: checked, scanned, encrypted under its own key, and given a random name.

The file's age key is sealed under its submission's key in the vault, so that erasing the submission
makes the file unreadable, wherever copies of it are.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from io import SEEK_END
from secrets import token_hex
from tempfile import TemporaryFile
from typing import IO, Final, Literal, Protocol, TypeAlias
from uuid import UUID

from pydantic_core import from_json, to_json

from portal.casefile.attachments.hidden import may_be_scrubbed, scrubbed
from portal.casefile.attachments.kinds import BEGINNING, TooLarge, media_type, shown_name
from portal.casefile.attachments.objects import Objects
from portal.casefile.attachments.scan import Scanned, scan
from portal.web.i18n.texts import gettext
from portal.web.spool import File, Spool
from shared.contracts.stakeholders_library import LibraryFile
from shared.core.message import Sealed

_CHUNK: Final = 256 * 1024

ToGovernment: TypeAlias = Literal["yes", "no", "ask"]


class Sealing(Protocol):
    def seal(self, subject: str, text: str) -> Sealed: ...


class Revealing(Protocol):
    def reveal(self, sealed: Sealed | None) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The sender's answers about a file (procedure.md section 3.2); None if not asked.

    ``scrub``: remove the hidden details of a picture before it is stored. ``pictures``: of what is
    a picture, and take everything else as it is. ``also``: kinds that are accepted there alone.
    """

    language: str | None = None
    to_government: ToGovernment | None = None
    scrub: bool = False
    pictures: bool = False
    also: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The published data of a file. ``sha256`` is of the encrypted bytes, ``size`` of the plain."""

    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Scanned
    details: Sealed


def library_file(kept: Kept, file_id: UUID) -> LibraryFile:
    """Return what a fact tells of this file of the library or of a session."""
    return LibraryFile(
        file_id=str(file_id),
        object_name=kept.object_name,
        sha256=kept.sha256,
        size=kept.size,
        media_type=kept.media_type,
        scanned=kept.scanned,
        details=kept.details,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The sealed data: the file's name, the SHA-256 of its content, and the key to read it.

    ``sent``: the SHA-256 of the file as sent, if hidden details were removed from it.
    """

    name: str
    sha256: str
    key: str
    language: str | None = None
    to_government: ToGovernment | None = None
    sent: str | None = None


class Damaged(Exception):
    """The stored bytes are not those that were kept."""


def keep(
    file: File,
    name: str,
    *,
    subject: str,
    vault: Sealing,
    objects: Objects,
    clamd: str,
    limit: int,
    noted: Callable[[str], object],
    about: About = About(),  # frozen
) -> Kept:
    """Store the whole of ``file``, at most ``limit`` bytes of it.

    ``noted`` is called with the object's name before the object exists.

    Raises ``NotTaken`` with a sentence for the sender, or ``Harmful``, ``ScannerAway``,
    ``StoreAway``: nothing was stored.
    """
    size = file.seek(0, SEEK_END)
    if size > limit:
        raise TooLarge(
            gettext("This file is larger than %(megabytes)s MB.", megabytes=limit // 1024**2)
        )
    file.seek(0)
    kind = media_type(name, file.read(BEGINNING), about.also)
    file.seek(0)
    scanned = scan(file, clamd)
    sent = None
    if about.scrub or (about.pictures and may_be_scrubbed(kind)):
        sent = sha256_of(file)
        file, kind, name = scrubbed(file, kind, name)
        size = file.seek(0, SEEK_END)
    object_name = token_hex(32)
    with TemporaryFile() as encrypted:
        key = _encrypt(file, encrypted)
        sha256 = sha256_of(encrypted)
        encrypted.seek(0)
        noted(object_name)
        objects.put(object_name, encrypted)
    details = Details(
        name=shown_name(name),
        sha256=sha256_of(file),
        key=key,
        language=about.language,
        to_government=about.to_government,
        sent=sent,
    )
    return Kept(
        object_name=object_name,
        sha256=sha256,
        size=size,
        media_type=kind,
        scanned=scanned,
        details=vault.seal(subject, to_json(details).decode()),
    )


def details_of(sealed: Sealed, vault: Revealing) -> Details | None:
    """Return the sealed details of a file, or None once its subject was forgotten."""
    text = vault.reveal(sealed)
    return None if text is None else read_details(text)


def read_details(text: str) -> Details:
    return Details(**from_json(text))


def fetch(object_name: str, sha256: str, details: Details, objects: Objects) -> Spool:
    """Return the plain content, completely verified. The caller closes it.

    Raises ``Damaged`` if it is not what was stored, ``KeyError`` or ``StoreAway`` if it is missing
    or unavailable.
    """
    plain = Spool()
    try:
        with TemporaryFile() as encrypted:
            for chunk in objects.get(object_name):
                encrypted.write(chunk)
            _must_be(sha256, encrypted)
            _decrypt(encrypted, plain, details.key)
        _must_be(details.sha256, plain)
    except BaseException:
        plain.close()
        raise
    return plain


def chunks(file: Spool) -> Iterator[bytes]:
    """Hand out all of the file, and close it."""
    with closing(file):
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _encrypt(plain: File, encrypted: IO[bytes]) -> str:
    from pyrage import encrypt_io, x25519  # noqa: PLC0415  # only who takes a file in needs it

    key = x25519.Identity.generate()
    plain.seek(0)
    encrypt_io(plain, encrypted, [key.to_public()])
    return str(key)


def _decrypt(encrypted: IO[bytes], plain: Spool, key: str) -> None:
    from pyrage import DecryptError, decrypt_io, x25519  # noqa: PLC0415  # as above

    encrypted.seek(0)
    try:
        decrypt_io(encrypted, plain, [x25519.Identity.from_str(key)])
    except DecryptError as error:
        raise Damaged from error


def _must_be(sha256: str, file: File) -> None:
    if sha256_of(file) != sha256:
        raise Damaged


def sha256_of(file: File) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
