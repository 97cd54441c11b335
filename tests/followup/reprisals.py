"""A reprisal case of the tests, with its people, and each of its commands."""

from datetime import timedelta
from typing import Any

from shared.contracts.followup_reprisal_commands import (
    AssessReprisalHarm,
    CloseReprisal,
    ContactReprisalVictim,
    DecideReprisalAction,
    EndReprisalShowing,
    FollowUpReprisal,
    LinkReprisalLetter,
    NameReprisalGroup,
    NoteReprisalDocument,
    PassReprisalOn,
    RecordReprisalAnswer,
    RecordReprisalConsent,
    RecordReprisalDetails,
    ReopenReprisal,
    ReportReprisal,
    ScreenReprisal,
    SendReprisalForReport,
    ShareReprisal,
    ShowReprisal,
    StrikeReprisalDocument,
    TakeReprisalAction,
    UnlinkReprisalLetter,
)
from shared.contracts.followup_reprisals import (
    DETAILS,
    ReprisalActionDecided,
    ReprisalActionTaken,
    ReprisalClosed,
    ReprisalClosureAgreed,
    ReprisalConsentRecorded,
    ReprisalDetailsRecorded,
    ReprisalDocumentNoted,
    ReprisalDocumentStruck,
    ReprisalFollowedUp,
    ReprisalGroupNamed,
    ReprisalHarmAssessed,
    ReprisalLetterLinked,
    ReprisalLetterUnlinked,
    ReprisalPassedOn,
    ReprisalReopened,
    ReprisalReported,
    ReprisalScreened,
    ReprisalSentForAnnualReport,
    ReprisalShared,
    ReprisalShowingEnded,
    ReprisalShown,
    ReprisalVictimContacted,
    StateAnsweredOnReprisal,
)
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT

ID = str(derive_id("reprisal case", 1))
SUBMISSION = str(derive_id("submission of a reprisal", 1))
TODAY, DAY = day_of(AT), timedelta(days=1)
FOCAL = Actor(actor_id="focal-1", roles=frozenset({Role.REPRISALS_FOCAL_POINT}))
_MINE = frozenset({"sr-torture"})
OFFICER = Actor(actor_id="officer-1", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}), mandates=_MINE)
HOLDER = Actor(actor_id="holder-1", roles=frozenset({Role.MANDATE_HOLDER}), mandates=_MINE)


def sealed(of: str) -> Sealed:
    return Sealed(f"reprisal-{ID}", of)


TEXT, OTHER = sealed("dGV4dA"), sealed("b3RoZXI")


def on(step: int) -> dict[str, Any]:
    return {"case_id": ID, "step": step}


REPORT = ReportReprisal(
    case_id=ID,
    mandate="sr-torture",
    state="KEN",
    origin="submission",
    link=SUBMISSION,
    relation="cooperated",
    act="threat",
    imminent=False,
    account=TEXT,
)
NAME = NameReprisalGroup(**on(1), holders=("holder-1",), officers=("officer-1",))
PASS = PassReprisalOn(**on(2), mandate="wgad")
CONTACT = ContactReprisalVictim(**on(2), channel="return_channel")
LOOK = TODAY + 30 * DAY
SCREEN = ScreenReprisal(**on(3), in_scope=True, cooperation=TEXT, next_look_on=LOOK)
CONSENT = RecordReprisalConsent(
    **on(4), consent="letter", answer="yes", given_by="victim", informed=True, note=None
)
ASSESS = AssessReprisalHarm(**on(5), consent="letter", assessed_on=TODAY, assessment=TEXT)
DECIDE = DecideReprisalAction(**on(6), action="letter")
TAKE = TakeReprisalAction(**on(7), action="letter", taken_on=TODAY, note=TEXT)
ANSWER = RecordReprisalAnswer(**on(8), value="denied", answered_on=TODAY, answer=TEXT)
FOLLOW = FollowUpReprisal(**on(9), condition="better", next_look_on=LOOK, note=None)
CLOSE = CloseReprisal(**on(10), reason="ended", told_on=TODAY)
CLOSE_TOO = CloseReprisal(**on(11), reason="ended", told_on=TODAY)
REOPEN = ReopenReprisal(**on(12), told_on=TODAY, next_look_on=LOOK)
SEND = SendReprisalForReport(**on(6), year=2026, part="annex_i", words=300, text=TEXT)

