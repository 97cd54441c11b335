"""A portal that everybody has used for a while, with long texts in another script."""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from portal.app.read_models import READ_MODELS
from portal.homes.notices import deriving, ending
from portal.web.accounts import factors, proposals
from portal.web.accounts.proposal import Kind, Proposal, State
from portal.web.accounts.rights import Rights
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from tests.stakeholders import test_onboarding as onboarding
from tests.stakeholders import test_rationalisation as rationalisation
from tests.stakeholders import test_registry as registry
from tests.stakeholders import test_servicing as servicing
from tests.support import (
    cases,
    channel,
    drafts,
    files,
    followup,
    letters,
    lived_in_actions,
    lived_in_alerts,
    lived_in_committee,
    lived_in_dialogues,
    lived_in_invitations,
    lived_in_register,
    lived_in_reprisals,
    lived_in_rounds,
    lived_in_visits,
    publication,
    submissions,
    terms,
)
from tests.support.arriving import app_of, password_given
from tests.support.contact_points import recognised, suspended
from tests.support.everything import planted
from tests.support.items import ORGANISATION, Item
from tests.support.lived_in_entries import register
from tests.support.lived_in_selection import VACANCIES, id_of, selection_facts
from tests.support.lived_in_sessions import consultations, sessions
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.portal import Pages, Visitor
from tests.support.programs import token_of
from tests.support.ready import ready
from tests.support.triage import joined

TWIN = str(derive_id("submission", "twin"))

MANDATES = frozenset({letters.LEAD, letters.OTHER, letters.THIRD})
STATES = frozenset({"KEN", "CHE", "FRA"})
NEW: Final = ("", *Role, "without a second step", "setting up", "halfway", "starting")
VISITORS: Final = (*NEW, "returning", "without an account")
"""Who looks around: of an empty portal the first, of a used one all."""


@dataclass(frozen=True, slots=True)
class LivedIn:
    """``visitors``: somebody of each role; ``""`` is nobody, ``"returning"`` a source by code.

    ``"without an account"`` holds a draft by its code, and filed another.
    """

    portal: Pages
    visitors: Mapping[str, Visitor]
    items: list[Item]


def empty(portal: Pages) -> LivedIn:
    """Nothing has happened yet."""
    ready(portal.engine, READ_MODELS)
    return LivedIn(portal, _people(portal), [])


def lived_in(portal: Pages) -> LivedIn:
    """Everything has happened."""
    world = empty(portal)
    visitors = dict(world.visitors)
    _proposals(portal)
    facts = [
        *_returned(portal),
        recognised("nhri-1"),
        recognised("nhri-2"),
        suspended("nhri-2"),
        *_case(portal),
        *_recommendation(portal),
        *_public(portal),
        *_terms(visitors),
        *(
            fact
            for number in range(len(VACANCIES))
            for fact in selection_facts(portal, number, visitors)
        ),
    ]
    items = planted(
        portal,
        source=id_of(visitors[Role.NGO_MEMBER]),
        contact_point=id_of(visitors[Role.CONTACT_POINT]),
        ending=LONG,
        besides=[_sealed(portal, fact) for fact in facts],
    )
    while deriving.derive(portal.engine, portal.vault, portal.settings, at=portal.clock()):
        pass
    kept = channel.kept(portal)
    returning = portal.visitor()
    sent = returning.post("/return/", {"return_code": kept.return_code})
    assert sent.status_code == 303, sent.text
    visitors["returning"] = returning
    _programs(portal, visitors[Role.FOCAL_POINT])
    register(portal, visitors)
    sessions(portal, visitors)
    consultations(portal, visitors)
    lived_in_dialogues.dialogues(portal, id_of(visitors[Role.NGO_MEMBER]))
    lived_in_register.advice(portal, visitors)
    lived_in_register.engagement(portal)
    lived_in_register.coverage(portal)
    lived_in_register.packs(portal)
    lived_in_committee.committee(portal, visitors)
    lived_in_alerts.alerts(portal, visitors)
    lived_in_reprisals.cases(portal)
    lived_in_visits.visits(portal)
    lived_in_visits.letters(portal)
    lived_in_invitations.invitations(portal)
    lived_in_visits.mission(
        portal, {role: id_of(visitors[role]) for role in lived_in_visits.PEOPLE}
    )
    lived_in_rounds.rounds(portal)
    lived_in_actions.actions(portal)
    lived_in_visits.reports(portal, id_of(visitors[Role.UN_PARTNER]))
    visitors["without an account"] = somebody = portal.visitor()
    drafts.filled(somebody, begin=drafts.begun_by_code)
    drafts.sent(somebody, drafts.filled(somebody, begin=drafts.begun_by_code))
    ngo = visitors[Role.NGO_MEMBER]
    draft = drafts.filled(ngo, story={"narrative": f"A story.{LONG}"})
    kept_file = files.send(ngo, f"{draft}files/", (files.PDF, f"{UNBROKEN[:80]}.pdf"))
    assert kept_file.status_code == 303, kept_file.text
    drafts.sent(ngo, drafts.filled(ngo))
    begun = f"/candidate/apply/{VACANCIES[1]}/sections/work"
    saved = visitors[Role.CANDIDATE].post(begun, {"work": f"Because.{LONG}"[:4_000]})
    assert saved.status_code == 303, saved.text
    letters = f"/candidate/apply/{VACANCIES[1]}/letters"
    kept_file = files.send(visitors[Role.CANDIDATE], letters, (files.PDF, f"{UNBROKEN[:80]}.pdf"))
    assert kept_file.status_code == 303, kept_file.text
    return LivedIn(portal, visitors, items)


