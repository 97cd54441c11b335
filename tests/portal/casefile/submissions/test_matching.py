import pytest
from cryptography.fernet import Fernet

from portal.casefile.submissions.matching import (
    _LETTERS,
    key_of,
    normalised,
    text_tokens,
    tokens,
)
from shared.platform import vault
from shared.platform.tables import make_engine
from shared.platform.vault import Vault

KEY, OTHER = b"one", b"another"
STORY = (
    "On 14 March two officers in uniform stopped the trader at the central market, took her goods "
    "and beat her when she asked for a receipt. She was treated for a broken wrist at the district "
    "hospital. Her complaint was not registered, and the officers came back a week later to warn "
    "her neighbours. Since then she has slept at the house of a relative outside the town."
)


def of(key: bytes = KEY, **changes: object) -> set[str]:
    data = {"names": ["Amina Demo"], "state": "KEN", "months": ["2026-03"], "narrative": STORY}
    return set(tokens(key, **{**data, **changes}))  # type: ignore[arg-type]  # any of them


def texts(found: set[str]) -> set[str]:
    return {one for one in found if one.startswith("t:")}


def test_a_near_equal_story_shares_most_of_its_tokens() -> None:
    changed = STORY.replace("district hospital", "clinic").replace("14 March", "the 14th of March")
    first, second = texts(of()), texts(of(narrative=changed))
    assert len(first) == 16
    assert len(first & second) >= 8


def test_another_story_shares_none() -> None:
    another = (
        "The prisoners of wing C were kept in their cells for three weeks without a doctor. The "
        "administration answered no letter, and visits were cancelled without a reason given to "
        "the families, who waited at the gate from early in the morning on each of these days."
    )
    assert not texts(of()) & texts(of(narrative=another))


def test_spelling_case_and_order_do_not_hide_the_same_person() -> None:
    same = [["José  Pérez"], ["perez, JOSE"], ["Jose\u0301 Pe\u0301rez"]]
    assert len({frozenset(v for v in of(names=one) if v[0] == "v") for one in same}) == 1
    assert normalised("أحمد على") == normalised("احمد علي")


def test_a_story_in_chinese_is_compared_sign_by_sign() -> None:
    story = "三月十四日两名穿制服的警察在中央市场拦住商贩拿走她的货物并在她要求收据时殴打她"
    changed = story.replace("两名", "三名")
    first, second = texts(of(narrative=story)), texts(of(narrative=changed))
    assert len(first & second) >= 8


def test_the_same_month_in_another_state_is_another_token() -> None:
    def months(**changes: object) -> set[str]:
        return {one for one in of(**changes) if one.startswith("d:")}  # type: ignore[arg-type]

    assert months() == months(months=["2026-03", "2026-03"])
    assert not months() & months(state="UGA")
    assert not months() & months(months=["2026-04"])


def test_another_key_gives_none_of_the_same_tokens() -> None:
    assert not of() & of(OTHER)


def test_tokens_hold_no_text() -> None:
    for token in of(names=["Amina Demo Trader"]):
        kind, _, digits = token.partition(":")
        assert kind in {"v", "f", "p", "d", "t"}
        assert len(digits) == 16
        assert set(digits) <= set("0123456789abcdef")


def test_who_is_not_named_leaves_no_token() -> None:
    assert not [one for one in of(names=["", " ... "]) if one.startswith("v:")]


@pytest.mark.parametrize("text", ["", "  ", "…"])
def test_nothing_told_leaves_no_token(text: str) -> None:
    assert text_tokens(KEY, text) == set()


def test_a_few_words_are_one_token() -> None:
    assert len(text_tokens(KEY, "Beaten")) == len(text_tokens(KEY, "Beaten and robbed")) == 1


def test_no_rotation_of_the_vaults_keys_changes_a_token(database_url: str) -> None:
    engine = make_engine(database_url, durable=True)
    vault.tables.create_all(engine)
    old, new = (Fernet.generate_key().decode() for _ in "12")
    before = key_of(Vault(engine, [old]))
    assert key_of(Vault(engine, [old, new])) == before
    Vault(engine, [new, old]).wrap_anew()
    assert key_of(Vault(engine, [new])) == before
    engine.dispose()


def test_letters_that_hardly_anybody_writes_are_not_remembered() -> None:
    """Strangers send these texts: what a process keeps of them has a bound."""
    assert normalised("\U00012345\u0301 \u03b1\u0301") == normalised("\U00012345 \u03b1")
    assert [code in _LETTERS for code in (0x12345, 0x3B1)] == [False, True]
