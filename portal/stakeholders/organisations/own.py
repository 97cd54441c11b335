"""Our organisation: what its focal points see and decide, above all who sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4, uuid5

from flask import Blueprint, flash, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.stakeholders.organisations import (
    accredited,
    affiliates,
    asking,
    choices,
    joining,
    laws,
    merged,
    pending,
    public,
    queries,
    speaking,
    words,
)
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.forms import (
    FlagForm,
    InviteForm,
    ProfileForm,
    RegisterForm,
)
from portal.stakeholders.organisations.hiding import at_once, case_of
from portal.stakeholders.organisations.profile import Given, Profile
from portal.stakeholders.organisations.queries import Flag, Organisation
from portal.stakeholders.organisations.read_model import CONSUMER
from portal.web import htmx
from portal.web.accounts.access import current_account, require
from portal.web.accounts.fresh import fresh
from portal.web.act import About, Answer, Page, act, ask, onwards, shown
from portal.web.commands import Accepted
from portal.web.context import now, vault
from portal.web.db import engine
from portal.web.forms import CommandForm
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy
from portal.web.waiting import waited
from shared.contracts.stakeholders_naming_commands import ProposeOrganisationName
from shared.contracts.stakeholders_organisation_commands import (
    AskPublicListing,
    ConfirmPublicListing,
    DissolveOrganisation,
    HideOrganisation,
    RaiseRiskFlag,
    RenameOrganisation,
)
from shared.contracts.stakeholders_organisations import VISIBILITIES, Visibility
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.organisations import (
    SECOND_THOUGHT,
    SECOND_THOUGHT_LAPSES,
    fingerprint,
    register_id,
)

bp = Blueprint("ourorganisation", __name__, url_prefix="/our-organisation")

FOCAL = frozenset({Role.FOCAL_POINT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """``entry``: None before it applied. ``profile``: None once it is erased, or before."""

    organisation_id: str
    entry: Organisation | None
    profile: Profile | None
    flags: list[Flag]

    @property
    def in_register(self) -> bool:
        return self.entry is not None and self.entry.stage in {"claimed", "confirmed"}

    @property
    def confirmed(self) -> bool:
        return self.entry is not None and self.entry.stage == "confirmed"


@bp.get("")
@require(*FOCAL)
def index() -> str:
    late = not waited(engine(), CONSUMER, request.args.get("after"))
    own, account = _own(), current_account()
    with engine().connect() as conn:
        people = speaking.speakers(conn, own.organisation_id)
        joined = merged.into(conn, own.organisation_id)
        chooses = choices.of(conn, account, now())
        arrivals = choices.come(conn, register_id(account.organisation_id or ""), now())
        under = laws.about(conn, own.profile)
    asked_at = own.entry.asked_at if own.entry else None
    return htmx.render(
        "organisations/own.html",
        block="content",
        own=own,
        lines=public.lines(own.profile) if own.profile else [],
        affiliates=affiliates.shown(own.organisation_id, own.profile, "self")
        if own.profile
        else [],
        laws=under,
        recipient=names.recipient,
        renamed=pending.renamed(own.entry, own.profile),
        standing=accredited.standing_of(own.organisation_id),
        claims=accredited.claims_of(own.organisation_id),
        people=people,
        joined=joined,
        chooses=chooses,
        arrivals=arrivals,
        me=account.account_id,
        ready=asked_at + SECOND_THOUGHT if _counts(own) and asked_at else None,
        above=above(own.entry.visibility) if own.entry else [],
        now=now(),
        words=words,
        form=CommandForm(formdata=None),
        late=late,
    )


@bp.post("/hide-now")
@bp.post("/hide-now/<any(partners, sealed):keeps>")
@require(*FOCAL)
def hide_now(keeps: Visibility = "closed") -> Response:
    """Hide it, and answer then. Nothing is asked, and nothing of the form is needed."""
    after = at_once(HideOrganisation(organisation_id=_own().organisation_id, visibility=keeps))
    flash(str(words.HIDDEN[keeps]), "success")
    return onwards(url_for(".index"), after)


@bp.route("/register", methods=["GET", "POST"])
@require(*FOCAL)
def register() -> Answer:
    """One that has accounts from before the register."""
    own, account, form = _own(), current_account(), RegisterForm()
    if own.in_register:
        raise NotFound
    if request.method == "GET":
        form.name.data = account.organisation
    return act(
        about_ours(own.organisation_id),
        form,
        Page(
            heading=gettext("Register our organisation"),
            lead=gettext("It is hidden from everybody until you ask for it to be seen."),
            button=gettext("Continue"),
        ),
        lambda: asking.register(
            own.organisation_id, form, {"name": account.name, "email": account.email}
        ),
        checks=lambda: asking.checked(form, asking.alike_in_public(asking.profile_of(form))),
        said=gettext("A stakeholder officer looks at it now."),
    )


@bp.route("/change", methods=["GET", "POST"])
@require(*FOCAL)
def change() -> Answer:
    """Change the entry; another name of one that is confirmed waits for an officer."""
    own, form = registered(), ProfileForm()
    before = own.profile
    if before is None:
        raise NotFound
    if request.method == "GET":
        form.fill(before)
    about = about_ours(own.organisation_id)
    lead = [gettext("A former name is kept, and only stakeholder officers find it.")]
    if own.confirmed:
        lead += [
            gettext(
                "A new name, kind or country holds once a stakeholder officer has confirmed it."
            )
        ]
    return act(
        about,
        form,
        Page(heading=gettext("Change our entry"), lead=lead, button=gettext("Keep the changes")),
        lambda: _changes(own, before, form)[0],
        then=lambda: _second(own, before, form, about),
        said=lambda: (
            gettext("The change waits for a stakeholder officer.")
            if own.confirmed and profiles.renames(before, form.given)
            else gettext("The changes are kept.")
        ),
    )


@bp.route("/public", methods=["GET", "POST"])
@bp.route("/shown-to/<any(partners, closed):to>", methods=["GET", "POST"])
@require(*FOCAL)
@fresh(lazy("let more people see your organisation"))
def ask_public(to: Visibility = "public") -> Answer:
    """The first step up, or the second one once it may be taken."""
    own = registered()
    if own.entry is None or not own.confirmed or to not in above(own.entry.visibility):
        raise NotFound
    again = _counts(own) and own.entry.asked_for == to

    def command() -> AskPublicListing | ConfirmPublicListing:
        laws.let_be_seen(own.profile, to)
        kind = ConfirmPublicListing if again else AskPublicListing
        return kind(organisation_id=own.organisation_id, visibility=to)

    return act(
        about_ours(own.organisation_id),
        CommandForm(),
        Page(
            heading=str(words.SHOW_TO[to]),
            lead=[
                str(words.READ_BY[to]),
                gettext("Your contacts, your people and what you send us are never shown."),
                gettext("You can hide it again at any time, at once."),
            ],
            button=gettext("Show it from now on") if again else gettext("Ask for it"),
            note=""
            if again
            else gettext("You say it a second time after 72 hours. Until then nothing changes."),
            leave=gettext("Leave it as it is"),
        ),
        command,
        said=str(words.SHOWN_TO[to])
        if again
        else gettext("It is noted. Come back after 72 hours and say it again."),
    )


@bp.route("/risk", methods=["GET", "POST"])
@require(*FOCAL)
def flag() -> Answer:
    own, form = registered(), FlagForm()
    about = about_ours(own.organisation_id)
    page = Page(
        heading=gettext("Say that our organisation is at risk"),
        lead=gettext(
            "It is hidden at once, and stays so until two stakeholder officers and you agree that "
            "the risk is over."
        ),
        button=gettext("Hide it, and tell the officers"),
        leave=gettext("Back without saying so"),
        tone="warning",
    )
    if request.method != "POST":
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    after = at_once(raised(own.organisation_id, form))
    flash(gettext("Your organisation is hidden, and the officers are told."), "success")
    return onwards(about.address, after)


@bp.route("/dissolved", methods=["GET", "POST"])
@require(*FOCAL)
@fresh(lazy("record that your organisation was dissolved"))
def dissolve() -> Answer:
    own, form = registered(), CommandForm()
    if not own.confirmed:
        raise NotFound
    about = about_ours(own.organisation_id)
    page = Page(
        heading=gettext("Was our organisation dissolved?"),
        lead=[
            gettext("Its entry is hidden at once, and nobody is its focal point any more."),
            gettext("What was submitted stays, and its members still follow it."),
        ],
        button=gettext("Record that it was dissolved"),
        tone="warning",
        leave=gettext("Back without recording it"),
    )
    if request.method != "POST":
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    at_once(
        DissolveOrganisation(organisation_id=own.organisation_id),
        also=lambda conn: joining.end_focal_points(conn, own.organisation_id),
    )
    return onwards(url_for("home.index"), None)


@bp.route("/invite", methods=["GET", "POST"])
@require(*FOCAL)
@fresh(lazy("let somebody see what your organisation submits"))
def invite() -> Answer:
    """The answer is the same where the address has an account: that is nobody's to find out."""
    own, account, form = registered(), current_account(), InviteForm()
    if not own.confirmed:
        raise NotFound
    about = about_ours(own.organisation_id)
    page = Page(
        heading=gettext("Invite a member"),
        lead=gettext(
            "The person gets an account by e-mail, and reads and follows what your organisation "
            "submits."
        ),
        button=gettext("Invite"),
    )
    if request.method != "POST":
        return shown(about, form, page)
    if not form.validate():
        return shown(about, form, page), 422
    with engine().begin() as conn:
        joining.invite(
            conn,
            account,
            str(derive_id("member", account.account_id, form.id)),
            form.name.data or "",
            form.email.data or "",
        )
    flash(
        gettext(
            "The invitation goes out. Somebody who has an account here already gets none, and asks "
            "an administrator."
        ),
        "success",
    )
    return onwards(about.address, None)


