"""Hidden organisations that take part in everything are in no byte and no number of others."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

from portal.stakeholders.organisations.law_model import LAWS
from portal.stakeholders.organisations.readers import READERS
from portal.stakeholders.organisations.tables import veil
from portal.web.accounts import account as accounts
from portal.web.accounts.access import Door, access_of
from shared.contracts.stakeholders_contact_laws import ContactLawRecorded
from shared.contracts.stakeholders_dialogue_commands import PublishStatement
from shared.contracts.stakeholders_organisations import OrganisationDissolved, RiskFlagRaised
from shared.contracts.stakeholders_session_commands import RecordAttendance
from shared.core.roles import Role
from shared.reference.engagement import report_id
from shared.reference.sessions import seat_id
from tests.portal.stakeholders.organisations.test_hidden import told
from tests.support import advice, consultations, dialogues, sessions
from tests.support.advice import Counsel
from tests.support.consultations import Forum
from tests.support.contacts import Log
from tests.support.dialogues import Council
from tests.support.engagement import Reports
from tests.support.organisations import LONG_AGO, Register, named
from tests.support.portal import Pages, Visitor, pages, sqlite_urls
from tests.support.ready import ready
from tests.support.sessions import NOW, OFFICER, Hall
from tests.support.subscriptions import Notices
from tests.support.twice import of_stakeholders, twice

R = Role
OPEN, TWIN = named("open"), named("twin")
NEEDLES = (
    *("Zanthor", "ZHWQ", "Зантор", "zanthor.example.net", "Quibblemission", "Vexing"),
    *("Xenia", "REG-778899", "Yolanda", "Quibbler", TWIN),
)
"""What the hidden ones are called, their people, what they wrote, and what an officer wrote."""

OTHERS: Mapping[str, tuple[Role | None, dict[str, Any]]] = {
    "visitor": (None, {}),
    "government": (R.GOVERNMENT, {"state_codes": frozenset({"TUV"})}),
    "member": (R.NGO_MEMBER, {"organisation_id": OPEN}),
    "focal point": (R.FOCAL_POINT, {"organisation_id": OPEN}),
    "institution": (R.CONTACT_POINT, {"organisation_id": named("institution")}),
    "candidate": (R.CANDIDATE, {}),
    "panel member": (R.PANEL_MEMBER, {}),
    "panel chair": (R.PANEL_CHAIR, {}),
    "president": (R.PRESIDENT, {}),
    "selection officer": (R.SELECTION_OFFICER, {}),
    "committee": (R.COORDINATION_COMMITTEE, {}),
    "chief": (R.CHIEF, {}),
    "desk officer": (R.DESK_OFFICER, {"state_codes": frozenset({"TUV"})}),
    "officer elsewhere": (R.HUMAN_RIGHTS_OFFICER, {"mandates": frozenset({"sr-food"})}),
    "holder elsewhere": (R.MANDATE_HOLDER, {"mandates": frozenset({"sr-food"})}),
}
"""Section B.5: a closed entry is its own, the register's officers', and those' who log contacts."""

_TELLING = (
    *("organisations", "sessions", "seats", "consultations", "proposing", "dialogues", "slots"),
    *("subscriptions", "contactlog", "ourcontacts", "ourorganisation", "ourhandingon"),
    *("ourfocalpoints", "mandates.show", "gaps", "nominations", "home.index", "notices", "search"),
    *("register.index", "register.sitemap", "register.feed", "register.export"),
    *(
        "advicedesk",
        "ouradvice",
        "ourinstitution",
        "ourglance",
        "governmentglance",
        "engagement",
        "ourremovals",
    ),
    *("ouraffiliates", "partnerorganisations"),
    *("register.statistics", "selection.figures", "selection.listed", "health", "api.openapi"),
)
"""Pages that could tell of an organisation. The feed has its allow-list in a test of its own."""


# --- the ways to be hidden -----------------------------------------------------------------------


