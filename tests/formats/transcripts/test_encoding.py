# ruff: noqa: RUF001 -- letters of many languages are the point
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.transcripts.samples import check
from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.transcripts import read
from toolkit.formats.transcripts.encoding import check_encoding, decoded
from toolkit.model.transcript import Source

WORDS = "P03: Ça va, naïve — “yes” 🌱.\nI: Bon."


def refusal(data: bytes) -> str:
    with pytest.raises(ToolkitError) as refused:
        decoded(Source("P03.txt", data))
    return str(refused.value)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_letters_stay_and_only_line_ends_and_the_mark_change(codec: str, ends: str) -> None:
    reading = read(Source("P03.txt", WORDS.replace("\n", ends).encode(codec)))
    check(reading)
    assert reading.transcript.text == WORDS
    assert reading.report.encoding == codec.removesuffix("-sig")


def test_both_byte_orders_of_utf16_are_read() -> None:
    assert decoded(Source("a.txt", b"\xfe\xff" + WORDS.encode("utf-16-be"))).text == WORDS
    assert decoded(Source("a.txt", b"\xff\xfe" + WORDS.encode("utf-16-le"))).text == WORDS


def test_what_is_not_utf8_is_read_as_windows_1252_and_says_so() -> None:
    found = decoded(Source("P03.txt", "P03: Ça va “très” bien…".encode("cp1252")))
    assert (found.text, found.encoding) == ("P03: Ça va “très” bien…", "cp1252")


def test_utf8_with_a_broken_character_is_not_taken_for_windows_1252() -> None:
    data = "P03: é è ê\nI: à ô".encode()
    assert refusal(data[:-1]) == (
        "P03.txt:2: byte 20 breaks the UTF-8 text; mend the character there, or take another copy"
    )


def test_half_a_character_is_refused_with_its_place() -> None:
    assert "P03.txt:2: half a character (a lone surrogate) at byte 8" in refusal(b"P03: a\nb\xed\xa0\x80")
    told = refusal(b"\xff\xfe" + "a\nb".encode("utf-16-le") + b"\x00\xd8")
    assert told.startswith("P03.txt:2: byte 8 ")


def test_nul_is_refused_with_its_place() -> None:
    assert "P03.txt:2: a NUL character at position 10" in refusal(b"P03: Yes\nI\x00: No")
    assert "UTF-16 without its mark" in refusal("P03: Где вы держите пчёл? На крыше.".encode("utf-16-le"))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_told_by_its_zeros_and_said(codec: str) -> None:
    found = decoded(Source("P03.txt", "P03: Yes.\nI: It’s dry.".encode(codec)))
    assert found.text == "P03: Yes.\nI: It’s dry."
    assert found.encoding == f"{codec} (a guess: it has no mark)"
    assert found.notes == (f"It has no byte order mark and was read as {codec}; look at its letters.",)


def test_utf32_with_its_mark_is_read() -> None:
    found = decoded(Source("P03.txt", "P03: Ça va.".encode("utf-32")))
    assert (found.text, found.encoding, found.notes) == ("P03: Ça va.", "utf-32", ())


@pytest.mark.parametrize("byte", [b"\x01", b"\x1b", b"\x7f"])
def test_binary_bytes_in_text_are_refused_with_their_place(byte: bytes) -> None:
    assert f"P03.txt:1: the control character U+{byte[0]:04X} at position 5" in refusal(b"P03: " + byte)


def test_a_byte_no_encoding_has_is_refused() -> None:
    assert "byte 5 (0x81) is no cp1252 character" in refusal(b"P03: \x81")


@pytest.mark.parametrize("blank", [b"\x0b", b"\x0c", b"\t", "\u00a0".encode(), "\u2028".encode()])
def test_blanks_of_every_kind_stay_in_the_text(blank: bytes) -> None:
    found = decoded(Source("P03.txt", b"P03: a" + blank + b"b"))
    assert found.text == "P03: a" + blank.decode() + "b"


