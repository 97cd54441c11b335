"""What mandates recommend here has its themes in the columns of files, and is found by them."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.public.register.read_model import REGISTER
from shared.read_models.model import Applier
from tests.portal.public.corpus.test_programs import API, beside, published, taken_whole, told
from tests.support.corpus import Corpus
from tests.support.followup import NOW, issued, tell
from tests.support.followup import published as recommended
from tests.support.portal import Pages

TORTURE, CHILDREN = "detention, TORTURE and disappearance", "Children"


@pytest.fixture
def own(corpus: Corpus) -> Applier:
    applier = Applier(corpus.portal.engine, REGISTER)
    applier.prepare()
    return applier


def test_it_is_found_by_the_names_of_its_themes_and_has_them_in_its_columns(
    portal: Pages, corpus: Corpus, own: Applier
) -> None:
    one = issued(addressee="KEN", communication_id=None)
    public = recommended(one)
    named, said, about, graded = beside(portal)
    story = [one, named, said, about, graded, public]
    tell(portal.engine, RECOMMENDATIONS, story)
    published(corpus, own, public)
    reader = portal.visitor()
    (mine,) = taken_whole(reader, f"{API}?theme={quote(TORTURE)}")
    assert mine["Themes"] == ["Detention, torture and disappearance"]
    assert (mine["Affected Persons"], mine["Sdgs"]) == (["Women and girls"], ["16.3"])
    assert taken_whole(reader, f"{API}?theme={CHILDREN}") == []


def test_who_takes_what_changed_hears_that_it_is_no_longer_of_the_theme(
    portal: Pages, corpus: Corpus, own: Applier
) -> None:
    one = issued(addressee="KEN", communication_id=None)
    public = recommended(one)
    _named, _said, about, _graded = beside(portal)
    tell(portal.engine, RECOMMENDATIONS, [one, about, public])
    published(corpus, own, public)
    reader = portal.visitor()
    as_of = told(reader, API)["as_of"]
    anew = replace(about, themes=("children",), tagged_at=NOW + timedelta(hours=3))
    tell(portal.engine, RECOMMENDATIONS, [one, about, public, anew])
    since = f"{API}?updated-since={as_of}"
    (now,) = taken_whole(reader, f"{since}&theme={CHILDREN}")
    assert (now["status"], now["Themes"]) == ("in force", ["Children"])
    (gone,) = taken_whole(reader, f"{since}&theme={quote(TORTURE)}")
    assert (gone["status"], gone["Text"], gone["Themes"]) == ("no longer here", "", [])
