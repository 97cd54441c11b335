"""Information on a recommendation from those who implement it or watch, and the mandate's grades.

The holder grades, or an officer to whom the holder delegated it (FR5).
"""

from collections.abc import Sequence
from typing import Final

from services.followup.recommendation.state import Event, Issued, who
from shared.contracts.followup import (
    ImplementationAssessed,
    ImplementationInfoReceived,
    Provider,
    RecommendationImplemented,
)
from shared.contracts.followup_evidence import AddImplementationFile, ImplementationFileAdded
from shared.contracts.followup_recommendation_commands import (
    OBSERVED,
    AssessImplementation,
    ProvideImplementationInfo,
)
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.fingerprints import require_fingerprints
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference.country_teams import team_of, teams
from shared.reference.mandate_holder import holds_alone
from shared.reference.schemes import Scheme, current

SCHEMES = current("recommendation")
MOST_FILES: Final = 20
"""Files beside one piece of information."""


def inform(command: ProvideImplementationInfo, asked: Asked, state: Issued) -> Sequence[Event]:
    """Keep it, whatever happened to the file: also once its addressee was removed meanwhile.

    It is then about the State. What corrects nothing of the same provider is new.
    """
    provider, code = _speaks(asked.by, state)
    if command.info_id in state.infos:
        return []
    told = who(provider, code, asked.by.actor_id)
    own = state.infos.get(command.corrects or "") == told
    return [
        ImplementationInfoReceived(
            recommendation_id=command.recommendation_id,
            info_id=command.info_id,
            addressee=state.addressee,
            mandate=state.mandate,
            provider=provider,
            organisation_id=code,
            text=command.text,
            provided_by=asked.by.actor_id,
            received_at=asked.at,
            addressee_id=command.addressee_id if command.addressee_id in state.addressees else None,
            corrects=command.corrects if own else None,
        )
    ]


def add_file(command: AddImplementationFile, asked: Asked, state: Issued) -> Sequence[Event]:
    """Keep a file beside information of the same provider, whatever happened to the file."""
    told = who(*_speaks(asked.by, state), asked.by.actor_id)
    if state.infos.get(command.info_id) != told:
        raise Refused("There is no such information.")
    if command.attachment_id in state.files:
        return []
    if list(state.files.values()).count(command.info_id) >= MOST_FILES:
        raise Refused("Information takes {most} files.", most=Number(MOST_FILES))
    require_fingerprints(command.object_name, command.sha256)
    return [
        ImplementationFileAdded(
            recommendation_id=command.recommendation_id,
            info_id=command.info_id,
            mandate=state.mandate,
            attachment_id=command.attachment_id,
            object_name=command.object_name,
            sha256=command.sha256,
            size=command.size,
            media_type=command.media_type,
            scanned=command.scanned,
            details=command.details,
            added_by=asked.by.actor_id,
            added_at=asked.at,
        )
    ]


def assess(command: AssessImplementation, asked: Asked, state: Issued) -> Sequence[Event]:
    delegation_id = _grades(command, asked, state)
    if state.closed is not None:
        raise Refused("It is closed. Reopen it before you assess it.")
    scheme = SCHEMES.get(command.scheme)
    if scheme is None or command.grade not in scheme.values:
        raise Refused("Choose a grade from the list.")
    if command.addressee_id is not None and command.addressee_id not in state.addressees:
        raise Refused("Choose the addressee from the list.")
    _founded(command, scheme, asked, state)
    graded: list[Event] = [
        ImplementationAssessed(
            recommendation_id=command.recommendation_id,
            addressee=state.addressee,
            mandate=state.mandate,
            scheme=command.scheme,
            grade=command.grade,
            rationale=command.rationale,
            assessed_by=asked.by.actor_id,
            assessed_at=asked.at,
            addressee_id=command.addressee_id,
            period=command.period,
            based_on=command.based_on,
            delegation_id=delegation_id,
        )
    ]
    top = command.grade == scheme.top and command.addressee_id is None
    if not top or state.topped:
        return graded
    return [*graded, _implemented(command, asked, state)]


def _grades(command: AssessImplementation, asked: Asked, state: Issued) -> str | None:
    """Refuse everybody who does not grade for the mandate; return an officer's delegation.

    Of an officer who holds a mandate as well it is not known which of theirs they hold.
    """
    no = "Only the Mandate-holder, or an officer to whom that one delegated it, may assess it now."
    require(asked, Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, no=no)
    if holds_alone(asked.by):
        if not asked.by.serves(state.mandate):
            raise Forbidden("Only the holder of the mandate that issued it may assess it.")
        return None
    under = state.delegations.under(command.recommendation_id, state.addressee, asked)
    if not asked.by.serves(state.mandate) or under is None:
        raise Forbidden(no)
    return under


def _implemented(command: AssessImplementation, asked: Asked, state: Issued) -> Event:
    return RecommendationImplemented(
        recommendation_id=command.recommendation_id,
        addressee=state.addressee,
        mandate=state.mandate,
        implemented_at=asked.at,
    )


def _founded(command: AssessImplementation, scheme: Scheme, asked: Asked, state: Issued) -> None:
    """Require that a grade says what was read for it, and which year it is about."""
    read = set(command.based_on)
    if not read <= {*state.infos, OBSERVED}:
        raise Refused("Choose from the list what the grade is based on.")
    if not read and not scheme.needs_no_information(command.grade):
        raise Refused("Choose what the grade is based on, or the grade that says nothing is known.")
    first, last = state.issued_at.year, day_of(asked.at).year
    if command.period is not None and not first <= command.period <= last:
        raise Refused("Choose a year from the one in which it was issued to this one.")


def _speaks(by: Actor, state: Issued) -> tuple[Provider, str | None]:
    """Return as whom somebody says what was done, and for which organisation or team."""
    provider = _provider(by, state.addressee)
    if provider is None:
        raise Forbidden(
            "Only NGO members, NHRI contact points, United Nations partners of the State and the "
            "Government addressed may add information on implementation."
        )
    code = team_of(state.addressee) if provider == "unct" else by.organisation_id
    if provider != "government" and not _open_to(code, state):
        raise Refused("There is no such recommendation.")
    return provider, code


def _open_to(code: str | None, state: Issued) -> bool:
    """Whether it is public, or the organisation or team of this code is invited to it."""
    return state.published is not None or code in state.shared


def _provider(actor: Actor, addressee: str) -> Provider | None:
    """Return the kind of provider that the person's role means for this State."""
    if actor.has(Role.GOVERNMENT) and addressee in actor.states:
        return "government"
    if actor.has(Role.CONTACT_POINT):
        return "nhri"
    if actor.has(Role.NGO_MEMBER):
        return "ngo"
    return "unct" if team_of(addressee) in teams(actor) else None
