import os
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.formats.codebooks.foreign import books, sample
from toolkit.errors import ToolkitError
from toolkit.formats import codebooks
from toolkit.formats.codebooks import refi, sections
from toolkit.formats.codebooks.outline import LARGEST, MOST
from toolkit.formats.codebooks.reading import CodebookReading
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Source

SAMPLES = os.environ.get("INTERCODER_REFI_SAMPLES", "")
needs_samples = pytest.mark.skipif(not SAMPLES, reason="INTERCODER_REFI_SAMPLES names no folder")
Q = f"{{{refi.NAMESPACE}}}"
G = 'guid="5215cc69-b628-4e02-afb9-9beeaee55808"'


def file(codes: str, namespace: str = refi.NAMESPACE, after: str = "") -> str:
    return f'<CodeBook xmlns="{namespace}"><Codes>\n{codes}</Codes>{after}</CodeBook>'


def reading(text: str | bytes, name: str = "Our book.qdc") -> CodebookReading:
    return refi.read(Source(name, text.encode() if isinstance(text, str) else text))


def doubts(text: str) -> list[str]:
    """Return what reading warns about, but for what every foreign file is told."""
    told = [warning.told("f") for warning in reading(text).warnings]
    assert told[0].startswith("f: does not say which codebook it is: 'our-book', version 0.1.0")
    return told[1:]


def refusal(text: str | bytes) -> str:
    with pytest.raises(ToolkitError) as refused:
        reading(text)
    (line,) = refused.value.lines()
    return line


def tree(book: Codebook) -> list[tuple[str, str | None]]:
    return [(code.id, code.parent) for code in book.codes]


# --- write, then read -------------------------------------------------------------------------------


def test_the_sample_comes_back_but_for_what_is_deprecated() -> None:
    book = sample()
    read = reading(refi.write(book))
    assert read.codebook == replace(book, deprecated=(), changes=(), status="draft")
    assert [warning.what for warning in read.warnings] == ["was written by Intercoder and is read as a draft"]


@given(books())
def test_what_is_written_is_read_again_as_the_same_codebook(book: Codebook) -> None:
    read = reading(refi.write(book)).codebook
    assert set(read.codes) == set(book.codes)
    kept = replace(book, codes=read.codes, deprecated=(), status="draft")
    assert read == kept


@given(books())
def test_what_is_written_keeps_to_the_schema(book: Codebook) -> None:
    root = etree.fromstring(refi.write(book).encode())
    (codes,) = root
    assert (root.tag, codes.tag) == (f"{Q}CodeBook", f"{Q}Codes")
    for code in codes.iter(f"{Q}Code"):
        assert str(UUID(code.get("guid", ""))) == code.get("guid")
        assert code.get("name")
        assert code.get("isCodable") in ("true", "false")
        assert re.fullmatch("#[0-9a-f]{6}", code.get("color", "#000000"))
        first, *others = [child.tag for child in code]
        assert first == f"{Q}Description"
        assert set(others) <= {f"{Q}Code"}


@needs_samples
@given(books())
def test_what_is_written_is_valid_under_the_published_schema(book: Codebook) -> None:
    schema = etree.XMLSchema(etree.parse(str(Path(SAMPLES) / "Codebook.xsd")))
    schema.assertValid(etree.fromstring(refi.write(book).encode()))


def test_a_description_reads_well_in_other_programs() -> None:
    (code,) = (code for code in sample().codes if code.id == "ethical-duty")
    text = sections.composed(
        sections.Content(code.definition, code.include, code.exclude, facts={"Code id": "ethical-duty"})
    )
    assert text.startswith("Definition:\nDocumenting because ")
    assert "\n\nUse it for:\n- moral obligation or " in text
    assert "(use: ethics-content)\n- protecting oneself (use: compliance-and-risk-cover)\n\n" in text
    assert text.endswith("\n\nCode id: ethical-duty")


def test_guids_stay_the_same_from_version_to_version_and_differ_between_codebooks() -> None:
    book = sample()
    first, later = (refi.write(replace(book, version=v, changes=())) for v in ("1.0.0", "2.0.0"))
    guids = re.findall('guid="(.*?)"', first)
    assert guids == re.findall('guid="(.*?)"', later)
    assert len(set(guids)) == len(guids) == 37
    assert not set(guids) & set(re.findall('guid="(.*?)"', refi.write(replace(book, id="other"))))


