"""Subscriptions, and notices of reports: never before publication, and once for each edition."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.stakeholders.notice import NOTICE, NoteReport, NoteReportGone
from services.stakeholders.policies import react
from services.stakeholders.subscription import SUBSCRIPTION
from shared.contracts.approvals_statements import StatementIssued, StatementWithdrawn
from shared.contracts.followup_publication import CommunicationPublished, PublicationWithdrawn
from shared.contracts.stakeholders_notice_commands import (
    ChooseSubscription,
    Command,
    EndSubscription,
    SendNotice,
)
from shared.contracts.stakeholders_notices import (
    NoticeSent,
    ReportGone,
    ReportOut,
    SubscriptionChosen,
    SubscriptionEnded,
    Wishes,
)
from shared.core.actor import Actor, system
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given

FOCAL = Actor(actor_id="focal-1", roles=frozenset({Role.NGO_MEMBER, Role.FOCAL_POINT}))
MEMBER = Actor(actor_id="member-1", roles=frozenset({Role.NGO_MEMBER}))
STO = Actor(actor_id="officer-1", roles=frozenset({Role.STAKEHOLDER_OFFICER}))
POLICY = system("stakeholders")
WISHES = Wishes(countries=("KEN",), mandates=("sr-torture",), language="fr", cadence="weekly")
CHOOSE = ChooseSubscription(subscription_id="s-1", subscriber="organisation", wishes=WISHES)
END = EndSubscription(subscription_id="s-1", subscriber="organisation")
CHOSEN = SubscriptionChosen(
    subscription_id="s-1",
    subscriber="organisation",
    number=1,
    wishes=WISHES,
    chosen_by="focal-1",
    chosen_at=AT,
)
ENDED = SubscriptionEnded(subscription_id="s-1", number=1, ended_by="focal-1", ended_at=AT)
NOTE = NoteReport(
    report_id="r-1",
    kind="statement",
    edition=1,
    mandates=("sr-torture",),
    countries=("KEN",),
    out_at=AT,
)
OUT = ReportOut(
    report_id="r-1",
    kind="statement",
    edition=1,
    mandates=("sr-torture",),
    countries=("KEN",),
    out_at=AT,
)
GONE = ReportGone(report_id="r-1", gone_at=AT)
SEND = SendNotice(report_id="r-1", edition=1, count=12)
SENT = NoticeSent(
    report_id="r-1",
    edition=1,
    mandates=("sr-torture",),
    countries=("KEN",),
    count=12,
    first_sent_at=AT,
    sent_by="officer-1",
    sent_at=AT,
)
EVERY: tuple[Command, ...] = (CHOOSE, END, SEND)


def test_a_subscription_is_chosen_changed_and_ended() -> None:
    given(SUBSCRIPTION).when(CHOOSE, by=FOCAL).then(CHOSEN)
    given(SUBSCRIPTION, CHOSEN).when(CHOOSE, by=FOCAL).then_nothing()
    other = replace(WISHES, countries=(), cadence="at_once")
    given(SUBSCRIPTION, CHOSEN).when(replace(CHOOSE, wishes=other), by=FOCAL).then(
        replace(CHOSEN, number=2, wishes=other)
    )
    given(SUBSCRIPTION, CHOSEN).when(END, by=FOCAL).then(ENDED)
    given(SUBSCRIPTION, CHOSEN, ENDED).when(END, by=FOCAL).then_nothing()
    given(SUBSCRIPTION, CHOSEN, ENDED).when(CHOOSE, by=FOCAL).then(replace(CHOSEN, number=2))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"countries": ("XXX",)}, "countries from the list"),
        ({"mandates": ("sr-nothing",)}, "mandates from the list"),
        ({"language": "tlh"}, "languages from the list"),
    ],
)
def test_what_cannot_be_chosen_is_refused(wrong: dict[str, Any], sentence: str) -> None:
    command = replace(CHOOSE, wishes=replace(WISHES, **wrong))
    given(SUBSCRIPTION).when(command, by=FOCAL).then_refused(sentence)


def test_a_member_subscribes_for_themselves_and_not_for_the_organisation() -> None:
    own = replace(CHOOSE, subscriber="person")
    given(SUBSCRIPTION).when(own, by=MEMBER).then(
        replace(CHOSEN, subscriber="person", chosen_by="member-1")
    )
    given(SUBSCRIPTION).when(CHOOSE, by=MEMBER).then_forbidden()
    given(SUBSCRIPTION, CHOSEN).when(END, by=MEMBER).then_forbidden()


SOURCES = {Role.NGO_MEMBER, Role.FOCAL_POINT, Role.CONTACT_POINT}


@pytest.mark.parametrize("role", [role for role in Role if role not in SOURCES])
def test_nobody_else_subscribes(role: Role) -> None:
    own = replace(CHOOSE, subscriber="person")
    given(SUBSCRIPTION).when(own, by=Actor(actor_id="x", roles=frozenset({role}))).then_forbidden()


def test_no_notice_goes_out_before_publication_or_after_its_end() -> None:
    given(NOTICE).when(SEND, by=STO).then_refused("not public")
    given(NOTICE, OUT, GONE).when(SEND, by=STO).then_refused("not public")
    given(NOTICE, OUT).when(replace(SEND, edition=2), by=STO).then_refused("Another edition")
    given(NOTICE, OUT).when(SEND, by=STO).then(SENT)
    given(NOTICE, OUT, SENT).when(SEND, by=STO).then_nothing()


def test_a_corrigendum_goes_to_the_first_audience() -> None:
    later, second = AT + timedelta(days=3), replace(OUT, edition=2)
    given(NOTICE, OUT, SENT, second).when(replace(SEND, edition=2), by=STO, at=later).then(
        replace(SENT, edition=2, sent_at=later)
    )


def test_each_edition_is_noted_once_however_often_it_is_heard() -> None:
    given(NOTICE).when(NOTE, by=POLICY).then(OUT)
    given(NOTICE, OUT).when(NOTE, by=POLICY).then_nothing()
    second = replace(NOTE, edition=2)
    given(NOTICE, OUT).when(second, by=POLICY).then(replace(OUT, edition=2))
    given(NOTICE, replace(OUT, edition=2)).when(NOTE, by=POLICY).then_nothing()
    gone = NoteReportGone(report_id="r-1")
    given(NOTICE).when(gone, by=POLICY).then_nothing()
    given(NOTICE, OUT).when(gone, by=POLICY).then(GONE)
    given(NOTICE, OUT, GONE).when(gone, by=POLICY).then_nothing()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.STAKEHOLDER_OFFICER])
def test_nobody_else_sends_a_notice(role: Role) -> None:
    by = Actor(actor_id="x", roles=frozenset({role}))
    given(NOTICE, OUT).when(SEND, by=by).then_forbidden()


ISSUED = StatementIssued(
    statement_id="r-1",
    edition=1,
    kind="press_release",
    mandates=("sr-torture",),
    states=("KEN",),
    language="en",
    symbol=None,
    visit_from=None,
    visit_to=None,
    title="A title",
    text="A text",
    government_view="",
    content_hash="0" * 64,
    first_issued_at=AT,
    issued_by="holder-1",
    issued_at=AT,
)
PUBLISHED = CommunicationPublished(
    communication_id="r-1",
    edition=1,
    reference="AL KEN 1/2026",
    type="AL",
    recipient="KEN",
    mandates=("sr-torture",),
    transmitted_at=AT,
    text="A text",
    published_at=AT,
)


def test_what_other_services_make_public_or_take_back_is_noted() -> None:
    assert react(ISSUED) == [NOTE]
    assert react(PUBLISHED) == [replace(NOTE, kind="letter")]
    gone = [NoteReportGone(report_id="r-1")]
    withdrawn = StatementWithdrawn(
        statement_id="r-1",
        mandate="sr-torture",
        first_issued_at=AT,
        reason=Sealed("r-1", "why"),
        withdrawn_by="holder-1",
        withdrawn_at=AT,
    )
    assert react(withdrawn) == gone
    assert react(TAKEN) == gone
    assert react(OUT) == []


TAKEN = PublicationWithdrawn(
    communication_id="r-1",
    transmitted_at=AT,
    mandates=("sr-torture",),
    replies=(),
    reason="error",
    note=Sealed("r-1", "why"),
    withdrawn_by="officer-1",
    withdrawn_at=AT,
)
