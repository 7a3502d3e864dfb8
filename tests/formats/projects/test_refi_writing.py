import io
import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pyrefiqda import RefiProject

from tests.formats.codebooks.foreign import books, sample
from toolkit.formats.codebooks import refi, sections
from toolkit.formats.projects.refi import guids
from toolkit.formats.projects.refi.outgoing import CONSENSUS_TOLD
from toolkit.formats.projects.refi.outgoing_codes import DEEPEST
from toolkit.formats.projects.refi.targets import ORIGINS, Target
from toolkit.formats.projects.refi.typed import colour, first_words, moment, type_of
from toolkit.formats.projects.refi.writing import lost, warnings, write, write_bare
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.project import (
    Project,
    ProjectCase,
    ProjectCode,
    ProjectCoder,
    ProjectCoding,
    ProjectMemo,
    ProjectText,
)

SAMPLES = os.environ.get("INTERCODER_REFI_SAMPLES", "")
needs_samples = pytest.mark.skipif(not SAMPLES, reason="INTERCODER_REFI_SAMPLES names no folder")
TARGETS: tuple[Target, ...] = get_args(Target)
SPACE = "urn:QDA-XML:project:1.0"
Q = f"{{{SPACE}}}"
G = "5215cc69-b628-4e02-afb9-9beeaee5580{}"

