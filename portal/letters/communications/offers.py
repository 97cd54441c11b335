"""The buttons of a letter's page: the actions open to a person. The service decides."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias

from portal.letters.approval import offers as approval
from portal.letters.approval.forms import ExactForm, exact
from portal.letters.communications.forms import ApproveForm
from portal.letters.communications.letter import Letter, Signature
from shared.contracts.approvals_authority import Power
from shared.core.actor import Actor
from shared.core.roles import Role

Powers: TypeAlias = Callable[[str, Power], bool]
"""Whether the person may do this for that mandate: see ``authority.py``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One mandate's: None where there is nothing to decide. ``of_text``: about the text."""

    signature: Signature
    of_text: approval.Decision
    join: ExactForm | None
    authorise: ExactForm | None
    revoke: ExactForm | None


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
            exact(ExactForm, letter)
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
    mandate = signature.mandate
    of_text = approval.decision(
        letter,
        signature,
        acts=powers(mandate, "approve"),
        wrote=wrote,
        stopped=letter.blocked,
        withdraws=signature.lead or signature.joined_at is not None,
        by=ApproveForm,
        back=back,
    )
    sends = letter.type == "UA" and powers(mandate, "authorise")
    approved = signature.approved_at is not None
    authorises = sends and approved and not signature.authorises and not letter.blocked
    revokes = sends and signature.authorises and letter.open
    form = exact(ExactForm, letter, mandate)
    return Decision(
        signature=signature,
        of_text=of_text,
        join=form if of_text.acts and signature.silent else None,
        authorise=form if authorises else None,
        revoke=form if revokes else None,
    )
