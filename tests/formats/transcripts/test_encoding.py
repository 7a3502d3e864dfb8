import pytest

from tests.formats.transcripts.samples import check
from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.transcripts import read
from toolkit.formats.transcripts.encoding import decoded
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
    assert "UTF-16 without its mark" in refusal("P03: Yes".encode("utf-16-le"))
    assert "is UTF-32 text" in refusal("P03: Yes".encode("utf-32"))


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
