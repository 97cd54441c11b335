import time
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from shared.core import actor as module
from shared.core.actor import Actor, ActorSigner, Asked, Forged, system
from shared.core.roles import Role
from shared.core.testing import AT

ASKED = Asked(
    at=AT,
    by=Actor(
        actor_id="a-1",
        roles=frozenset({Role.MANDATE_HOLDER, Role.PANEL_MEMBER}),
        organisation_id="o-1",
        mandates=frozenset({"sr-torture"}),
        states=frozenset({"FRA"}),
        filed_as="keyed-person",
        filed_under="keyed-organisation",
        account_id="account-1",
        office="coordinator",
    ),
)
BODY = b'{"type": "tag-submission"}'


def signed(signer: ActorSigner) -> str:
    return signer.sign(ASKED, uuid4(), to="intake", body=BODY)


def verified(signer: ActorSigner, token: str) -> Asked:
    return signer.opened(token).of("intake", BODY)


def test_what_is_signed_is_what_is_verified() -> None:
    signer = ActorSigner(["key"])
    assert verified(signer, signed(signer)) == ASKED


@pytest.mark.parametrize("token", ["", "nonsense", "e30.Zm9v.YmFy"])
def test_what_nobody_signed_is_forged(token: str) -> None:
    with pytest.raises(Forged):
        ActorSigner(["key"]).opened(token)


def test_another_key_is_forged() -> None:
    with pytest.raises(Forged):
        ActorSigner(["key"]).opened(signed(ActorSigner(["other"])))


def test_a_changed_token_is_forged() -> None:
    signer = ActorSigner(["key"])
    token = signed(signer)
    with pytest.raises(Forged):
        signer.opened(("A" if token[0] != "A" else "B") + token[1:])


@pytest.mark.parametrize(
    ("to", "body"), [("followup", BODY), ("intake", b""), ("intake", BODY + b" ")]
)
def test_a_token_vouches_for_one_command_at_one_service(to: str, body: bytes) -> None:
    signer = ActorSigner(["key"])
    with pytest.raises(Forged):
        signer.opened(signed(signer)).of(to, body)


def test_a_clock_that_was_moved_is_signed_too_and_counts_in_a_demonstration_alone() -> None:
    signer, asked = ActorSigner(["key"]), replace(ASKED, ahead=61)
    opened = signer.opened(signer.sign(asked, uuid4(), to="intake", body=BODY))
    assert opened.of("intake", BODY, demo=True) == asked
    with pytest.raises(Forged):
        opened.of("intake", BODY)


def test_a_token_of_the_version_before_names_no_service_and_vouches_for_nothing() -> None:
    claims = {"command": str(uuid4()), "at": AT.isoformat(), "id": "a-1", "roles": []}
    before = URLSafeTimedSerializer(["key"], salt="actor").dumps(claims)
    with pytest.raises(Forged):
        ActorSigner(["key"]).opened(str(before))


def test_a_token_lives_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    signer = ActorSigner(["key"])
    token = signed(signer)
    monkeypatch.setattr(module, "_LIFETIME", -timedelta(seconds=1).total_seconds())
    with pytest.raises(Forged):
        signer.opened(token)


@pytest.mark.parametrize(("ahead", "taken"), [(2, True), (120, False)])
def test_the_clock_of_who_signs_may_be_a_little_ahead(
    monkeypatch: pytest.MonkeyPatch, *, ahead: int, taken: bool
) -> None:
    signer = ActorSigner(["key"])
    with monkeypatch.context() as there:
        there.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) + ahead)
        token = signed(signer)
    with nullcontext() if taken else pytest.raises(Forged):
        assert verified(signer, token) == ASKED


def test_a_key_is_rotated_by_putting_the_new_one_in_front() -> None:
    old, both = ActorSigner(["old"]), ActorSigner(["new", "old"])
    assert verified(both, signed(old)) == ASKED
    with pytest.raises(Forged):
        old.opened(signed(both))


def test_a_system_actor_has_no_role() -> None:
    assert system("clock").roles == frozenset()
    assert not system("clock").has(*Role)


def test_who_files_goes_by_a_pseudonym_and_is_known_by_the_account_too() -> None:
    source = Actor(actor_id="a-1", roles=frozenset({Role.NGO_MEMBER}), filed_as="keyed")
    filer = source.as_filer()
    assert (filer.actor_id, filer.account_id) == ("keyed", "a-1")
    assert source.filers == filer.filers == {"a-1", "keyed"}
    assert filer.as_filer() == filer


@pytest.mark.parametrize("role", [Role.QUICK_RESPONSE_DESK, Role.HUMAN_RIGHTS_OFFICER])
def test_staff_go_by_their_names(role: Role) -> None:
    both = frozenset({Role.NGO_MEMBER, role})
    staff = Actor(actor_id="a-1", roles=both, filed_as="keyed")
    assert staff.as_filer() == staff
    assert staff.filers == {"a-1", "keyed"}, "what they filed before stays theirs"