def confirmed(portal: Pages, register: Register, one: str) -> None:
    """It never asked to be seen."""


def hidden_again(portal: Pages, register: Register, one: str) -> None:
    register.opened(one, LONG_AGO)
    with portal.engine.begin() as conn:
        veil(conn, one, LONG_AGO + timedelta(days=900))


def flagged(portal: Pages, register: Register, one: str) -> None:
    reason = portal.vault.seal(f"organisation-{one}", "Vexing reason")
    raised = RiskFlagRaised(
        organisation_id=one, flag_id="f-1", reason=reason, raised_by="x", raised_at=LONG_AGO
    )
    register.tell(raised)


def merged_with_one_that_was_seen(portal: Pages, register: Register, one: str) -> None:
    register.public(TWIN, "Zanthor Twin", country="TUV")
    register.merged(TWIN, one)


def for_partners(portal: Pages, register: Register, one: str) -> None:
    """Whoever reads it has the address of the list; what is in it is in test_partners.py."""
    register.opened(one, LONG_AGO, "partners")


def sealed(portal: Pages, register: Register, one: str) -> None:
    register.opened(one, LONG_AGO)
    register.hidden(one, to="sealed")


def dissolved(portal: Pages, register: Register, one: str) -> None:
    register.opened(one, LONG_AGO)
    over = OrganisationDissolved(organisation_id=one, dissolved_by="x", dissolved_at=LONG_AGO)
    register.tell(over)


def under_a_law(portal: Pages, register: Register, one: str) -> None:
    register.opened(one, LONG_AGO)
    with portal.engine.connect() as conn:
        account = accounts.by_id(conn, "law-officer")
    assert account
    officer = portal.sign_in(account)
    law = {"state": "TUV", "since": "2026-11-01", "source": "Zanthor Act", "checked": "send"}
    officer.post("/register-desk/contact-laws/record", {"command_id": named("law"), **law})
    recorded = ContactLawRecorded(
        state="TUV",
        since=LONG_AGO.date(),
        text=portal.vault.seal("contactlaw-1", "Zanthor Act"),
        recorded_by="law-officer",
        recorded_at=LONG_AGO,
    )
    (applier,) = ready(portal.engine, [LAWS])
    twice([applier], [of_stakeholders(recorded, 9_000, "contactlaw-TUV", LONG_AGO)])


Way = Callable[[Pages, Register, str], None]
WAYS: tuple[Way, ...] = (
    confirmed,
    hidden_again,
    flagged,
    merged_with_one_that_was_seen,
    for_partners,
    sealed,
    dissolved,
    under_a_law,
)


# --- what they do --------------------------------------------------------------------------------


def taking_part(portal: Pages) -> None:
    """Somebody of each takes part in all that there is; whether it is in the register or not."""
    for way in WAYS:
        portal.person(
            *(R.NGO_MEMBER, R.FOCAL_POINT),
            account_id=_who(way),
            name="Yolanda",
            organisation_id=_id(way),
            organisation=f"Zanthor {way.__name__}",
        )
    portal.person(R.STAKEHOLDER_OFFICER, account_id="law-officer")
    _seats(portal)
    _proposals(portal)
    _slots(portal)
    _asking_and_reported(portal)
    log, notices = Log(portal.engine, portal.vault), Notices(portal.engine, portal.vault)
    for number, way in enumerate(WAYS):
        log.contact(number, _id(way), person="Yolanda", note="Quibbler called")
        notices.chooses("organisation", _id(way), "TUV")
        notices.chooses("person", _who(way), "KEN")
    notices.out(1, "KEN")
    notices.sends(1)


def _id(way: Way) -> str:
    return named(way.__name__)


def _who(way: Way) -> str:
    return f"zanthor-{way.__name__}"


