"""A panel that ranks: five places, points that order the talk, and who is tied at the line."""

from tests.portal.selection.world import World, ranks, scores, text


def of_seven(w: World) -> tuple[str, list[str]]:
    """A vacancy of the Consultative Group with seven candidates, A to G."""
    vacancy = w.called("consultative-group")
    files = [w.file(vacancy, f"Candidate {letter}") for letter in "ABCDEFG"]
    w.call_closed(vacancy)
    return vacancy, files


def test_members_rank_five_and_points_order_the_talk(selection: World) -> None:
    w = selection
    vacancy, (a, b, c, d, e, f, g) = of_seven(w)
    anjali, willem = w.members["APG"], w.members["WEOG"]
    assert "each member ranks five candidates" in text(w.officer.get(f"/selection/{vacancy}"))
    assert "You have not given your preferences yet" in text(anjali.get("/panel/"))
    page = text(anjali.get(f"/panel/{vacancy}/preferences"))
    assert "Place 1 5 points" in page
    assert "Place 5 1 point" in page
    assert w.ranked(vacancy, anjali, b, a, c, d, f).status_code == 303
    assert "You have given your preferences" in text(anjali.get("/panel/"))
    own = anjali.get(f"/panel/{vacancy}/preferences").text
    chairs = w.chair.get(f"/panel/{vacancy}/preferences").text
    for candidate in (a, b, c, d, f):
        assert own.count(f'value="{candidate}" selected') == 1
        assert f'value="{candidate}" selected' not in chairs
    assert w.ranked(vacancy, anjali, a, b, c, d, f).status_code == 303, "until the opening"
    assert w.ranked(vacancy, willem, a, b, c, d, g).status_code == 303
    assert w.ranked(vacancy, w.chair, b, a, c, d, e).status_code == 303
    assert w.do(w.chair, f"/panel/{vacancy}/close").status_code == 303
    for visitor, path in (
        (willem, f"/panel/{vacancy}"),
        (w.officer, f"/selection/{vacancy}/results"),
    ):
        result = text(visitor.get(path))
        assert "( 5-4-3-2-1 )" in result
        assert "Candidate A 2 1 1 14 Candidate B 1 2 2 13 Candidate C 3 3 3 9" in result
        assert "7 candidates are above the line for interviews" in result
        tied = result.partition("whoever is tied on it is taken:")[2].partition(" .")[0]
        assert {one.strip() for one in tied.split(",")} == {f"Candidate {n}" for n in "EFG"}
    ranking = text(w.chair.get(f"/panel/{vacancy}/shortlist"))
    assert "Candidate A 14 points Rank of Candidate A" in ranking
    other_order = {**{f"rank_{one}": "0" for one in (d, e, f, g)}, **ranks(c, b, a)}
    sent = w.do(w.chair, f"/panel/{vacancy}/shortlist", **other_order, step="adopt")
    assert sent.status_code == 303, "points decide nothing"


def test_a_ranking_is_well_made(selection: World) -> None:
    w = selection
    vacancy, (a, b, c, d, e, *_) = of_seven(w)
    anjali = w.members["APG"]
    for order, sentence in (
        ((a, b, c, d), "Choose a candidate for each place"),
        ((a, b, c, d, a), "Give each candidate one place only"),
        ((a, b, c, d, "x"), "Not a valid choice"),
    ):
        sent = w.ranked(vacancy, anjali, *order)
        assert (sent.status_code, sentence in text(sent)) == (422, True), sentence
    late = w.do(anjali, f"/panel/files/{e}", **scores(3))
    assert late.status_code == 404, "this panel scores nobody"
    assert "This panel ranks" in text(anjali.get(f"/panel/files/{e}"))


def test_a_panel_that_scores_has_no_page_to_rank(selection: World) -> None:
    w = selection
    vacancy = w.called()
    ada = w.file(vacancy, "Ada")
    w.call_closed(vacancy)
    assert w.chair.get(f"/panel/{vacancy}/preferences").status_code == 404
    file = text(w.chair.get(f"/panel/files/{ada}"))
    assert "Judges each State and each source alike" in file, "a criterion says what it asks"


def test_points_are_a_setting_of_the_panel(selection: World) -> None:
    w = selection
    vacancy = w.called()
    path = f"/selection/{vacancy}/panel"
    for scale, sentence in (("5 x", "Enter whole numbers"), ("3 3", "has fewer points than the")):
        typed = {**w.seats(preset="consultative-group"), "scale": scale}
        sent = w.do(w.officer, path, **typed)
        assert (sent.status_code, sentence in text(sent)) == (422, True)
    typed = {**w.seats(preset="consultative-group"), "scale": "10 6 3"}
    assert w.do(w.officer, path, **typed).status_code == 303
    assert 'value="10 6 3"' in w.officer.get(path).text
    ada, bea = w.file(vacancy, "Ada"), w.file(vacancy, "Bea")
    w.call_closed(vacancy)
    assert w.ranked(vacancy, w.chair, bea, ada).status_code == 303, "all where there are fewer"
    w.closed(vacancy)
    result = text(w.chair.get(f"/panel/{vacancy}"))
    assert "Bea 1 10 Ada 2 6" in result
    sent = w.do(w.officer, path, **w.seats())
    assert sent.status_code == 422
    assert "the panel works on as it began" in text(sent)
