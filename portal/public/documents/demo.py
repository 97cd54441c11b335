"""The invented library of a demonstration: eleven documents in several states and languages."""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from werkzeug.datastructures import FileStorage

from portal.casefile.attachments import unclaimed
from portal.casefile.attachments.keep import library_file
from portal.casefile.attachments.taking import Refused, take
from portal.public.documents.found import case_of, subject_of
from portal.public.documents.queries import versions_of
from portal.web.context import now
from portal.web.db import engine
from portal.web.demonstration.asking import ask, seal
from shared.contracts.commands import Command
from shared.contracts.stakeholders_library import LibraryFile
from shared.contracts.stakeholders_library_commands import (
    AcknowledgeLibraryReading,
    ApproveLibraryVersion,
    RegisterLibraryDocument,
    SetLibraryBundle,
    SubmitLibraryVersion,
    UploadLibraryVersion,
    WithdrawLibraryDocument,
)
from shared.core.geneva import day_of
from shared.core.message import derive_id

_LIBRARIAN, _CHIEF, _HOLDER = "stakeholders", "chief", "holder"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """``versions``: current ones, by language. ``waits``: a version more, in this stage.

    ``days``: ago it was registered, and its versions made.
    """

    name: str
    kind: str
    titles: dict[str, str]
    audience: tuple[str, ...]
    theme: str
    versions: dict[str, int] = field(default_factory=lambda: {"en": 1})
    waits: str = ""
    asks_reading: bool = False
    review_in: int = 300
    days: int = 0


_EVERY = (
    _Told(
        name="manual",
        kind="manual",
        titles={
            "en": "Manual of operations (invented)",
            "fr": "Manuel des opérations (inventé)",
            "es": "Manual de operaciones (inventado)",
            "ar": "دليل العمليات (مختلَق)",
        },
        audience=("public", "holders", "staff"),
        theme="working-methods",
        versions={"en": 2, "fr": 1, "es": 1},
        waits="review",
        asks_reading=True,
    ),
    _Told(
        name="procedure",
        kind="sop",
        titles={
            "en": "How a letter is sent (invented)",
            "fr": "Comment une lettre est envoyée (inventé)",
        },
        audience=("holders", "staff"),
        theme="communications",
        days=60,
    ),
    _Told(
        name="code",
        kind="reference",
        titles={"en": "Code of conduct (invented)", "fr": "Code de conduite (inventé)"},
        audience=("public", "holders"),
        theme="working-methods",
        versions={"en": 1, "fr": 1},
        asks_reading=True,
    ),
    _Told(
        name="how to submit",
        kind="guidance",
        titles={
            "en": "How to submit information (invented)",
            "es": "Cómo presentar información (inventado)",
        },
        audience=("public", "ngo", "nhri"),
        theme="communications",
        versions={"en": 1, "es": 1},
    ),
    _Told(
        name="terms of visits",
        kind="terms",
        titles={"en": "Terms of reference for country visits (invented)"},
        audience=("public", "governments", "unct"),
        theme="visits",
        review_in=1,
    ),
    _Told(
        name="visit checklist",
        kind="form",
        titles={"en": "Checklist before a visit (invented)"},
        audience=("holders", "staff"),
        theme="visits",
        waits="draft",
    ),
    _Told(
        name="reprisals",
        kind="training",
        titles={"en": "Training: what to do about reprisals (invented)"},
        audience=("holders", "staff"),
        theme="reprisals",
        asks_reading=True,
    ),
    _Told(
        name="reports",
        kind="template",
        titles={"en": "Template of a report to the Council (invented)"},
        audience=("holders", "staff"),
        theme="reports",
    ),
    _Told(
        name="detention",
        kind="induction",
        titles={"en": "How this mandate works with prisons (invented)"},
        audience=("mandate:sr-torture",),
        theme="working-methods",
    ),
    _Told(
        name="lessons",
        kind="lessons",
        titles={"en": "Lessons of two visits (invented)"},
        audience=("staff",),
        theme="visits",
        versions={},
        waits="review",
    ),
    _Told(
        name="old form",
        kind="form",
        titles={"en": "Form for allegations, of before (invented)"},
        audience=("public",),
        theme="communications",
    ),
)


