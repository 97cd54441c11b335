"""Forms made from the definition of a submission: a field of a model is a field of its form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, ClassVar

from flask import request
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from typing_extensions import override
from wtforms import (
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from portal.casefile.filing import ConsentAnswers, wrong
from portal.casefile.filing.kinds import Kind
from portal.casefile.submissions.told import kind_of
from portal.source.drafts import entered
from portal.source.drafts.conditions import (
    Block,
    Fold,
    answered,
    own_questions,
    ruled_out,
    shape_of,
)
from portal.source.drafts.store import Typed
from portal.source.drafts.writer import writer
from portal.web.forms import PageForm
from portal.web.i18n.names import word
from portal.web.i18n.texts import gettext, lazy
from shared.core.roles import Role

_CONSENT, _LATER = "consent", "later"
# Left open they count as no, or another field of the same form may be filled in instead.
_NOT_CALLED_OPTIONAL = {
    *("kind", "name", "description", "reason", "for_whom", "press", "sharing", "reprisal", "until"),
    "contact_language",
}
_YES_NO = {"yes": True, "no": False}


class SectionForm(PageForm):
    """``filed`` is what it says, after ``validate()``."""

    model: ClassVar[type[BaseModel]]
    questions: ClassVar[Mapping[str, "Question"]]
    filed: BaseModel

    @property
    def asked(self) -> list[str]:
        """The questions in their order, without those that another question or the fold shows."""
        inner = set(self.fold.names)
        for gate in shape_of(self.model).gates.values():
            inner |= {name for block in gate.blocks.values() for name in block.names}
        return [name for name in self.questions if name in self and name not in inner]

    def how(self, name: str) -> Kind:
        return self.questions[name].kind

    def hint_of(self, name: str) -> str:
        """Return the hint of a field for this person."""
        return str(entered.hint(name, self.questions[name].hint))

    def effects_of(self, name: str) -> dict[str, str]:
        """Return what each answer to this question does."""
        return {answer: word(said) for answer, said in self.how(name).effects.items()}

    @property
    def fold(self) -> Fold:
        return shape_of(self.model).fold

    @property
    def folded(self) -> list[Field]:
        """The fields of the fold."""
        return [self[name] for name in self.fold.names]

    @property
    def last_asked(self) -> str:
        """The question after which the fold stands; empty where nothing is folded."""
        names = list(self.questions)
        before = names[: names.index(self.fold.names[-1])] if self.fold.names else []
        return next((name for name in reversed(before) if name in self.asked), "")

    def blocks(self, name: str) -> Mapping[str, Block]:
        """The questions that each answer to this one asks."""
        gate = shape_of(self.model).gates.get(name)
        return gate.blocks if gate else {}

    def left_open(self, name: str) -> bool:
        """Whether this question has no answer, while something was typed that hangs on one."""
        inner = [one for block in self.blocks(name).values() for one in block.names]
        return not self[name].data and any(self[one].data for one in inner)

    @property
    def left_out(self) -> list[str]:
        """The titles of what was typed and does not apply."""
        return not_sent(self.model, self.typed)

    @property
    def typed(self) -> Typed:
        """The entries, unchanged, for storing."""
        asked = [self[name] for name in self.questions if name in self]
        return {field.name: field.data for field in asked if field.data not in (None, "")}

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        try:
            self.filed = parsed(self.model, self.typed)
        except ValidationError as error:
            for one in wrong(error):
                self[field_of(one.field)].errors = [entered.reason(one.field, one.reason)]
            return False
        return bool(sound)

    def speak(self) -> None:
        """Ask this person: a source about itself, the desk about who wrote or called."""
        for name, question in self.questions.items():
            if name in self:
                self[name].label.text = question.label(entered.title(name, question.title))

    def leave_out(self) -> None:
        """Remove the fields that the person must not answer."""
        if "for_whom" in self and not writer().actor.has(Role.CONTACT_POINT):
            del self.for_whom


def parsed(model: type[BaseModel], typed: Typed) -> BaseModel:
    """Return the entries as the model. Raises pydantic's ``ValidationError``.

    Who asks counts where it is about who the source is: a return channel has no account.
    """
    context = writer().actor if "for_whom" in model.model_fields else None
    return model.model_validate(filed(model, typed), context=context)


def filed(model: type[BaseModel], typed: Typed) -> dict[str, Any]:
    """Return the entries as a program would send them.

    What was left out is not there, nor what another answer rules out.
    """
    out = ruled_out(model, typed)
    told = {name: value for name, value in typed.items() if name not in out}
    return {
        name: _filed(told, info, name)
        for name, info in model.model_fields.items()
        if name == _CONSENT or told.get(name) not in (None, "", [])
    }


def not_sent(model: type[BaseModel], typed: Typed) -> list[str]:
    """Return the titles of what was typed and is ruled out by another answer."""
    out = ruled_out(model, typed)
    return [
        word(info.title or name)
        for name, (_, info) in _fields(model)
        if name in out and typed.get(name) not in (None, "", [])
    ]


def form_for(model: type[BaseModel], typed: Typed | None = None) -> SectionForm:
    """Return the form as it was sent, or with what was ``typed`` before."""
    made = _form_class(model)
    form = made() if typed is None else made(formdata=None, data=answered(model, typed))
    form.leave_out()
    form.speak()
    return form


def kept(form: SectionForm) -> tuple[Typed, bool]:
    """Return what to keep of a form that was sent, and whether it can stay so.

    What is wrong is kept as it was typed: validating takes out characters that nobody sees. What
    somebody finishes later is not looked at yet.
    """
    typed = form.typed
    sound = request.form.get("then") == _LATER or form.validate()
    return (form.typed, True) if sound else (typed, False)


def _filed(typed: Typed, info: FieldInfo, name: str) -> Any:
    if name == _CONSENT:
        return {
            one: typed[f"{_CONSENT}_{one}"]
            for one in ConsentAnswers.model_fields
            if typed.get(f"{_CONSENT}_{one}") not in (None, "")
        }
    return _YES_NO.get(typed[name]) if info.annotation is bool else typed[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``title`` and ``hint`` are in the reader's language, whenever they are read."""

    kind: Kind
    title: str
    hint: str
    optional: bool

    def label(self, title: str) -> str:
        if not self.optional:
            return str(title)
        return gettext("%(question)s (optional)", question=title)