def raised(organisation_id: str, form: FlagForm) -> RaiseRiskFlag:
    reason = vault().seal(asking.subject_of(organisation_id), form.reason.data or "")
    return RaiseRiskFlag(organisation_id=organisation_id, flag_id=str(uuid4()), reason=reason)


def _changes(
    own: Own, before: Profile, form: ProfileForm
) -> list[RenameOrganisation | ProposeOrganisationName]:
    """Return what is asked for: what holds at once, and a name that an officer looks at first."""
    given, here = form.given, own.organisation_id
    laws.let_be_named(own.entry, before, profiles.changed(before, given, "self"))
    if not (own.confirmed and profiles.renames(before, given)):
        return [_renamed(own, before, given)]
    name = vault().seal(asking.subject_of(here), profiles.name_of(given))
    proposal_id = str(derive_id("organisation name", form.id))
    proposes = ProposeOrganisationName(organisation_id=here, proposal_id=proposal_id, name=name)
    rest = profiles.named_as_before(before, given)
    if profiles.changed(before, rest, "self") == before:
        return [proposes]
    return [_renamed(own, before, rest), proposes]


def _renamed(own: Own, before: Profile, given: Given) -> RenameOrganisation:
    here = own.organisation_id
    sealed = asking.sealed(here, profiles.changed(before, given, "self"))
    seen = fingerprint(own.entry.sealed) if own.entry else ""
    return RenameOrganisation(organisation_id=here, profile=sealed, seen=seen)


