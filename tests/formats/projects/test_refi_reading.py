import json
import os
import struct
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.formats.projects.refi_samples import (
    EVERYTHING,
    TALK,
    case,
    code,
    codebook,
    coding,
    guid,
    inline,
    note_ref,
    packed,
    qde,
    qdpx,
    ref,
    selection,
    set_of,
    source,
    sources,
    text_source,
    user,
    value,
    variable,
    xml,
)
from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.formats.codebooks import refi as codebook_refi
from toolkit.formats.projects import refi
from toolkit.formats.projects.refi import opening
from toolkit.formats.projects.refi import sources as refi_sources
from toolkit.formats.projects.refi.elements import NAMESPACE
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.project import Project, ProjectCase, ProjectCoder, ProjectCoding, ProjectMemo
from toolkit.model.transcript import Source

SAMPLES = os.environ.get("INTERCODER_REFI_SAMPLES", "")
needs_samples = pytest.mark.skipif(not SAMPLES, reason="INTERCODER_REFI_SAMPLES names no folder")


def everything() -> Project:
    return refi.read(
        qdpx(EVERYTHING, {"paper.txt": b"The paper says so.", "photo.jpg": b"?", "left.bin": b"?"})
    )


def project(inside: str) -> Project:
    return refi.read(qde(inside))


def coded(*selections: str, text: str = TALK, more: str = "") -> Project:
    return project(codebook(code("Duty")) + sources(inline("Talk", text, "".join(selections))) + more)


def left_out(read: Project) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for each in read.left_out:
        counts[each.what] += each.count
    return dict(counts)


def refusal(source: Source) -> str:
    with pytest.raises(ToolkitError) as refused:
        refi.read(source)
    (line,) = refused.value.lines()
    return line


# --- what is taken over ------------------------------------------------------------------------------


def test_users_are_coders_and_the_program_among_them_is_none() -> None:
    assert everything().coders == (
        ProjectCoder(guid("Ana"), "Ana"),
        ProjectCoder(guid("Ben"), "Ben"),
        ProjectCoder(guid("ATLAS.ti"), "ATLAS.ti", is_program=True),
    )


def test_users_of_one_name_stay_several() -> None:
    people = f'<Users><User guid="{guid("a")}" name="Kim"/><User guid="{guid("b")}" name="Kim"/></Users>'
    assert [each.name for each in project(people).coders] == ["Kim", "Kim"]


def test_the_tree_of_codes_comes_with_colours_and_descriptions() -> None:
    duty, warning, doubt = everything().codes
    assert (duty.name, duty.parent, duty.codable, duty.colour) == ("Duty", "", False, "#00aaff")
    assert duty.definition == "What is owed."
    assert (warning.name, warning.parent, warning.codable, warning.colour) == ("Warning", duty.key, True, "")
    assert (doubt.parent, doubt.colour) == ("", "#123456")


def test_codes_that_we_wrote_come_back_with_ids_and_rules_of_use() -> None:
    exclusion = Exclusion("said of others", "blame")
    ours = Code(
        "ethical-duty",
        "Duty",
        "ethics",
        definition="What is owed.",
        include=("warnings", "honesty"),
        exclude=(exclusion,),
        example="I could not sleep.",
        boundary="Not law.",
        alt_labels=("Obligation",),
        notes="Ask.",
    )
    themes, below = (Theme("ethics", "Ethics"),), (ours, Code("blame", "Blame", "ethics"))
    book = Codebook("study", "Study", "0.1.0", themes, below, status="draft")
    written = (
        codebook_refi.write(book)
        .replace("codebook:1.0", "project:1.0")
        .partition("<Codes>")[2]
        .partition("</CodeBook>")[0]
    )
    read = project(f"<CodeBook><Codes>{written}</CodeBook>")
    by_id = {each.id: each for each in read.codes}
    assert list(by_id) == ["ethics", "ethical-duty", "blame"]
    duty = by_id["ethical-duty"]
    assert by_id["ethics"].key == duty.parent
    assert (duty.definition, duty.include, duty.exclude, duty.example) == (
        ours.definition,
        ours.include,
        (exclusion,),
        ours.example,
    )
    assert (duty.boundary, duty.alt_labels, duty.notes) == ("Not law.", ("Obligation",), "Ask.")


