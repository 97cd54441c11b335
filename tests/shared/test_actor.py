import time
from contextlib import nullcontext
from datetime import timedelta
from uuid import uuid4

import pytest
from itsdangerous import TimestampSigner

from shared import actor as module
from shared.actor import Actor, ActorSigner, Asked, Forged, system
from shared.roles import Role
from shared.testing import AT

ASKED = Asked(
    at=AT,
    by=Actor(
        actor_id="a-1",
        roles=frozenset({Role.MANDATE_HOLDER, Role.PANEL_MEMBER}),
        organisation_id="o-1",
        mandates=frozenset({"sr-torture"}),
        states=frozenset({"FRA"}),
    ),
)


def test_what_is_signed_is_what_is_verified() -> None:
    command_id = uuid4()
    signer = ActorSigner(["key"])
    assert signer.verify(signer.sign(ASKED, command_id), command_id) == ASKED


@pytest.mark.parametrize("token", ["", "nonsense", "e30.Zm9v.YmFy"])
def test_what_nobody_signed_is_forged(token: str) -> None:
    with pytest.raises(Forged):
        ActorSigner(["key"]).verify(token, uuid4())


def test_another_key_is_forged() -> None:
    command_id = uuid4()
    with pytest.raises(Forged):
        ActorSigner(["key"]).verify(ActorSigner(["other"]).sign(ASKED, command_id), command_id)


def test_a_changed_token_is_forged() -> None:
    command_id = uuid4()
    signer = ActorSigner(["key"])
    token = signer.sign(ASKED, command_id)
    with pytest.raises(Forged):
        signer.verify(("A" if token[0] != "A" else "B") + token[1:], command_id)


def test_a_token_vouches_for_one_command_only() -> None:
    signer = ActorSigner(["key"])
    with pytest.raises(Forged):
        signer.verify(signer.sign(ASKED, uuid4()), uuid4())


def test_a_token_lives_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    command_id = uuid4()
    signer = ActorSigner(["key"])
    token = signer.sign(ASKED, command_id)
    monkeypatch.setattr(module, "_LIFETIME", -timedelta(seconds=1).total_seconds())
    with pytest.raises(Forged):
        signer.verify(token, command_id)


@pytest.mark.parametrize(("ahead", "taken"), [(2, True), (120, False)])
def test_the_clock_of_who_signs_may_be_a_little_ahead(
    monkeypatch: pytest.MonkeyPatch, *, ahead: int, taken: bool
) -> None:
    command_id, signer = uuid4(), ActorSigner(["key"])
    with monkeypatch.context() as there:
        there.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) + ahead)
        token = signer.sign(ASKED, command_id)
    with nullcontext() if taken else pytest.raises(Forged):
        assert signer.verify(token, command_id) == ASKED


def test_a_key_is_rotated_by_putting_the_new_one_in_front() -> None:
    command_id = uuid4()
    old, both = ActorSigner(["old"]), ActorSigner(["new", "old"])
    assert both.verify(old.sign(ASKED, command_id), command_id) == ASKED
    with pytest.raises(Forged):
        old.verify(both.sign(ASKED, command_id), command_id)


def test_a_system_actor_has_no_role() -> None:
    assert system("clock").roles == frozenset()
    assert not system("clock").has(*Role)