def test_a_second_byte_order_mark_is_removed_as_well() -> None:
    assert decoded(Source("a.txt", b"\xef\xbb\xbf\xef\xbb\xbfhi")).text == "hi"
    assert "holds only blanks" in refusal(b"\xef\xbb\xbf \n")


def test_a_text_above_the_bound_is_refused_and_one_at_it_is_read() -> None:
    assert "is larger than 20 MB; split it by interview" in refusal(b"a" * (limits.LARGEST_TEXT + 1))
    assert len(decoded(Source("a.txt", b"a" * limits.LARGEST_TEXT)).text) == limits.LARGEST_TEXT
    assert "has more than 200,000 lines" in refusal(b"a\n" * limits.MOST_LINES)


@pytest.mark.parametrize(
    ("codec", "words"),
    [
        ("cp1251", "Где вы держите пчёл и как давно они у вас? На крыше, рядом с водонапорным баком."),
        ("gb18030", "你在哪里养蜜蜂？养了多久了？在屋顶上，就在水箱旁边，因为院子里有一条狗。"),
        ("cp1253", "Πού έχετε τις μέλισσες και από πότε; Στην ταράτσα, δίπλα στη δεξαμενή του νερού."),
    ],
)
def test_other_writing_is_guessed_and_the_guess_is_said(codec: str, words: str) -> None:
    found = decoded(Source("P03.txt", f"I: {words}\nP03: {words}".encode(codec)))
    assert found.text == f"I: {words}\nP03: {words}"
    assert found.encoding == f"{codec} (a guess: look at the letters)"


@pytest.mark.parametrize(
    "words",
    [
        "Où gardez-vous les abeilles, là-haut ? L’été, à côté du réservoir créé l’an dernier… «\xa0Ça\xa0» ?",
        "Die Bienen hält sie über dem Hof, schräg gegenüber; größer wär’s nötig. 20 °C, § 3, ½ Stück, 5 m².",
        "¿Dónde están las abejas? ¡Allí, señor! El número 1º de la azotea, mañana.",
        "Hvor er biene? På taket, ved siden av vanntanken — året før sto de i hagen. Blåbærsyltetøy.",
        "It cost £20 or €30 – “fair”, she said: 3 × 4 is naïve, a café’s déjà vu.",
    ],
)
def test_western_writing_is_no_guess(words: str) -> None:
    found = decoded(Source("P03.txt", f"P03: {words}".encode("cp1252")))
    assert (found.text, found.encoding) == (f"P03: {words}", "cp1252")


@pytest.mark.parametrize("codec", ["shift_jis", "euc_jp"])
def test_japanese_is_told_by_its_kana(codec: str) -> None:
    words = "蜂はどこで飼っていますか。屋上の水槽のそばです。庭には犬がいるので。"
    found = decoded(Source("P03.txt", words.encode(codec)))
    assert (found.text, found.encoding) == (words, f"{codec} (a guess: look at the letters)")


@pytest.mark.parametrize(
    ("codec", "words"),
    [
        (
            "cp1250",
            "Kde chováte včely a jak dlouho? Na střeše, vedle nádrže, protože dvůr hlídá pes, žlutý kůň.",
        ),
        ("cp1254", "Arıları nerede tutuyorsunuz? Çatıda, su deposunun yanında, çünkü avluda bir köpek var."),
    ],
)
def test_writing_that_may_be_a_neighbours_is_read_with_that_doubt(codec: str, words: str) -> None:
    found = decoded(Source("P03.txt", words.encode(codec)))
    assert found.encoding == f"cp1252 (or {codec}: look at the letters)"


def test_writing_too_short_to_tell_is_refused_and_not_read_as_something() -> None:
    assert refusal("P03: Привет".encode("cp1251")) == (
        "P03.txt: is in an encoding that cannot be told; "
        "name it with --encoding, or save it as plain UTF-8 text"
    )