# The order of parts and the attributes that have to be there, from the words of the standard.
ORDER = {
    "Project": "Users CodeBook Variables Cases Sources Notes Links Sets Graphs Description NoteRef",
    "Code": "Description NoteRef Code",
    "Case": "Description CodeRef VariableValue SourceRef SelectionRef",
    "TextSource": "Description PlainTextContent PlainTextSelection Coding NoteRef VariableValue",
    "PDFSource": "Description PDFSelection Representation Coding NoteRef VariableValue",
    "Note": "Description PlainTextContent PlainTextSelection Coding NoteRef VariableValue",
    "PlainTextSelection": "Description Coding NoteRef",
    "Coding": "CodeRef NoteRef",
    "VariableValue": "VariableRef TextValue BooleanValue IntegerValue FloatValue DateValue",
}
REQUIRED = {
    "Project": "name",
    "User": "guid",
    "Code": "guid name isCodable",
    "Variable": "guid name typeOfVariable",
    "Case": "guid",
    "TextSource": "guid",
    "PlainTextSelection": "guid startPosition endPosition",
    "Coding": "guid",
    "Note": "guid",
    "CodeRef": "targetGUID",
    "NoteRef": "targetGUID",
    "SourceRef": "targetGUID",
    "VariableRef": "targetGUID",
}
NEVER_EMPTY = (
    "Users",
    "CodeBook",
    "Codes",
    "Variables",
    "Cases",
    "Sources",
    "Notes",
    "Links",
    "Sets",
    "Graphs",
)

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r") | st.sampled_from(
    "\n\n🙂\u0301👩 "
)
TEXTS = st.text(LETTERS, max_size=60).filter(lambda text: not text.startswith("\ufeff"))
ANYTHING = st.text(st.characters() | st.sampled_from("\x00\r\n\x1b\ud800\uffff🙂<&]\"'"), max_size=12)
KEYS = st.one_of(
    ANYTHING.filter(bool),
    st.sampled_from([G.format(n) for n in range(4)] + [f"{{{G.format(1).upper()}}}", guids.CONSENSUS]),
)
MOMENTS = st.sampled_from(["", "2026-03-01T09:30:00Z", "2026-03-01T09:30:00.25+01:00", "once", "2026-03-01"])
VALUES = st.sampled_from(["", "1", "-3", "007", "2.5", "true", "2026-03-01", "2026-02-30", "x\x07", "1e5"])


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Make any sound project: odd letters wherever there may be text, several coders on a passage."""

    def keys(most: int) -> list[str]:
        return draw(st.lists(KEYS, unique=True, max_size=most))

    coders = tuple(ProjectCoder(key, draw(ANYTHING)) for key in keys(3))
    codes: list[ProjectCode] = []
    for key in keys(4):
        above = draw(st.sampled_from(["", *(code.key for code in codes)]))
        shade = draw(st.sampled_from(["", "#00ff00", "red"]))
        codes.append(
            ProjectCode(
                key, draw(ANYTHING), above, definition=draw(ANYTHING), colour=shade, example=draw(ANYTHING)
            )
        )
    attributes = st.dictionaries(ANYTHING, VALUES, max_size=2)
    texts = tuple(
        ProjectText(
            key,
            draw(ANYTHING),
            draw(TEXTS),
            draw(ANYTHING),
            "",
            draw(ANYTHING),
            draw(MOMENTS),
            draw(attributes),
        )
        for key in keys(3)
    )
    codings: list[ProjectCoding] = []
    for key in keys(8) if texts and codes else []:
        text = draw(st.sampled_from(texts))
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(text.text))] * 2)))
        codings.append(
            ProjectCoding(
                key,
                text.key,
                draw(st.sampled_from(codes)).key,
                draw(st.sampled_from(["", *(coder.key for coder in coders)])),
                start,
                end,
                made_at=draw(MOMENTS),
                certainty=draw(st.sampled_from([None, "sure", "unsure"])),
                consensus=draw(st.booleans()),
            )
        )
    subjects: list[tuple[Any, str]] = [
        ("study", ""),
        *(("coding", each.key) for each in codings),
        *(("transcript", each.key) for each in texts),
        *(("code", each.key) for each in codes),
    ]
    memos: list[ProjectMemo] = []
    for key in keys(4):
        about, subject = draw(st.sampled_from(subjects))
        memos.append(ProjectMemo(key, about, subject, draw(ANYTHING), draw(ANYTHING), made_at=draw(MOMENTS)))
    of = st.lists(st.sampled_from([text.key for text in texts]), unique=True) if texts else st.just([])
    cases = tuple(
        ProjectCase(key, draw(ANYTHING), tuple(draw(of)), draw(attributes), draw(ANYTHING)) for key in keys(2)
    )
    name, key = draw(ANYTHING), draw(ANYTHING)
    parts = (coders, tuple(codes), texts, tuple(codings), tuple(memos), cases)
    return Project(name, "test", "", key, draw(ANYTHING), *parts)


def inside(data: bytes) -> tuple[etree._Element, dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return etree.fromstring(members.pop("project.qde")), members


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def found(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(f"{Q}{name}"))


def check_shape(root: etree._Element) -> None:
    for element in root.iter():
        name = local(element)
        assert set(REQUIRED.get(name, "").split()) <= {str(key) for key in element.attrib}
        if name in ORDER:
            places = [ORDER[name].split().index(local(child)) for child in element]
            assert places == sorted(places)
        assert len(element) or name not in NEVER_EMPTY
    for name in ORDER["Project"].split()[:-1]:
        assert len(root.findall(f"{Q}{name}")) <= 1


def check_guids(root: etree._Element) -> None:
    given = [element.get("guid", "") for element in root.iter() if "guid" in element.attrib]
    assert all(re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", each) for each in given)
    assert not [guid for guid, times in Counter(given).items() if times > 1]
    for element in root.iter():
        for name in ("targetGUID", "creatingUser", "modifyingUser", "originGUID", "representedGUID"):
            assert element.get(name) is None or element.get(name) in given


def passages(
    root: etree._Element, members: dict[str, bytes], target: Target
) -> Iterator[tuple[str, str, str]]:
    """Yield for each coding its text's name, its guid and the words, cut as a program of the target would."""
    for source in found(root, "TextSource"):
        path = source.get("plainTextPath", "").replace("internal://", "sources/")
        for selection in source.findall(f"{Q}PlainTextSelection"):
            ends = [int(selection.get(name, "")) for name in ("startPosition", "endPosition")]
            words = cut(members[path], ends[0], ends[1], target)
            for coding in selection.findall(f"{Q}Coding"):
                yield source.get("name", ""), coding.get("guid", ""), words


def cut(file: bytes, start: int, end: int, target: Target) -> str:
    if target == "standard":
        assert b"\r" not in file
        return file.decode("utf-8")[start:end]
    if target == "nvivo":
        assert file.startswith(b"\xef\xbb\xbf")
        units = file.decode("utf-8-sig").encode("utf-16-le")
        return units[2 * start : 2 * end].decode("utf-16-le").replace("\r\n", "\n")
    text = file.decode("utf-8")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n", "\n")[start:end]


# --- any project ------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", TARGETS)
@given(projects())
def test_positions_give_back_exactly_the_words_that_were_coded(target: Target, project: Project) -> None:
    root, members = inside(write(project, target=target))
    at = {text.key: text.text for text in project.texts}
    wanted = {
        (coding.text, coding.start, coding.end, coding.code, coding.consensus or coding.coder)
        for coding in project.codings
        if coding.start is not None and coding.end is not None and coding.start < coding.end
    }
    words = Counter(words for _, _, words in passages(root, members, target))
    assert words == Counter(at[text][start:end] for text, start, end, *_ in wanted)