def _asking_and_reported(portal: Pages) -> None:
    """Each asks an officer for advice, who reads what is asked; a report names who agreed."""
    counsel = Counsel(portal.engine, portal.vault)
    for way in WAYS:
        one = counsel.asked(_id(way), _who(way), number=way.__name__)
        counsel.assigned(one, "other-officer elsewhere")
    reports = Reports(portal.engine, portal.vault)
    of = reports.drafted("sr-torture", (2026, 3), consultations=(consultations.named(2),))
    reports.published(of)


def _seats(portal: Pages) -> None:
    hall = Hall(portal.engine, portal.vault)
    coming = hall.opened(1, room=len(WAYS))
    past = hall.opened(2, begins=NOW - timedelta(days=10), room=30)
    hall.asks(coming, "other-member", shows_name=True)
    for way in WAYS:
        own = portal.vault.pseudonym("seats", f"{coming}/{_id(way)}")
        hall.asks(coming, _who(way), organisation=own, shows_name=True)
    came = [hall.asks(past, _who(way), shows_name=True) for way in WAYS]
    record = RecordAttendance(session_id=past, registration_ids=tuple(came), came=True)
    hall.do(record, OFFICER, at=NOW - timedelta(days=9))


def _proposals(portal: Pages) -> None:
    forum = Forum(portal.engine, portal.vault)
    going, over = forum.called(1), forum.called(2, closes=NOW - timedelta(days=1))
    for one in (going, over):
        ids = [
            forum.proposes(one, _who(way), "Quibbler proposes", organisation_id=_id(way))
            for way in WAYS
        ]
    forum.grouped(over, *ids)
    forum.answered(over, *ids)
    forum.published(over)


def _slots(portal: Pages) -> None:
    council = Council(portal.engine, portal.vault)
    for number, days in ((1, 20), (2, -1)):
        one = council.scheduled(number, starts=NOW + timedelta(days=days))
        for way in WAYS:
            who, at = _who(way), NOW - timedelta(days=45)
            slot = council.asks(one, who, organisation_id=_id(way), speaker="Yolanda", at=at)
            council.lists(one, slot)
            council.uploads(one, slot, who, "Quibbler said")
    first = next(slot for slot in council.states[one].slots)
    council.calls(one, first, at=NOW - timedelta(hours=23))
    council.delivers(one, first, at=NOW - timedelta(hours=22))
    council.do(PublishStatement(dialogue_id=one, slot_id=first, form="oral"), OFFICER)


def entered(register: Register, one: str) -> None:
    contact = {"name": "Xenia", "email": "xenia@zanthor.example.net", "number": "REG-778899"}
    register.confirmed(
        one,
        "Zanthor Hidden Watch",
        acronym="ZHWQ",
        also="Зантор",
        type="parliament",
        country="TUV",
        themes=("sr-torture",),
        site="https://zanthor.example.net",
        mission="Quibblemission",
        contact=contact,
    )


# --- the tests -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ways", "but"),
    [
        (tuple(way for way in WAYS if way is not for_partners), ()),
        ((for_partners,), ("/partner-organisations", "/contact-log/log")),
    ],
    ids=["from all", "from all but partners"],
)
def test_what_takes_part_and_is_hidden_is_in_no_byte_and_no_number_of_others(
    tmp_path: Path, ways: tuple[Way, ...], but: tuple[str, ...]
) -> None:
    """Everybody else gets what they would get were none of these in the register at all.

    ``but``: where whoever has a line in ``readers`` finds what is for partners.
    """
    runs = []
    for name in ("without", "with"):
        (tmp_path / name).mkdir()
        with pages(*sqlite_urls(tmp_path / name)) as portal:
            register = Register(portal.engine, portal.vault)
            register.public(OPEN, "Alpha Watch", themes=("sr-torture",))
            taking_part(portal)
            for way in ways if name == "with" else ():
                entered(register, _id(way))
                way(portal, register, _id(way))
            runs.append(dict(walked(portal, everybody(portal))))
    without, found = runs
    assert len(found) > 150, "all of it was looked at"
    for at, answer in found.items():
        if OTHERS[at[0]][0] in READERS and but and at[1].startswith(but):
            continue
        for needle in {*NEEDLES, *map(_id, WAYS), *map(_who, WAYS)}:
            asked = needle.lower() in at[1].lower()  # and tells nobody anything
            assert asked or needle not in str(answer), (at, needle)
        assert answer == without[at], at


