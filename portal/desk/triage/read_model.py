"""The read model of the queue and of the work on submissions; texts are in ``submissions``."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from portal.casefile.queue.tables import (
    answers,
    links,
    mandates,
    notes,
    queue,
    steps,
    tables,
    tags,
    tokens,
    waiting,
)
from portal.web.steps import happened
from shared.contracts.intake import (
    BLOCKING,
    INTAKE,
    AdmissibilityConfirmed,
    AllegationReceived,
    ConsentGranted,
    ConsentWithdrawn,
    InformationProvided,
    InformationRequested,
    SubmissionNotActioned,
    SubmissionTriaged,
    VictimsAdded,
)
from shared.contracts.intake_erasure import PersonErased
from shared.contracts.intake_source import (
    DevelopmentAdded,
    IncidentAdded,
    PerpetratorAdded,
    SourceIdentityOpened,
)
from shared.contracts.intake_triage import (
    NoteAdded,
    SubmissionAssigned,
    SubmissionReferred,
    SubmissionReopened,
    SubmissionsLinked,
    SubmissionsUnlinked,
    SubmissionTagged,
    SubmissionUnassigned,
    SubmissionUntagged,
)
from shared.core.geneva import day_of
from shared.facts.kafka import Published
from shared.read_models.model import Change, Delete, Put, ReadModel
from shared.reference.triage import ANOTHER_MANDATE

CONSUMER = "portal.triage"
URGENT, ORDINARY = 0, 1


def project(published: Published) -> Iterable[Change]:
    fact = published.fact
    at = published.position
    return [*_decided(at, fact), *_added(published), *_worked(published)]


def _decided(position: int, fact: Any) -> Iterable[Change]:
    match fact:
        case AllegationReceived() as f:
            return [
                _queued(
                    f.submission_id,
                    received_at=f.received_at,
                    day=day_of(f.received_at),
                    changed=position,
                    channel=f.channel,
                    state=f.state,
                    calm=int(not f.reprisal),
                    rank=URGENT if f.urgent else ORDINARY,
                    reprisal=f.reprisal,
                    on_behalf=f.on_behalf,
                    with_desk=True,
                    mandates=list(f.mandates),
                    triage_position=0,
                ),
                *_concerned(f.submission_id, f.mandates, 0),
                *_matching(f.submission_id, f.matching),
            ]
        case SubmissionTriaged() as f:
            return [
                _queued(
                    f.submission_id,
                    rank=URGENT if f.urgency == "urgent" else ORDINARY,
                    changed=position,
                    with_desk=False,
                    mandates=list(f.mandates),
                    triage_position=position,
                    triaged_at=f.triaged_at,
                    decided_at=f.triaged_at,
                ),
                *_concerned(f.submission_id, f.mandates, position),
            ]
        case AdmissibilityConfirmed() as f:
            return [
                Put(
                    answers,
                    (f.submission_id, number),
                    {
                        "mandate": one.mandate,
                        "point": one.point,
                        "met": one.met,
                        "note": one.note,
                    },
                )
                for number, one in enumerate(f.answers)
            ]
        case SubmissionNotActioned() as f:
            return [
                _queued(
                    f.submission_id,
                    with_desk=False,
                    not_actioned=f.reason_code,
                    decided_at=f.decided_at,
                )
            ]
        case InformationRequested() as f:
            return [Put(waiting, (f.submission_id, f.question_id), {})]
        case InformationProvided() as f:
            return [
                Delete(waiting, (f.submission_id, f.question_id)),
                _queued(f.submission_id, answered_at=f.provided_at),
            ]
        case ConsentWithdrawn() as f if f.scope in BLOCKING:
            return [_queued(f.submission_id, consent_withdrawn_at=f.withdrawn_at)]
        case ConsentGranted() as f if f.scope in BLOCKING and not f.still_withdrawn:
            return [_queued(f.submission_id, consent_withdrawn_at=None)]
        case _:
            return []


def _matching(submission_id: str, found: Iterable[str]) -> Iterable[Change]:
    return [Put(tokens, (submission_id, token), {}) for token in dict.fromkeys(found)]


def _added(published: Published) -> Iterable[Change]:
    """Later additions. They answer no question, so the submission stays in its queue."""
    found: tuple[str, ...] = ()
    fact = published.fact
    match fact:
        case DevelopmentAdded():
            kind = "developed"
        case VictimsAdded(later=True):
            kind, found = "victim-added", fact.matching
        case IncidentAdded():
            kind, found = "incident-added", fact.matching
        case PerpetratorAdded():
            kind = "perpetrator-added"
        case _:
            return []
    return [
        *_matching(fact.submission_id, found),
        *([_queued(fact.submission_id, changed=published.position)] if found else []),
        _step(published, kind, fact.added_at),
    ]


def _worked(published: Published) -> Iterable[Change]:
    match published.fact:
        case SourceIdentityOpened() as f:
            return [
                _step(published, "identity-opened", f.opened_at, f.opened_by, reason=f.reason_code)
            ]
        case PersonErased() as f:
            erased = _step(published, "erased", f.erased_at, f.erased_by, what=f.what)
            if f.what != "submission":
                return [erased]
            # The hashes are of what was erased: nobody is to find it by them again.
            gone = Delete(tokens, (f.submission_id,))
            return [erased, gone, _queued(f.submission_id, changed=published.position)]
        case SubmissionAssigned() as f:
            return [
                _queued(f.submission_id, assignee=f.assignee),
                _step(published, "assigned", f.assigned_at, f.assigned_by, assignee=f.assignee),
            ]
        case SubmissionUnassigned() as f:
            return [
                _queued(f.submission_id, assignee=None),
                _step(published, "unassigned", f.unassigned_at, f.unassigned_by),
            ]
        case SubmissionTagged() as f:
            return [
                Put(tags, (f.submission_id, f.tag), {}),
                _step(published, "tagged", f.tagged_at, f.tagged_by, tag=f.tag),
            ]
        case SubmissionUntagged() as f:
            return [
                Delete(tags, (f.submission_id, f.tag)),
                _step(published, "untagged", f.untagged_at, f.untagged_by, tag=f.tag),
            ]
        case NoteAdded() as f:
            note = {"note": f.note, "added_by": f.added_by, "added_at": f.added_at}
            return [
                Put(notes, (f.submission_id, f.note_id), note),
                _step(published, "noted", f.added_at, f.added_by),
            ]
        case SubmissionReferred() as f:
            if f.to == ANOTHER_MANDATE:  # which is shared with it by the same command
                return [_step(published, "passed", f.referred_at, f.referred_by, mandate=f.mandate)]
            passed_on = {"referred": f.to, "with_desk": False, "decided_at": f.referred_at}
            return [_queued(f.submission_id, **passed_on)]
        case SubmissionReopened() as f:
            return [_queued(f.submission_id, referred=None, not_actioned=None, with_desk=True)]
        case SubmissionsLinked() as f:
            link = {"kind": f.kind, "linked_at": f.linked_at}
            return [
                change
                for one, other in _both(f)
                for change in (
                    Put(links, (one, other), link),
                    _step(
                        published,
                        "joined",
                        f.linked_at,
                        f.linked_by,
                        kind=f.kind,
                        of=one,
                        other=other,
                    ),
                )
            ]
        case SubmissionsUnlinked() as f:
            return [
                change
                for one, other in _both(f)
                for change in (
                    Delete(links, (one, other)),
                    _step(published, "parted", f.unlinked_at, f.unlinked_by, of=one, other=other),
                )
            ]
        case _:
            return []


TRIAGE = ReadModel(consumer=CONSUMER, contracts=(INTAKE,), tables=tables, project=project)


def _queued(submission_id: str, **columns: Any) -> Put:
    return Put(queue, (submission_id,), columns)


def _concerned(submission_id: str, chosen: Iterable[str], position: int) -> Iterable[Put]:
    at = {"triage_position": position}
    return [Put(mandates, (submission_id, mandate), at) for mandate in chosen]


def _both(fact: SubmissionsLinked | SubmissionsUnlinked) -> Iterable[tuple[str, str]]:
    return [(fact.submission_id, fact.other_id), (fact.other_id, fact.submission_id)]


def _step(  # a fact, who did it, and for whom
    published: Published,
    kind: str,
    at: datetime,
    by: str | None = None,
    /,
    *,
    of: str | None = None,
    other: str | None = None,
    **detail: Any,
) -> Put:
    return happened(steps, published, kind, at, by=by, of=of, detail=detail, other_id=other)