def test_a_copy_of_one_of_our_codes_is_another_code() -> None:
    told = "<Description>Code id: duty</Description>"
    read = project(codebook(code("Duty", told), code("Copy", told)))
    assert [each.id for each in read.codes] == ["duty", ""]
    assert any("taken for copies" in each for each in read.notes)


def test_codings_come_with_coder_date_place_and_quote() -> None:
    codings = {each.key: each for each in everything().codings}
    one = ProjectCoding(
        guid("c1"),
        guid("Talk"),
        guid("Warning"),
        guid("Ana"),
        0,
        16,
        "I wrote it down.",
        "2026-03-01T09:30:00+01:00",
    )
    assert codings[guid("c1")] == one
    # Its own date and coder are not told, so those of the passage hold.
    two = codings[guid("c2")]
    assert (two.coder, two.made_at, two.code) == (guid("Ben"), "2026-03-02T09:30:00Z", guid("Doubt"))
    assert (codings[guid("c3")].coder, codings[guid("c3")].made_at) == (guid("Ana"), "")
    assert any("time zone" in each for each in everything().notes)


def test_a_pdf_is_coded_in_its_text_and_its_file_is_found_in_any_case() -> None:
    read = everything()
    paper = next(each for each in read.texts if each.name == "Paper.pdf")
    assert (paper.key, paper.text) == (guid("Paper.pdf"), "The paper says so.")
    assert [paper.text[each.start : each.end] for each in read.codings if each.text == paper.key] == ["paper"]
    kept = etree.fromstring(read.kept[f"Within/{paper.key}"])
    assert [etree.QName(each).localname for each in kept] == [
        "PDFSelection",
        "PDFSelection",
        "Representation",
    ]
    assert kept.get("path") == "internal://paper.pdf"
    assert left_out(read)["areas of PDF pages"] == 2
    assert left_out(read)["codings of areas of PDF pages"] == 1  # the other is coded in the text as well


def test_a_transcript_is_coded_between_its_moments() -> None:
    read = everything()
    film = next(each for each in read.texts if each.name == "Film text")
    assert film.text == "Tell me all."
    assert [(each.start, each.end) for each in read.codings if each.text == film.key] == [(5, 7)]
    assert "timeStamp" in read.kept[f"Within/{film.key}"]
    assert "VideoSelection" in read.kept[f"Sources/{guid('Film')}"]
    assert "Transcript" not in read.kept[f"Sources/{guid('Film')}"]


def test_notes_are_memos_about_what_refers_to_them_or_is_linked_to_them() -> None:
    memos = {each.text: each for each in everything().memos}
    assert memos["Ask Ben."] == ProjectMemo(
        guid("on c1"), "coding", guid("c1"), "Ask Ben.", "on c1", guid("Ana"), "2026-03-03T10:00:00Z"
    )
    about = {text: (each.about, each.subject) for text, each in memos.items()}
    assert about == {
        "Ask Ben.": ("coding", guid("c1")),
        "Loud.": ("coding", guid("c2")),  # of the codings there, that by whoever made the passage
        "Is it duty?": ("coding", guid("c2")),
        "Split it?": ("code", guid("Duty")),
        "Hot day.": ("transcript", guid("Talk")),
        "Good team.": ("study", ""),
        "Nobody refers to me.": ("coding", guid("c3")),
    }
    assert memos["Is it duty?"].author == guid("Ben")


def test_descriptions_stay_with_what_they_describe() -> None:
    read = everything()
    assert read.description == "All of it."
    assert read.texts[0].description == "The first talk."


def test_cases_have_values_as_text_and_their_texts() -> None:
    first, second = everything().cases
    assert first == ProjectCase(
        guid("P01"), "P01", (guid("Talk"), guid("Paper.pdf")), {"age": "41", "works": "true"}, "The first."
    )
    assert (second.name, second.texts, second.attributes) == ("Paper.pdf", (guid("Paper.pdf"),), {"age": "7"})


def test_sets_and_values_of_sources_are_attributes_of_texts() -> None:
    assert everything().texts[0].attributes == {"where": "Graz", "hot days": "yes"}


