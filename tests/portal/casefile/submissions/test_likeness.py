"""Matching names by sound: true and false matches.

All names are invented. Everybody is of one State, which is the hardest case; the months and the
texts of two submissions have nothing in common.
"""

from itertools import product

import pytest

from portal.casefile.submissions.likeness import together, words
from portal.casefile.submissions.matching import tokens
from portal.desk.triage.candidates import compared

KEY = b"one"
LEFT_OUT = (
    ("José Luis Pérez Armendia", "José Pérez Armendia"),
    ("María del Carmen Quispe Lobo", "Carmen Quispe Lobo"),
    ("Mohammed Salem Al-Harbawi", "Mohammed Al-Harbawi"),
    ("Ahmed Tarek Nasreddin Sobhi", "Ahmed Nasreddin Sobhi"),
    ("Jean-Baptiste Kouamé Adjoua", "Jean Kouamé Adjoua"),
    ("Marie Claire Uwimana", "Claire Uwimana"),
    ("Иван Сергеевич Лодыгин", "Иван Лодыгин"),
    ("Anna Petrovna Sokolnikova", "Anna Sokolnikova"),
    ("سامي خليل البرغاوي", "سامي البرغاوي"),
    ("欧阳小明", "欧阳明"),
    ("Grace Achieng Otwori", "Grace Otwori"),
    ("Tesfaye Bekele Wolde", "Tesfaye Wolde"),
)
SWAPPED = (
    ("Amina Demosi", "Amina Deomsi"),
    ("Carlos Villagrán", "Calros Villagrán"),
    ("Fernando Quiroga", "Fernando Quiorga"),
    ("Mohammed Benyahia", "Mohamemd Benyahia"),
    ("Khaled Mansouri", "Khaled Masnouri"),
    ("Nguyen Thi Binh", "Nguyen Thi Bihn"),
    ("Ludmila Gorenko", "Ludmila Goernko"),
    ("Пётр Васнецов", "Пётр Вансецов"),
    ("Ibrahim Touré", "Ibarhim Touré"),
    ("Wanjiru Kamau", "Wanijru Kamau"),
    ("نادية الشريفي", "ناديه الشرفيي"),
    ("Thomas Okonkwo", "Thoams Okonkwo"),
)
TRANSCRIBED = (
    ("Mohammed Al-Sayegh", "Muhammad El Sayegh"),
    ("Hussein Karimov", "Husayn Karimov"),
    ("Abdul Rahman Zubaydi", "Abderrahmane Zoubaidi"),
    ("Abd al-Qader Mokrani", "Abdelkader Mokrani"),
    ("Yusuf Haddad", "Youssef Haddad"),
    ("Jamal Ghanem", "Djamel Ghanem"),
    ("Khadija Ben Salah", "Khadidja Bensalah"),
    ("Qassem Tlass", "Kassem Tlas"),
    ("Sergey Vorontsov", "Sergei Vorontsov"),
    ("Yekaterina Shchedrina", "Ekaterina Schedrina"),
    ("Dmitriy Chaykin", "Dmitri Tchaikine"),
    ("Alexander Maximov", "Aleksandr Maksimov"),
    ("Wang Xiaoming", "Wang Xiao-Ming"),
    ("Zhang Wei", "Chang Wei"),
    ("Gonzalo Ximénez", "Gonsalo Jiménez"),
    ("Tewodros Gebremariam", "Tewodros Gebre Mariam"),
    ("Phan Van Duc", "Fan Van Duc"),
    ("Fatimah Zahra Idrissi", "Fatima Zahra Idrisi"),
)
SCRIPTS = (
    ("محمد الحسيني", "Mohamed El Husseini"),
    ("خالد منصور", "Khalid Mansour"),
    ("فاطمة الزبيدي", "Fatima al-Zubaidi"),
    ("عبد الرحمن العتابي", "Abdulrahman Al Atabi"),
    ("Сергей Жданович", "Sergei Zhdanovich"),
    ("Наталья Щукина", "Natalia Shchukina"),
)
NEAR = (*LEFT_OUT, *SWAPPED, *TRANSCRIBED, *SCRIPTS)
# Brothers, father and son, sister and brother, and people who share a name or two of their names.
OTHERS = (
    *("Omar Tarek Nasreddin Sobhi", "Salem Mohammed Al-Harbawi", "Hassan Karimov"),
    *("Mahmoud Al-Sayegh", "Ali Salem Al-Harbawi", "Carlos Pérez Armendia"),
    *("Luis Pérez Quispe", "María Quispe Armendia", "Ana Villagrán", "Fernanda Quiroga"),
    *(
        "Иван Петрович Лодыгин",
        "Анна Лодыгина",
        "Сергей Лодыгин",
        "Anna Petrova",
        "Petr Sokolnikov",
    ),
    *("Jamila Ghanem", "Khaled Haddad", "Yusuf Mansouri", "Khaled Ghanem", "Nadia Mansouri"),
    *("Kouamé Adjoua", "Jean Adjoua Touré", "Ibrahim Adjoua", "Grace Kamau", "Thomas Otwori"),
    *("Wang Xiaohua", "Zhang Xiaoming", "Wang Wei", "欧阳小华", "Nguyen Van Binh", "Phan Thi Duc"),
    *("Sergey Karimov", "Alexandra Maximova", "Dmitriy Maximov", "Mohammed Haddad"),
    *("Fatima Ben Salah", "Khadija Idrissi", "Tesfaye Gebremariam", "Bekele Tesfaye"),
    *("خالد الحسيني", "محمد منصور", "سامي الزبيدي", "نادية البرغاوي", "Hassan Mansour"),
)


