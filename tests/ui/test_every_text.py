"""No text goes past the catalogue: in a language that puts brackets around each, none stands without.

The study is in Georgian, so that its words are told from ours. Notes are in the language of the paper,
and refusals stay in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import pytest
from babel.messages.pofile import read_po
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from tests.conftest import conversation
from toolkit.errors import ToolkitError
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Span
from toolkit.store import transcripts
from toolkit.ui import language, parts, state
from toolkit.ui.app import PAGES
from toolkit.ui.pages import findings
from toolkit.ui.pages.drafting.forms import STEPS
from toolkit.ui.pages.findings import address
from toolkit.workflow import applying, assigning, drafting, handing, noting, revising, showing, studies
from toolkit.workflow.describing import CALLED
from toolkit.workflow.drafting import Step

NAMES = r"\b(CSV|Excel|HTML|JSON|LaTeX|Markdown|PNG|SVG|Word|YAML|CR)\b"  # of formats; of change records
OPEN, CLOSE = "⟦", "⟧"
ME, OTHER = "ანა", "ნინო"
# What lower rooms say, in English everywhere: names of formats and coefficients, the name of the first round,
# two notes that stand beside their tables, a refusal of figures.
FROM_BELOW = {
    *(f"{name} ({handing.kinds()[word]})" for word, name in handing.names().items()),
    *CALLED.values(),
    "first",
}
NOTES_FROM_BELOW = (r"Over\-quoted\:", "Saturation after ", r"there is nothing to draw\:")
# Fields of Streamlit's messages that people read; the others hold what they typed or chose, and names.
READ = {"body", "label", "help", "placeholder", "options", "captions", "content", "text", "tooltip"}


@runtime_checkable
class Message(Protocol):
    """What we need of a message of protobuf."""

    def ListFields(self) -> list[tuple[Any, Any]]:  # noqa: N802 - its name there
        """Return the fields that are set, each with its value."""


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak a language that says each text of the catalogue as it is, in brackets."""
    texts, counted = {}, {}
    with (Path(language.__file__).parent / "intercoder.pot").open("rb") as file:
        for message in read_po(file):
            if isinstance(message.id, str):
                key = f"{message.context}\x04{message.id}" if message.context else message.id
                texts[key] = f"{OPEN}{message.id}{CLOSE}" if message.id else ""
            else:
                counted[message.id[0]] = tuple(f"{OPEN}{form}{CLOSE}" for form in message.id)
    spoken = language.Catalogue("en", texts, counted)
    monkeypatch.setattr(language, "spoken", lambda: spoken)
    monkeypatch.setattr(parts, "notes", lambda _: None)
    monkeypatch.setattr(ToolkitError, "lines", lambda _: ())


@pytest.fixture
def georgian(tmp_path: Path) -> Path:
    """Return a study whose codebook has changed in many ways, with memos, a draft and a proposal."""
    path = tmp_path / "a.study"
    theme = Theme("t1", "განცდა", "რას გრძნობენ.")
    codes = [
        Code(
            f"c{number}",
            f"კოდი {number}",
            "t1",
            definition="განსაზღვრება.",
            include=("კი.",),
            exclude=(Exclusion("არა.", "c4"),) if number < 4 else (),
            example="მაგალითი.",
            boundary="ზღვარი.",
            alt_labels=("სხვა",),
            notes="შენიშვნა.",
        )
        for number in (1, 2, 3, 4)
    ]
    study = studies.start(path, Codebook("b1", "წიგნი", "1.0.0", (theme,), tuple(codes)), title="კვლევა")
    said = (("I", "როგორ იყო?"), ("P1", "თავიდან ვენდობოდი, მერე დავეჭვდი."))
    with study.transaction(ME) as records:
        for name in ("P1", "P2"):
            transcripts.add(records, conversation(name, *said))
    sha256 = showing.desk(study, "P1", ME).transcript.sha256
    for coder in (ME, OTHER):
        wishes = [
            applying.Apply(f"{coder}-c{place}", "P1", sha256, Span(20 + place, 30 + place), f"c{place}")
            for place in (1, 2, 3)
        ]
        assert applying.change(study, coder, wishes) == (None, None, None)
    memo = applying.WriteMemo("m1", "study", noting.STUDY, "სათაური\n\nიხილე [[code:c1]] და [[code:c3]].")
    assert applying.change(study, ME, [memo]) == (None,)
    assigning.finish(study, "P1", coder=ME)
    c1 = codes[0]
    halves = tuple(Code(name, f"ახალი {name}", "t1", definition="განსაზღვრება.") for name in ("c5", "c6"))
    for step in (
        Step("split", ("c3",), ("c5", "c6"), codes=halves, rationale="რატომ."),
        Step("merge", ("c2",), ("c1",), rationale="რატომ.", evidence=("P1#2",), discussion="განხილვა."),
        Step(
            "redefine", ("c1",), codes=(replace(c1, definition="სხვა."),), effect="wider", rationale="რატომ."
        ),
    ):
        drafting.take(study, step, by=ME)
    revising.release_draft(study, by=ME)
    renamed = replace(revising.codebook(study).code["c1"], label="სხვაგვარად")
    drafting.take(study, Step("rename", ("c1",), codes=(renamed,), rationale="რატომ."), by=ME)
    study.close()
    return path


