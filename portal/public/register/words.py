"""The register in words."""

import re
from collections.abc import Iterable
from datetime import date

from flask import url_for
from markupsafe import Markup

from portal.committee.coverage import words as coverage
from portal.followup.reprisal_entries import words as reprisals
from portal.letters.statements.words import KINDS as STATEMENTS
from portal.public.documents import words as library
from portal.public.history import words as history
from portal.public.register import passages
from portal.public.register.events import Event
from portal.public.register.passages import Part
from portal.public.register.past import PastLetter
from portal.public.register.publication import (
    CALL,
    DOCUMENT,
    FOLLOW_UP,
    ISSUE,
    RECOMMENDATION,
    REPORT,
    TAKEN_UP,
    Item,
)
from portal.public.register.queries import AnyLetter, Letter, Reply
from portal.public.register.search import sought
from portal.public.register.tables import TRANSLATION
from portal.web.i18n import names as names_
from portal.web.i18n.formats import listed, long_month, number, short_day
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext, ngettext
from portal.web.presentation import day
from shared.reference import (
    COMMUNICATION_TYPES,
    COOPERATION,
    LANGUAGES,
    OTHER,
    REPLY_KINDS,
    State,
    mandate_acronym,
    mandates,
    recipient_name,
    states,
)
from shared.reference.coverage import IMPORTED
from shared.reference.themes import BODIES, THEMES, themes_of

RTL = frozenset({"ar"})
SIGNED = {
    "draft": (lazy_pgettext("briefing", "Draft, not signed off"), "waiting"),
    "changed": (lazy_pgettext("briefing", "Changed since it was signed off"), "late"),
    "signed": (lazy_pgettext("briefing", "Signed off"), "active"),
    "handed-over": (lazy_pgettext("briefing", "Handed over"), "done"),
}
STAGES = {
    "issues": lazy("The list of issues"),
    "observations": lazy("The concluding observations"),
    "compilation": lazy("The compilation of United Nations information"),
}
EVENTS = {
    "letter": lazy("Letters"),
    "reply": lazy("Replies"),
    "visit": lazy("Visits"),
    "report": lazy("Reports on visits"),
    "statement": lazy("Statements"),
    "recommendation": lazy("Recommendations"),
    "followup": lazy("Follow-up tables"),
    "call": lazy("Calls for input to country visits"),
    "reprisal": lazy("Cases of reprisal in reports of the Secretary-General"),
    "past_visit": lazy("Visits from before the platform"),
}

recipient = history.recipient
replied = history.replied
of_reprisal = reprisals.title
mandate = names_.mandate


def recipients(codes: Iterable[str]) -> str:
    return listed(map(names_.recipient, codes))


def type_(code: str) -> str:
    return names_.word(COMMUNICATION_TYPES.get(code, code))


def acronym(code: str) -> str:
    return mandate_acronym(code)


def acronyms(codes: Iterable[str]) -> str:
    return listed(map(mandate_acronym, codes))


def kind(code: str) -> str:
    if code == TRANSLATION:
        return gettext("Translation of a reply")
    return names_.word(REPLY_KINDS.get(code, code))


def received(one: Reply) -> str:
    """Return when a reply came, and in which language if that is known."""
    if not one.language:
        return gettext("Received %(day)s", day=on(one.received_at))
    return gettext(
        "Received %(day)s in %(language)s",
        day=on(one.received_at),
        language=language(one.language),
    )


def redacted() -> str:
    return gettext("Where it says [redacted], something was left out to protect people.")


def withheld() -> str:
    return gettext("This reply is not made public, at the request of the State.")


def language(code: str | None) -> str:
    return names_.word(LANGUAGES.get(code or "", code or ""))


def grade(value: str) -> str:
    return names_.word(COOPERATION.values.get(value, value))


def event(one: Event) -> str:
    """Return what it is: "Urgent appeal", "Substantive reply", "Mission report"."""
    match one.kind:
        case "letter":
            return type_(one.type)
        case "reply":
            return kind(one.type)
        case "recommendation":
            return gettext("Recommendation")
        case "report":
            return gettext("Report on a visit")
        case "followup":
            return gettext("Follow-up table %(year)s", year=one.type)
        case "call":
            return gettext("Call for input")
        case "reprisal":
            return of_reprisal(int(one.type))
        case "past_visit":
            return str(coverage.MARKS[IMPORTED])
        case _:
            return names_.word(STATEMENTS.get(one.type, one.type))


