"""What is done with documents of the library: registered, described, seen by others, withdrawn."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from portal.public.documents import found, queries, words
from portal.public.documents.forms import (
    AudienceForm,
    DescribeForm,
    FollowForm,
    KitForm,
    ReasonForm,
    RegisterForm,
)
from portal.public.documents.queries import KEEPERS, Document
from portal.public.documents.versions import words_of
from portal.web.accounts.access import current_actor, require
from portal.web.act import About, Answer, Page, act
from portal.web.check import Check, answers
from portal.web.context import today, vault
from portal.web.db import engine
from portal.web.forms import CommandForm, given, shown_number
from portal.web.i18n import names
from portal.web.i18n.texts import gettext
from shared.contracts.stakeholders_library_commands import (
    AcknowledgeLibraryReading,
    ChangeLibraryAudience,
    DescribeLibraryDocument,
    FollowLibraryThemes,
    RegisterLibraryDocument,
    SetLibraryBundle,
    WithdrawLibraryDocument,
)
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from shared.reference.documents import TRAINING, WRITERS, writes

bp = Blueprint("libraryacts", __name__, url_prefix="/documents")

_writer = require(*WRITERS.values())
_keeper = require(*KEEPERS)


@bp.route("/register", methods=["GET", "POST"])
@_writer
def register() -> Answer:
    form = RegisterForm()
    document_id = str(derive_id("library document", form.command_id.data))
    actor = current_actor()
    form.unit.offer({code: str(words.UNITS[code]) for code in WRITERS if writes(actor, code)})
    form.offer_mandates(names.mandates())
    if form.language.data in words.OFFICIAL:
        form.must_name(form.language.data)

    def command() -> RegisterLibraryDocument:
        return RegisterLibraryDocument(
            document_id=document_id,
            kind=form.kind.data,
            language=form.language.data,
            titles=_sealed(document_id, form.titles),
            keywords=_keywords(document_id, form.keywords.data),
            themes=tuple(form.themes.data or ()),
            unit=form.unit.data,
            audience=form.seen_by,
            review_on=given(form.review_on),
            asks_reading=bool(form.asks_reading.data),
            supersedes=before.document_id if (before := form.supersedes.document) else None,
        )

    def checks() -> Check:
        before = form.supersedes.document
        shown = answers(*(form[name] for name in form.order if name != "supersedes"))
        shown.append((form.supersedes.label.text, (before and found.title_of(before)) or ""))
        return Check(
            title=gettext("Check this document"),
            lead=gettext("Nobody of its audience sees it before a version is approved."),
            button=gettext("Register the document"),
            answers=[pair for pair in shown if pair[1]],
        )

    return act(
        About(
            address=url_for("library.index", state="prepared"),
            case=found.case_of(document_id),
            back=gettext("Library"),
        ),
        form,
        Page(
            heading=gettext("Register a document"),
            button=gettext("Continue"),
            lead=gettext("Its files come next, as a version that a second person approves."),
            fields=form.order,
        ),
        command,
        checks=checks,
        said=gettext("The document is registered. Upload its first version."),
        to=url_for("library.show", document_id=document_id),
    )


@bp.route("/<uuid:document_id>/describe", methods=["GET", "POST"])
@_keeper
def describe(document_id: UUID) -> Answer:
    one = found.to_describe(document_id).document
    form = DescribeForm()
    form.must_name(one.language)
    if request.method == "GET":
        form.was.data = str(one.description)
        form.show_titles(_titles(one))
        form.keywords.data = found.read(one, [one.keywords])[0] if one.keywords else ""
        form.themes.data = list(one.themes)
        form.review_on.data = one.review_on if one.review_on > today() else None
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Describe the document, and say when it is reviewed next"),
            button=gettext("Keep the description"),
            lead=gettext(
                "Once a version is approved and everybody can see the document, only the Chief "
                "changes its titles and keywords."
            ),
        ),
        lambda: DescribeLibraryDocument(
            document_id=one.document_id,
            was=shown_number(form.was.data),
            titles=_titled_anew(one, form.titles),
            keywords=_keywords(one.document_id, form.keywords.data, one),
            themes=tuple(form.themes.data or ()),
            review_on=given(form.review_on),
        ),
        said=gettext("The description is kept."),
    )


@bp.route("/<uuid:document_id>/audience", methods=["GET", "POST"])
@_keeper
def audience(document_id: UUID) -> Answer:
    one = found.to_keep(document_id, withdrawn=True).document
    form = AudienceForm()
    form.offer_mandates(names.mandates())
    if request.method == "GET":
        form.show(one)

    def checks() -> Check:
        gone = [code for code in one.audience if code not in form.seen_by]
        return Check(
            title=gettext("Check who can see it"),
            lead=gettext("It holds at once, for every version and in every language."),
            button=gettext("Change who can see it"),
            answers=[
                (gettext("Who can see it"), words.audiences(form.seen_by)),
                (gettext("Sees it no more"), words.audiences(gone) or gettext("Nobody")),
            ],
        )

    return act(
        found.about(one),
        form,
        lambda: Page(
            heading=gettext("Change who can see it"),
            button=gettext("Continue"),
            lead=gettext(
                "A withdrawn document is for fewer people from now on, and never for more."
            )
            if one.withdrawn_at
            else gettext("Once a version is approved, only the Chief lets more people see it."),
            texts=words_of(one),
        ),
        lambda: ChangeLibraryAudience(
            document_id=one.document_id,
            audience=form.seen_by,
            was=form.shown,
            description=shown_number(form.description.data),
        ),
        checks=checks,
        said=gettext("The change is kept."),
    )


@bp.route("/<uuid:document_id>/withdraw", methods=["GET", "POST"])
@_keeper
def withdraw(document_id: UUID) -> Answer:
    one, form = found.to_keep(document_id).document, ReasonForm()
    if found.erased([one]):
        del form.reason
    return act(
        found.about(one),
        form,
        Page(
            heading=gettext("Withdraw the document"),
            button=gettext("Continue"),
            lead=gettext("It is withdrawn in every version and language. Its address stays."),
        ),
        lambda: WithdrawLibraryDocument(
            document_id=one.document_id,
            reason=form.sealed(one.document_id),
        ),
        checks=lambda: Check(
            title=gettext("Withdraw the document?"),
            lead=gettext("It cannot be taken back. You can register it anew."),
            button=gettext("Withdraw the document"),
            answers=answers(*form.asked),
        ),
        said=gettext("The document is withdrawn."),
    )


@bp.route("/<uuid:document_id>/<language>/<int:number>/read", methods=["GET", "POST"])
@require()
def acknowledge(document_id: UUID, language: str, number: int) -> Answer:
    one, form = found.opened(document_id), CommandForm()
    if not one.document.asks_reading or one.document.withdrawn_at:
        raise NotFound
    version = found.version(one, language, number, *queries.READABLE)
    training = one.document.kind == TRAINING
    return act(
        found.about(one.document),
        form,
        Page(
            heading=gettext("Have you done this module?")
            if training
            else gettext("Have you read this version?"),
            button=gettext("I have done it") if training else gettext("I have read it"),
            lead=gettext(
                "It is on record with your name, for version %(number)s.", number=version.version
            ),
            leave=gettext("Not yet"),
        ),
        lambda: AcknowledgeLibraryReading(
            document_id=one.document.document_id, language=language, version=number
        ),
        said=gettext("It is recorded."),
    )


@bp.route("/themes", methods=["GET", "POST"])
@require()
def follow() -> Answer:
    form = FollowForm()
    if request.method == "GET":
        with engine().connect() as conn:
            form.themes.data = queries.follows(conn, current_actor().actor_id)
    return act(
        About(
            address=url_for("library.index"),
            case=derive_id("library themes", current_actor().actor_id),
            back=gettext("Library"),
        ),
        form,
        Page(
            heading=gettext("Hear of new versions"),
            button=gettext("Keep the themes"),
            lead=gettext(
                "Your inbox says when a version of a document on these themes is current, as far "
                "as you can see the document."
            ),
        ),
        lambda: FollowLibraryThemes(themes=tuple(form.themes.data or ())),
        said=gettext("The themes are kept."),
    )


@bp.route("/kit", methods=["GET", "POST"], defaults={"mandate": ""})
@bp.route("/kit/<mandate>", methods=["GET", "POST"])
@require(Role.STAKEHOLDER_OFFICER)
def kit(mandate: str) -> Answer:
    """The induction kit of all, or what one mandate adds to it."""
    asked = request.args.get("mandate", "")
    if request.method == "GET" and asked in names.mandates():
        return redirect(url_for("libraryacts.kit", mandate=asked), 303)
    if mandate and mandate not in names.mandates():
        raise NotFound
    form = KitForm()
    if request.method == "GET":
        with engine().connect() as conn:
            form.show(queries.kit(conn, mandate))
    heading = (
        gettext("Additions to the induction kit: %(mandate)s", mandate=names.mandate(mandate))
        if mandate
        else gettext("The induction kit")
    )

    def page() -> Page:
        form.documents.choices = _for_kit(form.shown)
        return Page(
            heading=heading,
            button=gettext("Keep the kit"),
            lead=gettext(
                "A new holder finds it on the page of the first weeks, as far as the holder can "
                "see each document."
            ),
            template="library/kit.html",
            given={"mandates": names.mandates(), "mandate": mandate},
        )

    return act(
        About(
            address=url_for("library.index"),
            case=derive_id("library kit", mandate),
            back=gettext("Library"),
        ),
        form,
        page,
        lambda: SetLibraryBundle(mandate=mandate or None, documents=form.kept, was=form.shown),
        said=gettext("The kit is kept."),
    )


def _for_kit(now: Sequence[str]) -> dict[str, str]:
    """Return the titles of what is in the kit, in its order, and of what is offered for it."""
    with engine().connect() as conn:
        some = queries.for_kit(conn, queries.visible(current_actor(), today()), now)
    gone = found.erased(some) - set(now)
    every = [one for one in some if one.document_id not in gone]
    titled = zip(every, found.titles_of(every), strict=True)
    return {
        one.document_id: Markup("<bdi>{}</bdi>").format(title or gettext("erased"))
        for one, title in titled
    }


def _titles(one: Document) -> dict[str, str | None]:
    return dict(zip(one.titles, found.read(one, [*one.titles.values()]), strict=True))


def _titled_anew(one: Document, titles: Mapping[str, str]) -> dict[str, Sealed]:
    """Return what is sealed of a title that stays, so that it is seen that it does."""
    before = _titles(one)
    kept = {code: one.titles[code] for code, title in titles.items() if before.get(code) == title}
    new = {code: title for code, title in titles.items() if code not in kept}
    return {**kept, **_sealed(one.document_id, new)}


def _sealed(document_id: str, titles: Mapping[str, str]) -> dict[str, Sealed]:
    subject = found.subject_of(document_id)
    return {code: vault().seal(subject, title) for code, title in titles.items()}


def _keywords(document_id: str, typed: str | None, one: Document | None = None) -> Sealed | None:
    """``one``: as it was; keywords that stay are kept as they are sealed."""
    if one and one.keywords and found.read(one, [one.keywords]) == [typed]:
        return one.keywords
    return vault().seal(found.subject_of(document_id), typed) if typed else None