def test_it_is_there_once_everybody_may_find_it_or_the_test_before_tells_nothing(
    portal: Pages,
) -> None:
    register = Register(portal.engine, portal.vault)
    taking_part(portal)
    for way in WAYS:
        entered(register, _id(way))
        register.opened(_id(way), LONG_AGO)
    found = "".join(str(one) for _, one in walked(portal, {"visitor": portal.visitor()}))
    for needle in ("Zanthor", "ZHWQ", "Quibblemission", "Quibbler proposes", "Quibbler said"):
        assert needle in found
    for needle in ("Yolanda", "Xenia", "REG-778899", "zanthor-"):
        assert needle not in found


def everybody(portal: Pages) -> dict[str, Visitor]:
    return {
        name: portal.signed_in(role, account_id=f"other-{name}", **also)
        if role
        else portal.visitor()
        for name, (role, also) in OTHERS.items()
    }


def walked(
    portal: Pages, visitors: Mapping[str, Visitor]
) -> Iterator[tuple[tuple[str, str], object]]:
    """What each of them gets on each page that could tell of an organisation."""
    every = list(_pages(portal))
    for who, visitor in visitors.items():
        role = OTHERS[who][0]
        for path, door, roles in every:
            anybodys = door is Door.PUBLIC and who == "visitor"
            theirs = door is Door.SESSION and role and (not roles or role in roles)
            if anybodys or theirs:
                yield (who, path), told(visitor.get(path))


def _pages(portal: Pages) -> Iterator[tuple[str, Door, frozenset[Role]]]:
    for rule in portal.app.url_map.iter_rules():
        access = access_of(portal.app, rule.endpoint)
        # A document has what its page has, and no bytes that could be searched.
        told_of = rule.endpoint.startswith(_TELLING) and not rule.endpoint.endswith(".pdf")
        told_of = told_of and "lang" not in rule.arguments
        if "GET" not in (rule.methods or ()) or access is None or not told_of:
            continue
        for values in _values(rule):
            with portal.app.test_request_context():
                path = portal.app.url_map.bind("").build(rule.endpoint, values)
            yield path, access.door, access.roles
    for also in ("?q=Zanthor", "?q=zhwq", "?country=TUV", "?type=parliament"):
        yield f"/organisations{also}", Door.PUBLIC, frozenset()


def _values(rule: Rule) -> list[dict[str, object]]:
    """The arguments of a rule: each id that there is, and else something of nothing."""
    filled = {name: _something(rule, name) for name in rule.arguments}
    for argument, ids in _IDS.items():
        if argument in rule.arguments:
            return [filled | {argument: one} for one in ids]
    return [filled]


_IDS: Mapping[str, tuple[str, ...]] = {
    "organisation_id": (*map(_id, WAYS), TWIN, OPEN),
    "session_id": (sessions.named(1), sessions.named(2)),
    "consultation_id": (consultations.named(1), consultations.named(2)),
    "dialogue_id": (dialogues.named(1), dialogues.named(2)),
    "advice_id": tuple(advice.named(way.__name__) for way in WAYS),
    "report_id": (report_id("sr-torture", 2026, 3),),
    "registration_id": (seat_id(sessions.named(1), "other-member"),),
}


def _something(rule: Rule, argument: str) -> object:
    match rule._converters[argument]:
        case AnyConverter() as choice:
            return min(choice.items)
        case IntegerConverter():
            return 1
        case UUIDConverter():
            return named("nothing")
        case _:
            return {"mandate": "sr-torture"}.get(argument, "nothing")