def test_a_set_called_as_a_variable_keeps_both() -> None:
    read = project(
        f"<Variables>{variable('town', 'Text')}</Variables>"
        + sources(inline("Talk", TALK, value("town", "Text", "Graz")))
        + f"<Sets>{set_of('town', ref('MemberSource', 'Talk'))}</Sets>"
    )
    assert read.texts[0].attributes == {"town": "Graz", "town (set)": "yes"}


def test_everything_else_is_counted_and_its_xml_is_kept() -> None:
    read = everything()
    assert left_out(read) == {
        "passages without a code": 1,
        "codings of whole texts": 1,
        "pictures": 1,
        "codings of pictures": 1,
        "pages of PDF documents": 1,
        "areas of PDF pages": 2,
        "codings of areas of PDF pages": 1,
        "moments of recordings that transcripts name": 2,
        "videos": 1,
        "codings of videos": 1,
        "codings, passages and values of notes": 1,
        "links": 1,
        "graphs": 1,
        "sets of codes": 1,
        "descriptions of variables": 1,
        "passages of cases": 1,
        "files": 1,
    }
    assert all(each.kept for each in read.left_out if each.what != "files")
    assert set(read.kept) == {
        *("Variables", "Links", "Sets", "Graphs"),
        f"Within/{guid('Talk')}",
        f"Sources/{guid('Photo')}",
        f"Within/{guid('Paper.pdf')}",
        f"Within/{guid('Film text')}",
        f"Sources/{guid('Film')}",
        f"Notes/{guid('on all')}",
        f"Cases/{guid('P01')}",
    }
    names = {where: etree.QName(etree.fromstring(kept)) for where, kept in read.kept.items()}
    assert {each.namespace for each in names.values()} == {NAMESPACE}
    assert names[f"Sources/{guid('Photo')}"].localname == "PictureSource"
    within = etree.fromstring(read.kept[f"Within/{guid('Talk')}"])
    assert [etree.QName(each).localname for each in within] == ["PlainTextSelection", "Coding"]
    assert within.get("name") == "Talk"


@needs_samples
def test_the_project_made_by_hand_keeps_to_the_schema() -> None:
    schema = etree.XMLSchema(etree.parse(Path(SAMPLES) / "Project.xsd"))
    schema.assertValid(etree.fromstring(xml(EVERYTHING)))


# --- passages and their words ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [
        (5, 5, (5, 5)),
        (9, 2, (9, 2)),
        (-4, 3, (-4, 3)),
        (0, 9_000_000_000, (0, 9_000_000_000)),
        ("+1", " 7 ", (1, 7)),
        ("0", "9" * 6_000, (0, 2**53 - 1)),
    ],
)
def test_places_that_are_no_passage_come_as_they_are(
    start: object, end: object, place: tuple[int, int]
) -> None:
    (made,) = coded(selection("s", start, end, coding("c", "Duty"))).codings
    assert (made.start, made.end) == place


@pytest.mark.parametrize("start", ["", "one", "1.5", "\u0661", "0x1"])
def test_a_place_that_is_no_number_counts_unless_the_words_are_told(start: str) -> None:
    read = coded(selection("s", start, 7, coding("c", "Duty")))
    assert (read.codings, left_out(read)) == ((), {"codings": 1})


def test_words_that_are_told_stand_for_a_place_that_is_not() -> None:
    sound = selection("a", 0, 16, coding("c", "Duty"), 'name="I wrote it down."')
    (_, lost) = coded(sound, selection("b", "?", "", coding("d", "Duty"), 'name="Nobody asked me"')).codings
    assert (lost.start, lost.end, lost.quote) == (None, None, "Nobody asked me")


