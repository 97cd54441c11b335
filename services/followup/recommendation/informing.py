"""Information on a recommendation from those who implement it or watch, and what becomes of it.

Its provider says what may become of it, and takes it back until it is public. The holder publishes
it as its provider wishes, or withholds it; that is said to its provider, and to nobody else.
"""

from collections.abc import Sequence
from typing import Final, assert_never

from services.followup.recommendation.state import Event, Information, Issued, who
from shared.contracts.followup import ImplementationInfoReceived, Provider
from shared.contracts.followup_evidence import AddImplementationFile, ImplementationFileAdded
from shared.contracts.followup_information import (
    Decides,
    ImplementationInfoPublished,
    ImplementationInfoTakenBack,
    ImplementationInfoWithdrawn,
    ImplementationInfoWithheld,
    PublishImplementationInfo,
    TakeImplementationInfoBack,
    WithdrawImplementationInfo,
    WithholdImplementationInfo,
)
from shared.contracts.followup_publication import RecommendationWithdrawn
from shared.contracts.followup_recommendation_commands import ProvideImplementationInfo
from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.fingerprints import require_fingerprints
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Number
from shared.reference.country_teams import team_of, teams
from shared.reference.publication import WITHDRAWAL_REASONS

MOST_FILES: Final = 20
"""Files beside one piece of information."""
_NONE: Final = "There is no such information."


def inform(command: ProvideImplementationInfo, asked: Asked, state: Issued) -> Sequence[Event]:
    """Keep it, whatever happened to the file: also once its addressee was removed meanwhile.

    It is then about the State. What corrects nothing of the same provider is new.
    """
    provider, code = _speaks(asked.by, state)
    if command.info_id in state.infos:
        return []
    _is_about_days_that_were(command, asked)
    own = _stands(command.corrects, who(provider, code, asked.by.actor_id), state)
    government = provider == "government"
    named = command.wish == "publish" and not government
    if named and command.name is None:
        raise Refused("Enter the name to show beside it.")
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
            wish="publish" if government and command.wish == "unnamed" else command.wish,
            name=command.name if named else None,
            since=command.since,
            until=command.until,
        )
    ]


def _is_about_days_that_were(command: ProvideImplementationInfo, asked: Asked) -> None:
    days = [one for one in (command.since, command.until) if one is not None]
    if days != sorted(days) or any(one > day_of(asked.at) for one in days):
        raise Refused("Enter days that have come, the first day before the last.")


def add_file(command: AddImplementationFile, asked: Asked, state: Issued) -> Sequence[Event]:
    """Keep a file beside information of the same provider, whatever happened to the file."""
    if not _stands(command.info_id, who(*_speaks(asked.by, state), asked.by.actor_id), state):
        raise Refused(_NONE)
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


def withdraw(command: WithdrawImplementationInfo, asked: Asked, state: Issued) -> Sequence[Event]:
    """Take it back with what it corrected, whatever happened to the file, until it is public."""
    told = who(*_speaks(asked.by, state), asked.by.actor_id)
    one = state.infos.get(command.info_id)
    if one is None or one.whose != told:
        raise Refused(_NONE)
    if one.stage == "withdrawn":
        return []
    if one.stage == "published":
        raise Refused("It is public. Ask the mandate to take it back.")
    return [
        ImplementationInfoWithdrawn(
            recommendation_id=command.recommendation_id,
            info_id=each,
            mandate=state.mandate,
            withdrawn_by=asked.by.actor_id,
            withdrawn_at=asked.at,
        )
        for each in _with_earlier(command.info_id, state)
        if state.infos[each].stage in ("received", "withheld")
    ]


def _with_earlier(info_id: str, state: Issued) -> Sequence[str]:
    found, this = [info_id], state.infos[info_id].corrects
    while this is not None:
        found.append(this)
        this = state.infos[this].corrects
    return found