@given(projects())
def test_what_is_written_keeps_to_the_order_and_needs_of_the_standard(project: Project) -> None:
    for root in (inside(write(project))[0], etree.fromstring(write_bare(project))):
        check_shape(root)
        check_guids(root)


@needs_samples
@given(projects())
def test_what_is_written_is_valid_under_the_published_schema(project: Project) -> None:
    schema = etree.XMLSchema(etree.parse(str(Path(SAMPLES) / "Project.xsd")))
    for target in TARGETS:
        schema.assertValid(inside(write(project, target=target))[0])
    schema.assertValid(etree.fromstring(write_bare(project)))


@given(projects())
def test_the_same_project_is_the_same_bytes_and_members_are_named_by_guids(project: Project) -> None:
    first = write(project)
    assert first == write(project)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        infos = archive.infolist()
    assert infos[0].filename == "project.qde"
    assert all(re.fullmatch(r"sources/[0-9a-f-]{36}\.txt", info.filename) for info in infos[1:])
    assert {(info.compress_type, info.date_time[0]) for info in infos} == {(zipfile.ZIP_DEFLATED, 1980)}


@given(projects())
def test_a_bare_file_holds_the_texts_and_no_position_moves(project: Project) -> None:
    root = etree.fromstring(write_bare(project))
    for source, text in zip(found(root, "TextSource"), project.texts, strict=True):
        content = source.findtext(f"{Q}PlainTextContent", "")
        assert "plainTextPath" not in source.attrib
        assert len(content) == len(text.text)
        assert all(
            one == other or ord(other) < 0x20 or other in "\ufffe\uffff"
            for one, other in zip(content, text.text, strict=True)
        )


@given(projects())
def test_telling_what_is_lost_and_doubtful_never_fails(project: Project) -> None:
    for target in TARGETS:
        for told in (*lost(project), *warnings(project, target)):
            assert told == told.strip()
            assert told


@given(projects())
def test_an_independent_reader_finds_codes_coders_codings_memos_and_cases(
    tmp_path_factory: pytest.TempPathFactory, project: Project
) -> None:
    folder = tmp_path_factory.mktemp("refi")
    file = folder / "x.qdpx"
    file.write_bytes(write(project))
    read: Any = RefiProject.load(file, str(folder / "x"))

    def every(codes: list[Any]) -> Iterator[Any]:
        for code in codes:
            yield code
            yield from every(code.code)

    codes = list(every(read.code_book.codes.code)) if read.code_book else []
    assert len(codes) == len(project.codes)
    users = {user.guid for user in read.users.user} if read.users else set()
    settled = {each.coder for each in project.codings if each.consensus}
    did = {each.coder for each in project.codings if not each.consensus}
    people = {
        each.key
        for each in project.coders
        if guids.normal(each.key) != guids.CONSENSUS and each.key not in settled - did
    }
    is_there = any(guids.normal(each.key) == guids.CONSENSUS for each in project.coders) or bool(settled)
    assert len(users) == len(people) + is_there
    named = {each.participant for each in project.texts if each.participant}
    known = {each.key for each in project.cases} | {each.name for each in project.cases}
    assert len(read.cases.case if read.cases else []) == len(project.cases) + len(named - known)
    notes = read.notes.note if read.notes else []
    said = [note for note in notes if note.guid not in guids.CERTAINTIES.values()]
    assert len(said) == len(project.memos)
    of_guid = {code.guid for code in codes}
    for source, text in zip(read.sources.text_source if read.sources else [], project.texts, strict=True):
        stored = RefiProject.resolve_source_path(source.plain_text_path, folder / "x").read_bytes().decode()
        assert stored == text.text
        spans = {(s.start_position, s.end_position) for s in source.plain_text_selection}
        assert len(spans) == len(source.plain_text_selection)
        for selection in source.plain_text_selection:
            wanted = {
                (each.code, each.consensus or each.coder)
                for each in project.codings
                if (each.text, each.start, each.end)
                == (text.key, selection.start_position, selection.end_position)
            }
            assert len(selection.coding) == len(wanted)
            assert all(coding.code_ref.target_guid in of_guid for coding in selection.coding)
            assert all(coding.creating_user in {None, *users} for coding in selection.coding)


# --- one study --------------------------------------------------------------------------------------

TEXT = "Ana: I would 🙂 not sleep.\nBo: Why?\n"
ANA, BO = ProjectCoder("ana", "Ana"), ProjectCoder("bo", "Bo")
TRUST = ProjectCode("trust", "Trust", definition="Relying on others.")