def test_words_from_elsewhere_in_the_text_are_the_quote_and_a_remark_is_a_memo() -> None:
    sound = selection("a", 0, 16, coding("c1", "Duty"), 'name="I wrote it down."')
    wrong = selection("b", 0, 5, coding("c2", "Duty"), 'name="Nobody asked me"')
    cut = selection("c", 0, 16, coding("c3", "Duty"), 'name="I wrote it…"')
    named = selection(
        "d", 17, 23, "<Description>Why him?</Description>" + coding("c4", "Duty"), 'name="of nobody"'
    )
    alone = selection("e", 17, 23, coding("c5", "Duty"), 'name="blame, perhaps"')
    number = selection("f", 17, 23, coding("c6", "Duty"), 'name="Quotation 6:1"')
    read = coded(sound, wrong, cut, named, alone, number)
    assert [each.quote for each in read.codings] == ["I wrote it down.", "Nobody asked me", "", "", "", ""]
    assert [(each.subject, each.title, each.text) for each in read.memos] == [
        (guid("c4"), "of nobody", "Why him?"),
        (guid("c5"), "", "blame, perhaps"),
    ]
    assert left_out(read) == {"names of passages": 1}


def test_a_description_that_quotes_the_passage_is_no_memo() -> None:
    read = coded(selection("s", 0, 16, "<Description>I wrote it down.</Description>" + coding("c", "Duty")))
    assert (read.codings[0].quote, read.memos) == ("I wrote it down.", ())


# --- texts and their files ---------------------------------------------------------------------------


def one_file(content: bytes, path: str = "internal://talk.txt", name: str = "talk.txt") -> Project:
    inside = codebook(code("Duty")) + sources(
        text_source("Talk", selection("s", 0, 1, coding("c", "Duty")), f'plainTextPath="{path}"')
    )
    return refi.read(qdpx(inside, {name: content}))


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfna\xc3\xafve\r\n!",
        "na\u00efve\r\n!".encode("utf-16"),
        "\ufeffna\u00efve\n!".encode("utf-16-be"),
        "na\u00efve\r!".encode(),
    ],
)
def test_texts_come_from_utf8_and_marked_utf16_with_plain_line_ends(content: bytes) -> None:
    assert one_file(content).texts[0].text == "na\u00efve\n!"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"na\xefve", "neither UTF-8 nor UTF-16"),
        (b"\xff\xfe\x00\xd8a\x00", "neither UTF-8 nor UTF-16"),
        ("half \ud800".encode("utf-8", "surrogatepass"), "neither UTF-8 nor UTF-16"),
        (b"one\x00two", "such as NUL"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
    ],
)
def test_a_text_that_cannot_be_read_is_left_out_with_its_codings(content: bytes, why: str) -> None:
    read = one_file(content)
    assert (read.texts, read.codings) == ((), ())
    assert left_out(read) == {"texts": 1, "codings of texts that are left out": 1}
    assert why in read.left_out[0].why
    assert f"Sources/{guid('Talk')}" in read.kept


@pytest.mark.parametrize("path", ["talk.txt", "INTERNAL://TALK.TXT", "internal://sources/Talk.txt"])
def test_a_file_is_found_by_its_name_in_any_case(path: str) -> None:
    assert one_file(b"Hello.", path).texts[0].text == "Hello."


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("internal://else.txt", "not in the project"),
        ("relative:///talk.txt", "outside"),
        ("absolute:///etc/passwd", "outside"),
        ("internal://../../../etc/passwd", "not in the project"),
        ("/etc/passwd", "not in the project"),
        ("internal://", "not in the project"),
    ],
)
def test_a_file_that_is_not_in_the_archive_is_told(path: str, why: str) -> None:
    read = one_file(b"Hello.", path)
    assert why in read.left_out[0].why
    assert left_out(read)["texts"] == 1


def test_two_files_of_one_name_are_told_and_not_mixed_up() -> None:
    inside = sources(text_source("Talk", more='plainTextPath="internal://TALK.txt"'))
    data = packed([("project.qde", xml(inside)), ("a/talk.txt", b"One."), ("b/Talk.txt", b"Two.")])
    assert "two files" in refi.read(Source("x.qdpx", data)).left_out[0].why


def test_a_bare_project_file_says_that_its_texts_are_elsewhere() -> None:
    read = project(sources(text_source("Talk", more='plainTextPath="internal://talk.txt"')))
    assert "give the .qdpx" in read.left_out[0].why


