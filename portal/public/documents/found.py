"""What a view finds of the library, and what is needed to act on it; 404 for all else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from portal.public.documents import queries
from portal.public.documents.queries import READABLE, Document, Version
from portal.web.accounts.access import current_actor, signed_in
from portal.web.act import About
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext, language
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.documents import writes

_ADDRESS: Final = re.compile(
    r"/(?:documents|library)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
PUBLIC_DOOR, DOOR = "publiclibrary", "library"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A document with its versions, the newest first. ``kept``: by whoever came."""

    document: Document
    versions: Sequence[Version]
    kept: bool

    def current(self, code: str) -> Version | None:
        some = (one for one in self.versions if one.language == code and one.stage == "current")
        return next(some, None)

    def version(self, code: str, number: int) -> Version | None:
        return next((one for one in self.versions if one.key == (code, number)), None)

    def last(self, code: str) -> int:
        return max((one.version for one in self.versions if one.language == code), default=0)

    def opens(self, version: Version) -> bool:
        """Whether whoever came reads what changed in this version, and its files."""
        stands = version.stage in READABLE and self.document.withdrawn_at is None
        return self.kept or stands

    def describes(self, actor: Actor) -> bool:
        """Whether this person describes it: the Chief what everybody reads once it is approved."""
        public = self.document.public and any(one.approved_at for one in self.versions)
        return writes(actor, self.document.unit) or (public and actor.has(Role.CHIEF))

    @property
    def shown(self) -> Version | None:
        """The current version in the reader's language, of the original, or of any other."""
        own = (language().code, self.document.language)
        first = [one for code in own if (one := self.current(code))]
        return next(iter([*first, *(one for one in self.versions if one.stage == "current")]), None)


def reader(door: str) -> Actor | None:
    """Return who reads by this door; None: everybody."""
    return None if door == PUBLIC_DOOR or signed_in() is None else current_actor()


def opened(document_id: UUID, door: str = DOOR) -> Opened:
    actor = reader(door)
    with engine().connect() as conn:
        one = queries.one(conn, queries.visible(actor, today()), str(document_id))
        if one is None:
            raise NotFound
        kept = queries.keeps(conn, actor, one.document_id)
        versions = queries.versions_of(conn, one.document_id, kept=kept)
    return Opened(document=one, versions=versions, kept=kept)


def at(address: str) -> Document | None:
    """Return the document that whoever came sees at this address of the portal."""
    part = _ADDRESS.search(address)
    if part is None:
        return None
    with engine().connect() as conn:
        return queries.one(conn, queries.visible(current_actor(), today()), part[1])


def replaced_by(one: Document) -> Document | None:
    """Return the document that this one replaces."""
    with engine().connect() as conn:
        seen = queries.visible(current_actor(), today())
        return queries.one(conn, seen, one.supersedes) if one.supersedes else None


def to_write(document_id: UUID) -> Opened:
    """Return a document that whoever came writes, and that was not withdrawn."""
    one = opened(document_id)
    if not writes(current_actor(), one.document.unit) or one.document.withdrawn_at:
        raise NotFound
    return one


def to_keep(document_id: UUID, *, withdrawn: bool = False) -> Opened:
    """The same, for the Chief as well. ``withdrawn``: also what was withdrawn."""
    one = opened(document_id)
    if not one.kept or (one.document.withdrawn_at and not withdrawn):
        raise NotFound
    return one


def to_describe(document_id: UUID) -> Opened:
    one = to_keep(document_id)
    if not one.describes(current_actor()):
        raise NotFound
    return one


def version(one: Opened, code: str, number: int, *stages: str) -> Version:
    found = one.version(code, number)
    if found is None or (stages and found.stage not in stages):
        raise NotFound
    return found


def subject_of(document_id: str) -> str:
    """Under this key all texts and files of a document are sealed."""
    return f"library-{document_id}"


def case_of(document_id: str) -> UUID:
    return derive_id("library", document_id)


def about(one: Document) -> About:
    return About(
        address=url_for("library.show", document_id=one.document_id),
        case=case_of(one.document_id),
        back=gettext("The document"),
        caption=Markup("<bdi>{}</bdi>").format(title_of(one) or gettext("erased")),
    )


def title_of(one: Document) -> str | None:
    return titles_of([one])[0]


def titles_of(some: Iterable[Document]) -> list[str | None]:
    """Return titles in the reader's language; reading one that is not public is on record."""
    code = language().code
    every = list(some)
    public = [one.title(code) for one in every if one.public]
    other = [one.title(code) for one in every if not one.public]
    texts = iter(vault().reveal_public(public)), iter(vault().reveal_all(other) if other else ())
    return [next(texts[0] if one.public else texts[1]) for one in every]


def read(one: Document, sealed: Sequence[Sealed]) -> list[str | None]:
    """Return texts of a document; reading one that is not public is on record."""
    if one.public:
        return vault().reveal_public(sealed)
    return vault().reveal_all(sealed) if sealed else []


def read_of(one: Document, version: Version, sealed: Sequence[Sealed]) -> list[str | None]:
    """Return texts of a version; reading one that not everybody can read is on record."""
    if one.is_open(version):
        return vault().reveal_public(sealed)
    return vault().reveal_all(sealed) if sealed else []


def erased(some: Iterable[Document]) -> set[str]:
    """Return those of these documents of which no text can be read or kept any more."""
    gone = vault().forgotten_of("library")
    return {one.document_id for one in some if subject_of(one.document_id) in gone}