def decided(command: Decides, asked: Asked, state: Issued) -> Sequence[Event]:
    """What the holder decides of it; what its provider took back does not exist for the holder."""
    require(
        asked,
        Role.MANDATE_HOLDER,
        no="Only the Mandate-holder may publish or withhold information.",
    )
    if not asked.by.serves(state.mandate):
        raise Forbidden("Only the holder of the mandate that issued it may decide this.")
    one = state.infos.get(command.info_id)
    if one is None or one.stage == "withdrawn":
        raise Refused(_NONE)
    if one.wish == "holder":
        raise Refused("Its provider gave it to the mandate alone.")
    match command:
        case PublishImplementationInfo():
            return _publish(command, one, asked, state)
        case WithholdImplementationInfo():
            return _withhold(command, one, asked, state)
    assert_never(command)


def _publish(
    command: PublishImplementationInfo, one: Information, asked: Asked, state: Issued
) -> Sequence[Event]:
    if one.stage == "published":
        return []
    if state.published is None:
        raise Refused("Make the recommendation public first.")
    if command.info_id in state.corrected:
        raise Refused("Its provider corrected it. Decide about the correction.")
    if one.named == (command.name is None) or not command.text.strip():
        raise Refused("What you publish is not what its provider gave. Look at it again.")
    return [
        ImplementationInfoPublished(
            recommendation_id=command.recommendation_id,
            info_id=command.info_id,
            addressee=state.addressee,
            mandate=state.mandate,
            provider=one.provider,
            name=command.name,
            text=command.text,
            since=one.since,
            until=one.until,
            published_by=asked.by.actor_id,
            published_at=asked.at,
            replaces=tuple(
                each
                for each in _with_earlier(command.info_id, state)
                if state.infos[each].stage == "published"
            ),
        )
    ]


def _withhold(
    command: WithholdImplementationInfo, one: Information, asked: Asked, state: Issued
) -> Sequence[Event]:
    if one.stage == "withheld":
        return []
    if one.stage == "published":
        raise Refused("It is public. Take it back first.")
    return [
        ImplementationInfoWithheld(
            recommendation_id=command.recommendation_id,
            info_id=command.info_id,
            mandate=state.mandate,
            reason=command.reason,
            withheld_by=asked.by.actor_id,
            withheld_at=asked.at,
            for_provider=command.for_provider,
        )
    ]


def take_back(command: TakeImplementationInfoBack, asked: Asked, state: Issued) -> Sequence[Event]:
    """Also of one that is a record: danger does not wait for somebody in office."""
    officer = asked.by.has(Role.PUBLICATION_OFFICER)
    if not officer:
        require(
            asked,
            Role.HUMAN_RIGHTS_OFFICER,
            Role.MANDATE_HOLDER,
            no="Only the Publication officer, Human-rights officer or Mandate-holder may take "
            "information back.",
        )
    if not officer and not asked.by.serves(state.mandate):
        raise Forbidden("Only those who work for the mandate that issued it may take this back.")
    one = state.infos.get(command.info_id)
    if one is None or one.stage != "published":
        return []
    if command.reason not in WITHDRAWAL_REASONS:
        raise Refused("Choose the reason from the list.")
    return [
        ImplementationInfoTakenBack(
            recommendation_id=command.recommendation_id,
            info_id=command.info_id,
            mandate=state.mandate,
            reason=command.reason,
            taken_back_by=asked.by.actor_id,
            taken_back_at=asked.at,
        )
    ]


def with_what_is_on_it(gone: RecommendationWithdrawn, state: Issued) -> Sequence[Event]:
    """Say of each piece of information on it that was public that it is so no more."""
    return [
        gone,
        *(
            ImplementationInfoTakenBack(
                recommendation_id=gone.recommendation_id,
                info_id=info_id,
                mandate=gone.mandate,
                reason=gone.reason,
                taken_back_by=gone.withdrawn_by,
                taken_back_at=gone.withdrawn_at,
            )
            for info_id, one in state.infos.items()
            if one.stage == "published"
        ),
    ]


def _stands(info_id: str | None, told: str, state: Issued) -> bool:
    """Whether this provider gave such information and did not take it back."""
    one = state.infos.get(info_id or "")
    return one is not None and one.whose == told and one.stage != "withdrawn"


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
