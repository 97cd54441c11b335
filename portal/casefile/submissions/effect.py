"""The effect of a victim's consent: the matrix of procedure.md section 5 as one pure function."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from portal.web.i18n.texts import gettext, lazy
from shared.contracts.intake import Consent

Form: TypeAlias = Literal["full", "initials", "none"]


_NOTHING = lazy(
    "No letter is sent about this person. What you tell us is only counted, without any name."
)
_OTHERS = {
    (True, True): lazy(
        "A press release may speak of the case; other bodies of the United Nations may be told."
    ),
    (True, False): lazy(
        "A press release may speak of the case; other bodies of the United Nations are not told."
    ),
    (False, True): lazy(
        "No press release speaks of the case; other bodies of the United Nations may be told."
    ),
    (False, False): lazy(
        "No press release speaks of the case; other bodies of the United Nations are not told."
    ),
}
"""By whether there may be a press release, and whether other bodies may be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """``letter``: an individual communication may be written. ``named``: the name stands in it.

    ``public_name``: how the name may appear in what is published. ``press``, ``sharing``: a press
    release may be made of it, and other bodies of the United Nations may be told.
    """

    letter: bool
    named: bool
    public_name: Form
    press: bool
    sharing: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """The same in plain words, for the person who decides."""
        if not self.letter:
            return (str(_NOTHING),)
        named = (
            gettext("The mandates may write to the Government, and the letter names this person.")
            if self.named
            else gettext(
                "The mandates may write to the Government in general, without this name. A "
                "mandate-holder may decide otherwise only to save a life, and records why."
            )
        )
        published = {
            "full": gettext("What is published later shows the full name."),
            "initials": gettext("What is published later shows the initials only."),
            "none": gettext("What is published later does not show the name."),
        }[self.public_name]
        return named, published, str(_OTHERS[self.press, self.sharing])


def effect(consent: Consent, *, protected: bool = False) -> Effect:
    """Return the effect of these answers. ``protected``: a child, or a victim of sexual violence.

    Their names are never published, whatever was answered; only a mandate-holder can decide
    otherwise. Whoever may not be named to the authorities is not named where they can read it
    either, and whoever does not agree that the mandates act agreed to nothing.
    """
    letter = consent.act != "no"
    named = letter and consent.authorities == "yes"
    public = named and consent.public == "yes" and not protected
    return Effect(
        letter=letter,
        named=named,
        public_name=consent.name_form if public else "none",
        press=letter and consent.press == "yes",
        sharing=letter and consent.sharing == "yes",
    )
