"""Rows from facts about the mandates of a letter and about authority that mandates give."""

from collections.abc import Iterable
from typing import Any

from portal.letters.communications.rows import happened, invited, signed
from portal.letters.communications.tables import (
    allowed,
    delegations,
    holders,
    letters,
    lives,
    signatures,
    standing,
)
from portal.web.steps import row_of
from shared.contracts.approvals import (
    ApprovalGiven,
    ApprovalVoided,
    ChangesRequested,
    MandateDeclined,
    MandateInvited,
    MandateJoined,
    TransmissionAuthorisationGranted,
    TransmissionAuthorisationRevoked,
)
from shared.contracts.approvals_authority import (
    DelegationGranted,
    DelegationRevoked,
    StandingAuthorisationGranted,
    StandingAuthorisationRevoked,
)
from shared.contracts.approvals_custody import LetterKeptAsRecord, LetterPassedOn
from shared.contracts.approvals_drafting import (
    InvitationExtended,
    MandateDroppedOut,
    NamingAllowed,
)
from shared.contracts.approvals_holding import (
    HolderNoted,
    MandateLifeNoted,
    VacantMandateDropped,
)
from shared.read_models.model import Change, Put

_VOID = {
    "approved_version": None,
    "approved_by": None,
    "approved_at": None,
    "authorised_by": None,
    "authorised_at": None,
}
_IN = {"declined_at": None, "dropped_out": None, "vacant": None}  # also when it was out before


def of_a_mandate(position: int, fact: Any) -> Iterable[Change]:
    match fact:
        case MandateInvited() as f:
            values = {**invited(position, lead=False), "join_by": f.join_by, **_IN}
            return [
                Put(signatures, (f.communication_id, f.mandate), values),
                *happened(
                    position,
                    f.communication_id,
                    row_of("mandate-invited", f.invited_at, by=f.invited_by, mandate=f.mandate),
                ),
            ]
        case InvitationExtended() as f:
            step = row_of("invitation-extended", f.extended_at, by=f.extended_by, mandate=f.mandate)
            return signed(position, f.communication_id, step, join_by=f.join_by)
        case MandateDroppedOut() as f:
            step = row_of("mandate-dropped-out", f.dropped_out_at, mandate=f.mandate)
            return signed(
                position,
                f.communication_id,
                step,
                declined_at=f.dropped_out_at,
                dropped_out=True,
            )
        case VacantMandateDropped() as f:
            step = row_of("vacant-mandate-dropped", f.dropped_at, mandate=f.mandate)
            return signed(
                position,
                f.communication_id,
                step,
                **_VOID,
                declined_at=f.dropped_at,
                joined_at=None,
                dropped_out=True,
                vacant=True,
            )
        case LetterPassedOn() as f:
            return _passed_on(position, f)
        case LetterKeptAsRecord() as f:
            step = row_of("letter-kept-as-record", f.kept_at, mandate=f.mandate)
            return happened(position, f.communication_id, step, state="withdrawn")
        case NamingAllowed() as f:
            step = row_of(
                "naming-allowed", f.allowed_at, by=f.allowed_by, mandate=f.mandate, note=f.reason
            )
            return [
                *(Put(allowed, (f.communication_id, one), {}) for one in f.victim_ids),
                *happened(position, f.communication_id, step),
            ]
        case MandateJoined() as f:
            step = row_of("mandate-joined", f.joined_at, mandate=f.mandate)
            return signed(position, f.communication_id, step, joined_at=f.joined_at)
        case MandateDeclined() as f:
            step = row_of("mandate-declined", f.declined_at, by=f.declined_by, mandate=f.mandate)
            return signed(position, f.communication_id, step, declined_at=f.declined_at)
        case ApprovalGiven() as f:
            step = row_of(
                "approval-given", f.given_at, by=f.given_by, mandate=f.mandate, version=f.version
            )
            return signed(
                position,
                f.communication_id,
                step,
                approved_version=f.version,
                approved_by=f.given_by,
                approved_at=f.given_at,
                ruled_version=f.version,
            )
        case ApprovalVoided() as f:
            step = row_of("approval-voided", f.voided_at, mandate=f.mandate, version=f.version)
            return signed(position, f.communication_id, step, **_VOID)
        case ChangesRequested() as f:
            step = row_of(
                "changes-requested",
                f.requested_at,
                by=f.requested_by,
                mandate=f.mandate,
                version=f.version,
                note=f.note,
            )
            return [
                *signed(position, f.communication_id, step, ruled_version=f.version),
                Put(letters, (f.communication_id,), {"state": "drafting", "approved_at": None}),
            ]
        case TransmissionAuthorisationGranted() as f:
            step = row_of(
                "transmission-authorisation-granted",
                f.granted_at,
                by=f.granted_by,
                mandate=f.mandate,
            )
            return signed(
                position,
                f.communication_id,
                step,
                authorised_by=f.granted_by,
                authorised_at=f.granted_at,
                withheld=False,
            )
        case TransmissionAuthorisationRevoked() as f:
            step = row_of(
                "transmission-authorisation-revoked",
                f.revoked_at,
                by=f.revoked_by,
                mandate=f.mandate,
            )
            return signed(
                position,
                f.communication_id,
                step,
                authorised_by=None,
                authorised_at=None,
                withheld=True,
            )
        case _:
            return []


def _passed_on(position: int, f: LetterPassedOn) -> Iterable[Change]:
    out = {"lead": False, "declined_at": f.passed_at, "dropped_out": True, "vacant": True}
    joins = {"position": position, "successor": True, **_IN} if f.joins else {}
    asked = {} if f.version is None else {"asked_version": f.version}
    letter: dict[str, Any] = {"lead_mandate": f.to} if f.lead else {}
    if f.version is not None:
        letter |= {"state": "awaiting", "approved_at": None}
    step = row_of("letter-passed-on", f.passed_at, mandate=f.to)
    return [
        Put(signatures, (f.communication_id, f.mandate), {**_VOID, "joined_at": None, **out}),
        Put(signatures, (f.communication_id, f.to), {"lead": f.lead, **joins, **asked}),
        *happened(position, f.communication_id, step, **letter),
    ]


def of_authority(fact: Any) -> Iterable[Change]:
    match fact:
        case DelegationGranted() as f:
            values = {
                "mandate": f.mandate,
                "delegate_id": f.delegate_id,
                "scope": list(f.scope),
                "starts_at": f.starts_at,
                "ends_at": f.ends_at,
                "granted_by": f.granted_by,
                "granted_at": f.granted_at,
            }
            return [Put(delegations, (f.delegation_id,), values)]
        case DelegationRevoked() as f:
            return [Put(delegations, (f.delegation_id,), {"revoked_at": f.revoked_at})]
        case StandingAuthorisationGranted() as f:
            values = {"granted_by": f.granted_by, "granted_at": f.granted_at}
            return [Put(standing, (f.mandate,), values)]
        case HolderNoted() as f:
            term = {
                "mandate": f.mandate,
                "seat": f.seat,
                "holder_id": f.holder_id,
                "starts_on": f.starts_on,
                "last": f.last,
                "noted_at": f.noted_at,
            }
            return [Put(holders, (f.term_id,), term)]
        case MandateLifeNoted() as f:
            life = {
                "transmits_until": f.transmits_until,
                "signs_until": f.signs_until,
                "noted_at": f.noted_at,
            }
            return [Put(lives, (f.mandate,), life)]
        case StandingAuthorisationRevoked() as f:
            return [Put(standing, (f.mandate,), {"granted_by": None, "granted_at": None})]
        case _:
            return []