def visited(one: Event) -> str:
    """Return the days of a visit, the last day of a call, a report's period; "" without any."""
    if one.until is not None:
        return gettext("Until %(on)s", on=short_day(one.until))
    if one.begin is None or one.end is None:
        return ""
    if one.kind == "reprisal":
        of = {"first": short_day(one.begin), "last": short_day(one.end)}
        return gettext("Period of the report: %(first)s to %(last)s", **of)
    return gettext(
        "Visit from %(first)s to %(last)s", first=short_day(one.begin), last=short_day(one.end)
    )


def of_tags() -> str:
    return gettext(
        "A recommendation counts under the themes that it was tagged with, or else under those of "
        "its mandate. One of several themes is in each of them."
    )


def theme(code: str) -> str:
    return names_.word(THEMES[code].name)


def body(code: str) -> str:
    return names_.word(BODIES[code].name)


def state(code: str) -> State | None:
    return states().get(code)


def names(code: str) -> dict[str, str]:
    """Return the State's names by language, its code where it is no State."""
    found = states().get(code)
    return dict(found.names) if found else {"en": recipient_name(code)}


def excerpt(text: str) -> str:
    """Return the beginning of a text, ending with a whole word."""
    plain = re.sub(r"\s+", " ", text).strip()
    if len(plain) <= passages.LENGTH:
        return plain
    return plain[: passages.LENGTH].rsplit(" ", 1)[0] + " …"


def passage(text: str, asked: str) -> str | None:
    """Return where the words of a search stand in a text, marked; None where they do not."""
    found = passages.passage(text, sought(asked))
    return None if found is None else _marked(found)


def shown(text: str, asked: str) -> str:
    """Return where the words stand, or the beginning."""
    return passage(text, asked) or excerpt(text)


def in_replies(replies: Iterable[Reply], asked: str) -> list[tuple[Reply, str]]:
    """Return each reply and translation in which the words stand, with their passage."""
    every = (text for one in replies for text in (one, *one.translations))
    found = ((one, passage(one.text or "", asked)) for one in every)
    return [(one, there) for one, there in found if there]


def marked(text: str, asked: str) -> str:
    """Return the whole text with the words of a search marked."""
    return _marked(passages.whole(text, sought(asked)))


def _marked(parts: Iterable[Part]) -> Markup:
    return Markup().join(
        Markup("<mark>{}</mark>").format(one.text) if one.hit else one.text for one in parts
    )


def title(letter: AnyLetter) -> str:
    return gettext(
        "%(reference)s: %(type)s to %(recipient)s",
        reference=reference(letter),
        type=type_(letter.type),
        recipient=recipient(letter.recipient),
    )


def summary(letter: Letter) -> str:
    """Return what it is in a line of facts, for where none of its words are shown."""
    said = ngettext(
        "%(type)s to %(recipient)s by %(shown)s mandate",
        "%(type)s to %(recipient)s by %(shown)s mandates",
        len(letter.mandates),
        type=type_(letter.type),
        recipient=recipient(letter.recipient),
        shown=number(len(letter.mandates)),
    )
    return gettext("%(letter)s; %(answer)s", letter=said, answer=_after(letter.days_to_reply))


def _after(days: int | None) -> str:
    """Say after how many days a letter was answered in substance; None: it is not."""
    if days is None:
        return gettext("no reply in substance yet")
    if days < 1:
        return gettext("answered on the same day")
    return ngettext(
        "answered after %(shown)s day", "answered after %(shown)s days", days, shown=number(days)
    )


def themes(mandates_: Iterable[str]) -> list[str]:
    """Return the names of the themes that these mandates work on."""
    return [theme(code) for code in themes_of(mandates_)]


def reference(letter: AnyLetter) -> str:
    return history.title(letter.reference)


def address(letter: AnyLetter) -> str:
    if isinstance(letter, PastLetter):
        return url_for("pastletters.show", letter_id=letter.letter_id)
    return url_for("register.letter", slug=letter.slug)


def of_state(code: str) -> str:
    """Return the address of a State's page, or of the letters of one that is no more."""
    if is_state(code):
        return url_for("register.state", code=code)
    return url_for("register.index", state=code)