def test_characters_that_xml_cannot_hold_are_made_visible() -> None:
    book = Codebook("b", "B", "0.1.0", (Theme("t", "T", "a\x01b\uffff"),), ())
    assert reading(refi.write(book)).codebook.themes[0].definition == "a\u2401b⟨U+FFFF⟩"


def test_a_codebook_with_nothing_in_it_is_not_written() -> None:
    with pytest.raises(ToolkitError, match="cannot hold a codebook without themes and codes; add one"):
        refi.write(Codebook("b", "B", "0.1.0", (), ()))


def test_what_another_program_did_to_a_file_of_ours_is_kept() -> None:
    text = refi.write(sample())
    braced = re.sub('guid="(.*?)"', lambda found: f'guid="{{{found[1].upper()}}}"', text)
    assert reading(braced).codebook == reading(text).codebook
    added = text.replace("Code id: ethical-duty", "Code id: ethical-duty\nMaybe split?\n")
    assert reading(added.replace("<Description>Definition:\n", "<Description>")).codebook.codes


def test_a_copy_of_a_code_gets_an_id_of_its_own() -> None:
    theme = Theme("t", "T")
    text = refi.write(Codebook("b", "B", "0.1.0", (theme,), (Code("x", "X", "t", definition="d"),)))
    code = re.search(r"<Code guid=\S+ name=\"X\".*?</Code>", text, re.DOTALL)
    assert code
    copy = code[0].replace('name="X"', 'name="X (2)"').replace(refi.guid("b", "x"), refi.guid("b", "y"))
    read = reading(text.replace(code[0], copy + code[0])).codebook
    assert [(c.id, c.label) for c in read.codes] == [("x-2", "X (2)"), ("x", "X")]


def test_a_final_version_that_lost_a_definition_elsewhere_is_read_as_a_first_one() -> None:
    lost = refi.write(sample()).replace("Definition:\nDocumenting because the speaker", "Notes:\nx")
    read = reading(lost)
    assert read.codebook.version == "0.1.0"
    assert read.warnings[0].what == "says it is version 1.0.0, which it cannot be and is read as 0.1.0"
    assert read.warnings[0].remedy == "code 'ethical-duty' has no definition"


# --- files of other programs ------------------------------------------------------------------------


def test_themes_are_what_has_codes_below_or_cannot_be_given_to_passages() -> None:
    text = file(
        f'<Code {G} name="Motives" isCodable="true"><Description> Why. </Description>\n'
        f'<Code {G} name="Duty" isCodable="true"/><Code {G} name="More" isCodable="false">'
        f'<Code {G} name="Fame" isCodable="true" color="#F0a"/></Code></Code>'
        f'<Code {G} name="Empty" isCodable="false"/><Code {G} name="Loose" isCodable="1"/>'
    )
    book = reading(text).codebook
    assert [(theme.id, theme.codable) for theme in book.themes] == [
        ("motives", True),
        ("empty", False),
        ("codes", False),
    ]
    assert tree(book) == [("duty", "motives"), ("more", "motives"), ("fame", "more"), ("loose", "codes")]
    assert [code.codable for code in book.codes] == [True, False, True, True]
    assert (book.codes[2].colour, book.themes[0].definition) == ("#FF00aa", "Why.")
    assert (book.id, book.title, book.version, book.status) == ("our-book", "Our book", "0.1.0", "draft")
    assert doubts(text) == [
        "f:3: 1 code stands under no theme: put under one called 'Codes'; move them under themes of your own",
        "f:3: 4 codes without a definition ('Duty', 'More', 'Fame', 'Loose'); needed from 1.0.0 on",
    ]


