import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hypothesis import given, settings
from lxml import html

from tests.formats.exchange.projects import SAMPLE, WORDS, coding, hostile, projects, text_of
from toolkit.formats.exchange import webpage
from toolkit.formats.tables.showing import with_controls_visible
from toolkit.model.project import Project, ProjectCode

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "li", "span", "b", "br",
    "section", "div", "mark",
}  # fmt: skip
ATTRIBUTES = {"class", "dir", "lang", "id", "title", "data-n"}


def opened(project: Project) -> html.HtmlElement:
    return html.document_fromstring(webpage.write(project))


def classed(page: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    return [each for each in page.iter() if name in (each.get("class") or "").split()]


@settings(max_examples=60)
@given(projects())
def test_the_text_is_whole_and_marks_and_numbers_are_around_exactly_the_codings(project: Project) -> None:
    (text,) = project.texts
    said, marked = "", list[bool]()
    starts: dict[str, int] = {}
    spans: list[tuple[int, int]] = []
    for piece in [piece for block in classed(opened(project), "words") for piece in pieces(block)]:
        if piece.edge == "from":
            starts[piece.number] = len(said)
        elif piece.edge == "to":
            spans.append((starts[piece.number], len(said)))
        said += piece.words
        marked += [piece.marked] * len(piece.words)

    made = [(each.start or 0, each.end or 0) for each in project.codings]
    assert said == with_controls_visible(text.text)
    assert sorted(spans) == sorted(made)
    assert marked == [any(start <= at < end for start, end in made) for at in range(len(said))]


@dataclass(frozen=True)
class Piece:
    """What comes next in a turn: words, marked or not, or the number of a coding that begins or ends."""

    words: str = ""
    marked: bool = False
    edge: str = ""
    number: str = ""


def pieces(element: html.HtmlElement, *, marked: bool = False) -> Iterator[Piece]:
    marked = marked or element.tag == "mark"
    if element.get("class") in {"from", "to"}:
        yield Piece(edge=element.get("class", ""), number=element.get("data-n", ""))
    yield Piece(element.text or "", marked)
    for child in element:
        yield from pieces(child, marked=marked)
        yield Piece(child.tail or "", marked)


def test_the_margin_of_a_turn_lists_the_codings_in_it_by_number_code_and_coder() -> None:
    turns = classed(opened(SAMPLE), "turn")

    lists = [[" ".join(item.text_content().split()) for item in turn.iter("li")] for turn in turns]
    assert lists == [
        [
            "1 Trust Ana Müller · unsureMemo by Ana Müller: ToneIrony?Ask her.",
            "2 Trust Ben Cho",
            "3 Trust consensus",
            "4 Privacy Ben Cho",
            "5 Privacy Ana Müller",
        ],
        ["5 Privacy Ana Müller · continued"],
        ["5 Privacy Ana Müller · continued"],
        [],
    ]


def test_numbers_of_what_ends_with_a_turn_stand_in_that_turn() -> None:
    project = replace(SAMPLE, codings=(coding("k", 0, WORDS.index("Ben")),), memos=())
    first, second, *_ = classed(opened(project), "words")

    assert [each.get("class") for each in first.iter("span") if each.get("data-n")] == ["from", "to"]
    assert not [each for each in second.iter("span") if each.get("data-n")]


def test_the_legend_has_each_code_with_its_definition_theme_and_memos() -> None:
    (legend,) = classed(opened(SAMPLE), "legend")
    said = [item.text_content() for item in legend]

    assert said == [
        "Relations",
        "Trust RelationsTo rely on others.Memo by Ana Müller: Split it?",
        "Privacy Relations",
    ]


def test_colours_are_the_codes_own_and_differ_for_dark_pages() -> None:
    look = opened(SAMPLE).findtext(".//style") or ""

    assert ":root { --k0: #0072b2; --k1: #0072b2; --k2: #882255; }" in look
    assert "prefers-color-scheme: dark" in look
    assert "color-mix(in oklab, #882255, white 45%)" in look
    assert "@media print" in look


def test_a_colour_that_is_none_comes_from_the_palette() -> None:
    codes = (ProjectCode("x", "X", colour="red;}body{display:none"),)
    look = opened(Project("P", "Intercoder", codes=codes)).findtext(".//style") or ""

    assert "display:none" not in look
    assert "--k0: #0072b2;" in look


def test_transcripts_say_their_language_and_text_its_direction() -> None:
    page = opened(replace(SAMPLE, texts=(replace(text_of(), language="he"),), memos=(), cases=()))

    assert page.get("lang") == "en"
    assert {(each.get("lang"), each.get("dir")) for each in classed(page, "words")} == {("he", "auto")}
    odd = opened(replace(SAMPLE, texts=(replace(text_of(), language='e"n onclick=x'),), memos=(), cases=()))
    assert {each.get("lang") for each in classed(odd, "words")} == {None}


def test_the_page_may_load_and_run_nothing_and_look_only_as_it_does() -> None:
    for project in (SAMPLE, hostile()):
        page = opened(project)
        (policy,) = [meta.get("content", "") for meta in page.iter("meta") if meta.get("http-equiv")]
        style = page.findtext(".//style") or ""

        known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert (
            policy == f"default-src 'none'; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
        )
        assert "url(" not in style
        assert "@import" not in style


def test_hostile_words_are_text_and_nothing_else() -> None:
    page = opened(hostile())
    source = webpage.write(hostile()).decode()

    assert {element.tag for element in page.iter()} <= ELEMENTS
    assert {name for element in page.iterfind(".//body//*") for name in element.attrib} <= ATTRIBUTES
    assert "<script" not in source
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", source)
    assert "<script>alert(1)</script>" in (page.findtext(".//h1") or "")


@settings(max_examples=30)
@given(projects())
def test_no_text_becomes_markup(project: Project) -> None:
    page = opened(project)

    assert {element.tag for element in page.iter()} <= ELEMENTS
    assert {name for element in page.iterfind(".//body//*") for name in element.attrib} <= ATTRIBUTES