def study(**parts: object) -> Project:
    told: dict[str, Any] = {
        "name": "Study",
        "tool": "test",
        "key": "study",
        "coders": (ANA, BO),
        "codes": (TRUST,),
        "texts": (ProjectText("P01", "P01", TEXT),),
    }
    return Project(**told | parts)


def coding(key: str, coder: str = "ana", **told: object) -> ProjectCoding:
    place: dict[str, Any] = {"start": 5, "end": 14} | told
    return ProjectCoding(key, "P01", "trust", coder, **place)


def only(project: Project, name: str) -> etree._Element:
    (element,) = found(inside(write(project))[0], name)
    return element


def test_two_coders_on_one_passage_share_a_selection_with_a_coding_each() -> None:
    project = study(codings=(coding("1", made_at="2026-03-01T09:30:00Z"), coding("2", "bo")))
    selection = only(project, "PlainTextSelection")
    assert selection.get("name") == "I would 🙂"
    users = [child.get("creatingUser") for child in selection]
    assert users == [guids.guid("study", "coder", "ana"), guids.guid("study", "coder", "bo")]
    assert selection[0].get("creationDateTime") == "2026-03-01T09:30:00Z"
    assert selection[1].get("creationDateTime") is None


def test_what_a_coder_says_twice_is_written_once_and_its_memo_is_kept() -> None:
    memo = ProjectMemo("m", "coding", "2", "Again.")
    project = study(codings=(coding("1"), coding("2")), memos=(memo,))
    assert only(project, "Coding")[1].get("targetGUID") == guids.guid("study", "memo", "m")
    assert lost(project) == ("1 coding says again what the same coder said of the passage: not written",)


def test_codings_without_a_sound_place_are_told_and_their_memos_go_to_the_text() -> None:
    memo = ProjectMemo("m", "coding", "1", "Where?")
    bad = (
        coding("1", start=None, end=None, quote="x"),
        coding("2", start=9, end=900),
        coding("3", start=9, end=9),
    )
    project = study(codings=bad, memos=(memo,))
    assert [local(child) for child in only(project, "TextSource")] == ["NoteRef"]
    assert lost(project) == (
        "1 coding quotes words without a place: not written",
        "2 codings lie outside of their text: not written",
        "1 memo on such codings: written on the text instead",
    )


def test_the_consensus_is_by_a_user_of_its_own_and_the_description_says_so() -> None:
    project = study(codings=(coding("1", consensus=True), coding("2")), description="Ours.")
    root, _ = inside(write(project))
    assert [user.get("name") for user in found(root, "User")] == ["Ana", "Bo", "Consensus"]
    assert found(root, "Coding")[0].get("creatingUser") == guids.CONSENSUS
    assert root.findtext(f"{Q}Description") == f"Ours.\n\n{CONSENSUS_TOLD}"
    again = replace(project, description=f"Ours.\n\n{CONSENSUS_TOLD}")
    assert inside(write(again))[0].findtext(f"{Q}Description") == f"Ours.\n\n{CONSENSUS_TOLD}"


def test_a_coder_who_did_nothing_but_the_consensus_is_that_user() -> None:
    team = ProjectCoder("team", "consensus")
    project = study(coders=(ANA, team), codings=(coding("1"), coding("2", "team", consensus=True)))
    root, _ = inside(write(project))
    users = [(user.get("guid"), user.get("name")) for user in found(root, "User")]
    assert users == [(guids.guid("study", "coder", "ana"), "Ana"), (guids.CONSENSUS, "Consensus")]
    assert [each.get("creatingUser") for each in found(root, "Coding")] == [guid for guid, _ in users]


def test_all_codings_a_coder_was_unsure_of_point_to_one_note() -> None:
    unsure = {"certainty": "unsure"}
    project = study(codings=(coding("1", **unsure), coding("2", "bo", **unsure), coding("3", start=0)))
    root, _ = inside(write(project))
    (note,) = found(root, "Note")
    assert (note.get("guid"), note.get("name")) == (guids.CERTAINTIES["unsure"], "Certainty: unsure")
    assert [each.get("targetGUID") for each in found(root, "NoteRef")] == [note.get("guid")] * 2


def test_memos_are_notes_with_author_and_date_at_what_they_are_on() -> None:
    about: list[tuple[Any, str, str]] = [
        ("coding", "1", "Coding"),
        ("transcript", "P01", "TextSource"),
        ("code", "trust", "Code"),
        ("study", "", "Project"),
    ]
    for kind, subject, element in about:
        memo = ProjectMemo("m", kind, subject, "Look.\r\nHere.", "", "bo", "2026-03-01T09:30:00Z")
        root, _ = inside(write(study(codings=(coding("1"),), memos=(memo,))))
        (ref,) = found(root, "NoteRef")
        parent = ref.getparent()
        assert parent is not None
        assert local(parent) == element
        (note,) = found(root, "Note")
        assert note.get("guid") == ref.get("targetGUID")
        assert note.get("name") == "Look. Here."
        assert note.get("creatingUser") == guids.guid("study", "coder", "bo")
        assert note.get("creationDateTime") == "2026-03-01T09:30:00Z"
        assert note.findtext(f"{Q}PlainTextContent") == "Look.\nHere."


