"""The consent questions, and the effect of each answer (procedure.md sections 3.2 and 5)."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from portal.web.i18n.texts import lazy

Choices: TypeAlias = dict[str, tuple[str, str]]
"""Answer → its words, and the sentence that says what it will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    text: str
    missing: str
    choices: Choices

    @property
    def labels(self) -> dict[str, str]:
        return {answer: words for answer, (words, _) in self.choices.items()}

    @property
    def effects(self) -> dict[str, str]:
        return {answer: effect for answer, (_, effect) in self.choices.items()}

    @property
    def described(self) -> str:
        """The question with its answers, as the API's description has it."""
        return " ".join(
            [self.text, *(f"{answer}: {effect}" for answer, effect in self.effects.items())]
        )


QUESTIONS = MappingProxyType(
    {
        "act": Question(
            text="Does the person concerned agree that the mandates act on his or her behalf?",
            missing=lazy("Say whether the person agrees that the mandates act"),
            choices={
                "yes": (
                    "Yes",
                    "The mandates may write to the Government about this person's case.",
                ),
                "no": (
                    "No",
                    (
                        "No letter is sent about this person. What you tell us is only counted, "
                        "without any name."
                    ),
                ),
                "impossible": (
                    "The person cannot be asked",
                    (
                        "The family or a representative stands in. The reason is recorded: held "
                        "incommunicado, disappeared, dead."
                    ),
                ),
            },
        ),
        "authorities": Question(
            text="May the person be named to the authorities?",
            missing=lazy("Say whether the person may be named to the authorities"),
            choices={
                "yes": ("Yes", "The letter names the person, and the Government will read it."),
                "no": (
                    "No",
                    (
                        "The letter speaks of the allegation in general. A mandate-holder may "
                        "decide otherwise only to save a life, and records why."
                    ),
                ),
            },
        ),
        "public": Question(
            text="May the case become public later?",
            missing=lazy("Say whether the case may become public"),
            choices={
                "yes": (
                    "Yes",
                    "The letter is published after 60 days, with the name as chosen below.",
                ),
                "no": ("No", "The letter is published after 60 days without the name."),
            },
        ),
        "name_form": Question(
            text="How may the name appear in public?",
            missing=lazy("Choose how the name may appear in public"),
            choices={
                "full": (
                    "The full name",
                    (
                        "The name is published, but never that of a child or of a victim of sexual "
                        "violence."
                    ),
                ),
                "initials": ("Only the initials", "Nothing but the initials is published."),
                "none": ("Not at all", "No part of the name is published."),
            },
        ),
        "press": Question(
            text="May a press release speak of the case?",
            missing=lazy("Say whether a press release may speak of the case"),
            choices={
                "yes": ("Yes", "The mandates may speak of the case in public before 60 days."),
                "no": ("No", "No press release speaks of it. It counts as no if left open."),
            },
        ),
        "sharing": Question(
            text="May other bodies of the United Nations be told?",
            missing=lazy("Say whether other bodies of the United Nations may be told"),
            choices={
                "yes": ("Yes", "It may be passed on, for example to a treaty body."),
                "no": ("No", "It stays with the mandates. It counts as no if left open."),
            },
        ),
    }
)

GIVEN_BY = {
    "victim": "The person",
    "family": "The family",
    "representative": "A lawyer or another representative",
}
REASON = "Why the person cannot be asked"
REASON_MISSING = lazy("Say why the person cannot be asked")
