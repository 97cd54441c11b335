"""The buttons of a letter's page: the actions open to a person. The service decides."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias

from portal.letters.communications.forms import ApproveForm, ChangesForm, ExactForm
from portal.letters.communications.letter import Letter, Signature
from shared.contracts.approvals_authority import Power
from shared.core.actor import Actor
from shared.core.roles import Role

Powers: TypeAlias = Callable[[str, Power], bool]
"""Whether the person may do this for that mandate: see ``authority.py``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One mandate's: None where there is nothing to decide. ``wrote``: R4 stands in the way.

    ``acts``: the person may decide for the mandate. A member of a working group without a
    delegation reads the text and may ask for changes.
    """

    signature: Signature
    wrote: bool
    acts: bool = True
    approve: ApproveForm | None = None
    changes: ChangesForm | None = None
    join: ExactForm | None = None
    decline: ExactForm | None = None
    authorise: ExactForm | None = None
    revoke: ExactForm | None = None
    withdraw: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    revise: bool = False
    invite: bool = False
    request: ExactForm | None = None
    decisions: tuple[Decision, ...] = ()
    transmit: bool = False

    @property
    def any(self) -> bool:
        return self.revise or self.transmit or bool(self.request or self.decisions)


def offers(actor: Actor, letter: Letter, authors: Collection[str], powers: Powers) -> Offers:
    """Return the person's possible actions. ``authors``: who wrote any version of the text."""
    if not letter.open:
        return Offers()
    officer = actor.has(Role.HUMAN_RIGHTS_OFFICER)
    serves = not actor.mandates.isdisjoint(letter.mandates)
    leads = letter.lead_mandate in actor.mandates
    return Offers(
        revise=officer and serves,
        invite=officer and leads,
        request=(
            exact(letter)
            if officer and leads and letter.state == "drafting" and not letter.blocked
            else None
        ),
        decisions=tuple(
            decision(letter, signature, wrote=actor.actor_id in authors, powers=powers)
            for signature in letter.signing
            if actor.has(Role.MANDATE_HOLDER) and signature.mandate in actor.mandates
        ),
        transmit=transmits(actor, letter),
    )


def transmits(actor: Actor, letter: Letter) -> bool:
    """Whether the letter is cleared and this person is the one who transmits its kind."""
    sender = Role.CHIEF if letter.type == "UA" else Role.QUICK_RESPONSE_DESK
    return letter.state == "approved" and not letter.blocked and actor.has(sender)


def decision(
    letter: Letter,
    signature: Signature,
    *,
    wrote: bool,
    back: str = "",
    powers: Powers,
) -> Decision:
    """Return the possible decisions of the signature's mandate-holder. ``back``: the next page."""
    acts = powers(signature.mandate, "approve")
    authorises = powers(signature.mandate, "authorise")
    approved = signature.approved_at is not None
    asked = letter.state in {"awaiting", "approved"}
    urgent = letter.type == "UA"
    may_decline = not signature.lead and not approved
    may_withdraw = signature.lead or signature.joined_at is not None
    return Decision(
        signature=signature,
        wrote=wrote,
        acts=acts,
        approve=(
            _approve(letter, signature, back)
            if acts and asked and not approved and not wrote and not letter.blocked
            else None
        ),
        changes=_changes(letter, signature, back) if asked else None,
        join=exact(letter, signature) if acts and signature.silent else None,
        decline=exact(letter, signature) if acts and may_decline else None,
        authorise=(
            exact(letter, signature)
            if authorises
            and urgent
            and approved
            and not signature.authorises
            and not letter.blocked
            else None
        ),
        revoke=(
            exact(letter, signature)
            if authorises and urgent and signature.authorises and letter.open
            else None
        ),
        withdraw=acts and may_withdraw,
    )


def exact(letter: Letter, signature: Signature | None = None) -> ExactForm:
    """Return a form about the present wording."""
    return ExactForm(formdata=None, **_wording(letter, signature))


def _approve(letter: Letter, signature: Signature, back: str) -> ApproveForm:
    return ApproveForm(formdata=None, back=back, **_wording(letter, signature))


def _changes(letter: Letter, signature: Signature, back: str) -> ChangesForm:
    return ChangesForm(formdata=None, back=back, **_wording(letter, signature))


def _wording(letter: Letter, signature: Signature | None) -> dict[str, str]:
    return {
        "mandate": signature.mandate if signature else "",
        "version": str(letter.version),
        "content_hash": letter.content_hash,
    }