def tell() -> None:
    for one in _EVERY:
        _document(one)
    read = AcknowledgeLibraryReading(document_id=_id("code"), language="en", version=1)
    _ask(read, _HOLDER, "code", "read")
    gone = WithdrawLibraryDocument(
        document_id=_id("old form"),
        reason=seal(subject_of(_id("old form")), "The form is on the pages now. (invented)"),
    )
    _ask(gone, _CHIEF, "old form", "withdrawn")
    for mandate, names in ((None, ("manual", "code", "reprisals")), ("sr-torture", ("detention",))):
        kit = SetLibraryBundle(mandate=mandate, documents=tuple(map(_id, names)), was=())
        _ask(kit, _LIBRARIAN, "kit", mandate or "all")


def _document(one: _Told) -> None:
    document_id = _id(one.name)
    subject = subject_of(document_id)
    registered = RegisterLibraryDocument(
        document_id=document_id,
        kind=one.kind,
        language="en",
        titles={code: seal(subject, title) for code, title in one.titles.items()},
        keywords=None,
        themes=(one.theme,),
        unit="library",
        audience=one.audience,
        review_on=day_of(now()) + timedelta(days=one.review_in),
        asks_reading=one.asks_reading,
        supersedes=None,
    )
    _ask(registered, _LIBRARIAN, one.name, "registered", days=one.days)
    with engine().connect() as conn:
        there = {each.key for each in versions_of(conn, document_id, kept=True)}
    for language, last in one.versions.items():
        for number in range(1, last + 1):
            _version(one, language, number, "current", there)
    if one.waits:
        _version(one, "en", one.versions.get("en", 0) + 1, one.waits, there)


def _version(
    told: _Told, language: str, number: int, stage: str, there: set[tuple[str, int]]
) -> None:
    """Upload a version, unless it is there, and do what its stage needs."""
    name, of = told.name, f"{language} {number}"
    document_id = _id(name)
    files = () if (language, number) in there else _files(document_id, of)
    if not files:
        return
    upload = UploadLibraryVersion(
        document_id=document_id,
        language=language,
        version=number,
        translates=None if language == "en" else 1,
        files=files,
        summary=seal(subject_of(document_id), f"Version {number}. (invented)"),
        valid_from=day_of(now() - timedelta(days=told.days)),
    )
    _ask(upload, _LIBRARIAN, name, of, "uploaded", days=told.days)
    with engine().begin() as conn:
        unclaimed.strike(conn, [each.object_name for each in files])
    if stage in {"review", "current"}:
        submit = SubmitLibraryVersion(document_id=document_id, language=language, version=number)
        _ask(submit, _LIBRARIAN, name, of, "submitted", days=told.days)
    if stage == "current":
        approve = ApproveLibraryVersion(
            document_id=document_id,
            language=language,
            version=number,
            audience=told.audience,
            description=1,
        )
        _ask(approve, _CHIEF, name, of, "approved", days=told.days)


def _files(document_id: str, of: str) -> tuple[LibraryFile, ...]:
    """Keep a file; none where no file can be kept."""
    text = f"An invented document, {of}. (Invented.)".encode()
    file = FileStorage(BytesIO(text), filename="Document.txt")
    try:
        kept = take(file, subject=subject_of(document_id))
    except Refused:
        return ()
    return (library_file(kept, derive_id("demo library file", document_id, of)),)


def _id(name: str) -> str:
    return str(derive_id("demo library", name))


def _ask(command: Command, by: str, name: str, *step: str, days: int = 0) -> None:
    at = now() - timedelta(days=days) if days else None
    ask(command, by, str(case_of(_id(name))), f"library {name}", *step, at=at)
