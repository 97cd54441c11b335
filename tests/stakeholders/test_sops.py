"""K8: procedures are drafted, adopted by the Annual Meeting, in force from a day, superseded."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.committee.sops.decide import SOPS
from services.stakeholders.committee.sops.passing import PassSopDay
from shared.contracts.stakeholders_sop_commands import (
    AcknowledgeSop,
    AdoptSop,
    CommentSop,
    DeviateFromSop,
    DraftSop,
    EndSopDeviation,
    PublishSop,
    UnpublishSop,
)
from shared.contracts.stakeholders_sops import (
    SopAcknowledged,
    SopAdopted,
    SopCommented,
    SopDeviated,
    SopDeviationEnded,
    SopDrafted,
    SopInForce,
    SopPublished,
    SopSuperseded,
    SopUnpublished,
)
from shared.core.actor import Actor, system
from shared.core.geneva import day_of
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.sops import Deviation, Version, deviates, in_force
from tests.stakeholders.meetings import CHAIR, MEMBER
from tests.stakeholders.test_meetings import COMMITTEE, GONE

ID = str(derive_id("sop", 1))
DAY = timedelta(days=1)
TODAY = day_of(AT)
CLOCK = system("registry")
HOLDER = Actor(
    actor_id="holder-c", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-food"})
)


def sealed(of: str) -> Sealed:
    return Sealed(f"sop-{ID}", of)


DRAFT = DraftSop(sop_id=ID, version=1, draft=0, title=sealed("dGl0bGU"), text=sealed("dGV4dA"))
COMMENT = CommentSop(sop_id=ID, version=1, draft=1, comment_id="c-1", text=sealed("Y29tbWVudA"))
ADOPT = AdoptSop(sop_id=ID, version=1, draft=1, adopted_on=TODAY, in_force_on=TODAY + 10 * DAY)
DEVIATE = DeviateFromSop(
    sop_id=ID, mandate="sr-food", from_on=TODAY + DAY, reason=sealed("cmVhc29u")
)
END = EndSopDeviation(sop_id=ID, mandate="sr-food")
PUBLISH, UNPUBLISH = PublishSop(sop_id=ID, version=1), UnpublishSop(sop_id=ID, version=1)
READ = AcknowledgeSop(sop_id=ID, version=1)
COMMANDS = (DRAFT, COMMENT, ADOPT, DEVIATE, END, PUBLISH, UNPUBLISH, READ)

DRAFTED = SopDrafted(
    sop_id=ID,
    version=1,
    draft=1,
    title=DRAFT.title,
    text=DRAFT.text,
    drafted_by="holder-a",
    drafted_at=AT,
)
COMMENTED = SopCommented(
    sop_id=ID,
    comment_id="c-1",
    version=1,
    text=COMMENT.text,
    author="holder-c",
    commented_at=AT,
)
ADOPTED = SopAdopted(
    sop_id=ID,
    version=1,
    draft=1,
    adopted_on=TODAY,
    in_force_on=TODAY + 10 * DAY,
    replaces=None,
    recorded_by="holder-b",
    recorded_at=AT,
)
IN_FORCE = SopInForce(sop_id=ID, version=1, since=TODAY + 10 * DAY, told_at=AT)
SUPERSEDED = SopSuperseded(sop_id=ID, version=1, by=2, last=TODAY + 19 * DAY, told_at=AT)
DEVIATED = SopDeviated(
    sop_id=ID,
    mandate="sr-food",
    from_on=TODAY + DAY,
    reason=DEVIATE.reason,
    recorded_by="holder-c",
    recorded_at=AT,
)
ENDED = SopDeviationEnded(
    sop_id=ID,
    mandate="sr-food",
    from_on=TODAY + DAY,
    last=TODAY,
    recorded_by="holder-c",
    recorded_at=AT,
)
PUBLISHED = SopPublished(sop_id=ID, version=1, published_by="holder-b", published_at=AT)
UNPUBLISHED = SopUnpublished(sop_id=ID, version=1, unpublished_by="holder-b", unpublished_at=AT)
FACTS = (
    *(DRAFTED, COMMENTED, ADOPTED, IN_FORCE, SUPERSEDED),
    *(DEVIATED, ENDED, PUBLISHED, UNPUBLISHED),
)
SECOND = replace(ADOPTED, version=2, in_force_on=TODAY + 20 * DAY, replaces=1)
AGAIN = replace(DRAFTED, version=2)


def test_the_committee_drafts_what_the_page_showed() -> None:
    some = given(SOPS, *COMMITTEE)
    some.when(DRAFT, by=MEMBER).then(DRAFTED)
    drafted = given(SOPS, *COMMITTEE, DRAFTED)
    drafted.when(DRAFT, by=MEMBER).then_nothing()
    other = replace(DRAFT, text=sealed("b3RoZXI"))
    drafted.when(other, by=MEMBER).then_refused("another draft")
    drafted.when(replace(other, draft=1), by=MEMBER).then(
        replace(DRAFTED, draft=2, text=other.text)
    )
    next_ = given(SOPS, *COMMITTEE, DRAFTED, ADOPTED)
    next_.when(replace(other, version=2), by=MEMBER).then(
        replace(DRAFTED, version=2, text=other.text)
    )
    next_.when(other, by=MEMBER).then_refused("another draft")
    later = given(SOPS, *COMMITTEE, DRAFTED, ADOPTED, AGAIN)
    later.when(replace(other, draft=1), by=MEMBER).then_refused("another draft")
    given(SOPS, *COMMITTEE, GONE).when(DRAFT, by=MEMBER).then_forbidden()


def test_the_committee_and_holders_comment() -> None:
    some = given(SOPS, *COMMITTEE, DRAFTED)
    some.when(COMMENT, by=HOLDER).then(COMMENTED)
    some.when(COMMENT, by=MEMBER).then(replace(COMMENTED, author="holder-a"))
    given(SOPS, DRAFTED, COMMENTED).when(COMMENT, by=HOLDER).then_nothing()
    of_adopted, of_next = replace(COMMENT, draft=0), replace(COMMENT, version=2)
    adopted = given(SOPS, DRAFTED, ADOPTED)
    adopted.when(of_adopted, by=HOLDER).then(COMMENTED)
    again = given(SOPS, DRAFTED, ADOPTED, AGAIN)
    again.when(of_next, by=HOLDER).then(replace(COMMENTED, version=2))
    for read, meanwhile in ((of_adopted, some), (COMMENT, adopted), (of_adopted, again)):
        meanwhile.when(read, by=HOLDER).then_refused("another draft")


def test_the_chair_records_what_the_annual_meeting_adopted() -> None:
    some = given(SOPS, *COMMITTEE, DRAFTED)
    some.when(ADOPT, by=CHAIR).then(ADOPTED)
    some.when(ADOPT, by=MEMBER).then_forbidden()
    given(SOPS, DRAFTED, ADOPTED).when(ADOPT, by=CHAIR).then_nothing()
    for wrong, sentence in (
        (replace(ADOPT, draft=2), "another draft"),
        (replace(ADOPT, adopted_on=TODAY + DAY), "once it happened"),
        (replace(ADOPT, in_force_on=TODAY - DAY), "or later"),
    ):
        some.when(wrong, by=CHAIR).then_refused(sentence)
    later = replace(ADOPT, version=2, in_force_on=TODAY + 20 * DAY)
    given(SOPS, DRAFTED, ADOPTED).when(later, by=CHAIR).then_refused("no draft")
    again = given(SOPS, *COMMITTEE, DRAFTED, ADOPTED, AGAIN)
    again.when(later, by=CHAIR).then(SECOND)
    again.when(replace(ADOPT, version=2), by=CHAIR).then_refused("15 Jan 2026")
    stale = replace(later, version=1)
    again.when(stale, by=CHAIR).then_refused("another draft")


def test_the_clock_says_once_which_version_is_in_force() -> None:
    some = given(SOPS, DRAFTED, ADOPTED)
    some.when(PassSopDay(on=TODAY + 9 * DAY), by=CLOCK).then_nothing()
    some.when(PassSopDay(on=TODAY + 10 * DAY), by=CLOCK).then(IN_FORCE)
    both = (DRAFTED, ADOPTED, IN_FORCE, AGAIN, SECOND)
    new = replace(IN_FORCE, version=2, since=TODAY + 20 * DAY)
    last = PassSopDay(on=TODAY + 20 * DAY)
    given(SOPS, *both).when(last, by=CLOCK).then(SUPERSEDED, new)
    given(SOPS, *both, SUPERSEDED, new).when(last, by=CLOCK).then_nothing()


def test_a_holder_says_with_a_reason_that_the_mandate_does_it_another_way() -> None:
    some = given(SOPS, DRAFTED, ADOPTED)
    some.when(DEVIATE, by=HOLDER).then(DEVIATED)
    given(SOPS, DRAFTED).when(DEVIATE, by=HOLDER).then_refused("was adopted")
    some.when(replace(DEVIATE, from_on=TODAY - DAY), by=HOLDER).then_refused("or later")
    some.when(replace(DEVIATE, mandate="sr-housing"), by=HOLDER).then_forbidden()
    some.when(END, by=HOLDER).then_nothing()
    deviated = given(SOPS, DRAFTED, ADOPTED, DEVIATED)
    deviated.when(DEVIATE, by=HOLDER).then_nothing()
    deviated.when(replace(DEVIATE, from_on=TODAY), by=HOLDER).then_refused("already")
    deviated.when(END, by=HOLDER).then(ENDED)
    given(SOPS, DRAFTED, ADOPTED, DEVIATED, ENDED).when(DEVIATE, by=HOLDER).then(DEVIATED)


def test_a_version_is_public_only_by_a_decision() -> None:
    some = given(SOPS, *COMMITTEE, DRAFTED, ADOPTED)
    some.when(PUBLISH, by=CHAIR).then(PUBLISHED)
    some.when(replace(PUBLISH, version=2), by=CHAIR).then_refused("that was adopted")
    some.when(UNPUBLISH, by=CHAIR).then_nothing()
    public = given(SOPS, *COMMITTEE, DRAFTED, ADOPTED, PUBLISHED)
    public.when(PUBLISH, by=CHAIR).then_nothing()
    public.when(UNPUBLISH, by=CHAIR).then(UNPUBLISHED)
    given(SOPS, *COMMITTEE, DRAFTED, ADOPTED, PUBLISHED, UNPUBLISHED).when(PUBLISH, by=CHAIR).then(
        PUBLISHED
    )
    for command in (PUBLISH, UNPUBLISH):
        public.when(command, by=MEMBER).then_forbidden()


def test_the_version_of_the_day_of_drafting_applies_to_a_letter() -> None:
    first = Version(version=1, in_force_on=TODAY)
    second = Version(version=2, in_force_on=TODAY + 10 * DAY)
    assert in_force([second, first], TODAY - DAY) is None
    assert in_force([second, first], TODAY + 9 * DAY) == first
    assert in_force([second, first], TODAY + 10 * DAY) == second
    ended = Deviation(mandate="sr-food", from_on=TODAY, last=TODAY + DAY)
    assert deviates([ended], "sr-food", TODAY + DAY)
    assert not deviates([ended], "sr-food", TODAY + 2 * DAY)
    assert not deviates([ended], "sr-food", TODAY - DAY)
    assert not deviates([ended], "sr-housing", TODAY)
    assert deviates([replace(ended, last=None)], "sr-food", TODAY + 99 * DAY)


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_what_was_never_drafted_is_refused(command: Any) -> None:
    given(SOPS, *COMMITTEE).when(command, by=CHAIR).then_refused("no such procedure")


OTHERS = frozenset(Role) - {Role.COORDINATION_COMMITTEE, Role.MANDATE_HOLDER}


@pytest.mark.parametrize("role", sorted(OTHERS))
@pytest.mark.parametrize("command", COMMANDS)
def test_nobody_else_has_to_do_with_them(command: Any, role: Role) -> None:
    other = Actor(actor_id="x", roles=frozenset({role}), mandates=frozenset({"sr-food"}))
    given(SOPS, *COMMITTEE, DRAFTED, ADOPTED, AGAIN).when(command, by=other).then_forbidden()
    assert SOPS.consults(command, SOPS.initial) == ["committee-main"]
    assert SOPS.stream(command) == "committeesops-all"


def test_who_works_by_it_says_once_that_they_have_read_the_version_in_force() -> None:
    then = SopAcknowledged(sop_id=ID, version=1, reader="holder-c", read_at=AT)
    today = replace(ADOPTED, in_force_on=TODAY)
    given(SOPS, *COMMITTEE, DRAFTED, today).when(READ, by=HOLDER).then(then)
    given(SOPS, *COMMITTEE, DRAFTED, today, then).when(READ, by=HOLDER).then_nothing()
    given(SOPS, *COMMITTEE, DRAFTED, ADOPTED).when(READ, by=HOLDER).then_refused("not in force")
    given(SOPS, *COMMITTEE, DRAFTED).when(READ, by=HOLDER).then_refused("not in force")
    other = Actor(actor_id="officer-1", roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}))
    given(SOPS, *COMMITTEE, DRAFTED, today).when(READ, by=other).then_forbidden()