def test_the_project_file_may_have_any_name_and_lie_in_a_folder() -> None:
    data = packed([("Ours/My Study.QDE", xml(sources(inline("Talk", TALK)))), ("__MACOSX/._x.qde", b"?")])
    read = refi.read(Source("x.qdpx", data))
    assert read.texts[0].text == TALK
    assert any("in a folder" in each for each in read.notes)


# --- what is odd -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "space",
    ["urn:QDA-XML:project:0:4", "urn:QDA-XML:project:0:10", "urn:QDA-XML:project:1:0", "urn:else", ""],
)
def test_older_namespaces_are_read_with_a_note_and_kept_in_the_new_one(space: str) -> None:
    read = refi.read(Source("x.qde", xml(EVERYTHING, space=space)))
    assert len(read.codes) == 3
    assert any("namespace" in each for each in read.notes)
    assert {etree.QName(etree.fromstring(kept)).namespace for kept in read.kept.values()} == {NAMESPACE}


def test_wrong_order_empty_containers_and_unknown_elements_are_told() -> None:
    read = project(f"<Sets/>{sources(inline('Talk', TALK))}{codebook(code('Duty'))}<Sound/><Users/>")
    assert [each.name for each in read.codes] == ["Duty"]
    assert left_out(read) == {"unknown elements": 1}
    told = " ".join(read.notes)
    assert "2 containers are empty" in told
    assert "1 elements have their parts in another order" in told
    assert "'Sound'" in told


def test_references_to_nothing_are_counted() -> None:
    stranger = f'creatingUser="{guid("stranger")}"'
    read = coded(
        selection("a", 0, 5, coding("c1", "Nothing")),
        selection("b", 0, 5, coding("c2", "Duty", note_ref("nowhere"), stranger)),
        selection("c", 0, 5, coding("c3", "Duty", more=stranger)),
        selection("d", 0, 5, f'<Coding guid="{guid("c4")}"/>'),
        more=f"<Sets>{set_of('lost', ref('MemberSource', 'nowhere'))}</Sets>",
    )
    assert left_out(read) == {
        "codings": 2,
        "names of coders": 1,
        "references to notes": 1,
        "sets of sources that are left out": 1,
    }
    # Whoever coded without being listed is still one person.
    assert read.coders == (ProjectCoder(guid("stranger"), "Unknown 1"),)
    assert {each.coder for each in read.codings} == {guid("stranger")}


def test_values_and_cases_that_lead_nowhere_are_counted() -> None:
    inside = value("no", "Text", "x") + ref("SourceRef", "no")
    read = project(f"<Cases>{case('C', inside)}</Cases>")
    assert left_out(read) == {"sources of cases": 1, "values": 1}
    assert read.cases[0].texts == ()


def test_repeated_and_malformed_guids_are_told_and_nothing_is_lost() -> None:
    same = selection("a", 0, 5, coding("c", "Duty") + coding("c", "Duty"))
    read = project(
        f"<Users>{user('Ana')}{user('Ana')}<User name='Ben'/><User guid='x y' name='Cleo'/></Users>"
        + codebook(code("Duty"), code("Duty"))
        + sources(inline("Talk", TALK, same), inline("Talk", "Again."))
    )
    assert [len(each) for each in (read.coders, read.codes, read.codings, read.texts)] == [4, 2, 2, 2]
    assert {each.code for each in read.codings} == {guid("Duty")}
    told = " ".join(read.notes)
    for kind in ("user", "code", "coding", "source"):
        assert f"1 {kind}s have the guid of another" in told
    assert "users have no guid" in told
    assert "'x y'" in told


def test_guids_are_compared_without_braces_and_case() -> None:
    ref = f'<Coding guid="{guid("c")}"><CodeRef targetGUID="{{{guid("Duty").upper()}}}"/></Coding>'
    assert coded(selection("s", 0, 5, ref)).codings[0].code == guid("Duty")


