"""The text that a reminder starts from. Square brackets mark what the officer fills in."""

from portal.presentation import day
from portal.replies.cases import Case
from shared.reference import mandates, recipient_name


def opening(about: Case) -> str:
    known = mandates()
    names = ", ".join(known[one].name if one in known else one for one in about.mandates)
    refers = (
        f"We have the honour to refer to our communication {about.reference}, transmitted on "
        f"{day(about.transmitted_on)}, to which a reply was requested by {day(about.due_on)}. "
        "We have not yet had the benefit of a substantive reply."
    )
    asks = (
        "We would be grateful for your Excellency's Government's reply at the earliest convenience."
    )
    return "\n\n".join(
        [
            f"To: {recipient_name(about.recipient)}",
            "Excellency,",
            refers,
            "[What the reply should address first.]",
            asks,
            "Please accept, Excellency, the assurances of our highest consideration.",
            names,
        ]
    )