def _programs(portal: Pages, focal: Visitor) -> None:
    """A token in use, one that ends soon, and one that is over."""
    assert focal.account is not None
    for days in (200, 3, -1):
        token = token_of(portal, focal.account, name=f"{UNBROKEN[:60]} {days}", days=days)
        if days > 0:
            sent = {"Authorization": f"Bearer {token}"}
            portal.app.test_client().get("/api/v1/submissions/x", headers=sent)
    ending.due(portal.engine, portal.settings, at=portal.clock())


def _people(portal: Pages) -> dict[str, Visitor]:
    organisations = {
        Role.NGO_MEMBER: ORGANISATION,
        Role.CONTACT_POINT: "nhri-1",
        Role.FOCAL_POINT: ORGANISATION,
    }
    visitors = {"": portal.visitor()}
    for role in Role:
        account = portal.person(
            role,
            name=f"Чиара {UNBROKEN[:60]}",
            mandates=MANDATES,
            state_codes=STATES,
            organisation_id=organisations.get(role),
            demo=True,
        )
        app_of(portal, account)
        visitors[role] = portal.sign_in(account)
    bare = portal.person(Role.NGO_MEMBER, name="Nobody's app")
    visitors["without a second step"] = portal.sign_in(bare)
    with portal.engine.begin() as conn:
        factors.add_passkey(
            conn,
            bare.account_id,
            name=UNBROKEN[:60],
            credential_id="YWFhYWFhYWE",
            public_key=b"a",
            sign_count=0,
            at=portal.clock(),
        )
    beginning = portal.person(Role.CHIEF)
    visitors["setting up"], _ = password_given(portal, beginning)
    halfway = portal.person(Role.CHIEF)
    app_of(portal, halfway)
    visitors["halfway"], _ = password_given(portal, halfway)
    started = portal.starting(Role.NGO_MEMBER, until=portal.clock() + timedelta(days=1))
    visitors["starting"], _ = password_given(portal, started)
    return visitors


def _proposals(portal: Pages) -> None:
    """One of each kind: it waits, is confirmed, or came to nothing."""
    first, second = (portal.person(Role.SYSTEM_ADMIN, name=UNBROKEN[:60]) for _ in range(2))
    at = portal.clock()
    for kind in Kind:
        subject = portal.person(Role.CANDIDATE, name=f"Чиара {UNBROKEN[:60]}")
        one = Proposal(
            proposal_id=str(derive_id("proposal", kind)),
            account_id=subject.account_id,
            kind=kind,
            rights=Rights(roles=frozenset({Role.MANDATE_HOLDER}), mandates=MANDATES),
            organisation=UNBROKEN[:60],
            email=f"{UNBROKEN[:60]}@example.org" if kind is Kind.EMAIL else None,
            reason=LONG[:500],
            urgent=None,
            proposed_by=first.account_id,
            proposed_at=at,
            expires_at=at + timedelta(days=14),
        )
        with portal.engine.begin() as conn:
            proposals.add(conn, one)
            if kind is Kind.ENABLE:
                proposals.confirm(
                    conn, one, by=second.account_id, at=at, effective_at=at + timedelta(days=1)
                )
            if kind is Kind.RESET:
                proposals.end(conn, one, State.REFUSED, by=second.account_id, at=at)


def _returned(portal: Pages) -> list[Any]:
    seal = portal.vault.seal
    return [
        submissions.received(seal=seal),
        submissions.triaged(),
        submissions.asked(seal=seal),
        submissions.informed(),
        submissions.received(TWIN, seal=seal),
        submissions.triaged(TWIN),
        submissions.confirmed(TWIN, seal=seal),
        joined(submissions.ID, TWIN),
    ]