@pytest.mark.parametrize(
    "date", ["yesterday", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+14:00", "2026-01-01", "9" * 999]
)
def test_dates_that_are_none_are_left_out_and_told(date: str) -> None:
    read = coded(selection("s", 0, 5, coding("c", "Duty", more=f'creationDateTime="{date}"')))
    assert read.codings[0].made_at == ""
    assert any("dates cannot be read" in each for each in read.notes)


def test_names_of_controls_and_nothing_are_mended() -> None:
    read = project(codebook('<Code name="a&#10;b\u202ec"/>', "<Code/>"))
    assert [each.name for each in read.codes] == ["a b c", "Unnamed"]
    assert all(each.name.isprintable() for each in read.codes)


# --- refused -----------------------------------------------------------------------------------------


def test_what_is_no_project_is_refused() -> None:
    assert "no .qde file" in refusal(Source("x.qdpx", packed([("a.txt", b"")])))
    assert "2 projects" in refusal(Source("x.qdpx", packed([("a.qde", xml("")), ("B.QDE", xml(""))])))
    assert "is a codebook" in refusal(Source("x.qde", b"<CodeBook/>"))
    assert "begins with <html>" in refusal(Source("x.qde", b"<html/>"))
    assert "is damaged" in refusal(Source("x.qde", b""))
    assert "is damaged" in refusal(Source("x.qdpx", b"PK\x03\x04 and no more"))


def test_entities_document_types_and_half_characters_are_refused() -> None:
    for kind in (
        '<!DOCTYPE Project SYSTEM "http://localhost/x">',
        '<!DOCTYPE P [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ):
        assert "document type" in refusal(Source("x.qde", f'{kind}<Project name="x"/>'.encode()))
    assert "damaged" in refusal(Source("x.qde", b'<Project name="&a;"/>'))
    for half in (b"&#xD800;", b"&#0;", b"\xed\xa0\x80", b"\x00"):
        assert "damaged" in refusal(Source("x.qde", b"<Project name='" + half + b"'/>"))


def test_paths_out_of_the_archive_links_and_repeated_members_are_refused() -> None:
    assert "path out of it" in refusal(
        Source("x.qdpx", packed([("project.qde", xml("")), ("../x.txt", b"")]))
    )
    assert "path out of it" in refusal(Source("x.qdpx", packed([("project.qde", xml("")), ("/x.txt", b"")])))
    link = zipfile.ZipInfo("sources/x.txt")
    link.external_attr = 0o120777 << 16
    data = packed([("project.qde", xml("")), (link, b"/etc/passwd")])  # type: ignore[list-item]
    assert "holds the link" in refusal(Source("x.qdpx", data))
    with pytest.warns(UserWarning, match="Duplicate"):
        data = packed([("project.qde", xml("")), ("project.qde", xml(""))])
    assert "twice" in refusal(Source("x.qdpx", data))


def test_a_bomb_and_a_declared_size_of_two_gigabytes_are_refused_at_once() -> None:
    began = time.process_time()
    bomb = packed([("project.qde", b"<Project>" + b" " * (30 * limits.MEGABYTE))])
    assert "over 200 times" in refusal(Source("x.qdpx", bomb))
    data = bytearray(packed([("project.qde", xml("")), ("sources/a.txt", b"a")]))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 2**31 - 1)
    assert "unpacks to more than" in refusal(Source("x.qdpx", bytes(data)))
    assert time.process_time() - began < 20


def test_a_million_codes_in_each_other_are_refused_at_once() -> None:
    began = time.process_time()
    deep = f"<Code guid='{guid('x')}' name='x' isCodable='true'>".encode()
    assert "is damaged" in refusal(
        Source("x.qde", xml("").replace(b"</Project>", b"<CodeBook><Codes>") + deep * 500_000)
    )
    many = b"<Code>" * 1_000_000 + b"</Code>" * 1_000_000
    data = b'<Project name="x"><CodeBook><Codes>' + many + b"</Codes></CodeBook></Project>"
    assert "is damaged" in refusal(Source("x.qde", data))
    assert time.process_time() - began < 20


def test_codes_as_deep_as_xml_may_be_are_read() -> None:
    deep = "".join(f'<Code guid="{guid(str(at))}" name="c{at}" isCodable="true">' for at in range(240))
    read = project(f"<CodeBook><Codes>{deep}{'</Code>' * 240}</Codes></CodeBook>")
    assert [each.name for each in read.codes] == [f"c{at}" for at in range(240)]
    assert all(below.parent == above.key for above, below in zip(read.codes, read.codes[1:], strict=False))


def test_more_elements_than_a_project_has_are_refused_before_they_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "MOST_MARKS", 1_000)
    assert "elements and attributes" in refusal(qde("<Link/>" * 1_001))


