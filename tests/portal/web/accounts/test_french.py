"""Signing in and the own account in French: nothing on these pages is left in English."""

import re
from datetime import timedelta

import pytest

from shared.core.roles import Role
from tests.support.arriving import app_of, password_given
from tests.support.portal import Pages, Visitor

OWN = {
    "/security": "Vous vous connectez avec votre seul mot de passe",
    "/security/password": "Votre mot de passe actuel",
    "/security/confirm?then=/security/app": "configurer une application qui affiche des codes",
}
_CODES = re.compile(r"<(?:code|bdi)\b.*?</(?:code|bdi)>|<[^>]+>", re.DOTALL)
_ENGLISH = re.compile(r"\b(?:the|and|your|you|was|were|with|this|what|who|not|of)\b")


def left_in_english(page: str) -> list[str]:
    main = page.partition("<main")[2].partition("</main>")[0]
    return _ENGLISH.findall(_CODES.sub(" ", main))


def french(visitor: Visitor) -> Visitor:
    visitor.client.set_cookie("language", "fr")
    return visitor


@pytest.fixture
def source(portal: Pages) -> Visitor:
    return french(portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1"))


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_the_own_account_speaks_french_alone(
    portal: Pages, source: Visitor, path: str
) -> None:
    portal.clock.forward(timedelta(minutes=20))
    page = source.get(path)
    assert page.status_code == 200
    assert re.search(OWN[path], page.text)
    assert left_in_english(page.text) == []


def test_the_steps_of_signing_in_speak_french(portal: Pages) -> None:
    account = portal.person(Role.CHIEF)
    visitor, answer = password_given(portal, account)
    french(visitor)
    page = visitor.get(answer.location).text
    assert "Configurer une deuxième étape" in page
    assert left_in_english(page) == []
    refused = visitor.post("/sign-in/set-up/app", {"code": "000000"})
    assert "Ce n’est pas le code que l’application affiche en ce moment" in refused.text

    app_of(portal, account)
    visitor, answer = password_given(portal, account)
    page = french(visitor).get(answer.location).text
    assert "Votre mot de passe est correct." in page
    assert left_in_english(page) == []
    refused = visitor.post("/sign-in/code", {"factor_code": "000000"})
    assert "Ce code est incorrect ou a déjà été utilisé." in refused.text


def test_a_mistake_and_what_was_done_are_told_in_french(source: Visitor) -> None:
    short = {"password": "x", "new_password": "short", "repeated_password": "other"}
    refused = source.post("/security/password", short)
    assert refused.status_code == 422
    assert "Saisissez au moins 12 caractères" in refused.text
    assert "Ce n’est pas le même que le nouveau mot de passe" in refused.text
    assert source.post("/security/sessions/end-others", {}).status_code == 303
    assert "Vous êtes déconnecté partout ailleurs." in source.get("/security").text


def test_a_wrong_password_is_told_in_french(portal: Pages) -> None:
    visitor = french(portal.visitor())
    refused = visitor.post("/sign-in", {"email": "nobody@example.org", "password": "wrong"})
    assert "L’adresse électronique ou le mot de passe est incorrect" in refused.text
