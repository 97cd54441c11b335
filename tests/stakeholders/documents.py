"""Given facts and people of the library, shared by its tests."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from shared.contracts.stakeholders_library import (
    LibraryAudienceChanged,
    LibraryBundleSet,
    LibraryDocumentDescribed,
    LibraryDocumentRegistered,
    LibraryDocumentWithdrawn,
    LibraryFile,
    LibraryReadingAcknowledged,
    LibraryReviewDue,
    LibraryThemesFollowed,
    LibraryVersionApproved,
    LibraryVersionMadeCurrent,
    LibraryVersionSubmitted,
    LibraryVersionUploaded,
    LibraryVersionWithdrawn,
)
from shared.contracts.stakeholders_library_commands import (
    AcknowledgeLibraryReading,
    ApproveLibraryVersion,
    ChangeLibraryAudience,
    DescribeLibraryDocument,
    FollowLibraryThemes,
    RegisterLibraryDocument,
    SetLibraryBundle,
    SubmitLibraryVersion,
    UploadLibraryVersion,
    WithdrawLibraryDocument,
    WithdrawLibraryVersion,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT

DAY = timedelta(days=1)
TODAY: Final = day_of(AT)
ID, OTHER = (str(derive_id("document of a test", n)) for n in (1, 2))
LIBRARIAN = Actor(actor_id="librarian-1", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
CHIEF = Actor(actor_id="chief-1", roles=frozenset({Role.CHIEF}))
HOLDER = Actor(
    actor_id="holder-a", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"wgad"})
)


def sealed(text: str) -> Sealed:
    return Sealed(f"library-{ID}", text)


REASON = sealed("cmVhc29u")
REGISTER = RegisterLibraryDocument(
    document_id=ID,
    kind="manual",
    language="en",
    titles={"en": sealed("dGl0bGU"), "fr": sealed("dGl0cmU")},
    keywords=sealed("a2V5cw"),
    themes=("visits",),
    unit="library",
    audience=("holders", "staff"),
    review_on=TODAY + 365 * DAY,
    asks_reading=True,
    supersedes=None,
)
DESCRIBE = DescribeLibraryDocument(
    document_id=ID,
    was=1,
    titles=REGISTER.titles,
    keywords=None,
    themes=("visits", "reports"),
    review_on=TODAY + 400 * DAY,
)
FILE = LibraryFile(
    file_id=str(derive_id("file of a test", 1)),
    object_name="ab" * 32,
    sha256="cd" * 32,
    size=1000,
    media_type="application/pdf",
    scanned="clean",
    details=sealed("ZGV0YWlscw"),
)
UPLOAD = UploadLibraryVersion(
    document_id=ID,
    language="en",
    version=1,
    translates=None,
    files=(FILE,),
    summary=sealed("c3VtbWFyeQ"),
    valid_from=TODAY,
)
SUBMIT = SubmitLibraryVersion(document_id=ID, language="en", version=1)
APPROVE = ApproveLibraryVersion(
    document_id=ID, language="en", version=1, audience=REGISTER.audience, description=1
)
WITHDRAW = WithdrawLibraryVersion(document_id=ID, language="en", version=1, reason=REASON)
WITHDRAW_ALL = WithdrawLibraryDocument(document_id=ID, reason=REASON)
NARROW = ChangeLibraryAudience(
    document_id=ID, audience=("staff",), was=REGISTER.audience, description=1
)
WIDER = replace(NARROW, audience=("holders", "public", "staff"))
READ = AcknowledgeLibraryReading(document_id=ID, language="en", version=1)
BUNDLE = SetLibraryBundle(mandate=None, documents=(ID,), was=())
FOLLOW = FollowLibraryThemes(themes=("visits",))
EVERY: list[tuple[Any, Actor]] = [
    (REGISTER, LIBRARIAN),
    (UPLOAD, LIBRARIAN),
    (SUBMIT, LIBRARIAN),
    (APPROVE, CHIEF),
    (DESCRIBE, LIBRARIAN),
    (READ, HOLDER),
    (BUNDLE, LIBRARIAN),
    (FOLLOW, HOLDER),
    (NARROW, LIBRARIAN),
    (WITHDRAW, LIBRARIAN),
    (WITHDRAW_ALL, CHIEF),
]
"""Commands that follow one another, each with who asks."""

REGISTERED = LibraryDocumentRegistered(
    document_id=ID,
    kind="manual",
    language="en",
    titles=REGISTER.titles,
    keywords=REGISTER.keywords,
    themes=("visits",),
    unit="library",
    audience=("holders", "staff"),
    review_on=REGISTER.review_on,
    asks_reading=True,
    supersedes=None,
    registered_by="librarian-1",
    registered_at=AT,
)
DESCRIBED = LibraryDocumentDescribed(
    document_id=ID,
    number=2,
    titles=DESCRIBE.titles,
    keywords=None,
    themes=DESCRIBE.themes,
    review_on=DESCRIBE.review_on,
    described_by="librarian-1",
    described_at=AT,
)
UPLOADED = LibraryVersionUploaded(
    document_id=ID,
    language="en",
    version=1,
    translates=None,
    files=(FILE,),
    summary=UPLOAD.summary,
    valid_from=TODAY,
    uploaded_by="librarian-1",
    uploaded_at=AT,
)
SUBMITTED = LibraryVersionSubmitted(
    document_id=ID, language="en", version=1, submitted_by="librarian-1", submitted_at=AT
)
APPROVED = LibraryVersionApproved(
    document_id=ID, language="en", version=1, approved_by="chief-1", approved_at=AT
)
CURRENT = LibraryVersionMadeCurrent(
    document_id=ID, language="en", version=1, replaces=None, made_at=AT, public=False
)
WITHDRAWN = LibraryVersionWithdrawn(
    document_id=ID,
    language="en",
    version=1,
    reason=REASON,
    with_original=False,
    withdrawn_by="librarian-1",
    withdrawn_at=AT,
)
WITHDRAWN_ALL = LibraryDocumentWithdrawn(
    document_id=ID, reason=REASON, withdrawn_by="chief-1", withdrawn_at=AT
)
NARROWED = LibraryAudienceChanged(
    document_id=ID,
    audience=("staff",),
    no_more=("holders",),
    changed_by="librarian-1",
    changed_at=AT,
)
HAS_READ = LibraryReadingAcknowledged(
    document_id=ID, language="en", version=1, reader="holder-a", read_at=AT
)
REVIEW_DUE = LibraryReviewDue(document_id=ID, review_on=REGISTER.review_on, told_at=AT)
BUNDLED = LibraryBundleSet(mandate=None, documents=(ID,), set_by="librarian-1", set_at=AT)
FOLLOWED = LibraryThemesFollowed(reader="holder-a", themes=("visits",), chosen_at=AT)
FACTS = (
    *(REGISTERED, DESCRIBED, UPLOADED, SUBMITTED, APPROVED, CURRENT, HAS_READ, BUNDLED),
    *(NARROWED, WITHDRAWN, WITHDRAWN_ALL, REVIEW_DUE, FOLLOWED),
)
UP_TO_DATE = (REGISTERED, UPLOADED, SUBMITTED, APPROVED, CURRENT)
"""A document with a current version."""