def _page(path: str, name: str, coder: str | None) -> None:
    """Be a script that shows one page; it runs on its own, so it imports for itself."""
    from importlib import import_module  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import parts, state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    if state.CODER not in st.session_state:
        st.session_state[state.CODER] = coder
    state.remember_pages({page.TITLE: st.Page(print, title=page.name) for page in PAGES})
    study = open_study(Path(path))
    parts.coder_picker(study)
    import_module(f"toolkit.ui.pages.{name}").show(study)
    study.close()


def shown(
    path: Path, name: str, coder: str | None, chosen: Mapping[str, str] | None = None, **address: str
) -> AppTest:
    page = AppTest.from_function(_page, args=(str(path), name, coder), default_timeout=60)
    for key, value in {**address, **(chosen or {})}.items():
        page.query_params[key] = value
    for key, value in (chosen or {}).items():
        page.session_state[key] = value  # of a page that keeps its choice out of the address
    return page.run()


def messages(block: Block) -> Iterator[Message]:
    """Yield what Streamlit sends to the browser, a message of protobuf for each element."""
    for child in block.children.values():
        if isinstance(child.proto, Message):
            yield child.proto
        if isinstance(child, Block):
            yield from messages(child)


def read_in(message: Message) -> Iterator[str]:
    """Yield what people read of an element, wherever it stands in its message."""
    for field, value in message.ListFields():
        values = list(value) if field.is_repeated else [value]
        for each in values:
            if isinstance(each, Message):
                yield from read_in(each)
            elif isinstance(each, str) and field.name in READ:
                yield each


def past_the_catalogue(page: AppTest) -> list[str]:
    assert not page.exception
    texts = [
        text
        for block in (page.main, page.sidebar)
        for message in messages(block)
        for text in read_in(message)
    ]
    assert any(OPEN in text for text in texts)
    left = [text for text in texts if text not in FROM_BELOW and not text.startswith(NOTES_FROM_BELOW)]
    return [text for text in left if re.search("[A-Za-z]{2}", without_marks(said_taken_out(text)))]


def said_taken_out(text: str) -> str:
    """Take out what the catalogue said, also where one text stands in another."""
    while (less := re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", "", text)) != text:
        text = less
    return text


def without_marks(text: str) -> str:
    return re.sub(rf":material/\w+:|:[a-z-]+\[|{NAMES}", "", text)


VIEWS: list[tuple[str, dict[str, str]]] = [
    *[(name, {}) for name in ("home", "code", "memos", "team")],
    *[("codebook", {state.VIEW: view}) for view in ("Codes", "What changed", "River", "Draft")],
    *[("transcripts", {"transcripts view": view}) for view in ("All", "Import", "Speakers")],
    *[("search", {state.SEARCHED: view}) for view in ("Transcripts", "Suggestions")],
    *[("review", {"review part": part}) for part in ("Codebook changes", "Disagreements")],
    *[
        ("agreement", {state.COMPARED: view})
        for view in ("Codes", "Coders", "Units", "Rounds", "Passages", "Disagreements", "Plan")
    ],
    *[
        ("findings", {address.SHOW: address.slug(view)})
        for views in findings.GROUPS.values()
        for view in views
    ],
    *[("names", {"names view": view}) for view in ("Find and decide", "Replace")],
    *[("exchange", {"exchange view": view}) for view in ("Import a project", "Export")],
]
"""Every page, with the choices of it that show something else."""


def test_every_page_is_walked() -> None:
    assert {name for name, _ in VIEWS} == {page.TITLE.lower() for page in PAGES}


@pytest.mark.usefixtures("bracketed")
@pytest.mark.parametrize("coder", [None, ME, "ახალი"])
@pytest.mark.parametrize(("name", "chosen"), VIEWS)
def test_no_text_of_a_page_goes_past_the_catalogue(
    georgian: Path, name: str, chosen: dict[str, str], coder: str | None
) -> None:
    assert past_the_catalogue(shown(georgian, name, coder, chosen)) == []


@pytest.mark.usefixtures("bracketed")
@pytest.mark.parametrize(("name", "chosen"), VIEWS)
def test_no_text_of_a_page_at_an_older_version_does(
    georgian: Path, name: str, chosen: dict[str, str]
) -> None:
    assert past_the_catalogue(shown(georgian, name, ME, chosen, version="1.0.0")) == []


@pytest.mark.usefixtures("bracketed")
@pytest.mark.parametrize(("name", "chosen"), VIEWS)
def test_no_text_of_an_empty_study_does(tmp_path: Path, name: str, chosen: dict[str, str]) -> None:
    theme = Theme("t1", "განცდა")
    studies.start(
        tmp_path / "a.study", Codebook("b1", "წიგნი", "0.1.0", (theme,), ()), title="კვლევა"
    ).close()
    assert past_the_catalogue(shown(tmp_path / "a.study", name, ME, chosen)) == []


@pytest.mark.usefixtures("bracketed")
def test_no_text_of_the_forms_for_a_draft_does(georgian: Path) -> None:
    page = shown(georgian, "codebook", ME, {state.VIEW: "Draft"})
    for operation in STEPS:
        page.button_group(key="draft operation").set_value(operation).run()
        for box in page.selectbox:
            if box.key and "'What'" in box.key:
                box.set_value(box.options[0]).run()
        assert past_the_catalogue(page) == []


@pytest.mark.usefixtures("bracketed")
def test_no_text_of_a_memo_that_is_written_does(georgian: Path) -> None:
    page = shown(georgian, "memos", ME)
    page.button(key="write a memo").click().run()
    for kind in ("code", "transcript", "memo"):
        page.button_group(key="cite kind").set_value(kind).run()
        assert past_the_catalogue(page) == []
