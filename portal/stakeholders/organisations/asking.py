"""What the pages that ask for an entry share: sealing it, and comparing it with the others."""

from collections.abc import Sequence

from portal.stakeholders.organisations import cards, queries, words
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.cards import Alike
from portal.stakeholders.organisations.forms import RegisterForm
from portal.stakeholders.organisations.profile import Profile
from portal.web import check
from portal.web.check import Check
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n import names
from portal.web.i18n.formats import listed
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_organisation_commands import RegisterOrganisation
from shared.contracts.stakeholders_organisations import Provenance
from shared.core.message import Sealed


def subject_of(organisation_id: str) -> str:
    """Return the subject of its key: all that is sealed about it goes with that."""
    return f"organisation-{organisation_id}"


def sealed(organisation_id: str, profile: Profile) -> Sealed:
    return vault().seal(subject_of(organisation_id), profiles.written(profile))


def profile_of(form: RegisterForm, by: Provenance = "self") -> Profile:
    return profiles.first(form.given, by, mark=_mark(form))


def register(
    organisation_id: str, form: RegisterForm, contact: dict[str, str]
) -> RegisterOrganisation:
    """Keep in the vault who speaks for it and its number, and return what goes to the service."""
    identity = {**contact, "number": form.number.data or ""}
    vault().keep_identity(subject_of(organisation_id), identity)
    return RegisterOrganisation(
        organisation_id=organisation_id,
        profile=sealed(organisation_id, profile_of(form)),
        standing=form.stands,
    )


def alike_in_public(profile: Profile) -> list[Alike]:
    """Return what may be the same among those that everybody may find, by what everybody reads."""
    with engine().connect() as conn:
        return cards.alike(conn, profile, queries.PUBLIC, seen=profiles.for_everybody)


def checked(form: RegisterForm, found: Sequence[Alike]) -> Check:
    """Show duplicates first, and then what was entered."""
    same = [
        (
            gettext("In the register already: %(how)s", how=words.LIKENESSES[how]),
            listed((one.profile.name, names.recipient(one.profile.country))),
        )
        for how, one in found
    ]
    entered = [one for one in form if one.type not in {"HiddenField", "CSRFTokenField"}]
    lead = gettext("A stakeholder officer reads it. It is not published before you ask for that.")
    if found:
        lead = gettext(
            "Compare first: the register may have this organisation already. If it has, ask its "
            "focal point to invite you."
        )
    return Check(
        title=gettext("Check this registration"),
        lead=lead,
        button=gettext("Send the registration"),
        answers=[*same, *check.answers(*entered)],
    )


def _mark(form: RegisterForm) -> str:
    number = "".join((form.number.data or "").casefold().split())
    return vault().pseudonym("organisation", f"{form.country.data}/{number}") if number else ""
