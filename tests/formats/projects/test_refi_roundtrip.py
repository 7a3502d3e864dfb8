"""Projects that are read, written and read again: by the standard and as other programs count."""

import os
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree

from tests.formats.projects.refi_samples import (
    EVERYTHING,
    code,
    codebook,
    coding,
    guid,
    note,
    qdpx,
    selection,
    sources,
    text_source,
)
from toolkit.formats.projects import refi
from toolkit.formats.projects.refi.elements import children
from toolkit.formats.projects.refi.targets import Target
from toolkit.formats.projects.refi.writing import write
from toolkit.model.coding import Certainty
from toolkit.model.project import Project, ProjectCoding
from toolkit.model.transcript import Source

SAMPLES = os.environ.get("INTERCODER_REFI_SAMPLES", "")
needs_samples = pytest.mark.skipif(not SAMPLES, reason="INTERCODER_REFI_SAMPLES names no folder")
TARGETS: tuple[Target, ...] = get_args(Target.__value__ if hasattr(Target, "__value__") else Target)


def again(project: Project, target: Target = "standard") -> Project:
    return refi.read(Source("again.qdpx", write(project, target=target)))


def unquoted(project: Project) -> set[ProjectCoding]:
    """Return codings without quotes: passages go out named by their words, which come back as quotes."""
    return {replace(each, quote="") for each in project.codings}


@pytest.mark.parametrize("target", TARGETS)
def test_the_project_made_by_hand_comes_back(target: Target) -> None:
    first = refi.read(qdpx(EVERYTHING, {"paper.txt": "The paper says \U0001f600 so.".encode()}))
    second = again(first, target)
    for part in ("name", "description", "coders", "codes", "texts", "cases"):
        assert getattr(second, part) == getattr(first, part), part
    assert unquoted(second) == unquoted(first)
    assert {(each.about, each.subject, each.text) for each in second.memos} == {
        (each.about, each.subject, each.text) for each in first.memos
    }
    assert set(second.kept) >= {where for where in first.kept if where.startswith("Sources/")} | {
        "Graphs",
        "Sets",
    }
    for where in ("Graphs", "Sets", f"Notes/{guid('on all')}", f"Sources/{guid('Film')}"):
        assert second.kept[where] == first.kept[where]


@needs_samples
@pytest.mark.parametrize("target", TARGETS)
def test_the_real_nvivo_project_comes_back_with_every_coding_at_its_place(target: Target) -> None:
    path = next(Path(SAMPLES).glob("nvivo-win*.qdpx"))
    first = refi.read(Source(path.name, path.read_bytes()))
    second = again(first, target)
    assert unquoted(second) == unquoted(first)
    assert len(second.codings) == 303
    assert (second.texts, second.codes, second.coders) == (first.texts, first.codes, first.coders)
    assert second.positions is not None
    assert (second.positions.evidence, second.positions.score) == ("quotes", 1.0)
    assert not second.memos


@needs_samples
def test_what_was_kept_of_the_real_atlas_ti_project_comes_back() -> None:
    path = next(Path(SAMPLES).glob("atlasti*.qdpx"))
    first = refi.read(Source(path.name, path.read_bytes()))
    second = again(first)
    assert (second.codes, second.coders) == (first.codes, first.coders)
    assert {(each.text, each.author, each.made_at) for each in second.memos} == {
        (each.text, each.author, each.made_at) for each in first.memos
    }
    for where in ("Graphs", "Links"):
        assert second.kept[where].count("guid=") == first.kept[where].count("guid=")


def test_kept_passages_are_where_they_were_whatever_the_program_counts() -> None:
    text = "\ufeff\U0001f600 one\r\n\U0001f600 two three"
    passages = (
        selection("a", 3, 6, coding("c", "Duty"))
        + selection("b", 15, 20, "")
        + selection("x", "no", 2, "")  # kept as it is, and not written
    )
    described = note("n", "\U0001f600 well", inside=selection("d", 3, 7, "")).replace(
        "<PlainTextContent>", "<Description>Why?</Description><PlainTextContent>"
    )
    inside = (
        codebook(code("Duty"))
        + sources(text_source("Talk", passages, 'plainTextPath="talk.txt"'))
        + f"<Notes>{described}</Notes>"
    )
    read = refi.read(qdpx(inside, {"talk.txt": text.encode()}, "NVivo 14"))
    assert read.texts[0].text[slice(*places(read, f"Within/{guid('Talk')}", "b"))] == "three"
    assert read.memos[0].text[slice(*places(read, f"Notes/{guid('n')}", "d"))] == "well"
    for target in TARGETS:
        back = again(read, target)
        assert back.texts[0].text[slice(*places(back, f"Within/{guid('Talk')}", "b"))] == "three"


def places(project: Project, where: str, name: str) -> tuple[int, int]:
    found = next(
        each
        for each in children(etree.fromstring(project.kept[where]), "PlainTextSelection")
        if each.get("guid") == guid(name)
    )
    return int(found.get("startPosition", "")), int(found.get("endPosition", ""))


@pytest.mark.parametrize("told", ["sure", "unsure"])
def test_how_sure_a_coder_was_comes_back_as_no_memo(told: Certainty) -> None:
    first = refi.read(qdpx(EVERYTHING, {"paper.txt": b"The paper says so."}))
    codings = tuple(replace(each, certainty=told) for each in first.codings)
    second = again(replace(first, codings=codings))
    assert {each.certainty for each in second.codings} == {told}
    assert len(second.memos) == len(first.memos)