def test_what_came_with_a_guid_keeps_it_in_lower_case_without_braces() -> None:
    mine = "{0A6D5D2B-9E06-4B2F-8E4B-8B3D7F1C2A34}"
    text = ProjectText(mine, "P01", TEXT)
    root, members = inside(write(study(texts=(text,))))
    assert found(root, "TextSource")[0].get("guid") == mine[1:-1].lower()
    assert list(members) == [f"sources/{mine[1:-1].lower()}.txt"]


def test_two_things_that_came_with_one_guid_get_two() -> None:
    one = G.format(0)
    project = study(coders=(ProjectCoder(one, "Ana"),), codes=(ProjectCode(one, "A"),))
    root, _ = inside(write(project))
    check_guids(root)
    assert [each.get("guid") == one for each in (*found(root, "Code"), *found(root, "User"))] == [True, False]


def test_guids_differ_between_studies_and_stay_in_one() -> None:
    first, second = (
        set(re.findall('guid="(.*?)"', write_bare(each).decode())) for each in (study(), study(key="b"))
    )
    assert first == set(re.findall('guid="(.*?)"', write_bare(study(name="New name")).decode()))
    assert not first & second


# --- codes ------------------------------------------------------------------------------------------


def test_codes_say_all_that_a_codebook_file_of_ours_says() -> None:
    book = sample()
    project = study(codes=(ProjectCode("ethical-duty", "x"), ProjectCode("new", "New")), codebook=book)
    root, _ = inside(write(project))
    told = {each.get("guid"): each.findtext(f"{Q}Description") for each in found(root, "Code")}
    qdc = etree.fromstring(refi.write(book).encode())
    space = f"{{{refi.NAMESPACE}}}"
    alone = {each.get("guid"): each.findtext(f"{space}Description") for each in qdc.iter(f"{space}Code")}
    assert {guid: text for guid, text in told.items() if guid in alone} == alone
    assert len(told) == len(alone) + 1
    (top,) = root.iter(f"{Q}Codes")
    assert top[-1].get("name") == "New"


@given(books())
def test_any_codebook_is_written_as_in_a_codebook_file(book: Codebook) -> None:
    root = etree.fromstring(write_bare(study(codes=(), codebook=book)))
    check_shape(root)
    check_guids(root)

    def outline(root: etree._Element) -> list[tuple[Any, ...]]:
        codes = [each for each in root.iter() if local(each) == "Code"]
        parents = [each.getparent() for each in codes]
        return [
            (each.get("guid"), each.get("name"), each.get("color"), each.get("isCodable"), above.get("guid"))
            for each, above in zip(codes, parents, strict=True)
            if above is not None
        ]

    assert outline(root) == outline(etree.fromstring(refi.write(book).encode()))


def test_a_code_that_came_with_a_guid_keeps_it_though_it_is_in_our_codebook() -> None:
    book = Codebook("b", "B", "0.1.0", (Theme("t", "T"),), (Code("x", "X", "t"),))
    mine = ProjectCode(G.format(7), "old name", id="x")
    root, _ = inside(write(study(codes=(mine,), codebook=book)))
    assert [(each.get("name"), each.get("guid")) for each in found(root, "Code")] == [
        ("T", refi.guid("b", "t")),
        ("X", G.format(7)),
    ]


def test_a_code_outside_of_the_codebook_has_its_rules_under_headings_and_a_plain_one_its_definition() -> None:
    rich = ProjectCode(
        "r", "Rich", "trust", "rich", "d", ("a",), (Exclusion("b", "trust"),), "e", "#0AF", False
    )
    root, _ = inside(write(study(codes=(TRUST, rich))))
    plain, other = found(root, "Code")
    assert plain.findtext(f"{Q}Description") == "Relying on others."
    assert other.getparent() is plain
    assert (other.get("color"), other.get("isCodable")) == ("#0AF", "false")
    read = sections.parted(other.findtext(f"{Q}Description", ""))
    assert (read.definition, read.include, read.exclude, read.example) == ("d", ("a",), rich.exclude, "e")
    assert read.facts == {"Code id": "rich"}


