"""The form's task list, filled in as a browser would."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from tests.support.portal import Visitor

VICTIM: Mapping[str, Any] = {
    "kind": "person",
    "name": "Planted Victim",
    "minor": "no",
    "consent_act": "yes",
    "consent_given_by": "victim",
    "consent_authorities": "yes",
    "consent_public": "no",
    "consent_name_form": "initials",
}
SECTIONS: Mapping[str, Mapping[str, Any]] = {
    "submitter": {
        "submitter_name": "Planted Source",
        "submitter_contact": "planted@contact.example",
    },
    "story": {"state": "KEN", "narrative": "Planted narrative", "language": "en"},
    "urgency": {"urgent": "yes"},
    "action": {"requested": ["UA"], "mandates": ["sr-torture", "wgad"]},
}
LISTS: Mapping[str, Mapping[str, Any]] = {
    "victims": VICTIM,
    "incidents": {"date": "14 March 2026", "place": "Planted Place"},
    "perpetrators": {"who": "Planted Perpetrator"},
}
PLANTED = ("Planted", "planted@contact")


def begun(visitor: Visitor) -> str:
    """Begin a draft and return the address of its task list."""
    sent = visitor.post("/submissions/new", {"command_id": str(uuid4())})
    assert sent.status_code == 303, sent.text
    return str(sent.location)


def begun_by_code(visitor: Visitor) -> str:
    """The same without an account: the draft belongs to whoever has its code."""
    sent = visitor.post("/submit/", {"command_id": str(uuid4())})
    assert sent.status_code == 303, sent.text
    return str(sent.location).removesuffix("code")


def code_shown(visitor: Visitor, draft: str) -> str:
    """Return the draft code that its page shows; empty once that is over."""
    return " ".join(re.findall(r"<li>([0-9]{6})</li>", visitor.get(f"{draft}code").text))


def filled(
    visitor: Visitor,
    *,
    begin: Callable[[Visitor], str] = begun,
    leaving_out: tuple[str, ...] = (),
    **changes: Mapping[str, Any],
) -> str:
    """Begin a draft and fill in what is needed. ``changes``: by section, beside what is above."""
    draft = begin(visitor)
    fill(visitor, draft, leaving_out=leaving_out, **changes)
    return draft


def fill(
    visitor: Visitor,
    draft: str,
    *,
    leaving_out: tuple[str, ...] = (),
    **changes: Mapping[str, Any],
) -> None:
    """Fill in what is needed of this draft."""
    sections = {
        name: {**SECTIONS.get(name, {}), **changes.get(name, {})}
        for name in {**SECTIONS, **changes}
        if name not in LISTS
    }
    for name, typed in sections.items():
        if name not in leaving_out:
            saved(visitor, f"{draft}{name}/", typed)
    for name, entry in LISTS.items():
        if name not in leaving_out:
            saved(visitor, f"{draft}{name}/new", {**entry, **changes.get(name, {})})


def saved(visitor: Visitor, address: str, typed: Mapping[str, Any]) -> None:
    sent = visitor.post(address, typed)
    assert sent.status_code == 303, (address, alert(sent.text))


def sent(visitor: Visitor, draft: str) -> str:
    """Send the draft and return the address of the receipt."""
    answer = visitor.post(f"{draft}review", {"command_id": str(uuid4())})
    assert answer.status_code == 303, alert(answer.text)
    return str(answer.location)


def alert(page: str) -> list[str]:
    """The sentences of the error summary."""
    summary = re.search(r'<div role="alert">(.*?)</ul>', page, re.DOTALL)
    assert summary, page
    items = re.findall(r"<li>(.*?)</li>", summary[1], re.DOTALL)
    return [re.sub(r"<[^>]+>", "", item).strip() for item in items]
