"""Memos cite codes, passages, transcripts and memos; what a citation leads to is worked out each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import conversation
from tests.workflow.desk import Sitting
from toolkit.errors import ToolkitError
from toolkit.model.act import Together
from toolkit.model.change import CodebookChange
from toolkit.model.citation import Citation
from toolkit.model.codebook import Codebook
from toolkit.model.identifier import new_id
from toolkit.store import acts, codebooks, transcripts
from toolkit.workflow import exporting, importing, noting, recalling, studies
from toolkit.workflow.applying import Propose, Remove, RewriteMemo, WriteMemo
from toolkit.workflow.recalling import Wanted


def cites(sitting: Sitting, **options: object) -> list[object]:
    return list(noting.memos(sitting.study, **options).column("cites"))  # type: ignore[arg-type]


def study_memo(sitting: Sitting, name: str, text: str) -> WriteMemo:
    return WriteMemo(name, "study", noting.STUDY, text)


def test_a_memo_about_the_study_cites_and_says_so(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"))
    first = noting.memo(ana.study, coder="Ana", about="study", text="First thoughts.")
    assert first.endswith(" about the study")
    ((*_, memo),) = [row[:10] for row in noting.memos(ana.study).rows]
    text = f"Who is trusted\n\nSee [[coding:c1]] on [[code:trust]], [[transcript:P01]] and [[memo:{memo}]]."
    noting.memo(ana.study, coder="Ana", about="study", text=text)

    table = noting.memos(ana.study)

    assert table.names[-2:] == ("cites", "title")
    assert table.rows[1][:3] == ("study", None, None)
    assert table.rows[1][4] == text
    assert table.column("title") == ("First thoughts.", "Who is trusted")
    assert table.column("subject") == ("study", "study")
    assert table.column("cites") == (
        None,
        f"coding:c1 (P01: “trusted them”); code:trust (Trust); transcript:P01; memo:{memo} (First thoughts.)",
    )


def test_what_is_unknown_is_refused_and_all_of_it_named(ana: Sitting) -> None:
    text = "[[code:joy]] [[coding:nope]] [[transcript:P9]] [[memo:m9]] [[code:trust]] [[code:x|y]]"
    with pytest.raises(ToolkitError) as refused:
        noting.memo(ana.study, coder="Ana", about="study", text=text)

    assert refused.value.lines() == (
        (
            "memo: cites the code 'joy', the coding 'nope', the transcript 'P9', the memo 'm9', "
            "the code 'x|y', which this study does not have; see: intercoder codebook show"
        ),
    )
    assert noting.memos(ana.study).rows == ()
    assert ana.do(WriteMemo("m1", "transcript", "P01", "[[code:joy]]")) != (None,)


def test_a_theme_a_code_out_of_use_and_a_proposed_code_can_be_cited(ana: Sitting) -> None:
    ana.done(Propose("p1", "Asking around", "", "P01"))
    text = "[[code:feelings]] [[code:worry]] [[code:asking-around]]"
    ana.done(study_memo(ana, "m1", text))

    assert cites(ana) == [
        (
            "code:feelings (Feelings); code:worry (Worry, out of use since 1.0.0); "
            "code:asking-around (Asking around, proposed)"
        )
    ]


def test_a_citation_follows_a_coding_to_what_took_its_place(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"), study_memo(ana, "m1", "Look: [[coding:c1]]"))
    ana.done(*ana.recode("c1", ana.add("c2", "I trusted them", "doubt", together=Together(new_id()))))

    assert cites(ana) == ["coding:c1 (P01: “I trusted them”)"]
    assert cites(ana, cites=("c1",)) == cites(ana, cites=("coding:c2",)) == cites(ana)
    (memo,) = recalling.recall(ana.study).cited_by(Citation("coding", "c2"))
    assert memo.memo.id == "m1"

    ana.done(Remove("c2"))
    assert cites(ana) == ["coding:c1 (P01: “trusted them”, coding removed)"]


def test_what_has_gone_since_may_stay_in_a_memo_and_cannot_be_cited_anew(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"), study_memo(ana, "m1", "Look: [[coding:c1]]"), Remove("c1"))

    ana.done(RewriteMemo("m1", "Look: [[coding:c1]]", "Look again: [[coding:c1]]"))
    (refused,) = ana.do(study_memo(ana, "m2", "[[coding:c1]]"))

    assert refused is not None
    assert "cites the coding 'c1'" in refused


def test_a_code_has_the_label_of_the_version_seen(ana: Sitting, codebook: Codebook) -> None:
    renamed = tuple(
        replace(code, label="Confidence") if code.id == "trust" else code for code in codebook.codes
    )
    change = CodebookChange("CR-1", "2.0.0", "rename", subjects=("trust",), rationale="Clearer.")
    with ana.study.transaction("Ana") as records:
        codebooks.add(records, replace(codebook, version="2.0.0", codes=renamed, changes=(change,)))
    ana.done(study_memo(ana, "m1", "[[code:trust]]"))

    assert cites(ana) == ["code:trust (Confidence)"]
    assert cites(ana, at="1.0.0") == ["code:trust (Trust)"]
    with pytest.raises(ToolkitError, match=r"9\.9\.9: is no released version"):
        cites(ana, at="9.9.9")


def test_a_citation_stands_where_its_words_are_in_a_corrected_transcript(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"), study_memo(ana, "m1", "[[coding:c1]]"))
    text = conversation("P01", ("I", "Well, how was it?"), ("P01", "I trusted them at first."))
    with ana.study.transaction("researcher") as records:
        transcripts.add(records, replace(text, revision=2))

    (note,) = recalling.recall(ana.study).notes
    (source,) = note.cites

    assert source.coding is not None
    assert source.coding.span.of(text.text) == "trusted them"
    assert source.state == ""


def test_memos_that_cite_one_another_name_one_another(ana: Sitting) -> None:
    ana.done(study_memo(ana, "m1", "One"))
    ana.done(study_memo(ana, "m2", "Two, after [[memo:m1]]"))
    ana.done(RewriteMemo("m1", "One", "One, before [[memo:m2]] and [[memo:m1]]"))
    everything = recalling.recall(ana.study)

    assert [note.title for note in everything.notes] == [
        "Two, after One, before … and …",
        "One, before Two, after … and One, before … and …",
    ]
    assert {note.memo.id for note in everything.cited_by(Citation("memo", "m1"))} == {"m1", "m2"}


@pytest.fixture
def full(ana: Sitting, ben: Sitting) -> Sitting:
    ana.done(
        ana.add("c1", "trusted them"),
        WriteMemo("m1", "coding", "c1", "Whom?", "P01"),
        WriteMemo("m2", "transcript", "P01", "Noisy recording in the CAFÉ."),
        WriteMemo("m3", "code", "trust", "Too wide; see [[transcript:P01]]"),
    )
    ben.done(study_memo(ben, "m4", "Why [[code:trust]] fades\n\nIt does [[coding:c1]]."))
    return ana


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, "m1 m2 m3 m4"),
        ({"about": ("study", "coding")}, "m1 m4"),
        ({"coder": ("Ben",)}, "m4"),
        ({"transcript": ("P01",)}, "m1 m2 m3 m4"),
        ({"code": ("trust",)}, "m1 m3 m4"),
        ({"code": ("doubt",)}, ""),
        ({"search": ("cafe",)}, "m2"),
        ({"search": ("cafe\u0301 ",)}, "m2"),
        ({"search": ("FADES", "it does")}, "m4"),
        ({"search": ("trusted them",)}, "m4"),
        ({"search": ("fades", "noisy")}, ""),
        ({"cites": ("trust",)}, "m4"),
        ({"cites": ("P01", "coding:c1")}, "m3 m4"),
        ({"cites": ("doubt",)}, ""),
        ({"coder": ("Ana",), "cites": ("trust",)}, ""),
    ],
)
def test_choices_narrow_down_what_is_listed(
    full: Sitting, options: dict[str, tuple[str, ...]], found: str
) -> None:
    assert " ".join(map(str, noting.memos(full.study, **options).column("id"))) == found  # type: ignore[arg-type]


def test_what_nothing_could_cite_is_refused(full: Sitting) -> None:
    with pytest.raises(ToolkitError, match="joy: is no code, coding, transcript or memo of this study"):
        noting.memos(full.study, cites=("joy",))
    (found,) = recalling.recall(full.study, Wanted(cites=("code:trust",))).notes
    assert found.memo.id == "m4"


def test_citations_are_spelled_out_for_reading(full: Sitting) -> None:
    table = noting.memos(full.study, spell_out=True)

    assert table.names == ("about", "memo", "written")
    assert [row[:2] for row in table.rows] == [
        ("coding in P01", "Whom?"),
        ("transcript P01", "Noisy recording in the CAFÉ."),
        ("code Trust", "Too wide; see [P01]"),
        ("the study", "Why [Trust] fades\n\nIt does “trusted them” (P01)."),
    ]
    assert str(table.rows[3][2]).startswith("Ben, 2")


def test_a_memo_is_changed_removed_and_brought_back_by_its_author_alone(ana: Sitting) -> None:
    ana.done(study_memo(ana, "m1", "One"))

    assert noting.memo(ana.study, coder="Ana", change="m1", text="Two") == "Ana changed memo m1"
    assert noting.memos(ana.study).column("memo") == ("Two",)
    assert noting.memo(ana.study, coder="Ana", remove="m1") == "Ana removed memo m1"
    assert noting.memos(ana.study).rows == ()
    assert noting.memo(ana.study, coder="Ana", restore="m1") == "Ana brought back memo m1"
    assert noting.memos(ana.study).column("memo") == ("Two",)
    assert ana.kinds() == ["memo.added", "memo.changed", "memo.removed", "memo.restored"]
    with ana.study.reading() as connection:
        assert acts.removed(connection, "m1") is not None
    for options in ({"change": "m1", "text": "Mine"}, {"remove": "m1"}):
        with pytest.raises(ToolkitError, match="m1: is a memo by Ana; only they can change it"):
            noting.memo(ana.study, coder="Ben", **options)  # type: ignore[arg-type]
    assert noting.memos(ana.study).column("memo") == ("Two",)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"text": "x"}, "is about one thing"),
        ({"text": "x", "about": "study", "code": "trust"}, "is about one thing"),
        ({"text": "x", "about": "coding"}, "is about one thing"),
        ({"text": "x", "about": "code", "transcript": "P01"}, "is about one thing"),
        ({"about": "study"}, "has one text"),
        ({"about": "study", "text": " \n"}, "memo is empty"),
        ({"remove": "m9"}, "m9: is no memo of this study"),
        ({"restore": "m9"}, "m9: is no memo of this study"),
        ({"change": "m9", "text": "x"}, "m9: is no memo of this study any more"),
        ({"change": "m9"}, "has one text"),
        ({"change": "m9", "remove": "m9"}, "is one thing at a time"),
        ({"remove": "m9", "code": "trust"}, "is one thing at a time"),
    ],
)
def test_what_makes_no_memo_is_refused(ana: Sitting, options: dict[str, str], told: str) -> None:
    with pytest.raises(ToolkitError, match=told):
        noting.memo(ana.study, coder="Ana", **options)  # type: ignore[arg-type]
    assert ana.kinds() == []


def test_a_memo_is_read_from_a_file(ana: Sitting, tmp_path: Path) -> None:
    path = tmp_path / "memo.txt"
    path.write_bytes("\ufeffTitle\r\n\r\nOn [[code:trust]].\r\n".encode())
    noting.memo(ana.study, coder="Ana", about="study", file=path)
    assert noting.memos(ana.study).column("memo") == ("Title\n\nOn [[code:trust]].",)

    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ToolkitError, match="is not UTF-8 text"):
        noting.memo(ana.study, coder="Ana", about="study", file=path)
    path.write_text("x" * (noting.LONGEST + 1))
    with pytest.raises(ToolkitError, match="a memo has at most"):
        noting.memo(ana.study, coder="Ana", about="study", file=path)
    with pytest.raises(ToolkitError, match="has one text"):
        noting.memo(ana.study, coder="Ana", about="study", file=path, text="x")


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script> ![p](http://example.com/p.png) =1+1 :red[r]",
        "]] [[ [[code: ]] [[code",
        "שלום [[code:trust]] עולם",
        "long " * 20_000,
        "[[code:trust]] " * 6_000,
    ],
)
@pytest.mark.parametrize("ending", [".md", ".docx", ".csv", ".xlsx", ".json"])
def test_any_text_is_written_found_and_exported(ana: Sitting, text: str, ending: str, tmp_path: Path) -> None:
    noting.memo(ana.study, coder="Ana", about="study", text=text)

    assert noting.memos(ana.study, search=(text.split(maxsplit=1)[0],)).column("memo") == (text,)
    try:
        for table in (noting.memos(ana.study), noting.memos(ana.study, spell_out=True)):
            assert exporting.as_bytes(table, ending)
    except ToolkitError as refused:
        assert ending == ".xlsx"
        assert "32" in str(refused)  # noqa: PT017 - which the error tells


@pytest.fixture
def elsewhere(ana: Sitting, tmp_path: Path, codebook: Codebook) -> Iterator[Sitting]:
    copy = studies.start(tmp_path / "copy.study", codebook)
    with copy.transaction("researcher") as records:
        transcripts.add(records, ana.transcript)
    yield Sitting(copy, ana.transcript)
    copy.close()


def test_a_bundle_carries_memos_about_the_study_and_their_citations_as_they_are(
    full: Sitting, elsewhere: Sitting, tmp_path: Path
) -> None:
    full.done(study_memo(full, "m5", "After [[memo:m4]], on [[coding:c1]] and [[code:trust]]"))
    path = tmp_path / "ana.jsonl"
    path.write_text(exporting.bundle(full.study, coder="Ana"), "utf-8")

    assert "4 memos added" in str(importing.import_files(elsewhere.study, path).rows)
    before = noting.memos(elsewhere.study)
    again = str(importing.import_files(elsewhere.study, path).rows)

    assert "memos" not in again
    assert noting.memos(elsewhere.study) == before
    ours = noting.memos(full.study, coder=("Ana",))
    assert before.column("memo") == ours.column("memo")
    assert before.column("subject") == ours.column("subject")
    # What another coder's bundle has not brought yet is named as such.
    assert before.column("cites")[-1] == (
        "memo:m4 (not in this study); coding:c1 (P01: “trusted them”); code:trust (Trust)"
    )
    back = exporting.bundle(elsewhere.study, coder="Ana").splitlines()
    assert back[1:-1] == path.read_text("utf-8").splitlines()[1:-1]
    assert studies.verify(elsewhere.study).notes[:-1] == ("No problem found.",)
