"""The chair's interview list, on its pages."""

from tests.portal.selection.world import World, ranks, text


def test_the_chair_takes_the_first_by_points_or_says_why_not(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada, bea = w.file(vacancy, "Ada"), w.file(vacancy, "Bea", nationality="KEN")
    w.call_closed(vacancy)
    path = f"/panel/{vacancy}/interviews"
    assert w.chair.get(path).status_code == 404, "the review is open"
    for file in (ada, bea):
        w.all_scored(file)
    assert w.do(w.chair, f"/panel/{vacancy}/close").status_code == 303
    page = w.chair.get(path)
    assert page.text.count(" checked") == 2, "both are above the line"
    for member in (w.members["APG"], w.members["WEOG"], w.officer):
        assert member.get(path).status_code in {403, 404}

    sent = w.do(w.chair, path, listed=bea)
    assert sent.status_code == 422
    assert "Say why the list leaves the order of the points." in text(sent)
    why = "She alone worked in the region."
    assert w.do(w.chair, path, listed=bea, reason=why).status_code == 303
    for visitor, shown in (
        (w.members["APG"], f"/panel/{vacancy}"),
        (w.officer, f"/selection/{vacancy}/results"),
    ):
        listed = text(visitor.get(shown)).partition("Interviews")[2].partition("Means")[0]
        assert "Bea" in listed.partition("Why it leaves")[0]
        assert "Ada" not in listed.partition("Why it leaves")[0]
        assert why in listed
    assert why not in w.portal.visitor().get(f"/vacancies/{vacancy}").text

    w.conflicted(ada, w.members["WEOG"])
    w.alternate(vacancy, "WEOG", "Wilma")
    reopened = text(w.chair.get(f"/panel/{vacancy}"))
    assert why not in reopened, "a conflict found after the points opens it again"
    assert "Choose whom to interview" in reopened
    sent = w.do(w.chair, f"/panel/{vacancy}/shortlist", **ranks(ada, bea), step="adopt")
    assert sent.status_code == 303
    assert w.chair.get(path).status_code == 404
