"""A communication for a page, and how much of it the page shows: procedure.md section 6.1."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.letters.approval import text as approval
from portal.letters.approval.text import ApprovedText
from portal.web import policy
from portal.web.i18n.languages import LANGUAGES, Language
from portal.web.policy import Kind, Scope
from portal.web.policy import Sight as Seen
from shared.core.actor import Actor
from shared.core.message import Sealed

# A letter that is with the Chief: cleared, or on its way since.
WITH_CHIEF = frozenset({"approved", "ordered", "transmitted"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(approval.Signature):
    """A mandate's actions on the letter.

    ``declined_at``: since when it is out, perhaps by silence. ``withheld``: it revoked its
    authorisation for this letter. ``standing_at``: since when a standing one applies to every
    letter.
    """

    lead: bool
    joined_at: datetime | None
    join_by: datetime | None
    dropped_out: bool | None
    vacant: bool | None
    successor: bool | None
    asked_version: int | None
    authorised_by: str | None
    authorised_at: datetime | None
    withheld: bool | None
    standing_at: datetime | None

    @property
    def silent(self) -> bool:
        """Whether it is invited and has neither joined nor is out."""
        return not self.lead and self.joined_at is None and self.declined_at is None

    @property
    def authorises(self) -> datetime | None:
        """Since when the Chief may transmit for it, for this letter or for every one."""
        return self.authorised_at or (None if self.withheld else self.standing_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """The visible parts besides the present text and the letter's head.

    ``work``: versions, notes and the whole timeline. ``clearance``: who approved and authorised.
    ``body``: statements of victims and sources; ``summary``: only the submissions' existence and
    dates.
    """

    work: bool = False
    clearance: bool = False
    body: bool = False
    summary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(ApprovedText[Signature]):
    communication_id: str
    submission_ids: tuple[str, ...]
    type: str
    recipient: str
    addressee: Sealed | None
    group_id: str | None
    language: str | None
    """None: of before it was chosen, when the text alone tells."""
    lead_mandate: str
    drafted_at: datetime
    requested_at: datetime | None
    approved_at: datetime | None
    ordered_at: datetime | None
    transmitted_at: datetime | None
    reference: str | None
    channel: str | None
    changed: int
    without_consent: bool
    """Consent is withdrawn for a submission behind it, and was before it went."""
    news: bool = False
    """Something came from a source since the text was written, or since the letter went."""

    @property
    def spoken(self) -> Language | None:
        """The language of its text, if somebody chose one."""
        return LANGUAGES.get(self.language or "")

    @property
    def joint(self) -> bool:
        return len(self.signing) > 1

    @property
    def unauthorised(self) -> tuple[str, ...]:
        """The signing mandates without whose authorisation an urgent appeal does not go."""
        return tuple(one.mandate for one in self.signing if one.authorises is None)

    @property
    def blocked(self) -> bool:
        """Whether it can be neither approved nor sent until consent is given again."""
        return self.open and self.without_consent

    @property
    def case(self) -> UUID:
        """The correlation id of all that happens to it."""
        return UUID(self.submission_ids[0])

    def has_case(self, actor: Actor) -> bool:
        """Whether the person is of the desk, or of a mandate that leads, has joined or approved.

        A person who is only invited gets a summary, and so does a successor: consent was to the
        mandate before, and files move by a decision of their own.
        """
        if policy.sight(actor, Kind.SUBMISSION, []) >= Seen.READ:
            return True
        seized = [
            one.mandate
            for one in self.signing
            if not one.successor and (not one.silent or one.approved_at)
        ]
        return not actor.mandates.isdisjoint(seized)

    def sight(self, actor: Actor) -> Sight | None:
        """Return how much this person sees; None if it does not exist for them (the default)."""
        return sight(
            actor,
            mandates=self.mandates,
            type_=self.type,
            state=self.state,
            recipient=self.recipient,
        )


def sight(
    actor: Actor, *, mandates: Iterable[str], type_: str, state: str, recipient: str
) -> Sight | None:
    """Rule on one letter. ``queries.visible`` says in SQL for which letters this is not None."""
    stands = set()
    if not actor.mandates.isdisjoint(mandates):
        stands.add(Scope.MANDATE)
    if recipient in actor.states:
        stands.add(Scope.STATE)
    cleared = {Scope.CLEARED} if type_ == "UA" and state in WITH_CHIEF else set()
    work = policy.sight(actor, Kind.CLEARANCE, stands)
    clearance = policy.sight(actor, Kind.CLEARANCE, stands | cleared)
    letter = policy.sight(actor, Kind.LETTER, stands) if state == "transmitted" else Seen.NOTHING
    if max(clearance, letter) < Seen.READ:
        return None
    submission = policy.sight(actor, Kind.SUBMISSION, stands)
    return Sight(
        work=work >= Seen.READ,
        clearance=clearance >= Seen.READ,
        body=submission >= Seen.READ,
        summary=submission >= Seen.SUMMARY,
    )
