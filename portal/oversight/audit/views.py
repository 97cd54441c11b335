"""The audit log's pages: who read what and why, and whether the chain is complete.

An auditor sees ids; data protection also sees people's names, and may export the log. Neither sees
a name of a source, which would be next to the ids of what the source filed (R5). An auditor does
not even see a source's id, but a keyed pseudonym of this page: in the entries about its rights the
account's id is next to the organisation, and would reveal which organisation filed what.
"""

import csv
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, fields, replace
from datetime import date
from io import StringIO

from flask import Blueprint, Response, abort, request
from sqlalchemy import Connection, Engine
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from portal.oversight.audit import queries
from portal.oversight.audit.queries import Asked
from portal.oversight.forgetting.erasing import RECORDS
from portal.web import htmx, paging
from portal.web.accounts import account as accounts
from portal.web.accounts import acts
from portal.web.accounts.access import current_account, require
from portal.web.accounts.fresh import fresh
from portal.web.audit import entries
from portal.web.audit.chain import Entry, verify
from portal.web.audit.words import in_words
from portal.web.context import settings
from portal.web.db import engine
from portal.web.forms import PageForm, tidy
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext
from portal.web.recording import CHECKED
from shared.core.roles import LABELS, Role

bp = Blueprint("audit", __name__, url_prefix="/audit")

