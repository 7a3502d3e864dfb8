import base64
import hashlib
import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from tests.formats.tables.reading import FINDINGS, told
from toolkit.formats.tables import webpage
from toolkit.model.table import Column, Table

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "br", "p",
}  # fmt: skip


def opened(table: Table) -> html.HtmlElement:
    return html.document_fromstring(webpage.render(table).encode())


def test_the_page_has_caption_header_groups_and_notes_for_those_who_listen_too() -> None:
    page = opened(FINDINGS)

    assert [part.tag for part in page.find(".//table")] == ["caption", "thead", "tbody", "tbody", "tbody"]
    assert page.findtext(".//caption") == FINDINGS.title
    assert [cell.get("scope") for cell in page.findall(".//thead/tr/th")] == ["col"] * 5
    groups = page.findall(".//tbody/tr/th")
    assert [(cell.get("scope"), cell.get("colspan")) for cell in groups] == [("rowgroup", "5")] * 3
    assert [note.text for note in page.findall(".//p")] == list(FINDINGS.notes)
    assert {cell.get("dir") for cell in (*page.iter("th"), *page.iter("td"))} == {"auto"}


def test_numbers_stand_right_and_words_among_them_too() -> None:
    page = opened(Table("T", (Column("code"), Column("n", "count")), (("a", 1), ("b", "none"))))

    assert [cell.get("class") for cell in page.iter("td")] == [None, "number", None, "right"]


def test_the_page_may_load_and_run_nothing_and_look_only_as_it_does() -> None:
    page = opened(FINDINGS)
    (policy,) = [meta.get("content", "") for meta in page.iter("meta") if meta.get("http-equiv")]
    style = page.findtext(".//style") or ""

    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"(?:src|href|style|on\w+)=", webpage.render(FINDINGS).partition("</style>")[2])


def test_without_a_title_there_is_no_caption_and_the_window_has_a_name() -> None:
    page = opened(Table("", (Column("a"),), ()))

    assert page.find(".//caption") is None
    assert page.findtext(".//title") == "Table"


@given(st.text(), st.text(), st.text(), st.text())
def test_no_text_becomes_markup(title: str, heading: str, cell: str, note: str) -> None:
    table = Table(
        title, (Column("c", heading=heading), Column("g")), ((cell, note),), (note,), grouped_by="g"
    )
    text = webpage.render(table)
    text.encode()
    page = html.document_fromstring(text)

    assert {element.tag for element in page.iter()} <= ELEMENTS
    assert {name for element in page.iterfind(".//body//*") for name in element.attrib} <= {
        "class", "scope", "colspan", "dir",
    }  # fmt: skip
    if cell.isprintable():
        assert told("".join(map(str, next(page.iter("td")).itertext()))) == told(cell)
