"""Names are found however their letters are put together."""

from __future__ import annotations

import unicodedata

import pytest

from toolkit.model.names import Key
from toolkit.text.names.matching import Matcher, fold


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("김민수", "어제 김민수 씨를 만났다."),
        ("Jiří", "Včera Jiří nepřišel."),
        ("கௌதம்", "நேற்று கௌதம் வந்தான்."),
        ("গৌতম", "কাল গৌতম এসেছিল।"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_is_found_whole_however_a_program_wrote_its_letters(name: str, said: str, form: str) -> None:
    text = unicodedata.normalize(form, said)  # type: ignore[arg-type]
    (found,) = Matcher.of([Key("name", name, "Kim")]).find(text)
    assert unicodedata.normalize("NFC", found[0].of(text)) == unicodedata.normalize("NFC", name)


def test_every_letter_that_is_made_of_several_is_folded_into_one() -> None:
    for number in range(0x110000):
        letter = chr(number)
        if unicodedata.category(letter) == "Cs":
            continue
        parts = unicodedata.normalize("NFD", letter)
        whole = unicodedata.normalize("NFC", parts)
        if len(whole) == 1 < len(parts):
            assert fold(parts).letters == fold(whole).letters, f"U+{number:04X}"