READERS = (Role.AUDITOR, Role.DATA_PROTECTION)
_TOGETHER = frozenset({"forummessage"})
_SOURCES = (Role.NGO_MEMBER, Role.CONTACT_POINT)
WHAT = {
    "submission": lazy_pgettext("of the audit log", "Submission"),
    "letter": lazy("Letter and notes"),
    "statement": lazy("Statement and notes"),
    "reply": lazy_pgettext("of the audit log", "Reply"),
    "replycase": lazy("Notes on replies"),
    "recommendation": lazy_pgettext("of the audit log", "Recommendation"),
    "recommendationcluster": lazy("What a group of recommendations is called"),
    "visitfile": lazy("References and notes of a visit file"),
    "visitletter": lazy("The text of a letter about a visit"),
    "mission": lazy("Programme and notes of a mission"),
    "incident": lazy("Incident of a mission"),
    "debrief": lazy("Debrief of a mission"),
    "dossier": lazy("Entry of a country assessment"),
    "visitdialogue": lazy("Message or title of a thread about a visit"),
    "followupround": lazy("What was said in a follow-up round"),
    "publishedcase": lazy("Words of a public report of the Secretary-General"),
    "followupaction": lazy("What an owner says of an action on recommendations"),
    "inputcall": lazy("Text of a call for input"),
    "contribution": lazy("Contribution to a call for input"),
    "visitreport": lazy("Report on a visit, or a comment on it"),
    "candidate": lazy("Candidate's file"),
    "organisation": lazy("Entry of an organisation"),
    "accreditation": lazy("Accreditation of an organisation"),
    "removal": lazy("Request of a Government to remove an entry"),
    "contact": lazy("Person in the contact log"),
    "statecontact": lazy("Contact with a State"),
    "contactlaw": lazy("Law of a State that punishes contact"),
    "seat": lazy("Who asked for a seat in a session"),
    "session": lazy("Link to a session"),
    "sessionpaper": lazy("A paper of a session"),
    "proposal": lazy("Proposal in a consultation"),
    "listed": lazy("Public part of a candidate's file"),
    "needsview": lazy("View on what a mandate needs"),
    "rosterperson": lazy("Person on the roster"),
    "consultation": lazy("What a group of proposals is called"),
    "advice": lazy("Request for advice of an institution"),
    "engagement": lazy("Text of a report on engagement"),
    "slot": lazy("Who was to speak in a dialogue, and the statement"),
    "report": lazy("Report of a panel"),
    "meeting": lazy("Agenda and minutes of a meeting of the Committee"),
    "meetingpaper": lazy("A paper of a meeting of the Committee"),
    "action": lazy("Action item of the Committee"),
    "sop": lazy("Standard operating procedure"),
    "alertrule": lazy("Why a rule of early warning was adopted"),
    "committeeadvice": lazy("Question to the Committee, with its advice"),
    queries.CLOSED: lazy("Papers of a closed group"),
    "briefing": lazy("What editors wrote in an issue of the briefing or the bulletin"),
    "reference": lazy("A sheet of recommendations"),
    "library": lazy("A document of the library"),
    "training": lazy("Place, trainers, evaluation and follow-up items of a training event"),
    "historysheet": lazy("Sheet of letters from before the platform"),
    "pastletter": lazy("Files of a letter, visit, report or statement from before the platform"),
    "plan": lazy("Comments on a plan of the planning board"),
    "forummessage": lazy("Message of the forum"),
    "situation": lazy("Reasons and reviews of a situation on the watch-list"),
    "rationalisation": lazy("Note on how mandates fit together"),
    "term": lazy("What was written about a holder's first weeks"),
    "panel": lazy("What a panel's members disclosed"),
    "preferences": lazy("What a panel's members gave under seal"),
    "identity": lazy("Source's identity"),
    "identity-denied": lazy("Source's identity, denied"),
    "source-compared": lazy("Text compared with source's identity"),
    "comparison-refused": lazy("Text not compared: too many within a day"),
    entries.NAMES_SEARCHED: lazy("Search by a name"),
    entries.NAME_SEARCH_REFUSED: lazy("Search by a name refused: too many within a day"),
    entries.TOTAL_TOLD: lazy("A State asked who came to a session"),
    entries.EXPORT: lazy_pgettext("of the audit log", "Export"),
    entries.GRANT: lazy("Right given"),
    entries.REVOCATION: lazy("Right taken away"),
    entries.ACCOUNT_CREATED: lazy("Account created"),
    entries.ACCOUNT_DISABLED: lazy("Account disabled"),
    entries.ACCOUNT_ENABLED: lazy("Account enabled"),
    entries.EMAIL_CHANGED: lazy("E-mail address changed"),
    entries.FACTORS_RESET: lazy("Second steps taken away"),
    entries.KEYS_WRAPPED: lazy("Keys wrapped by the newest vault key"),
    entries.PASSWORD_RESET: lazy("New start password"),
    entries.SESSIONS_ENDED: lazy("Signed out everywhere"),
    entries.PROGRAM_MADE: lazy("Token of a program made"),
    entries.PROGRAM_ENDED: lazy("Token of a program ended"),
    entries.PROPOSAL: lazy("Change of an account proposed"),
    entries.PROPOSAL_CONFIRMED: lazy("Change of an account confirmed"),
    entries.PROPOSAL_ENDED: lazy("Change of an account withdrawn, refused or stopped"),
    entries.ERASURE: lazy_pgettext("of the audit log", "Erasure"),
}
_WHAT = lazy_pgettext("of the audit log", "What")
PURPOSES = {CHECKED: lazy("Compared by the check of names; nobody was shown the text")}
"""What is no page, in words. The log keeps the codes: its hashes are of them."""


def _code(purpose: str) -> str:
    """Return what the log has for it: it is found by what stands in the table."""
    return next((code for code, said in PURPOSES.items() if said == purpose), purpose)


class FilterForm(PageForm):
    person = SelectField(lazy("Person"), default="")
    subject = StringField(lazy("Subject"), filters=[tidy], validators=[Length(max=120)])
    what = SelectField(_WHAT, default="", choices=lambda: _all_of(WHAT))
    purpose = StringField(lazy("Page or detail"), filters=[tidy], validators=[Length(max=100)])
    since = DateField(lazy_pgettext("a day", "From"), validators=[Optional()])
    until = DateField(lazy_pgettext("a day", "To"), validators=[Optional()])

    def offer(self, people: dict[str, str]) -> None:
        self.person.choices = {"": gettext("Everybody"), **people}

    @property
    def asked(self) -> Asked:
        """The filters of the form. Only after ``validate()``."""
        return Asked(
            actor_id=self.person.data or "",
            subject=self.subject.data or "",
            what=self.what.data or "",
            purpose=_code(self.purpose.data or ""),
            since=self.since.data,
            until=self.until.data,
        )

    @property
    def values(self) -> dict[str, str]:
        """The fields that say something, for an address or another form."""
        sent = self.data
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in sent.items()
            if value
        }


