"""The library in a portal of a test, as the service tells of it, each fact twice."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Engine

from portal.public.documents.found import subject_of
from portal.public.documents.read_model import LIBRARY
from shared.core.message import Sealed, derive_id
from shared.core.testing import AT
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.stakeholders import documents as said
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

TITLE, SUMMARY, REASON = "Quib manual", "Quib summary", "Quib reason"


@dataclass(slots=True)
class Library:
    engine: Engine
    vault: Vault
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [LIBRARY])

    def tell(self, *facts: Any) -> None:
        arrived = []
        for fact in facts:
            self.told += 1
            arrived.append(of_stakeholders(fact, self.told, "library-all", AT))
        twice([self.applier], arrived)

    def seal(self, document_id: str, text: str) -> Sealed:
        return self.vault.seal(subject_of(document_id), text)

    def registered(
        self, *audience: str, title: str = TITLE, titles: dict[str, str] | None = None, **also: Any
    ) -> str:
        """Tell of a document for this audience, with no version; return it."""
        document_id = str(derive_id("document of a test", self.told))
        named = {"en": title, **(titles or {})}
        of = {
            "document_id": document_id,
            "audience": audience or ("public",),
            "titles": {code: self.seal(document_id, text) for code, text in named.items()},
            "keywords": self.seal(document_id, "gribble"),
        }
        self.tell(replace(said.REGISTERED, **{**of, **also}))
        return document_id

    def uploaded(
        self, document_id: str, version: int = 1, language: str = "en", **also: Any
    ) -> None:
        summary = self.seal(document_id, f"{SUMMARY} {language} {version}")
        of = {"document_id": document_id, "version": version, "language": language}
        files = also.pop("files", ())
        self.tell(replace(said.UPLOADED, **{"summary": summary, "files": files, **of, **also}))

    def step(
        self, fact: Any, document_id: str, version: int = 1, language: str = "en", **also: Any
    ) -> None:
        of = {"document_id": document_id, "version": version, "language": language}
        self.tell(replace(fact, **of, **also))

    def current(
        self, document_id: str, version: int = 1, language: str = "en", **also: Any
    ) -> None:
        """Upload, submit, approve it, and make it current in place of the one before."""
        made: dict[str, Any] = {"made_at": also.pop("made_at", AT)}
        self.uploaded(document_id, version, language, **also)
        for fact in (said.SUBMITTED, said.APPROVED):
            self.step(fact, document_id, version, language)
        self.step(
            said.CURRENT, document_id, version, language, replaces=version - 1 or None, **made
        )

    def document(self, *audience: str, **also: Any) -> str:
        """Tell of a document with a current version; return it."""
        document_id = self.registered(*audience, **also)
        self.current(document_id)
        return document_id

    def followed(self, reader: str, *themes: str) -> None:
        self.tell(replace(said.FOLLOWED, reader=reader, themes=themes))

    def withdrawn(self, document_id: str) -> None:
        reason = self.seal(document_id, REASON)
        self.tell(replace(said.WITHDRAWN_ALL, document_id=document_id, reason=reason))

    def narrowed(self, document_id: str, *audience: str) -> None:
        self.tell(replace(said.NARROWED, document_id=document_id, audience=audience))
