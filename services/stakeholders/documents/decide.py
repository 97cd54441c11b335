"""The library: documents, who can see them, their versions, and who has read which. Section H.1.

The librarian is a stakeholder officer; the Quick Response Desk writes what it owns. The Chief
approves. Once a version is approved, nobody but the Chief lets more people see the document.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias, assert_never

from services.stakeholders.documents import versions
from services.stakeholders.documents.passing import PassLibraryDay, passed
from services.stakeholders.documents.state import Document, Heard, State, evolve
from services.stakeholders.documents.versions import CHANGED, by_keeper, by_writer
from services.stakeholders.registry.decide import REGISTRY
from shared.contracts.stakeholders_library import (
    Fact,
    LibraryAudienceChanged,
    LibraryBundleSet,
    LibraryDocumentDescribed,
    LibraryDocumentRegistered,
    LibraryDocumentWithdrawn,
    LibraryReadingAcknowledged,
    LibraryThemesFollowed,
)
from shared.contracts.stakeholders_library_commands import (
    AcknowledgeLibraryReading,
    ApproveLibraryVersion,
    ChangeLibraryAudience,
    DescribeLibraryDocument,
    FollowLibraryThemes,
    OfDocument,
    RegisterLibraryDocument,
    SetLibraryBundle,
    SubmitLibraryVersion,
    UploadLibraryVersion,
    WithdrawLibraryDocument,
    WithdrawLibraryVersion,
)
from shared.contracts.stakeholders_library_commands import Command as Asks
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.reference import LANGUAGES, mandates
from shared.reference.documents import (
    KINDS,
    OF_MANDATE,
    PUBLIC,
    THEMES,
    UNITS,
    is_audience,
    reads,
    writes,
)

KEY: Final = "all"
WITHDRAWN: Final = "This document was withdrawn."
Command: TypeAlias = Asks | PassLibraryDay


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    match command:
        case PassLibraryDay():
            return passed(command, asked, state)
        case RegisterLibraryDocument():
            return _register(command, asked, state)
        case SetLibraryBundle():
            return _bundle(command, asked, state)
        case FollowLibraryThemes():
            return _follow(command, asked, state)
        case _:
            return _of_document(command, asked, state)


def _of_document(command: OfDocument, asked: Asked, state: State) -> Sequence[Fact]:
    document = state.documents.get(command.document_id)
    if document is None:
        raise Refused("There is no such document.")
    if isinstance(command, WithdrawLibraryDocument):
        return _withdraw(command, asked, document)
    if isinstance(command, ChangeLibraryAudience):
        return _audience(command, asked, document)
    if document.withdrawn:
        raise Refused(WITHDRAWN)
    match command:
        case DescribeLibraryDocument():
            return _describe(command, asked, document)
        case AcknowledgeLibraryReading():
            return _acknowledge(command, asked, document, state)
        case (
            UploadLibraryVersion()
            | SubmitLibraryVersion()
            | ApproveLibraryVersion()
            | WithdrawLibraryVersion()
        ):
            return versions.decide(command, asked, document)
    assert_never(command)


def _register(command: RegisterLibraryDocument, asked: Asked, state: State) -> Sequence[Fact]:
    if command.unit not in UNITS or command.kind not in KINDS:
        raise Refused("Choose the kind and the unit from the list.")
    if not writes(asked.by, command.unit):
        raise Forbidden("Only the librarian or the unit that owns the document may do this.")
    if command.document_id in state.documents:
        return []
    _titled(command.titles, command.language)
    _seen_by(command.audience)
    _about(command.themes)
    _ahead(command, asked)
    _replaces(command, asked, state)
    return [
        LibraryDocumentRegistered(
            document_id=command.document_id,
            kind=command.kind,
            language=command.language,
            titles=command.titles,
            keywords=command.keywords,
            themes=command.themes,
            unit=command.unit,
            audience=command.audience,
            review_on=command.review_on,
            asks_reading=command.asks_reading,
            supersedes=command.supersedes,
            registered_by=asked.by.actor_id,
            registered_at=asked.at,
        )
    ]


def _replaces(command: RegisterLibraryDocument, asked: Asked, state: State) -> None:
    if command.supersedes is None:
        return
    before = state.documents.get(command.supersedes)
    if before is None:
        raise Refused("There is no such document to replace.")
    if not writes(asked.by, before.unit):
        raise Forbidden("Only the librarian or the unit that owns a document replaces it.")


def _describe(command: DescribeLibraryDocument, asked: Asked, document: Document) -> Sequence[Fact]:
    _words_by(command, asked, document)
    if command.was != document.description:
        raise Refused(CHANGED)
    _titled(command.titles, document.language)
    _about(command.themes)
    _ahead(command, asked)
    return [
        LibraryDocumentDescribed(
            document_id=command.document_id,
            number=document.description + 1,
            titles=command.titles,
            keywords=command.keywords,
            themes=command.themes,
            review_on=command.review_on,
            described_by=asked.by.actor_id,
            described_at=asked.at,
        )
    ]


def _words_by(command: DescribeLibraryDocument, asked: Asked, document: Document) -> None:
    """Words that everybody reads at once are the Chief's; all else is the writers'."""
    public = document.was_approved and PUBLIC in document.audience
    if public and asked.by.has(Role.CHIEF):
        return
    by_writer(asked, document)
    same = (command.titles, command.keywords) == (document.titles, document.keywords)
    if public and not same:
        raise Forbidden("Everybody reads its title: only the Chief changes titles and keywords.")


def _audience(command: ChangeLibraryAudience, asked: Asked, document: Document) -> Sequence[Fact]:
    by_keeper(asked, document)
    wanted = frozenset(command.audience)
    if wanted == document.audience:
        return []
    if frozenset(command.was) != document.audience:
        raise Refused(CHANGED)
    _seen_by(command.audience)
    if wanted - document.audience:
        _wider(command, asked, document)
    return [
        LibraryAudienceChanged(
            document_id=command.document_id,
            audience=command.audience,
            no_more=tuple(sorted(document.audience - wanted)),
            changed_by=asked.by.actor_id,
            changed_at=asked.at,
        )
    ]


def _wider(command: ChangeLibraryAudience, asked: Asked, document: Document) -> None:
    """Once a version is approved, more people read no word that the Chief was not shown."""
    if document.withdrawn:
        raise Refused(WITHDRAWN)
    if not document.was_approved:
        return
    if not asked.by.has(Role.CHIEF):
        raise Forbidden("A version of it is approved: only the Chief lets more people see it.")
    if command.description != document.description:
        raise Refused(CHANGED)


def _withdraw(command: WithdrawLibraryDocument, asked: Asked, document: Document) -> Sequence[Fact]:
    by_keeper(asked, document)
    if document.withdrawn:
        return []
    return [
        LibraryDocumentWithdrawn(
            document_id=command.document_id,
            reason=command.reason,
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
        )
    ]


def _acknowledge(
    command: AcknowledgeLibraryReading, asked: Asked, document: Document, state: State
) -> Sequence[Fact]:
    if not reads(asked.by, state.audience(document, day_of(asked.at))):
        raise Forbidden("There is no such document.")
    if not document.acknowledged:
        raise Refused("Nobody is asked to say that they have read this document.")
    key = (command.language, command.version)
    if (asked.by.actor_id, key) in document.read:
        return []
    if document.current(command.language) != command.version:
        raise Refused("This version is not current any more. Load the page and read the new one.")
    return [
        LibraryReadingAcknowledged(
            document_id=command.document_id,
            language=command.language,
            version=command.version,
            reader=asked.by.actor_id,
            read_at=asked.at,
        )
    ]


def _bundle(command: SetLibraryBundle, asked: Asked, state: State) -> Sequence[Fact]:
    if not asked.by.has(Role.STAKEHOLDER_OFFICER):
        raise Forbidden("Only the librarian puts the induction kit together.")
    if command.mandate is not None and command.mandate not in mandates():
        raise Refused("Choose the mandate from the list.")
    now = state.bundles.get(command.mandate, ())
    if command.documents == now:
        return []
    if command.was != now:
        raise Refused(CHANGED)
    known = {key for key, one in state.documents.items() if not one.withdrawn}
    if not known.issuperset(set(command.documents) - set(now)):
        raise Refused("There is no such document.")
    return [
        LibraryBundleSet(
            mandate=command.mandate,
            documents=command.documents,
            set_by=asked.by.actor_id,
            set_at=asked.at,
        )
    ]


def _follow(command: FollowLibraryThemes, asked: Asked, state: State) -> Sequence[Fact]:
    _about(command.themes)
    if command.themes == state.follows.get(asked.by.actor_id, ()):
        return []
    return [
        LibraryThemesFollowed(reader=asked.by.actor_id, themes=command.themes, chosen_at=asked.at)
    ]


def _titled(titles: Mapping[str, Sealed], language: str) -> None:
    if language not in titles or not LANGUAGES.keys() >= titles.keys():
        raise Refused("Give it a title in the language of the original.")


def _about(themes: Iterable[str]) -> None:
    if not THEMES.keys() >= set(themes):
        raise Refused("Choose the themes from the list.")


def _seen_by(audience: Sequence[str]) -> None:
    if not audience or not all(is_audience(one) for one in audience):
        raise Refused("Choose who can see it from the list.")


def _ahead(command: RegisterLibraryDocument | DescribeLibraryDocument, asked: Asked) -> None:
    if command.review_on <= day_of(asked.at):
        raise Refused("The day of the next review is after today.")


def _consults(command: Command, state: State) -> Sequence[str]:
    """Return the chains of the mandates for which a document is that somebody has read."""
    if not isinstance(command, AcknowledgeLibraryReading):
        return []
    document = state.documents.get(command.document_id)
    codes = sorted(document.audience) if document else []
    return [
        REGISTRY.stream_of(one.removeprefix(OF_MANDATE))
        for one in codes
        if one.startswith(OF_MANDATE)
    ]


LIBRARY: Decider[Command, Heard, State] = Decider(
    category="library",
    key=lambda _: KEY,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