def test_an_old_mac_is_not_read_with_capitals_for_apostrophes() -> None:
    words = "P03: It’s the roof, I don’t mind, they’re fine, we’ve had them, she’d say so, that’s it. " * 4
    assert decoded(Source("P03.txt", words.encode("mac_roman"))).text == words


def test_a_guess_names_what_comes_next_and_how_to_say_better() -> None:
    words = (
        "Που έχετε τις μέλισσες; Στην ταράτσα, δίπλα στη δεξαμενή του νερού, γιατί στην αυλή υπάρχει σκύλος."
    )
    notes = decoded(Source("P03.txt", words.encode("cp1253"))).notes
    assert notes[0].startswith("It is not UTF-8 and was read as cp1253, which is a guess")
    assert notes[0].endswith("look at its letters, and name the encoding with --encoding if they are wrong.")


def test_every_encoding_that_the_file_does_not_state_is_noted() -> None:
    assert decoded(Source("P03.txt", WORDS.encode())).notes == ()
    assert decoded(Source("P03.txt", WORDS.encode("utf-16"))).notes == ()
    assert "was read as cp1252;" in decoded(Source("P03.txt", "P03: Ça va.".encode("cp1252"))).notes[0]


@pytest.mark.parametrize(
    ("codec", "words"),
    [
        ("cp949", "벌은 어디에서 기르세요? 옥상 물탱크 옆에서요. 마당에는 개가 있거든요."),
        ("big5", "你在哪裡養蜜蜂？在屋頂上，就在水箱旁邊，因為院子裡有一條狗。"),
    ],
)
def test_korean_and_chinese_are_told_by_their_scripts(codec: str, words: str) -> None:
    found = decoded(Source("P03.txt", f"P03: {words}\n".encode(codec) * 3))
    assert found.text == f"P03: {words}\n" * 3
    assert found.encoding == f"{codec} (a guess: look at the letters)"


def test_an_encoding_that_is_named_goes_before_what_would_be_found() -> None:
    words = "P03: Dvůr hlídá pes, žlutý kůň je na střeše."
    data = words.encode("cp1250")
    assert decoded(Source("P03.txt", data)).text != words
    found = decoded(Source("P03.txt", data, "Windows-1250"))
    assert (found.text, found.encoding, found.notes) == (words, "cp1250 (as told)", ())


@pytest.mark.parametrize(
    "name", ["klingon", "base64", "rot13", "unicode_escape", "idna", "undefined", "", "x" * 300, "idna\x00"]
)
def test_a_name_that_is_no_encoding_of_text_is_refused(name: str) -> None:
    with pytest.raises(ToolkitError, match="is no encoding of text; give a name such as utf-8") as refused:
        check_encoding(name)
    assert "\n" not in str(refused.value)


def test_bytes_that_the_named_encoding_lacks_are_told_with_their_place() -> None:
    with pytest.raises(ToolkitError) as refused:
        decoded(Source("P03.txt", "I: Ja.\nP03: Grün.".encode("cp1252"), "utf-8"))
    assert str(refused.value) == (
        "P03.txt:2: byte 14 (0xFC) is no utf-8 character; "
        "it is in another encoding: leave --encoding away, or give its name"
    )
    with pytest.raises(ToolkitError, match="is no"):
        decoded(Source("P03.txt", b"odd", "utf-16"))


@settings(max_examples=200, deadline=None)
@given(
    st.binary(min_size=1, max_size=60),
    st.sampled_from(
        [
            "utf-8",
            "utf-16",
            "utf-7",
            "cp1251",
            "gb18030",
            "punycode",
            "idna",
            "hz",
            "iso2022_jp",
            "unicode_escape",
            "undefined",
        ]
    ),
)
def test_any_bytes_under_any_name_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        decoded(Source("P03.txt", data, name))
    except ToolkitError as refused:
        assert "\n" not in refused.lines()[0]  # noqa: PT017 -- a refusal is one of two good ends
