"""The vault: keys and identities. Destroying a subject's key erases its text from every copy.

Restricted text is sealed under a key of its subject before it leaves the process that received it;
store, topics, tables and backups hold ciphertext. Subject keys are themselves wrapped by the vault
key, which is in no database. A source's identity is never in an event: it stays here, under a key
of its own (R5 of procedure.md section 6.2).
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from os import urandom
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic_core import from_json, to_json
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Index,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from shared.core.message import Sealed
from shared.platform.tables import Instant, SealedText

tables = MetaData()
subject_keys = Table(
    "subject_keys",
    tables,
    Column("subject", String(120), primary_key=True),
    Column("key", LargeBinary),  # wrapped by the vault key; null once forgotten
    Column("forgotten_at", Instant),
)
Index(
    "subject_keys_forgotten",
    subject_keys.c.subject,
    sqlite_where=subject_keys.c.key.is_(None),
    postgresql_where=subject_keys.c.key.is_(None),
)
identities = Table(
    "identities",
    tables,
    Column("subject", String(120), primary_key=True),
    Column("identity", SealedText, nullable=False),
)

# Written once: each receipt asks them.
_ONE_KEY = select(subject_keys.c.key).where(subject_keys.c.subject == bindparam("of"))
_NEW_KEYS = insert(subject_keys)
_NEW_IDENTITY = insert(identities)
_LASTING = ("outbox", "pseudonyms-")
"""How the platform's own subjects begin: nobody's, and never forgotten, so a key is read once."""

_NONCE = 12  # bytes, as AES-GCM wants
_PSEUDONYM = 32  # hexadecimal digits: 128 bits


class Forgotten(Exception):
    """Nothing more may be recorded about this subject; a returning person is a new subject."""


class Vault:
    """``keys``: Fernet keys, newest first; the first wraps, all unwrap."""

    def __init__(self, engine: Engine, keys: Sequence[str]) -> None:
        self.engine = engine
        self._newest = Fernet(keys[0])
        self._wrapper = MultiFernet([Fernet(key) for key in keys])
        self._lasting: dict[str, bytes] = {}

    def seal(self, subject: str, text: str) -> Sealed:
        """Return ``text`` readable only through this vault. Raises ``Forgotten``."""
        return self.sealer(subject)(text)

    def sealer(self, subject: str) -> Callable[[str], Sealed]:
        """Return a function that seals many texts and reads the key once."""
        return _sealer(subject, self._key(subject))

    def sealers(self, subjects: Iterable[str]) -> dict[str, Callable[[str], Sealed]]:
        """Return for each of many subjects what seals under its key; one commit makes new keys.

        Raises ``Forgotten``.
        """
        c, wanted = subject_keys.c, sorted(set(subjects))
        with self.engine.begin() as conn:
            known = set(conn.scalars(select(c.subject).where(c.subject.in_(wanted))))
            new = [
                {"subject": subject, "key": self._wrapper.encrypt(AESGCM.generate_key(256))}
                for subject in wanted
                if subject not in known
            ]
            if new:
                conn.execute(insert(subject_keys), new)
        keys = self._keys(wanted)
        for subject in wanted:
            if subject not in keys:
                raise Forgotten(subject)
        return {subject: _sealer(subject, keys[subject]) for subject in wanted}

    def pseudonym(self, use: str, value: str) -> str:
        """Return a pseudonym of ``value`` for this use, which reveals nothing without the vault.

        The key serves this use alone, and is wrapped like every subject's: the pseudonyms stay the
        same when the vault's keys are rotated.
        """
        key = self._key(f"pseudonyms-{use}")
        return hmac.digest(key, value.encode(), "sha256").hex()[:_PSEUDONYM]

    def reveal(self, sealed: Sealed | None) -> str | None:
        """Return the text, or None once its subject has been forgotten."""
        if sealed is None:
            return None
        return self.reveal_all([sealed])[0]

    def reveal_all(self, sealed: Sequence[Sealed]) -> list[str | None]:
        """Return the texts in the same order, reading the keys once."""
        keys = self._keys({text.subject for text in sealed})
        return [_open(keys.get(text.subject), text) for text in sealed]

    def forget(self, subject: str, *, at: datetime) -> bool:
        """Destroy the key: nobody can read text sealed under it again. False: no such key."""
        with self.engine.begin() as conn:
            this = subject_keys.c.subject == subject
            done = conn.execute(update(subject_keys).where(this).values(key=None, forgotten_at=at))
            return done.rowcount > 0

    def forgotten(self, subjects: Iterable[str]) -> dict[str, datetime]:
        """Return when each of these was forgotten; leave out those that were not."""
        c = subject_keys.c
        these = c.subject.in_(list(subjects))
        with self.engine.connect() as conn:
            rows = conn.execute(
                select(c.subject, c.forgotten_at).where(these, c.forgotten_at.is_not(None))
            )
            return {row.subject: row.forgotten_at for row in rows}

    def forgotten_of(self, kind: str) -> set[str]:
        """Return every subject of this kind that was forgotten, such as "organisation"."""
        c = subject_keys.c
        these = c.subject.startswith(f"{kind}-", autoescape=True)
        with self.engine.connect() as conn:
            return set(conn.scalars(select(c.subject).where(c.key.is_(None), these)))

    def about(self, item_id: UUID) -> list[str]:
        """Return by name every subject of this item, such as a submission's and its source's."""
        c = subject_keys.c
        this = c.subject.endswith(f"-{item_id}", autoescape=True)
        with self.engine.connect() as conn:
            return list(conn.scalars(select(c.subject).where(this).order_by(c.subject)))

    def knows(self, subject: str) -> bool:
        """Whether any text was ever sealed under this subject."""
        with self.engine.connect() as conn:
            return self._known(conn, subject)[0]

    def keep_identity(
        self, subject: str, identity: Mapping[str, str], *, beside: Sequence[str] = ()
    ) -> None:
        """Keep the identity of a source: only here, never in an event. The last one counts.

        The filing with an earlier one may never have been stored. The same commit makes the keys of
        the subjects ``beside``, so that sealing under them need not wait.
        """
        text = to_json(dict(identity)).decode()
        if self._add_identity(subject, text, beside):
            return
        sealed = self.seal(subject, text)
        this = update(identities).where(identities.c.subject == subject)
        try:
            with self.engine.begin() as conn:
                conn.execute(insert(identities).values(subject=subject, identity=sealed))
        except IntegrityError:
            with self.engine.begin() as conn:
                conn.execute(this.values(identity=sealed))

    def keep_identities(self, of: Mapping[str, Mapping[str, str]]) -> None:
        """Keep many identities, by subject, in one commit; one that is kept already stays."""
        sealers = self.sealers(of)
        c = identities.c
        with self.engine.begin() as conn:
            known = set(conn.scalars(select(c.subject).where(c.subject.in_(list(of)))))
            new = [
                {"subject": subject, "identity": sealers[subject](to_json(dict(one)).decode())}
                for subject, one in of.items()
                if subject not in known
            ]
            if new:
                conn.execute(insert(identities), new)

    def _add_identity(self, subject: str, text: str, beside: Sequence[str]) -> bool:
        """Keep key and identity of a new subject; False if one of the subjects has a key."""
        keys = {name: AESGCM.generate_key(256) for name in (subject, *beside)}
        rows = [{"subject": name, "key": self._wrapper.encrypt(key)} for name, key in keys.items()]
        try:
            with self.engine.begin() as conn:
                conn.execute(_NEW_KEYS, rows)
                sealed = _sealer(subject, keys[subject])(text)
                conn.execute(_NEW_IDENTITY, {"subject": subject, "identity": sealed})
        except IntegrityError:
            return False
        return True

    def identity(self, subject: str) -> dict[str, str] | None:
        """Return the identity of the source; None when unknown or forgotten."""
        with self.engine.connect() as conn:
            found = conn.scalar(
                select(identities.c.identity).where(identities.c.subject == subject)
            )
        text = self.reveal(found)
        return None if text is None else dict(from_json(text))

    def identities(self, subjects: Collection[str]) -> dict[str, dict[str, str]]:
        """Return those of these sources that are known and not forgotten, reading once."""
        c = identities.c
        with self.engine.connect() as conn:
            these = select(c.subject, c.identity).where(c.subject.in_(subjects))
            found = dict(conn.execute(these).tuples().all())
        texts = self.reveal_all(list(found.values())) if found else []
        known = zip(found, texts, strict=True)
        return {one: dict(from_json(text)) for one, text in known if text is not None}

    def wrap_anew(self, *, batch: int = 500) -> int:
        """Wrap every subject's key with the first vault key; return how many had another.

        Each batch is a commit, so an interrupted run can be repeated. Forgotten subjects stay
        forgotten, and keys that another process wraps or destroys meanwhile are left alone.
        """
        number, after = 0, ""
        while rows := self._next_batch(after, batch):
            after = rows[-1].subject
            older = [row for row in rows if not self._is_newest(row.key)]
            with self.engine.begin() as conn:
                for row in older:
                    this = (subject_keys.c.subject == row.subject, subject_keys.c.key == row.key)
                    key = self._wrapper.rotate(row.key)
                    done = conn.execute(update(subject_keys).where(*this).values(key=key))
                    number += done.rowcount
        return number

    def _next_batch(self, after: str, batch: int) -> Sequence[Row[Any]]:
        c = subject_keys.c
        these = select(c.subject, c.key).where(c.subject > after, c.key.is_not(None))
        with self.engine.connect() as conn:
            return conn.execute(these.order_by(c.subject).limit(batch)).all()

    def _is_newest(self, wrapped: bytes) -> bool:
        try:
            self._newest.decrypt(wrapped)
        except InvalidToken:
            return False
        return True

    def _key(self, subject: str) -> bytes:
        if subject in self._lasting:
            return self._lasting[subject]
        key = self._read_key(subject)
        if subject.startswith(_LASTING):
            self._lasting[subject] = key
        return key

    def _read_key(self, subject: str) -> bytes:
        with self.engine.connect() as conn:
            known, wrapped = self._known(conn, subject)
        if not known:
            key = AESGCM.generate_key(256)
            try:
                with self.engine.begin() as conn:
                    conn.execute(
                        insert(subject_keys).values(subject=subject, key=self._wrapper.encrypt(key))
                    )
            except IntegrityError:  # another process was faster
                return self._read_key(subject)
            return key
        if wrapped is None:
            raise Forgotten(subject)
        return self._wrapper.decrypt(wrapped)

    def _known(self, conn: Connection, subject: str) -> tuple[bool, bytes | None]:
        row = conn.execute(_ONE_KEY, {"of": subject}).one_or_none()
        return (False, None) if row is None else (True, row.key)

    def _keys(self, subjects: Iterable[str]) -> dict[str, bytes]:
        wanted, c = set(subjects), subject_keys.c
        if wanted <= self._lasting.keys():
            return {subject: self._lasting[subject] for subject in wanted}
        with self.engine.connect() as conn:
            rows = conn.execute(select(c.subject, c.key).where(c.subject.in_(wanted)))
            return {
                row.subject: self._wrapper.decrypt(row.key) for row in rows if row.key is not None
            }


def _sealer(subject: str, key: bytes) -> Callable[[str], Sealed]:
    aead = AESGCM(key)

    def seal(text: str) -> Sealed:
        nonce = urandom(_NONCE)
        cipher = aead.encrypt(nonce, text.encode(), subject.encode())
        return Sealed(subject, b64encode(nonce + cipher).decode())

    return seal


def _open(key: bytes | None, sealed: Sealed) -> str | None:
    if key is None:
        return None
    raw = b64decode(sealed.cipher)
    return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], sealed.subject.encode()).decode()
