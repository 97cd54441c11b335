"""To whom else a recommendation goes, what the Government says of it, and what it is about."""

import re
from collections.abc import Collection, Sequence
from datetime import timedelta
from itertools import chain
from typing import Final, assert_never

from services.followup.recommendation import proposing, suggesting
from services.followup.recommendation.state import Addressee, Event, Issued
from shared.contracts.followup_addressee_proposals import DeclineAddresseeProposal
from shared.contracts.followup_publication import RecommendationShared, RecommendationUnshared
from shared.contracts.followup_recommendation_commands import (
    AnswerLead,
    DecideTagSuggestions,
    Describes,
    NameAddressee,
    NoteParticulars,
    RecordPosition,
    RelateRecommendation,
    RemoveAddressee,
    SetNextReview,
    TagRecommendation,
    UnrelateRecommendation,
)
from shared.contracts.followup_recommendations import (
    Lead,
    RecommendationAddresseeNamed,
    RecommendationAddresseeRemoved,
    RecommendationLeadAnswered,
    RecommendationParticularsNoted,
    RecommendationPositionRecorded,
    RecommendationRelated,
    RecommendationReviewSet,
    RecommendationTagged,
    RecommendationUnrelated,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import EVERY_STATE, LANGUAGES
from shared.reference.country_teams import is_team, team_of
from shared.reference.recommending import (
    ADDRESSEES,
    AFFECTED,
    POSITIONS,
    SOURCE_KINDS,
    TARGETS,
    TIME_FRAMES,
    TYPES,
)
from shared.reference.themes import THEMES
from shared.reference.treaties import ARTICLES

CODE: Final = re.compile(r"[A-Za-z0-9._-]{1,88}")
FURTHEST: Final = timedelta(days=731)
"""So far ahead may the day of the next look be."""
_OF_ANOTHER: Final = ("recommendation", None)
_ONLY = "Only those who work for the mandate that issued it may do this."


def decide(command: Describes, asked: Asked, state: Issued) -> Sequence[Event]:
    if isinstance(command, RecordPosition):
        return _position(command, asked, state)
    require(asked, Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, no=_ONLY)
    if not asked.by.serves(state.mandate):
        raise Forbidden(_ONLY)
    match command:
        case NameAddressee():
            return _name(command, asked, state)
        case RemoveAddressee():
            return _remove(command, asked, state)
        case DeclineAddresseeProposal():
            return proposing.decline(command, asked, state.proposals, state.mandate)
        case TagRecommendation():
            return _tag(command, asked, state)
        case NoteParticulars():
            return _note(command, asked, state)
        case SetNextReview():
            return _review(command, asked, state)
        case DecideTagSuggestions():
            return suggesting.decide(command, asked, state)
        case RelateRecommendation():
            return _relate(command, asked, state)
        case UnrelateRecommendation():
            return _unrelate(command, asked, state)
    assert_never(command)


def _name(command: NameAddressee, asked: Asked, state: Issued) -> Sequence[Event]:
    """Name it, and let it read the recommendation if it is an organisation of the portal."""
    if command.addressee_id in state.addressees:
        return []
    if command.kind not in ADDRESSEES:
        raise Refused("Choose from the list what kind of addressee it is.")
    code = command.organisation_id
    if code is not None and not can_be_invited(code, state):
        raise Refused("Enter the code of the organisation.")
    if code is not None and is_team(code) and command.kind != "un":
        raise Refused("Choose from the list what kind of addressee it is.")
    if any(code and code == one.organisation_id for one in state.addressees.values()):
        raise Refused("This organisation is an addressee already.")
    named: list[Event] = [
        *proposing.take_up(command, asked, state.proposals, state.mandate),
        RecommendationAddresseeNamed(
            recommendation_id=command.recommendation_id,
            addressee_id=command.addressee_id,
            mandate=state.mandate,
            kind=command.kind,
            name=command.name,
            organisation_id=code,
            lead=_lead(command),
            named_by=asked.by.actor_id,
            named_at=asked.at,
        ),
    ]
    if code is not None and code not in state.shared:
        if not asked.by.has(Role.MANDATE_HOLDER):
            raise Refused("The Mandate-holder invites the organisation first, or names it.")
        named.append(
            RecommendationShared(
                recommendation_id=command.recommendation_id,
                organisation_id=code,
                mandate=state.mandate,
                shared_by=asked.by.actor_id,
                shared_at=asked.at,
            )
        )
    return named


def can_be_invited(code: str, state: Issued) -> bool:
    """Whether it can be the code of an organisation, or is that of the team of its State."""
    team = state.addressee != EVERY_STATE and code == team_of(state.addressee)
    return team or bool(CODE.fullmatch(code))


def _lead(command: NameAddressee) -> Lead:
    if not command.lead:
        return "no"
    if command.kind != "nhri":
        return "yes"
    if command.organisation_id is None:
        raise Refused(
            "A national human rights institution leads only once it accepts: enter its code."
        )
    return "asked"


def _remove(command: RemoveAddressee, asked: Asked, state: Issued) -> Sequence[Event]:
    """Remove it, and take back the invitation that came with naming it."""
    one = state.addressees.get(command.addressee_id)
    if one is None:
        return []
    if one.followed:
        raise Refused("Something was said or graded of what this addressee did, so it stays.")
    removed: list[Event] = [
        RecommendationAddresseeRemoved(
            recommendation_id=command.recommendation_id,
            addressee_id=command.addressee_id,
            mandate=state.mandate,
            removed_by=asked.by.actor_id,
            removed_at=asked.at,
        )
    ]
    code = one.organisation_id
    if one.brought and code and code in state.shared:
        removed.append(
            RecommendationUnshared(
                recommendation_id=command.recommendation_id,
                organisation_id=code,
                mandate=state.mandate,
                unshared_by=asked.by.actor_id,
                unshared_at=asked.at,
            )
        )
    return removed


def answer(command: AnswerLead, asked: Asked, state: Issued) -> Sequence[Event]:
    no = "Only the contact point of the institution that was asked may answer."
    require(asked, Role.CONTACT_POINT, no=no)
    one = state.addressees.get(command.addressee_id)
    if one is None or not _of(asked, one):
        raise Forbidden(no)
    if one.lead != "asked":
        return []
    return [
        RecommendationLeadAnswered(
            recommendation_id=command.recommendation_id,
            addressee_id=command.addressee_id,
            mandate=state.mandate,
            accepted=command.accepts,
            answered_by=asked.by.actor_id,
            answered_at=asked.at,
        )
    ]


def _of(asked: Asked, one: Addressee) -> bool:
    return one.organisation_id is not None and one.organisation_id == asked.by.organisation_id


def _position(command: RecordPosition, asked: Asked, state: Issued) -> Sequence[Event]:
    itself = asked.by.has(Role.GOVERNMENT) and state.addressee in asked.by.states
    works = asked.by.has(Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER)
    if not itself and not (works and asked.by.serves(state.mandate)):
        raise Forbidden(
            "Only the Government addressed and those who work for the mandate record its position."
        )
    if command.position_id in state.positions:
        return []
    if command.position not in POSITIONS or state.addressee == EVERY_STATE:
        raise Refused("Choose the position from the list.")
    return [
        RecommendationPositionRecorded(
            recommendation_id=command.recommendation_id,
            position_id=command.position_id,
            addressee=state.addressee,
            mandate=state.mandate,
            position=command.position,
            note=command.note,
            by_government=itself,
            recorded_by=asked.by.actor_id,
            recorded_at=asked.at,
        )
    ]


def _tag(command: TagRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    tags = (
        _listed(command.themes, THEMES),
        _listed(command.persons, AFFECTED),
        _listed(command.targets, TARGETS),
        _listed(command.articles, ARTICLES),
    )
    if tags == state.tags:
        return []
    if command.seen != tuple(chain.from_iterable(state.tags)):
        raise Refused("What it is about was changed since. Look at it again.")
    themes, persons, targets, articles = tags
    return [
        RecommendationTagged(
            recommendation_id=command.recommendation_id,
            mandate=state.mandate,
            themes=themes,
            persons=persons,
            targets=targets,
            articles=articles,
            tagged_by=asked.by.actor_id,
            tagged_at=asked.at,
        )
    ]


def _note(command: NoteParticulars, asked: Asked, state: Issued) -> Sequence[Event]:
    """Note them; once it is public everybody reads them, so its holder alone changes them then."""
    if state.published is not None:
        require(
            asked,
            Role.MANDATE_HOLDER,
            no="Everybody reads this of a public recommendation: the Mandate-holder changes it.",
        )
    if command.seen != state.noted:
        raise Refused("This was changed since. Look at it again.")
    if command.language is not None and command.language not in LANGUAGES:
        raise Refused("Choose the language from the list.")
    if command.time_frame is not None and command.time_frame not in TIME_FRAMES:
        raise Refused("Choose the time frame from the list.")
    if command.type not in TYPES or command.source_kind not in {None, *SOURCE_KINDS}:
        raise Refused("Choose from the list what the text is and in what it was issued.")
    if state.origin is not None and (command.type, command.source_kind) != _OF_ANOTHER:
        raise Refused("What another mechanism recommended stays as that mechanism says it.")
    return [
        RecommendationParticularsNoted(
            recommendation_id=command.recommendation_id,
            mandate=state.mandate,
            title=command.title,
            section=command.section,
            language=command.language,
            time_frame=command.time_frame,
            target=command.target,
            step=state.noted + 1,
            noted_by=asked.by.actor_id,
            noted_at=asked.at,
            type=command.type,
            source_kind=command.source_kind,
        )
    ]


def _listed(chosen: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """Return what was chosen in the order of the list, each once."""
    if not set(chosen) <= set(known):
        raise Refused("Choose themes, persons, targets and articles from the lists.")
    return tuple(one for one in known if one in chosen)


def _review(command: SetNextReview, asked: Asked, state: Issued) -> Sequence[Event]:
    require(asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder says when to look at it again.")
    if command.on == state.review:
        return []
    if command.seen != state.review:
        raise Refused("This was changed since. Look at it again.")
    if state.closed is not None:
        raise Refused("It is closed. Reopen it first.")
    today = day_of(asked.at)
    if command.on is not None and not today <= command.on <= today + FURTHEST:
        raise Refused("Enter a day from today on, at most two years ahead.")
    return [
        RecommendationReviewSet(
            recommendation_id=command.recommendation_id,
            mandate=state.mandate,
            on=command.on,
            set_by=asked.by.actor_id,
            set_at=asked.at,
        )
    ]


def _relate(command: RelateRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    if command.repeats_id in state.repeats:
        return []
    if command.repeats_id == command.recommendation_id:
        raise Refused("A recommendation does not repeat itself.")
    return [
        RecommendationRelated(
            recommendation_id=command.recommendation_id,
            repeats_id=command.repeats_id,
            mandate=state.mandate,
            related_by=asked.by.actor_id,
            related_at=asked.at,
        )
    ]


def _unrelate(command: UnrelateRecommendation, asked: Asked, state: Issued) -> Sequence[Event]:
    if command.repeats_id not in state.repeats:
        return []
    return [
        RecommendationUnrelated(
            recommendation_id=command.recommendation_id,
            repeats_id=command.repeats_id,
            mandate=state.mandate,
            unrelated_by=asked.by.actor_id,
            unrelated_at=asked.at,
        )
    ]