def _second(own: Own, before: Profile, form: ProfileForm, about: About) -> Accepted | None:
    """Ask for the name after the rest, under an id of its own, so that twice is once."""
    last = None
    for command in _changes(own, before, form)[1:]:
        last = ask(command, uuid5(form.id, "name"), about.case)
    return last


def above(visibility: Visibility) -> Sequence[Visibility]:
    """Return what more people read than this, the widest first."""
    return VISIBILITIES[: VISIBILITIES.index(visibility) : -1]


def _own() -> Own:
    account = current_account()
    if account.organisation_id is None:
        raise NotFound
    with engine().connect() as conn:
        organisation_id = merged.real_of(conn, account.organisation_id)
        entry = queries.one(conn, organisation_id)
        flags = queries.flags_of(conn, organisation_id, raised_by=account.account_id)
    text = vault().reveal(entry.sealed) if entry else None
    return Own(
        organisation_id=organisation_id,
        entry=entry,
        profile=profiles.read(text) if text else None,
        flags=flags,
    )


def registered() -> Own:
    own = _own()
    if not own.in_register:
        raise NotFound
    return own


def _counts(own: Own) -> bool:
    """Whether a first step was taken that the second can follow."""
    asked_at = own.entry.asked_at if own.entry else None
    return asked_at is not None and now() <= asked_at + SECOND_THOUGHT_LAPSES


def about_ours(organisation_id: str) -> About:
    return About(
        address=url_for("ourorganisation.index"),
        case=case_of(organisation_id),
        back=gettext("Our organisation"),
    )