def test_a_definition_that_looks_like_headings_is_read_back_as_it_was() -> None:
    odd = ProjectCode("o", "Odd", definition="Example:\nnone")
    root, _ = inside(write(study(codes=(odd,))))
    assert (
        sections.parted(found(root, "Code")[0].findtext(f"{Q}Description", "")).definition == odd.definition
    )


def test_codes_too_deep_for_other_programs_are_put_beside_each_other_and_told() -> None:
    codes = tuple(ProjectCode(str(n), f"C{n}", str(n - 1) if n else "") for n in range(DEEPEST + 20))
    project = study(codes=codes[::-1])
    root, _ = inside(write(project))
    assert len(found(root, "Code")) == len(codes)
    deep = max(sum(local(above) == "Code" for above in each.iterancestors()) for each in found(root, "Code"))
    assert deep == DEEPEST - 1
    assert lost(project) == (
        "20 codes lie more than 100 levels deep: written beside the code above instead of under it",
    )


# --- cases and variables ----------------------------------------------------------------------------


def test_a_participant_is_a_case_with_values_of_the_type_they_all_have() -> None:
    people = (
        ProjectCase("P01", "Ana", (), {"age": "31", "town": "007", "since": "2020-01-31", "share": "1.50"}),
        ProjectCase(
            "P02", "Bo", (), {"age": "8", "town": "12", "since": "2020-02-01", "share": "2", "glad": "true"}
        ),
    )
    text = ProjectText("t", "T", TEXT, participant="P01", attributes={"glad": "false", "empty": ""})
    root, _ = inside(write(study(texts=(text,), cases=people)))
    kinds = {each.get("name"): each.get("typeOfVariable") for each in found(root, "Variable")}
    assert kinds == {
        "age": "Integer",
        "town": "Text",
        "since": "Date",
        "share": "Float",
        "glad": "Boolean",
        "empty": "Text",
    }
    (ref,) = found(root, "SourceRef")
    (case,) = [each for each in found(root, "Case") if each.get("name") == "Ana"]
    assert ref.getparent() is case
    assert [value[1].text for value in case.iter(f"{Q}VariableValue")] == ["31", "007", "2020-01-31", "1.50"]


def test_a_participant_of_a_text_without_a_case_becomes_one() -> None:
    texts = tuple(ProjectText(key, key, TEXT, participant="P09") for key in "ab")
    case = only(study(texts=texts), "Case")
    assert case.get("name") == "P09"
    assert len(found(case, "SourceRef")) == 2


@pytest.mark.parametrize(
    ("values", "before", "expected"),
    [
        ([], "", "Text"),
        (["0", "-12"], "", "Integer"),
        (["+1"], "", "Text"),
        (["1", "2.5"], "", "Float"),
        (["1e5"], "", "Text"),
        (["2,5"], "", "Text"),
        (["true", "false"], "", "Boolean"),
        (["true", "yes"], "", "Text"),
        (["2026-02-28"], "", "Date"),
        (["2026-02-30"], "", "Text"),
        (["1", "2"], "Text", "Text"),
        (["1", "2"], "Float", "Float"),
        (["1", "b"], "Integer", "Text"),
        (["2026-02-28T10:00:00Z"], "DateTime", "DateTime"),
        ([], "Boolean", "Boolean"),
        (["9" * 400], "", "Text"),
    ],
)
def test_variables_have_the_type_of_all_their_values(values: list[str], before: str, expected: str) -> None:
    assert type_of(values, before) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z"),
        ("2026-03-01T09:30:00.1234567+02:00", "2026-03-01T09:30:00.1234567+02:00"),
        ("2026-03-01 09:30", "2026-03-01T09:30:00"),
        ("2026-03-01T09:30:00+15:00", ""),
        ("2026-02-30T09:30:00Z", ""),
        ("2026-03-01", ""),
        ("٢٠٢٦-03-01T09:30:00Z", ""),
    ],
)
def test_dates_are_written_as_the_schema_has_them_or_not_at_all(told: str, expected: str) -> None:
    assert moment(told) == expected


def test_names_of_passages_are_their_first_words() -> None:
    assert first_words("one\n  two") == "one two"
    assert first_words("word " * 30) == "word " * 11 + "word…"
    assert first_words("x" * 90) == "x" * 60 + "…"
    assert first_words(" \n") == ""
    assert colour("#12345g") == ""


# --- what was kept ----------------------------------------------------------------------------------

