"""One person who applied twice: the officer is shown it, and decides."""

from datetime import timedelta

import pytest

from portal.selection import alike
from tests.portal.selection.world import World, text

SAID = "These names may be of one person."


def test_same_person_two_spellings_is_shown_to_the_officer_and_the_later_one_is_kept(
    selection: World,
) -> None:
    w = selection
    vacancy = w.called()
    earlier, _ = w.applied(vacancy, "Yusuf Al-Haddad")
    w.file(vacancy, "Bea Mensah")
    path = f"/selection/{vacancy}"
    assert SAID not in text(w.officer.get(path))
    w.portal.clock.forward(timedelta(minutes=1))
    later, _ = w.applied(vacancy, "يوسف الحداد")
    shown = text(w.officer.get(path)).partition(SAID)[2]
    assert shown.index("Yusuf Al-Haddad") < shown.index("يوسف الحداد") < shown.index("Bea")
    w.screened(vacancy, earlier, "no")
    w.screened(vacancy, later)
    assert SAID not in text(w.officer.get(path))
    w.call_closed(vacancy)
    listed = text(w.portal.visitor().get(f"/vacancies/{vacancy}"))
    assert "يوسف الحداد" in listed
    assert "Yusuf" not in listed


def test_who_withdrew_and_whose_name_was_erased_is_like_nobody(selection: World) -> None:
    w = selection
    vacancy = w.called()
    first, person = w.applied(vacancy, "Yusuf Haddad")
    others = [w.applied(vacancy, "Youssef Haddad")[0] for _ in range(2)]
    w.withdrawn(first, person)
    assert SAID in text(w.officer.get(f"/selection/{vacancy}"))
    for one in others:
        w.portal.vault.forget(f"candidate-{one}", at=w.portal.clock.at)
    assert SAID not in text(w.officer.get(f"/selection/{vacancy}"))


@pytest.mark.parametrize(
    ("names", "together"),
    [
        (("Yusuf Al-Haddad", "Haddad, Youssef"), True),
        (("Мария Петрова", "Maria Petrova"), True),
        (("Xiao Ming", "Xiaoming"), True),
        (("Ada Lindqvist", "Bea Mensah"), False),
        (("", ""), False),
    ],
)
def test_names_are_compared_by_how_they_sound(names: tuple[str, str], *, together: bool) -> None:
    found = alike.groups(dict(enumerate_ids(names)))
    assert found == ([["c-0", "c-1"]] if together else [])


def enumerate_ids(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(f"c-{number}", name) for number, name in enumerate(names)]
