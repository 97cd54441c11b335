"""Role by route over a selection: section A.5, cell by cell, and each line of it taken away.

Three vacancies stand at three stages. Each thing that somebody may read has a text of its own, and
everybody opens every address. What they got is what the matrix gives them, and no more.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import false, true
from werkzeug.routing import Rule

from portal.selection import candidates, files, recused, reports
from portal.web.accounts.access import Door, access_of
from shared.core.geneva import there
from shared.core.roles import Role
from tests.portal.selection.test_ending import decided, in_days
from tests.portal.selection.test_seat_terms import looked, until
from tests.portal.selection.world import World, ranks, world
from tests.support.portal import Visitor

R = Role
MARKS: Mapping[str, str] = {
    "list": "Ada {}",
    "contact": "Street of Ada {}",
    "form": "torture. Ada {}",
    "note": "note-{}",
    "questions": "questions-{}",
    "needs": "needs-{}",
    "short list": "place-{}",
    "report": "text-{}",
}
UNDER_REVIEW, ADOPTED, PUBLISHED = "alpha", "beta", "gamma"
STAGES = (UNDER_REVIEW, ADOPTED, PUBLISHED)
"""Preferences are sealed; opened, with a report that is not published; and published."""

_LATER = (ADOPTED, PUBLISHED)
_ALL = {"list": STAGES, "short list": (PUBLISHED,), "report": (PUBLISHED,)}
"""What everybody reads: who is eligible, and a published report with its list (decision 0073)."""

Seen = set[tuple[str, str]]


def _seen(**more: Any) -> Seen:
    got = {(what, stage) for what, stages in _ALL.items() for stage in stages}
    return got | {(what.replace("_", " "), one) for what, some in more.items() for one in some}


PUBLIC = _seen()
_PANEL: dict[str, Any] = {
    "form": STAGES,
    "note": _LATER,
    "questions": _LATER,
    "report": _LATER,
    "short_list": _LATER,
}
EXPECTED: Mapping[str, Seen] = {
    **dict.fromkeys(
        (
            *("visitor", "member of an organisation", "focal point", "institution", "government"),
            *("stakeholder officer", "registry officer", "committee", "auditor", "administrator"),
            *("holder", "stranger on panels", "stranger in chairs", "other candidate"),
        ),
        PUBLIC,
    ),
    # The own answer about an interview can change until the list is public.
    "candidate": _seen(form=STAGES, contact=STAGES, needs=(ADOPTED,)),
    "selection officer": _seen(
        **{**_PANEL, "contact": STAGES, "needs": _LATER},
    ),
    "active member": _seen(**{**_PANEL, "note": STAGES}),
    "recused member": PUBLIC,
    "member whose term is over": PUBLIC,
    "chair": _seen(**_PANEL),
    "president": _seen(form=_LATER, report=_LATER, short_list=_LATER),
    "president who applied": PUBLIC,
}


@dataclass(frozen=True, slots=True)
class Selections:
    world: World
    visitors: Mapping[str, Visitor]
    ids: list[tuple[str, str]]
    """Each vacancy, and the application of Ada in it."""
    public: list[str] = field(default_factory=list)
    """What everybody reads, once it was read."""


@pytest.fixture(scope="module")
def selections(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Selections]:
    with world(tmp_path_factory.mktemp("who")) as w:
        ada = w.portal.signed_in(R.CANDIDATE, name="account of Ada")
        w.members["EEG"] = w.portal.signed_in(R.PANEL_MEMBER, name="Elena")
        w.members["GRULAC"] = w.portal.signed_in(R.PANEL_MEMBER, name="Gabriela")
        applies = w.portal.signed_in(R.CANDIDATE, R.PRESIDENT, name="account of Bea")
        told = [_vacancy(w, stage, ada, applies) for stage in STAGES]
        yield Selections(w, _everybody(w, ada, applies), told)


def _everybody(w: World, ada: Visitor, applies: Visitor) -> Mapping[str, Visitor]:
    roles = {
        "member of an organisation": R.NGO_MEMBER,
        "focal point": R.FOCAL_POINT,
        "institution": R.CONTACT_POINT,
        "government": R.GOVERNMENT,
        "stakeholder officer": R.STAKEHOLDER_OFFICER,
        "registry officer": R.CHIEF,
        "committee": R.COORDINATION_COMMITTEE,
        "auditor": R.AUDITOR,
        "administrator": R.SYSTEM_ADMIN,
        "holder": R.MANDATE_HOLDER,
        "stranger on panels": R.PANEL_MEMBER,
        "stranger in chairs": R.PANEL_CHAIR,
        "other candidate": R.CANDIDATE,
        "president": R.PRESIDENT,
    }
    return {
        **{who: w.portal.signed_in(role) for who, role in roles.items()},
        "visitor": w.portal.visitor(),
        "candidate": ada,
        "selection officer": w.officer,
        "active member": w.members["APG"],
        "recused member": w.members["WEOG"],
        "member whose term is over": w.members["GRULAC"],
        "chair": w.chair,
        "president who applied": applies,
    }


def _vacancy(w: World, stage: str, ada: Visitor, bea: Visitor) -> tuple[str, str]:
    """A selection with Ada and two others, from which one member is recused."""
    vacancy = w.called()
    ids = [_applied(w, vacancy, f"Ada {stage}", ada), _applied(w, vacancy, f"Bea {stage}", bea)]
    ids.append(w.applied(vacancy, f"Cyr {stage}")[0])
    for one in ids:
        w.screened(vacancy, one)
    w.call_closed(vacancy)
    w.conflicted(ids[1], w.members["WEOG"])
    until(w, vacancy, 0, "GRULAC")
    assert looked(w, w.portal.clock.at + timedelta(days=1)) == 1
    for member in (w.chair, w.members["APG"], w.members["EEG"]):
        for one in ids:
            w.scored(one, member, note=f"note-{stage}" if member is w.members["APG"] else "")
    if stage != UNDER_REVIEW:
        _to_a_report(w, vacancy, stage, ids, ada)
    if stage == PUBLISHED:
        sent = decided(w, w.officer, f"/selection/{vacancy}/report")
        assert sent.status_code == 303, sent.text
    return vacancy, ids[0]


def _applied(w: World, vacancy: str, name: str, by: Visitor) -> str:
    typed = {"name": name, "certified": name, "contact": f"Street of {name}"}
    w.filled_in(vacancy, by, **typed, motivation=f"I worked against torture. {name}")
    return w.sent(vacancy, by).location.rpartition("/")[2]


def _to_a_report(w: World, vacancy: str, stage: str, ids: list[str], ada: Visitor) -> None:
    w.closed(vacancy)
    listed = {"command_id": "1" * 32, "listed": ids, "reason": ""}
    assert w.chair.post(f"/panel/{vacancy}/interviews", listed).status_code == 303
    path = f"/selection/{vacancy}/interviews"
    w.do(w.officer, f"{path}/questions", questions=f"questions-{stage}")
    starts = there(w.portal.clock.at).strftime("%Y-%m-%d") + "T23:00"
    time = {"starts": starts, "minutes": "30", "way": "video", "language": "fr"}
    assert w.do(w.officer, f"{path}/{ids[0]}/time", **time).status_code == 303
    own = f"/candidate/applications/{ids[0]}/interview"
    assert decided(w, ada, own, comes="yes", needs=f"needs-{stage}").status_code == 303
    form = ranks(*ids, reason=f"place-{stage}")
    assert w.do(w.chair, f"/panel/{vacancy}/shortlist", **form, step="adopt").status_code == 303
    session = {"session": "63", "starts_on": in_days(w, 90), "report_by": ""}
    assert w.do(w.officer, f"/selection/{vacancy}/session", **session).status_code == 303
    reasons = {f"reason_{who}": f"place-{stage}" for who in ids}
    sent = w.do(w.chair, f"/panel/{vacancy}/report", text=f"text-{stage}", **reasons)
    assert sent.status_code == 303, sent.text


@pytest.mark.parametrize("who", EXPECTED)
def test_everybody_reads_what_the_matrix_says_and_not_a_text_more(
    selections: Selections, who: str
) -> None:
    assert got(selections, who) == EXPECTED[who]


LINES: Mapping[str, tuple[Any, str, Any, str]] = {
    "who is recused has no part": (recused, "recused", lambda *_: false(), "recused member"),
    "whose term is over has no part": (
        recused,
        "serves",
        true,
        "member whose term is over",
    ),
    "a seat is its member's": (recused, "seated", lambda _: true(), "stranger on panels"),
    "a file opens to who takes part": (files, "takes_part", lambda _: true(), "recused member"),
    "a file opens to its readers": (files, "_his", lambda _: true(), "stranger in chairs"),
    "an application is its applicant's": (
        candidates,
        "_his",
        lambda _: true(),
        "other candidate",
    ),
    "the President decides about others": (
        reports,
        "_president",
        lambda _: true(),
        "president who applied",
    ),
}
"""Each line of the policy: what stands there without it, and who then gets more."""


@pytest.mark.parametrize("line", LINES)
def test_without_a_line_of_the_policy_somebody_gets_more(
    selections: Selections, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    module, name, without, who = LINES[line]
    monkeypatch.setattr(module, name, without)
    assert got(selections, who) > EXPECTED[who]


def got(of: Selections, who: str) -> Seen:
    """Return what this person read, at any address that opens."""
    visitor = of.visitors[who]
    if not of.public:
        of.public.extend(_read(of, of.visitors["visitor"], Door.PUBLIC))
    own = _read(of, visitor, Door.SESSION) if visitor.account else ()
    said = re.sub(r"\s+", " ", " ".join([*of.public, *own]))
    return {
        (what, stage)
        for what, mark in MARKS.items()
        for stage in STAGES
        if mark.format(stage) in said
    }


def _read(of: Selections, visitor: Visitor, door: Door) -> Iterator[str]:
    app, held = of.world.portal.app, visitor.account.roles if visitor.account else frozenset[Role]()
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        if "GET" not in (rule.methods or ()) or "lang" in rule.arguments or access is None:
            continue
        opens = access.door is door and (not access.roles or held & access.roles)
        if opens and rule.endpoint.startswith(_TELLING) and not rule.endpoint.endswith(".pdf"):
            for path in _paths(of, rule):
                answer = visitor.get(path)
                assert answer.status_code != 500, path
                yield answer.text


_TELLING = ("selection.", "nominations.", "home.", "notices.", "search.", "audit.index")


def _paths(of: Selections, rule: Rule) -> Iterator[str]:
    fixed = {"region": "AFR", "name": "personal", "number": 1, "link": "a"}
    about = rule.arguments & {"vacancy_id", "candidate_id"}
    with of.world.portal.app.test_request_context():
        routes = of.world.portal.app.url_map.bind("")
        for vacancy, one in of.ids if about else [("", "")]:
            given = {**fixed, "vacancy_id": vacancy, "candidate_id": one}
            yield routes.build(
                rule.endpoint, {name: given.get(name, _NOTHING) for name in rule.arguments}
            )


_NOTHING = "6f1f6a2e-6f0e-4d7e-9b6a-0d9b6f1f6a2e"