ONE = f'<Code {G} name="A" isCodable="true"><Description>x</Description></Code>'
LOOSE = "f:2: 1 code stands under no theme: put under one called 'Codes'; move them under themes of your own"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (file(ONE), ()),
        (file(ONE, after="<Sets/>"), ("f:2: Sets is empty, which the standard forbids; read all the same",)),
        (
            file(ONE, after=f'<Sets><Set {G} name="S"><MemberCode {G}/></Set><Set {G} name="T"/></Sets>'),
            ("f:2: sets of codes are left out: 'S', 'T'; note what they say",),
        ),
        *(
            (
                file(ONE, space),
                (f"f:1: has the namespace '{space}', where '{refi.NAMESPACE}' is meant; read all the same",),
            )
            for space in ("urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:0:4", "urn:QDA-XML:project:1.0")
        ),
        (
            f"<CodeBook><Codes>\n{ONE}</Codes></CodeBook>",
            (f"f:1: has no namespace, where '{refi.NAMESPACE}' is meant; read all the same",),
        ),
        (
            file(ONE.replace(' isCodable="true"', "")),
            ("f:2: a code does not say whether it is codable and is taken to be",),
        ),
        (
            file(ONE.replace("isCodable", 'weight="3" isCodable').replace("</Code>", "<NoteRef/></Code>")),
            (
                "f:2: attributes of codes are left out: 'weight'; note what they say",
                "f:2: unknown elements are left out: 'NoteRef'; note what they say",
            ),
        ),
        (
            file(ONE.replace(' name="A"', ' name=" "')),
            ("f:2: a code without a name is called 'Unnamed'",),
        ),
        (
            file(ONE.replace('"A"', '"A&#10;B\u202e"')),
            ("f:2: a name with line breaks, invisible characters or over 200 letters is mended",),
        ),
        (
            file(ONE.replace("isCodable", 'color="red" isCodable')),
            ("f:2: the colour 'red' of 'A' is left out; write colours as in #1f77b4",),
        ),
    ],
)
def test_what_programs_write_against_the_standard_is_read_and_told(
    text: str, expected: Sequence[str]
) -> None:
    assert sorted(doubts(text)) == sorted([LOOSE, *expected])


def test_a_description_may_stand_after_the_codes_and_more_than_once() -> None:
    text = file(
        f'<Code {G} name="T" isCodable="false">{ONE}<Description>a</Description>'
        "<Description>b</Description></Code>"
    )
    assert reading(text).codebook.themes[0].definition == "a\n\nb"
    assert doubts(text) == [
        "f:2: a code has several descriptions, which are joined",
        "f:2: a description stands after codes and not before; read all the same",
    ]


def test_common_headings_in_descriptions_of_others_are_split() -> None:
    text = ONE.replace(
        "<Description>x",
        "<Description>Talk of A.&#13;\nInclusion criteria: said aloud\n- felt\nExclude:\n"
        "1. B is meant (use B)\nEXAMPLES:\n I do A. \nNotes: stays",
    ) + ONE.replace('"A"', '"B"')
    code = reading(file(text)).codebook.codes[0]
    assert (code.definition, code.include) == ("Talk of A.", ("said aloud", "felt"))
    assert code.exclude == (Exclusion("B is meant", "b"),)
    assert code.example == "I do A. \nNotes: stays"


def test_an_exclusion_that_names_no_code_keeps_its_words() -> None:
    text = ONE.replace("x</", "Exclude: said of others (use: Blame)</")
    assert reading(file(text)).codebook.codes[0].exclude == (Exclusion("said of others (use: Blame)"),)


def test_a_theme_with_rules_of_use_keeps_them_in_its_definition() -> None:
    text = file(f'<Code {G} name="T" isCodable="true"><Description>d\nExample: e</Description>{ONE}</Code>')
    assert reading(text).codebook.themes[0].definition == "Definition:\nd\n\nExample:\ne"
    (told,) = doubts(text)
    assert told.startswith("f:2: 'T' is a theme, and what its file says of its use stands in its definition;")


def test_ids_are_made_from_names_and_stay_the_same_whatever_else_is_in_the_file() -> None:
    def coded(*names: str) -> str:
        return "".join(ONE.replace('"A"', f'"{name}"') for name in names)

    book = reading(file(coded("Oltás típusa", "信頼", "Straße", "☂", "A", "a", "a.b", "ab"))).codebook
    ids = {code.label: code.id for code in book.codes}
    assert (ids["Oltás típusa"], ids["Straße"]) == ("oltas-tipusa", "strasse")
    assert (ids["A"], ids["a"], ids["a.b"], ids["ab"]) == ("a", "codes-a", "a-b", "codes-ab")
    assert re.fullmatch("code-[0-9a-f]{6}", ids["信頼"])
    alone = reading(file(coded("☂", "信頼"))).codebook
    assert {code.label: code.id for code in alone.codes} == {name: ids[name] for name in ("☂", "信頼")}