def test_texts_that_many_sources_name_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = sources(*(text_source(f"t{at}", more='plainTextPath="talk.txt"') for at in range(20)))
    source = qdpx(inside, {"talk.txt": b"word " * 1_000})
    assert len(refi.read(source).texts) == 20
    monkeypatch.setattr(limits, "LARGEST_INFLATED", 50_000)
    assert "texts of more than" in refusal(source)


def test_many_transcripts_and_many_cases_are_not_multiplied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refi_sources, "_MOST_TRANSCRIPTS", 3)
    transcripts = "".join(
        f'<Transcript guid="{guid(str(at))}"><PlainTextContent>x</PlainTextContent></Transcript>'
        for at in range(9)
    )
    read = project(
        f"<Cases>{case('C', ref('SourceRef', 'Film'))}</Cases>"
        + sources(source("VideoSource", "Film", transcripts))
    )
    assert (len(read.texts), len(read.cases[0].texts)) == (9, 3)
    assert any("too many" in each for each in read.notes)


def test_things_that_repeat_themselves_by_the_thousand_take_no_square_of_the_time() -> None:
    began = time.process_time()
    passages = selection("s", 0, 5, coding("c", "Duty"), 'name="never said like this"') * 20_000
    read = project(
        f"<Variables>{variable('v', 'Text') * 20_000}</Variables>"
        f"<Cases>{case('C', value('v', 'Text', 'x') * 20_000)}</Cases>"
        + codebook(code("Duty"))
        + sources(inline("Talk", TALK, passages))
    )
    assert len({each.key for each in read.codings}) == 20_000
    assert time.process_time() - began < 60


# --- telling projects from other files ---------------------------------------------------------------


def test_projects_are_told_from_other_files_by_their_bytes() -> None:
    assert refi.sniff(everything_source())
    assert refi.sniff(qde(EVERYTHING))
    assert refi.sniff(
        Source("x", b"\xef\xbb\xbf<!-- ours --><q:Project name='x' xmlns:q='urn:QDA-XML:project:1.0'/>")
    )
    assert refi.sniff(Source("x", xml("").decode().replace("utf-8", "utf-16").encode("utf-16")))
    for other in (
        b"",
        b"PK\x03\x04",
        packed([("word/document.xml", b"<Project xmlns='urn:QDA-XML:project:1.0'/>")]),
        b"<CodeBook xmlns='urn:QDA-XML:codebook:1.0'/>",
        b"<Project name='of a builder' xmlns='http://schemas.microsoft.com/developer/msbuild/2003'/>",
        b"Project urn:QDA-XML:project",
        json.dumps({"kind": "bundle"}).encode(),
    ):
        assert not refi.sniff(Source("x.qdpx", other))


def everything_source() -> Source:
    return qdpx(EVERYTHING)


@given(
    st.binary(max_size=200),
    st.sampled_from((b"", b"PK\x03\x04", b"PK\x03\x04PK\x01\x02", b"<Project xmlns='urn:QDA-XML:project")),
)
def test_sniffing_never_fails(data: bytes, head: bytes) -> None:
    assert refi.sniff(Source("x.qdpx", head + data)) in (True, False)


ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        (
            "guid",
            "name",
            "targetGUID",
            "startPosition",
            "endPosition",
            "creatingUser",
            "plainTextPath",
            "color",
            "isCodable",
            "creationDateTime",
            "position",
            "fromSyncPoint",
            "toSyncPoint",
        )
    ),
    st.sampled_from(
        (guid("a"), guid("b"), "", "x", "-1", "3", "#fff", "true", "2026-01-01T00:00:00Z", "a.txt", "Hello")
    ),
    max_size=5,
)
NAMES = st.sampled_from(
    (
        "Users",
        "User",
        "CodeBook",
        "Codes",
        "Code",
        "Variables",
        "Variable",
        "Cases",
        "Case",
        "Sources",
        "TextSource",
        "PDFSource",
        "PictureSource",
        "AudioSource",
        "VideoSource",
        "Transcript",
        "Representation",
        "PlainTextContent",
        "PlainTextSelection",
        "TranscriptSelection",
        "SyncPoint",
        "Coding",
        "CodeRef",
        "NoteRef",
        "Notes",
        "Note",
        "Links",
        "Link",
        "Sets",
        "Set",
        "MemberSource",
        "Graphs",
        "Description",
        "VariableValue",
        "VariableRef",
        "TextValue",
        "Odd",
    )
)
TREES = st.recursive(
    st.tuples(NAMES, ATTRIBUTES, st.sampled_from(("", "Hello there.")), st.just(())),
    lambda below: st.tuples(NAMES, ATTRIBUTES, st.just(""), st.lists(below, max_size=4)),
    max_leaves=30,
)