def _case(portal: Pages) -> list[Any]:
    """A case that everything happened to, two whose reminders wait, and one that is closed."""
    said = portal.vault.seal(f"communication-{followup.LETTER}", f"A reply.{LONG}")
    due = followup.due(
        mandates=(letters.LEAD,), submission_ids=(submissions.ID,), recipient="KEN", in_days=-70
    )
    late, ready, over = (
        followup.due(
            str(derive_id("late", n)),
            reference=f"UA FRA {n}/2026",
            recipient="FRA",
            in_days=-2,
            submission_ids=(submissions.ID,),
        )
        for n in (7, 8, 9)
    )
    waiting, agreed = (str(derive_id("reminder", n)) for n in (7, 8))
    return [
        *letters.upto("transmitted", followup.LETTER, submission_id=submissions.ID),
        due,
        followup.logged(due, text=said),
        followup.graded(due, rationale=said),
        *cases.whole(due),
        late,
        followup.overdue(late),
        cases.proposed(late),
        cases.drafted(late, text=said, reminder_id=waiting),
        ready,
        followup.overdue(ready),
        cases.proposed(ready),
        cases.drafted(ready, text=said, reminder_id=agreed),
        cases.approved(ready, reminder_id=agreed),
        followup.logged(ready, "acknowledgement", text=said, reply_id=str(derive_id("reply", 8))),
        replace(cases.translation_asked(ready), reply_id=str(derive_id("reply", 8))),
        over,
        followup.logged(over, text=said, reply_id=str(derive_id("reply", 9))),
        cases.closed(over),
    ]


def _recommendation(portal: Pages) -> list[Any]:
    of = f"recommendation-{followup.RECOMMENDATION}"
    words = portal.vault.seal(of, f"Close it.{LONG}")
    file = json.dumps({"name": f"{UNBROKEN[:80]}.pdf", "sha256": "a" * 64, "key": "a key"})
    return [
        followup.issued(addressee="KEN", text=words),
        followup.issued(str(derive_id("recommendation", 2)), addressee="KEN", text=words),
        followup.shared(ORGANISATION),
        followup.shared(ORGANISATION, str(derive_id("recommendation", 2))),
        followup.informed(organisation_id=ORGANISATION, text=words),
        followup.evidence(portal.vault.seal(of, file)),
        followup.assessed("partially", rationale=words),
        publication.recommended(f"Close it.{LONG}"),
        *followup.informed_outside(words, f"Closed.{LONG}", ORGANISATION),
        *followup.described(words, ORGANISATION, str(derive_id("recommendation", 2))),
    ]


def _public(portal: Pages) -> list[Any]:
    """A letter in the register with its reply, and one being redacted."""
    people = portal.vault.seal("submission-1", json.dumps({"name": "Ana Pérez"}))
    return [
        publication.allegation(people),
        publication.published(f"We are concerned about [redacted].{LONG}"),
        publication.reply_published(f"{ARABIC} {LONG}"),
        publication.grade_published(),
    ]


def _terms(visitors: Mapping[str, Visitor]) -> list[Any]:
    """A chain of terms of one mandate, its holder's account known, and the seats of a group."""
    now = terms.started(number=2, holder_id=id_of(visitors[Role.MANDATE_HOLDER]))
    before = terms.started(
        str(derive_id("term", 2)), starts_on=date(2021, 8, 1), ends_on=date(2024, 7, 31)
    )
    seats = [
        terms.started(str(derive_id("term", seat)), mandate=terms.DETENTION, seat=seat)
        for seat in ("AFR", "APG", "EEG")
    ]
    left = terms.ended(seats[0].term_id, mandate=terms.DETENTION)
    officer = id_of(visitors[Role.HUMAN_RIGHTS_OFFICER])
    serves = replace(servicing.ASSIGNED, officer_id=officer, assignment_id=terms.TERM)
    begun = replace(
        onboarding.STARTED,
        term_id=terms.TERM,
        holder_id=now.holder_id,
        started_at=terms.AT,
    )
    done = replace(
        onboarding.DECLARED, term_id=terms.TERM, evidence=Sealed(f"term-{terms.TERM}", "A file.")
    )
    council = [registry.CREATED, registry.RENEWED, registry.MODIFIED]
    note: dict[str, Any] = {"note_id": str(derive_id("note"))}
    notes = [replace(one, **note) for one in (rationalisation.NOTED, rationalisation.COMMENTED)]
    chain = [begun, done, *council, serves, *notes]
    return [before, now, *seats, left, *chain]


def _sealed(portal: Pages, value: Any) -> Any:
    """Seal what tests without a vault write in the clear; nobody's text stays erased."""
    if isinstance(value, Sealed):
        if value.subject == "nobody" or _is_sealed(value):
            return value
        ending = "" if value.cipher.startswith("{") else LONG
        return portal.vault.seal(value.subject, value.cipher + ending)
    if isinstance(value, tuple):
        return tuple(_sealed(portal, one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: _sealed(portal, getattr(value, one.name)) for one in fields(value)}
        return replace(value, **parts)
    return value


def _is_sealed(value: Sealed) -> bool:
    try:
        return len(b64decode(value.cipher, validate=True)) > len("nonce and tag, and a text.")
    except ValueError:
        return False