SHARE = ShareReprisal(**on(6), with_whom="mailbox")
NOTE = NoteReprisalDocument(**on(6), symbol="A/HRC/42/30", published_on=TODAY)
PARTICULARS: dict[str, Any] = dict.fromkeys(DETAILS, None) | {"author": TEXT, "place": TEXT}
DETAIL = RecordReprisalDetails(**on(1), **PARTICULARS)
LINK = LinkReprisalLetter(**on(4), letter=TEXT)
UNLINK = UnlinkReprisalLetter(**on(5), number=1)
SHOW = ShowReprisal(**on(6), account_id="desk-1", as_part="desk", until=TODAY + DAY, text=TEXT)
UNSHOW = EndReprisalShowing(**on(7), account_id="desk-1")
STRIKE = StrikeReprisalDocument(**on(7), symbol="A/HRC/42/30", note=TEXT)


def by(actor: Actor) -> dict[str, Any]:
    return {"case_id": ID, "done_by": actor.actor_id, "done_at": AT}


REPORTED = ReprisalReported(
    **by(OFFICER),
    mandate="sr-torture",
    state="KEN",
    origin="submission",
    link=SUBMISSION,
    relation="cooperated",
    act="threat",
    imminent=False,
    account=TEXT,
    as_holder=None,
    as_officer="officer-1",
    contact_by=AT + timedelta(hours=24),
    screen_by=AT + timedelta(hours=48),
)
NAMED = ReprisalGroupNamed(**by(FOCAL), holders=("holder-1",), officers=("officer-1",))
PASSED = ReprisalPassedOn(**by(FOCAL), mandate="wgad")
CONTACTED = ReprisalVictimContacted(
    **by(OFFICER), channel="return_channel", next_look_on=TODAY + 2 * DAY
)
SCREENED = ReprisalScreened(**by(FOCAL), in_scope=True, cooperation=TEXT, next_look_on=LOOK)
CONSENTED = ReprisalConsentRecorded(
    **by(OFFICER),
    consent="letter",
    answer="yes",
    given_by="victim",
    informed=True,
    note=None,
    stopped=(),
    to_review=(),
    years_to_review=(),
)
ASSESSED = ReprisalHarmAssessed(**by(OFFICER), consent="letter", assessed_on=TODAY, assessment=TEXT)
DECIDED = ReprisalActionDecided(**by(HOLDER), action="letter", urgent=False)
TAKEN = ReprisalActionTaken(**by(HOLDER), action="letter", taken_on=TODAY, note=TEXT)
ANSWERED = StateAnsweredOnReprisal(**by(OFFICER), value="denied", answered_on=TODAY, answer=TEXT)
FOLLOWED = ReprisalFollowedUp(**by(FOCAL), condition="better", next_look_on=LOOK, note=None)
AGREED = ReprisalClosureAgreed(**by(HOLDER), reason="ended", part="holder", told_on=TODAY)
CLOSED = ReprisalClosed(**by(FOCAL), reason="ended", told_on=TODAY)
REOPENED = ReprisalReopened(**by(FOCAL), told_on=TODAY, next_look_on=LOOK)
SENT = ReprisalSentForAnnualReport(**by(FOCAL), year=2026, part="annex_i", words=300, text=TEXT)
SHARED = ReprisalShared(**by(FOCAL), with_whom="mailbox")
DOCUMENTED = ReprisalDocumentNoted(**by(FOCAL), symbol="A/HRC/42/30", published_on=TODAY)
DETAILED = ReprisalDetailsRecorded(**by(OFFICER), **PARTICULARS)
LINKED = ReprisalLetterLinked(**by(OFFICER), number=1, letter=TEXT)
UNLINKED = ReprisalLetterUnlinked(**by(OFFICER), number=1)
SHOWN = ReprisalShown(
    **by(FOCAL), account_id="desk-1", as_part="desk", until=TODAY + DAY, text=TEXT
)
UNSHOWN = ReprisalShowingEnded(**by(OFFICER), account_id="desk-1")
STRUCK = ReprisalDocumentStruck(**by(FOCAL), symbol="A/HRC/42/30", note=TEXT)

EVERY: tuple[tuple[Any, Actor, Any], ...] = (
    (REPORT, OFFICER, REPORTED),
    (NAME, FOCAL, NAMED),
    (CONTACT, OFFICER, CONTACTED),
    (SCREEN, FOCAL, SCREENED),
    (CONSENT, OFFICER, CONSENTED),
    (ASSESS, OFFICER, ASSESSED),
    (DECIDE, HOLDER, DECIDED),
    (TAKE, HOLDER, TAKEN),
    (ANSWER, OFFICER, ANSWERED),
    (FOLLOW, FOCAL, FOLLOWED),
    (CLOSE, HOLDER, AGREED),
    (CLOSE_TOO, FOCAL, CLOSED),
    (REOPEN, FOCAL, REOPENED),
)
FACTS = tuple(fact for _, __, fact in EVERY)