@settings(max_examples=120, deadline=None)
@given(st.lists(TREES, max_size=6))
def test_whatever_is_in_the_xml_is_read_or_refused_with_a_reason(trees: list[object]) -> None:
    root = etree.Element(f"{{{NAMESPACE}}}Project", {"name": "x"})
    for tree in trees:
        grow(root, tree)
    source = Source(
        "x.qdpx", packed([("project.qde", etree.tostring(root)), ("sources/a.txt", b"Hello there.")])
    )
    try:
        read = refi.read(source)
    except ToolkitError:
        return
    for kept in read.kept.values():
        etree.fromstring(kept)


def grow(parent: etree._Element, tree: Any) -> None:  # noqa: ANN401 - a tree of tuples
    name, attributes, text, below = tree
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    element.text = text
    for each in below:
        grow(element, each)


# --- real files --------------------------------------------------------------------------------------


@needs_samples
def test_all_codings_of_the_real_nvivo_project_are_in_place() -> None:
    path = next(Path(SAMPLES).glob("nvivo-win*.qdpx"))
    read = refi.read(Source(path.name, path.read_bytes()))
    found = read.positions
    assert found is not None
    assert (len(read.codings), len(read.texts), len(read.codes)) == (303, 2, 152)
    assert (found.rule, found.n, found.evidence, found.runner_up) == ("utf16", 303, "words", "codepoints")
    assert round(found.score or 0, 3) == 0.970
    assert round(found.runner_up_score or 0, 3) == 0.112
    texts = {each.key: each.text for each in read.texts}
    cut = 0
    for each in read.codings:
        text = texts[each.text]
        assert each.start is not None
        assert each.end is not None
        assert 0 <= each.start < each.end <= len(text)
        # Of nine that do not end at blanks, six end at a mark; three cut a word, as their coder marked it.
        cut += any(
            text[at - 1].isalnum() and text[at].isalnum()
            for at in (each.start, each.end)
            if 0 < at < len(text)
        )
    assert cut == 3
    assert {each.what for each in read.left_out} == {"formatted copies of texts"}
    assert len({each.coder for each in read.codings}) == 1


@needs_samples
def test_the_real_nvivo_project_fits_no_other_rule() -> None:
    path = next(Path(SAMPLES).glob("nvivo-win*.qdpx"))
    for rule in ("codepoints", "utf16,crlf-as-one", "utf16,bom-counted"):
        found = refi.read(Source(path.name, path.read_bytes()), rule).positions
        assert found is not None
        assert (found.score or 0) < 0.12
        assert (found.runner_up, found.chosen) == ("utf16", True)


@needs_samples
def test_the_real_atlas_ti_project_tells_what_its_missing_files_cost() -> None:
    path = next(Path(SAMPLES).glob("atlasti*.qdpx"))
    read = refi.read(Source(path.name, path.read_bytes()))
    assert (len(read.codes), len(read.memos), read.texts, read.codings) == (14, 2, (), ())
    assert [each.is_program for each in read.coders] == [True, False, False]
    counts = left_out(read)
    assert (counts["texts"], counts["codings of texts that are left out"], counts["transcripts"]) == (6, 7, 3)
    assert (counts["links"], counts["graphs"]) == (1, 1)
    assert sum(where.startswith("Sources/") for where in read.kept) == 12
