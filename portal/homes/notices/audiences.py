"""Who is told of a fact."""

from typing import Literal, TypeAlias

Audience: TypeAlias = Literal[
    "holders",
    "officers",
    "writers",
    "senders",
    "desk",
    "source",
    "sources",
    "government",
    "state",
    "publishers",
    "committee",
    "panel",
    "panelseat",
    "candidate",
    "invited",
    "needs",
    "seat",
    "seats",
    "sessions",
    "subscriber",
    "called",
    "proposal",
    "proposals",
    "slot",
    "slots",
    "cosponsor",
    "asker",
    "adviser",
    "advisers",
    "president",
    "selectors",
    "admins",
    "elected",
    "meeting",
    "guest",
    "owner",
    "provider",
]
"""Holders and officers of ``mandates``, or where there are none of those of the letter or the
submission; whoever works on a letter that rests on the submission; whoever transmits this kind of
letter; the Quick Response Desk; the source; all sources of the letter; the Government and the desk
officers of its recipient; publication officers; the Committee; the panel; whose seat on it it is;
the candidate, or all; whom a panel asks to apply; who gave a view on what a mandate needs; who has
a seat in a session, or asked for it; everybody with one or on the waiting list; the officers of
sessions; who subscribed to such reports; to whom a call is made known; whose a proposal is;
everybody with one in a consultation; whose a slot in a dialogue is; everybody with one that is
still to come; the institution that asks for advice, who answers, and who assigns; the President;
selection officers; administrators; members of the Committee; the Committee and who is invited to
its meeting; guests of it; who has an action item; who said how a recommendation is
implemented."""