def test_a_file_is_known_by_its_root_whatever_its_name() -> None:
    assert refi.sniff(f'\ufeff<?xml version="1.0"?><!-- x -->\n<q:{file(ONE)[1:]}'.encode())
    assert not refi.sniff(b"<Project><CodeBook/></Project>")
    assert codebooks.read(Source("upload", file(ONE).encode())).codebook.codes[0].label == "A"
    assert reading(file(ONE).encode("utf-16")).codebook.codes[0].label == "A"


# --- refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "is damaged at the codebook: the XML breaks"),
        (file(ONE)[:-9], "is damaged at the codebook: the XML breaks at line 2"),
        (file(ONE).replace('"A"', '"\x00"'), "is damaged at the codebook: the XML breaks at line 2"),
        (
            f'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>{file(ONE).replace(">x<", ">&b;<")}',
            "declares a document type in the codebook",
        ),
        ("<Project/>", "is a whole project, not a codebook; export the codebook from its program as .qdc"),
        ("<html/>", "begins with <html> and is no REFI-QDA codebook; export"),
        (file(""), "holds no codes; put at least one into it"),
        (file('<Code name="a"/>' * (MOST + 1)), "holds more than the 5,000 codes that a codebook may have;"),
        (file('<Code name="a">' * 400 + "</Code>" * 400), "is damaged at the codebook: the XML breaks"),
        (file(ONE) + " " * LARGEST, "has 4,000,"),
    ],
)
def test_what_is_no_codebook_is_refused_in_one_line(text: str, expected: str) -> None:
    assert re.sub(r"^Our book\.qdc(:\d+)?: ", "", refusal(text)).startswith(expected)


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_file_is_read_or_refused_in_lines_for_people(data: str | bytes) -> None:
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    with pytest.raises(ToolkitError):
        reading(file("").encode() + raw)


@given(st.data())
def test_a_damaged_file_of_ours_is_read_or_refused_and_never_breaks_the_reader(data: st.DataObject) -> None:
    text = refi.write(replace(sample(), changes=(), deprecated=()))[:9_000]
    text = text[: text.rindex("</Code>") + 7] + "</Code></Codes></CodeBook>"
    at = data.draw(st.integers(0, len(text)))
    put = data.draw(
        st.sampled_from(
            ["", " ", "\n", "- ", "Example:", "Code id: ", "(use: ", "\x01", "<Code/>", '"', "&#0;"]
        )
    )
    cut = data.draw(st.integers(0, 40))
    lines: tuple[str, ...] = ("read",)
    try:
        reading(text[:at] + put + text[at + cut :])
    except ToolkitError as fault:
        lines = fault.lines()
    assert lines
    assert not any("\n" in line for line in lines)


# --- the real thing ---------------------------------------------------------------------------------


@needs_samples
def test_the_example_of_the_standard_is_read() -> None:
    book = reading((Path(SAMPLES) / "standard-annex-a1.qdc").read_bytes()).codebook
    assert [theme.label for theme in book.themes] == ["Topics", "Values", "Codes"]
    assert [code.id for code in book.codes] == ["economy", "health-care", "conservatives", "liberals"]
    assert book.codes[0].colour == "#ffff00"


@needs_samples
@pytest.mark.parametrize(("program", "counts"), [("nvivo", (12, 140)), ("atlasti", (1, 14))])
def test_codebooks_out_of_projects_of_other_programs_are_read(program: str, counts: tuple[int, int]) -> None:
    (path,) = Path(SAMPLES).glob(f"{program}*.qdpx")
    with zipfile.ZipFile(path) as archive:
        (name,) = (name for name in archive.namelist() if name.lower().endswith(".qde"))
        root = etree.fromstring(archive.read(name))
    (inside,) = (child for child in root if etree.QName(child).localname == "CodeBook")
    book = reading(etree.tostring(inside)).codebook
    assert (len(book.themes), len(book.codes)) == counts
    assert len({code.id for code in book.codes}) == counts[1]
    assert reading(refi.write(book)).codebook.codes == book.codes