@cache
def _form_class(model: type[BaseModel]) -> type[SectionForm]:
    questions = dict(_asked(model))
    made: dict[str, Any] = {
        "model": model,
        "questions": questions,
        **{name: _field(question) for name, question in questions.items()},
    }
    return type(f"{model.__name__}Form", (SectionForm,), made)


def _asked(model: type[BaseModel]) -> Iterator[tuple[str, Question]]:
    """Yield every question of the form, its own ones before the first that hangs on them."""
    own = {before: (name, gate) for before, name, gate in own_questions(model)}
    for name, (kind, info) in _fields(model):
        if name in own:
            asked, gate = own[name]
            yield asked, Question(kind=gate.kind, title=gate.title, hint=gate.hint, optional=True)
        plain = name.removeprefix(f"{_CONSENT}_")
        yield (
            name,
            Question(
                kind=kind,
                title=lazy(info.title or name),
                hint=lazy(info.description) if info.description and not kind.effects else "",
                optional=not info.is_required() and plain not in _NOT_CALLED_OPTIONAL,
            ),
        )


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, tuple[Kind, FieldInfo]]]:
    for name, info in model.model_fields.items():
        if name == _CONSENT:
            for inner, asked in _fields(ConsentAnswers):
                yield f"{_CONSENT}_{inner}", asked
            continue
        kind = kind_of(info.metadata)
        if kind is None:
            raise NoKind(model, name)
        yield name, (kind, info)


class NoKind(TypeError):
    """A field of the definition does not say how a form asks for it."""


def _field(question: Question) -> Field:
    label, choices = question.title, question.kind.offered
    match question.kind.widget:
        case "line":
            return StringField(label)
        case "lines":
            return TextAreaField(label)
        case "select":
            return SelectField(
                label, choices=partial(_with_none, question.kind), validate_choice=False
            )
        case "choice":
            return RadioField(label, choices=choices, validate_choice=False)
        case "boxes" | "mandates":
            return SelectMultipleField(label, choices=choices, validate_choice=False)


def _with_none(kind: Kind) -> dict[str, str]:
    """Return what can be chosen, in the reader's language, after a line that chooses nothing."""
    return {"": gettext("Choose one"), **kind.offered()}


def field_of(path: str) -> str:
    """The form's field for a path such as ``consent.act``."""
    name, *rest = path.split(".")
    if name != _CONSENT:
        return name
    return f"{_CONSENT}_{rest[0]}" if rest else f"{_CONSENT}_act"