@bp.get("")
@require(*READERS)
def index() -> str | tuple[str, int]:
    page = paging.asked()
    with engine().connect() as conn:
        people = _people(conn)
        form = _form(people)
        valid = form.validate()
        asked = replace(form.asked, actor_id=_known_by(people, form.asked.actor_id))
        finds = valid and not _kept(asked.subject.partition("-")[0])
        found, more = queries.page_of(conn, asked, page) if finds else ([], False)
        entries = [_told(one) for one in found]
    shown = htmx.render(
        "audit/index.html",
        block="content",
        form=form,
        filters=form.values if valid else {},
        entries=entries,
        more=more,
        page=page,
        people=people,
        named=_sees_names(),
        what=WHAT,
        purposes=PURPOSES,
        erasable=RECORDS,
        roles=_roles,
    )
    return shown if valid else (shown, 422)


@bp.post("/verify")
@require(*READERS)
def verified() -> str:
    with engine().connect() as conn:
        verdict = verify(conn)
    return htmx.render(
        "audit/verified.html", block="content", verdict=verdict, sentence=in_words(verdict)
    )


@bp.post("/export")
@require(Role.DATA_PROTECTION)
@fresh(lazy("download entries of the audit log"))
def export() -> Response:
    """The entries that were asked for as CSV: codes and ids only. The export is an entry too."""
    with engine().connect() as conn:
        form = _form(_people(conn))
    if not form.validate():
        abort(422)
    acts.exported("audit")
    return Response(
        _csv(engine(), form.asked),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


def _form(people: dict[str, str]) -> FilterForm:
    sent = request.form if request.method == "POST" else request.args
    form = FilterForm(formdata=sent, meta={"csrf": False})  # the door asks for the token
    form.offer(people if _sees_names() else {one: one for one in people.values()})
    return form


def _people(conn: Connection) -> dict[str, str]:
    """Everybody who is in the log, by id, as who is looking may know them."""
    found = queries.actors(conn)
    sources = {one for one, roles in found.items() if not roles.isdisjoint(_SOURCES)}
    if not _sees_names():
        return {one: _pseudonym(one) if one in sources else one for one in found}
    names = accounts.names(conn, [one for one in found if one not in sources])
    return {one: names.get(one, one) for one in found}


def _known_by(people: dict[str, str], chosen: str) -> str:
    """Return the id of whom an auditor chose by what this page calls them."""
    if _sees_names():
        return chosen
    return next((one for one, shown in people.items() if shown == chosen), chosen)


def _told(entry: Entry) -> Entry:
    """Keep from auditors which message it was: who reads the same ones shares a letter."""
    kind = entry.subject.partition("-")[0]
    return replace(entry, subject=kind) if _kept(kind) else entry


def _kept(kind: str) -> bool:
    return kind in _TOGETHER and not _sees_names()


def _pseudonym(actor_id: str) -> str:
    key = settings().secret_key_list[0].encode()
    made = hmac.digest(key, f"audit page: {actor_id}".encode(), "sha256").hex()
    return f"source-{made[:16]}"


def _sees_names() -> bool:
    return current_account().has(Role.DATA_PROTECTION)


def _csv(of: Engine, asked: Asked) -> Iterator[str]:
    columns = [field.name for field in fields(Entry)]
    with of.connect() as conn:
        yield _line(columns)
        for entry in queries.all_of(conn, asked):
            yield _line(
                [one.isoformat() if isinstance(one, date) else one for one in astuple(entry)]
            )


def _line(values: Sequence[object]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(values)  # RFC 4180
    return out.getvalue()


def _all_of(words: Mapping[str, str]) -> dict[str, str]:
    return {"": gettext("Everything"), **{code: str(word) for code, word in words.items()}}


def _roles(codes: str) -> str:
    return listed(names.word(LABELS[Role(code)]) for code in codes.split(",") if code)