SOURCE = (
    f'<PictureSource xmlns="{SPACE}" guid="{{{G.format(1).upper()}}}" name="Map" path="internal://map.png">'
    f'<PictureSelection guid="{G.format(2)}" firstX="0" firstY="0" secondX="9" secondY="9">'
    f'<Coding guid="{G.format(3)}" creatingUser="{G.format(9)}"><CodeRef targetGUID="{{trust}}"/></Coding>'
    "</PictureSelection></PictureSource>"
)


def kept(**parts: str) -> Project:
    codes = (ProjectCode(G.format(0), "Trust"),)
    trust = {place: xml.replace("{trust}", G.format(0)) for place, xml in parts.items()}
    return study(codes=codes, kept={place.replace("__", "/"): xml for place, xml in trust.items()})


def checked(project: Project) -> etree._Element:
    root, _ = inside(write(project))
    check_shape(root)
    check_guids(root)
    if SAMPLES:
        etree.XMLSchema(etree.parse(str(Path(SAMPLES) / "Project.xsd"))).assertValid(root)
    return root


def test_a_picture_with_its_codings_is_put_back_without_the_file_that_is_not_here() -> None:
    project = kept(**{f"Sources__{G.format(1)}": SOURCE})
    root = checked(project)
    (picture,) = found(root, "PictureSource")
    assert (picture.get("guid"), picture.get("name"), picture.get("path")) == (G.format(1), "Map", None)
    assert found(picture, "CodeRef")[0].get("targetGUID") == G.format(0)
    assert lost(project) == (
        "1 file is not here: what was kept of another program's project is put back without",
        "1 name of who made it kept of another program's project: left out, unsound or pointing nowhere",
    )


def test_links_sets_and_graphs_are_put_back_but_for_what_points_nowhere() -> None:
    gone = G.format(9)
    project = kept(
        Links=(
            f'<Links><Link guid="{G.format(1)}" originGUID="{{trust}}" targetGUID="{{trust}}"/>'
            f'<Link guid="{G.format(2)}" originGUID="{{trust}}" targetGUID="{gone}"/>'
            f'<Link guid="{G.format(3)}" originGUID="{{trust}}" targetGUID="{G.format(2)}"/></Links>'
        ),
        Sets=(
            f'<Sets><Set guid="{G.format(4)}" name="S"><MemberSource targetGUID="{gone}"/>'
            '<MemberCode targetGUID="{trust}"/><Odd/></Set><Set name="no guid"/></Sets>'
        ),
        Graphs=(
            f'<Graphs><Graph guid="{G.format(5)}"><Edge guid="{G.format(6)}" sourceVertex="{G.format(7)}"'
            f' targetVertex="{gone}"/><Vertex guid="{G.format(7)}" firstX="1" firstY="2" shape="Blob"'
            f' representedGUID="{gone}"/></Graph></Graphs>'
        ),
    )
    root = checked(project)
    assert [each.get("guid") for each in found(root, "Link")] == [G.format(1)]
    (one,) = found(root, "Set")
    assert [local(child) for child in one] == ["MemberCode"]
    (vertex,) = found(root, "Graph")[0]
    assert (vertex.get("shape"), vertex.get("representedGUID")) == (None, None)
    told = " ".join(lost(project))
    for what in ("2 links", "1 source of a set", "1 <Odd>", "1 set ", "1 line of a graph", "1 meaning of"):
        assert what in told


def test_what_was_kept_of_a_text_goes_where_the_schema_wants_it_and_is_counted_for_the_target() -> None:
    within = (
        f'<TextSource guid="x"><Coding guid="{G.format(2)}"><CodeRef targetGUID="{{trust}}"/></Coding>'
        f'<PlainTextSelection guid="{G.format(3)}" startPosition="13" endPosition="15"/>'
        f'<PlainTextSelection guid="{G.format(4)}" startPosition="9" endPosition="999"/></TextSource>'
    )
    project = kept(Within__P01=within)
    (text,) = found(checked(project), "TextSource")
    assert [local(child) for child in text] == ["PlainTextSelection", "Coding"]
    root, members = inside(write(project, target="nvivo"))
    (bare,) = found(root, "PlainTextSelection")
    ends = [int(bare.get(name, "")) for name in ("startPosition", "endPosition")]
    assert cut(next(iter(members.values())), ends[0], ends[1], "nvivo") == TEXT[13:15]
    assert "1 passage without a code kept" in lost(project)[0]


