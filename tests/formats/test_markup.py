import pytest

from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.markup import parsed

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def refusal(data: bytes) -> str:
    with pytest.raises(ToolkitError) as refused:
        parsed("x.docx", "part.xml", data)
    told = str(refused.value)
    assert told.startswith("x.docx: ")
    assert "\n" not in told
    return told


def test_a_document_is_parsed() -> None:
    assert parsed("x.docx", "part.xml", "<a>é<!-- not --></a>".encode()).text == "é"
    assert parsed("x.docx", "part.xml", '<?xml version="1.0"?><a/>'.encode("utf-16")).tag == "a"


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
    ],
)
def test_a_document_type_is_refused(data: bytes) -> None:
    assert "declares a document type" in refusal(data)


def test_entities_do_not_grow() -> None:
    refusal(f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l11;</a>'.encode())
    refusal(f'<!DOCTYPE a [<!ENTITY l0 "{"ha" * 5000}">{LAUGHS}]><a b="&l11;"/>'.encode())


@pytest.mark.parametrize(
    "data", [b"", b"<a", b"\x00", b"<a>&b;</a>", b"<a>" * 300 + b"</a>" * 300, b"<a>\x01</a>"]
)
def test_damage_is_refused_with_its_place(data: bytes) -> None:
    assert "is damaged at part.xml: the XML breaks" in refusal(data)


def test_an_element_with_attributes_without_end_is_refused() -> None:
    crowd = " ".join(f'a{number}="1"' for number in range(limits.MOST_ATTRIBUTES + 1))
    assert "more than 500 attributes" in refusal(f"<a><b {crowd}/></a>".encode())


def test_a_huge_document_is_refused() -> None:
    assert "over 32 MB" in refusal(b"<a>" + b" " * limits.LARGEST_XML)
