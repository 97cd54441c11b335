"""An organisation of the tests, its people, and its facts."""

from datetime import timedelta

from shared.contracts.stakeholders_accreditation_commands import (
    CheckAccreditationClaim,
    ClaimAccreditation,
    RecordAccreditation,
)
from shared.contracts.stakeholders_accreditations import (
    AccreditationClaimChecked,
    AccreditationClaimed,
    AccreditationRecorded,
)
from shared.contracts.stakeholders_organisation_commands import (
    AskPublicListing,
    ClearRiskFlag,
    ConfirmOrganisation,
    ConfirmPublicListing,
    DissolveOrganisation,
    HideOrganisation,
    RaiseRiskFlag,
    RefuseRegistration,
    RegisterOrganisation,
    RenameOrganisation,
    RestoreOrganisation,
)
from shared.contracts.stakeholders_organisations import (
    OrganisationConfirmationProposed,
    OrganisationConfirmed,
    OrganisationDissolved,
    OrganisationRegistered,
    OrganisationRenamed,
    OrganisationRestored,
    PublicListingAsked,
    RegistrationRefused,
    RiskFlagCleared,
    RiskFlagClearingProposed,
    RiskFlagRaised,
    VisibilityChanged,
)
from shared.core.actor import Actor, by_application
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.organisations import SECOND_THOUGHT

ID = str(derive_id("organisation", 1))
FLAG = str(derive_id("flag", 1))
PROFILE, OTHER_PROFILE = Sealed("organisation-1", "one"), Sealed("organisation-1", "two")
REASON = Sealed("organisation-flag-1", "why")
READY = AT + SECOND_THOUGHT

OFFICER = Actor(actor_id="officer-1", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
SECOND = Actor(actor_id="officer-2", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
FOCAL = Actor(
    actor_id="focal-1",
    roles=frozenset({Role.NGO_MEMBER, Role.FOCAL_POINT}),
    organisation_id=ID,
)
ELSEWHERE = Actor(
    actor_id="focal-2",
    roles=frozenset({Role.NGO_MEMBER, Role.FOCAL_POINT}),
    organisation_id="another",
)
MEMBER = Actor(actor_id="member-1", roles=frozenset({Role.NGO_MEMBER}), organisation_id=ID)
APPLICANT = by_application(ID)

REGISTER = RegisterOrganisation(organisation_id=ID, profile=PROFILE, standing="registered")
CONFIRM = ConfirmOrganisation(organisation_id=ID)
REFUSE = RefuseRegistration(organisation_id=ID, code="duplicate")
ASK, AGAIN = AskPublicListing(organisation_id=ID), ConfirmPublicListing(organisation_id=ID)
HIDE = HideOrganisation(organisation_id=ID)
RAISE = RaiseRiskFlag(organisation_id=ID, flag_id=FLAG, reason=REASON)
CLEAR = ClearRiskFlag(organisation_id=ID, flag_id=FLAG)
RENAME = RenameOrganisation(organisation_id=ID, profile=OTHER_PROFILE)
DISSOLVE = DissolveOrganisation(organisation_id=ID)
RECORD_ID, CLAIM_ID = str(derive_id("record", 1)), str(derive_id("claim", 1))
RECORD = RecordAccreditation(
    organisation_id=ID,
    record_id=RECORD_ID,
    record=Sealed("accreditation-1", "A"),
    corrects=None,
    source="officer",
)
CLAIM = ClaimAccreditation(
    organisation_id=ID, claim_id=CLAIM_ID, claim=Sealed("accreditation-1", "says A")
)
CHECK = CheckAccreditationClaim(organisation_id=ID, claim_id=CLAIM_ID, found=False)
RESTORE = RestoreOrganisation(organisation_id=ID)
COMMANDS = (
    *(REGISTER, CONFIRM, REFUSE, ASK, AGAIN, HIDE, RAISE, CLEAR, RENAME, DISSOLVE, RESTORE),
    *(RECORD, CLAIM, CHECK),
)

REGISTERED = OrganisationRegistered(
    organisation_id=ID,
    profile=PROFILE,
    standing="registered",
    provenance="self",
    registered_by=APPLICANT.actor_id,
    registered_at=AT,
)
PROPOSED = OrganisationConfirmationProposed(
    organisation_id=ID, proposed_by="officer-1", proposed_at=AT
)
CONFIRMED = OrganisationConfirmed(organisation_id=ID, confirmed_by="officer-1", confirmed_at=AT)
REFUSED = RegistrationRefused(
    organisation_id=ID, code="duplicate", refused_by="officer-1", refused_at=AT
)
ASKED = PublicListingAsked(organisation_id=ID, asked_by="focal-1", asked_at=AT)
PUBLIC = VisibilityChanged(
    organisation_id=ID,
    visibility="public",
    asked_at=AT,
    changed_by="focal-1",
    changed_at=READY,
)
CLOSED = VisibilityChanged(
    organisation_id=ID, visibility="closed", asked_at=None, changed_by="focal-1", changed_at=AT
)
RAISED = RiskFlagRaised(
    organisation_id=ID, flag_id=FLAG, reason=REASON, raised_by="focal-1", raised_at=AT
)
CLEARING = RiskFlagClearingProposed(
    organisation_id=ID, flag_id=FLAG, proposed_by="officer-1", proposed_at=AT
)
CLEARED = RiskFlagCleared(organisation_id=ID, flag_id=FLAG, cleared_by="officer-2", cleared_at=AT)
RENAMED = OrganisationRenamed(
    organisation_id=ID,
    profile=OTHER_PROFILE,
    provenance="self",
    renamed_by="focal-1",
    renamed_at=AT,
)
DISSOLVED = OrganisationDissolved(organisation_id=ID, dissolved_by="focal-1", dissolved_at=AT)
RESTORED = OrganisationRestored(organisation_id=ID, restored_by="officer-1", restored_at=AT)
RECORDED = AccreditationRecorded(
    organisation_id=ID,
    record_id=RECORD_ID,
    record=RECORD.record,
    corrects=None,
    source="officer",
    recorded_by="officer-1",
    recorded_at=AT,
)
CLAIMED = AccreditationClaimed(
    organisation_id=ID, claim_id=CLAIM_ID, claim=CLAIM.claim, claimed_by="focal-1", claimed_at=AT
)
CHECKED = AccreditationClaimChecked(
    organisation_id=ID, claim_id=CLAIM_ID, found=False, checked_by="officer-1", checked_at=AT
)
LISTED = (REGISTERED, CONFIRMED, ASKED, PUBLIC)
LATE = READY + timedelta(days=12)