def test_a_text_that_was_the_text_of_a_pdf_is_written_inside_of_it() -> None:
    pdf = (
        f'<PDFSource guid="{G.format(1)}" path="internal://a.pdf" name="A"><PDFSelection guid="{G.format(2)}"'
        ' page="0" firstX="0" firstY="0" secondX="1" secondY="1"/>'
        f'<Representation guid="{G.format(3)}" plainTextPath="internal://old.txt"/></PDFSource>'
    )
    text = ProjectText(G.format(1), "A", TEXT)
    project = Project(
        "S",
        "t",
        codes=(TRUST,),
        texts=(text,),
        codings=(ProjectCoding("1", text.key, "trust", start=5, end=14),),
        cases=(ProjectCase("c", "C", (text.key,)),),
        kept={f"Within/{text.key}": pdf},
    )
    root = checked(project)
    assert not found(root, "TextSource")
    (held,) = found(root, "PDFSource")
    assert [local(child) for child in held] == ["PDFSelection", "Representation"]
    inner = held[1]
    assert inner.get("guid") == G.format(3)
    assert inner.get("plainTextPath") == f"internal://{G.format(3)}.txt"
    assert list(inside(write(project))[1]) == [f"sources/{G.format(3)}.txt"]
    assert found(inner, "PlainTextSelection")
    assert found(root, "SourceRef")[0].get("targetGUID") == held.get("guid") == G.format(1)


def test_variables_cases_and_notes_get_back_what_was_kept_of_them() -> None:
    project = replace(
        kept(
            Variables=(
                f'<Variables><Variable guid="{G.format(1)}" name="age" typeOfVariable="Text">'
                "<Description>In years.</Description></Variable></Variables>"
            ),
            Cases__c='<Case guid="c"><Description>old</Description><CodeRef targetGUID="{trust}"/></Case>',
            Notes__m=(
                f'<Note guid="{G.format(2)}"><PlainTextContent>old</PlainTextContent>'
                f'<Coding guid="{G.format(3)}"><CodeRef targetGUID="{{trust}}"/></Coding></Note>'
            ),
        ),
        cases=(ProjectCase("c", "C", (), {"age": "31"}),),
        memos=(ProjectMemo("m", "study", "", "new"),),
    )
    root = checked(project)
    (variable,) = found(root, "Variable")
    assert (variable.get("guid"), variable.get("typeOfVariable")) == (G.format(1), "Text")
    assert variable.findtext(f"{Q}Description") == "In years."
    (case,) = found(root, "Case")
    assert [local(child) for child in case] == ["CodeRef", "VariableValue"]
    (note,) = found(root, "Note")
    assert [local(child) for child in note] == ["PlainTextContent", "Coding"]
    assert note[0].text == "new"
    assert not lost(project)


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<Links",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><Links>&b;</Links>",
        "\x00\ud800",
        "<Link/>" * 3,
        "<Links>" * 400 + "</Links>" * 400,
        "<Links><!-- x --><?y z?>text</Links>",
    ],
)
def test_whatever_was_kept_the_project_is_written(xml: str) -> None:
    for place in ("Links", "Sources/x", "Within/P01", "Notes/y", "Graphs", "Variables", "Elsewhere"):
        project = kept(**{place.replace("/", "__"): xml})
        assert [local(child) for child in checked(project)] == ["Users", "CodeBook", "Sources"]
        assert ("without a place in this one: Elsewhere" in " ".join(lost(project))) == (place == "Elsewhere")


# --- what is told -----------------------------------------------------------------------------------


def test_letters_beyond_the_first_plane_are_told_by_who_counts_how() -> None:
    assert any(told.endswith("write it for nvivo") for told in warnings(study()))
    assert any("keep to the standard will shift" in told for told in warnings(study(), "nvivo"))
    plain = study(texts=(ProjectText("P01", "P01", "plain"),))
    assert warnings(plain) == warnings(plain, "nvivo") == ()


def test_names_that_are_not_unique_and_letters_that_cannot_be_written_are_told() -> None:
    project = study(
        codes=(TRUST, ProjectCode("b", "Trust")),
        coders=(ANA, ProjectCoder("c", "Ana")),
        texts=(ProjectText("a", "a\x1b", "x\x1b", made_at="once"),),
        codings=(),
    )
    assert warnings(project) == (
        "several codes have one name (Trust); programs that go by names will join them",
        "several coders have one name (Ana); programs that go by names will join them",
        "1 name or note has control characters, which XML cannot hold: pictures of them are written",
        "1 text has such characters too: a .qdpx keeps them, a .qde has pictures of them",
        "1 date is none that the format can hold: left out",
    )


def test_every_target_writes_its_origin() -> None:
    assert set(ORIGINS) == set(TARGETS)
    for target in TARGETS:
        root, _ = inside(write(study(), target=target))
        assert root.get("origin") == ORIGINS[target]
