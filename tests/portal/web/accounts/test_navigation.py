from portal.web.accounts.navigation import SHOWN, Link, folded


def links(number: int, *, on: int | None = None) -> tuple[Link, ...]:
    return tuple(
        Link(f"page {at}", f"/{at}", current=at == on, active=at == on) for at in range(number)
    )


def test_a_few_links_stand_in_the_header() -> None:
    assert folded(()).first == ()
    assert folded(links(SHOWN)).more == ()


def test_one_link_alone_does_not_fold() -> None:
    menu = folded(links(SHOWN + 1))
    assert (len(menu.first), menu.more) == (SHOWN + 1, ())


def test_the_last_of_many_fold() -> None:
    every = links(SHOWN + 4)
    menu = folded(every)
    assert menu.first + menu.more == every
    assert len(menu.more) == 4


def test_the_page_that_one_is_on_stays_in_sight() -> None:
    menu = folded(links(SHOWN + 4, on=SHOWN + 2))
    assert menu.first[-1].href == f"/{SHOWN + 2}"
    assert (len(menu.first), len(menu.more)) == (SHOWN - 1, 5)