def of_mandate(code: str) -> str:
    """Return the address of a mandate's page, or of the letters of one that is no more."""
    if code in mandates():
        return url_for("register.mandate", code=code)
    return url_for("register.index", mandate=code)


def of_feed(state: str, mandate: str) -> dict[str, str] | None:
    """Return what a feed of these is asked for by; None: what there was before has no feed."""
    if (state and not is_state(state)) or (mandate and mandate not in mandates()):
        return None
    asked = {"state": state, "mandate": mandate}
    return {name: value for name, value in asked.items() if value}


def headline(one: Item) -> str:
    """Return what was published, in one line; of a statement the title that it has."""
    if one.kind == ISSUE:
        return issue(one.type, one.item_id)
    if one.kind == "letter":
        said = gettext(
            "%(reference)s: %(type)s to %(recipient)s",
            reference=one.reference,
            type=type_(one.type),
            recipient=recipients(one.states),
        )
    elif one.kind == "reply":
        said = gettext(
            "%(reference)s, %(recipient)s: %(kind)s",
            reference=one.reference,
            recipient=recipients(one.states),
            kind=kind(one.type),
        )
    elif one.type == TAKEN_UP:
        said = gettext(
            "Recommendation of another mechanism to %(recipient)s, taken up by %(mandate)s",
            recipient=recipients(one.states),
            mandate=acronyms(one.mandates),
        )
    elif one.kind == RECOMMENDATION:
        said = gettext(
            "Recommendation to %(recipient)s, by %(mandate)s",
            recipient=recipients(one.states),
            mandate=acronyms(one.mandates),
        )
    elif one.kind == REPORT:
        said = gettext(
            "%(symbol)s: report on a visit, %(state)s",
            symbol=one.reference,
            state=recipients(one.states),
        )
    elif one.kind in {FOLLOW_UP, CALL, DOCUMENT}:
        said = _on_visits(one) if one.kind != DOCUMENT else _document(one)
    else:
        said = one.title
    return said if one.edition == 1 else gettext("Corrected: %(title)s", title=said)


def _on_visits(one: Item) -> str:
    by = {"state": recipients(one.states), "mandate": acronyms(one.mandates)}
    if one.kind == CALL:
        return gettext(
            "Call for input to a visit, %(state)s, by %(mandate)s, until %(day)s",
            day=day(one.until or one.at),
            **by,
        )
    said = gettext("Follow-up table %(year)s, %(state)s, by %(mandate)s", year=one.title, **by)
    return f"{one.reference}: {said}" if one.reference else said


def _document(one: Item) -> str:
    return gettext(
        "%(kind)s: %(title)s (version %(version)s, %(language)s)",
        kind=library.KINDS[one.type],
        title=one.title,
        version=one.reference,
        language=language(one.language),
    )


def issue(kind: str, period: str) -> str:
    """Say which issue of the briefing or the bulletin it is."""
    if kind == "briefing":
        year, _, week = period.partition("-w")
        return gettext("Weekly briefing, week %(week)s of %(year)s", week=int(week), year=year)
    year, _, quarter = period.partition("-q")
    return gettext(
        "Quarterly bulletin, quarter %(quarter)s of %(year)s", quarter=quarter, year=year
    )


def counts(letters: int, replies: int, statements: int) -> str:
    """Return how much became public: "2 letters, 1 reply, 0 statements"."""
    return gettext(
        "%(letters)s, %(replies)s, %(statements)s",
        letters=ngettext("%(count)s letter", "%(count)s letters", letters),
        replies=ngettext("%(count)s reply", "%(count)s replies", replies),
        statements=ngettext("%(count)s statement", "%(count)s statements", statements),
    )


def month(year: int, of_year: int) -> str:
    return long_month(year, of_year)


def on(at: date) -> str:
    return day(at)


def answered(letter: AnyLetter) -> tuple[str, str]:
    """Return whether a substantive reply came: a word, and the tone of its tag.

    Of a letter from before the platform nobody recorded it.
    """
    if isinstance(letter, PastLetter):
        return gettext("From before the platform"), "neutral"
    if letter.replied_at:
        return gettext("Replied"), "done"
    return gettext("No reply"), "neutral"


def is_state(code: str) -> bool:
    return code in states() or code == OTHER