def of(name: str, month: str, state: str = "KEN") -> frozenset[str]:
    return frozenset(tokens(KEY, names=[name], state=state, months=[month], narrative=""))


def found(one: str, other: str) -> bool:
    return compared("other", of(one, "2026-03"), of(other, "2026-05")) is not None


@pytest.mark.parametrize(
    ("pairs", "least"), [(LEFT_OUT, 0.8), (SWAPPED, 0.8), (TRANSCRIBED, 0.8), (SCRIPTS, 0.8)]
)
def test_spellings_of_one_name_are_found(pairs: tuple[tuple[str, str], ...], least: float) -> None:
    missed = [pair for pair in pairs if not found(*pair)]
    assert len(missed) <= (1 - least) * len(pairs), missed


def test_few_others_are_found_with_them() -> None:
    people = [*NEAR, *((name, name) for name in OTHERS)]
    proposed = [
        (one[0], other[1])
        for one, other in product(people, people)
        if (one in NEAR or one != other) and found(one[0], other[1])
    ]
    right = [pair for pair in proposed if pair in NEAR]
    wrong = [pair for pair in proposed if pair not in NEAR]
    assert len(right) >= 0.8 * len(NEAR)
    assert len(wrong) < len(right) / 2, wrong


def test_brothers_share_parts_of_their_names_and_are_two() -> None:
    assert not found("Ahmad Hassan Saleh", "Omar Hassan Saleh")
    assert found("Hassan Saleh", "Omar Hassan Saleh")


def test_another_state_is_another_person() -> None:
    mine = of("Mohammed Al-Sayegh", "2026-03")
    assert compared("other", mine, of("Muhammad Sayegh", "2026-03", "UGA")) is None
    assert compared("other", mine, of("Muhammad Sayegh", "2026-03")) is not None


def test_a_single_name_counts_in_the_same_month_only() -> None:
    mine = of("Youssef", "2026-03")
    assert compared("other", mine, of("Yusuf Haddad", "2026-03")) is not None
    assert compared("other", mine, of("Yusuf Haddad", "2026-04")) is None


@pytest.mark.parametrize("name", ["", " … ", "Al", "Dr."])
def test_nothing_is_made_of_nothing(name: str) -> None:
    assert not {one for one in of(name, "2026-03") if one.startswith(("f:", "p:"))}


@pytest.mark.parametrize("name", ["{0} Begum Chanda Demo Esi Fofana", "{0} Demo"])
def test_few_hashes_are_made_however_many_names_there_are(name: str) -> None:
    sounds = ["".join("bdfjklmnprs"[int(one)] + "a" for one in f"{n:04}") for n in range(2_000)]
    names = [name.format(sound) for sound in sounds]
    months = [f"{2000 + n}-03" for n in range(50)]
    many = tokens(KEY, names=names, state="KEN", months=months, narrative="")
    assert len([one for one in many if one.startswith(("f:", "p:"))]) < 1_500


def test_short_names_are_compared_with_their_vowels() -> None:
    assert together(words("Li Wei")) == together(words("Wei, Li"))
    assert together(words("Li Wei")) != together(words("Lu Wu"))
