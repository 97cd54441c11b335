"""No forged form about mandates, organisations and their programs is a fault of ours."""

from shared.core.roles import Role
from tests.support.forged import forged
from tests.support.organisations import Register, named
from tests.support.portal import Pages
from tests.support.terms import TORTURE, Terms

ACTS = ("renew", "rename", "cluster", "reject", "merge", "end", "reestablish")
OWN = ("change", "risk", "invite")
DESK = ("change", "flag", "refuse")


def test_no_forged_form_of_a_mandate_is_a_fault(portal: Pages) -> None:
    Terms(portal.engine)
    chief = portal.signed_in(Role.CHIEF)
    forms = [f"/mandates/{TORTURE}/acts/{act}" for act in ACTS]
    forms += [f"/mandates/{TORTURE}/terms/start", f"/mandates/servicing/{TORTURE}/assign"]
    for path in forms:
        for word, status in forged(chief, path, symbol="A/HRC/RES/58/13", officer_id=""):
            assert status < 500, (path, word)


def test_no_forged_form_of_an_organisation_is_a_fault(portal: Pages) -> None:
    register, ours = Register(portal.engine, portal.vault), named(1)
    register.confirmed(ours, "Alpha Watch")
    claimed = register.claimed(named(2), "Beta Watch")
    focal = portal.signed_in(Role.NGO_MEMBER, Role.FOCAL_POINT, organisation_id=ours)
    officer, anybody = portal.signed_in(Role.STAKEHOLDER_OFFICER), portal.visitor()
    forms = [(focal, f"/our-organisation/{one}") for one in OWN]
    forms += [(officer, f"/register-desk/{claimed}/{one}") for one in DESK]
    forms += [(focal, "/programs/new"), (anybody, "/organisations/register")]
    for visitor, path in forms:
        for word, status in forged(visitor, path, type="ngo", country="KEN", standing="registered"):
            assert status < 500, (path, word)
