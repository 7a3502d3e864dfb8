"""The page Code: what the pane is given, and what becomes of what it sends. The browser is played by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import conversation
from toolkit.model.identifier import new_id
from toolkit.model.transcript import Transcript
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.ui import state
from toolkit.workflow import applying, noting, showing


def _page(path: str, coder: str | None) -> None:
    """Be a script that shows the page; it runs on its own, so it imports for itself."""
    from pathlib import Path  # noqa: PLC0415

    import streamlit as st  # noqa: PLC0415

    from toolkit.ui import state  # noqa: PLC0415
    from toolkit.ui.app import PAGES  # noqa: PLC0415
    from toolkit.ui.pages import code  # noqa: PLC0415
    from toolkit.workflow.studies import open_study  # noqa: PLC0415

    st.session_state[state.CODER] = coder
    state.remember_pages({page.TITLE: st.Page(print, title=page.TITLE) for page in PAGES})
    study = open_study(Path(path))
    code.show(study)
    study.close()


@pytest.fixture
def spoken(study: Study, transcript: Transcript) -> Study:
    with study.transaction("researcher") as records:
        transcripts.add(records, transcript)
    return study


def opened(study: Study, coder: str | None = "Ana", **address: str) -> AppTest:
    page = AppTest.from_function(_page, args=(study.where, coder), default_timeout=60)
    for key, value in address.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


@pytest.mark.parametrize("name", ["P01__final", "_", "a_._b", "<img src=x onerror=window.__x=1>"])
def test_names_with_underscores_can_be_coded(study: Study, name: str) -> None:
    with study.transaction("researcher") as records:
        transcripts.add(records, conversation(name, ("I", "How was it?"), ("P", "I trusted them.")))

    assert "How was it?" in json.dumps(told(opened(study, f"Ana {name}", transcript=name)))


def told(page: AppTest) -> dict[str, Any]:
    """Return what the pane was told last."""
    (element,) = page.main.get("bidi_component")
    message: dict[str, Any] = json.loads(element.proto.json)
    return message


class View:
    """A pane in a browser: numbers what it does, and sends it until it is acknowledged."""

    def __init__(self, page: AppTest, coder: str = "Ana") -> None:
        self.page, self.client, self.seq = page, new_id(), 0
        self.key = state.key(state.PANE, coder, "P01")

    def send(self, *ops: dict[str, Any], rev: str | None = None) -> dict[str, Any]:
        doc = told(self.page)["doc"]
        sent = []
        for op in ops:
            self.seq += 1
            sent.append({"seq": self.seq} | op)
        outbox = {"v": 1, "client": self.client, "doc": doc["id"], "sha256": doc["sha256"], "ops": sent}
        outbox["rev"] = rev
        self.page.session_state[self.key] = {"outbox": outbox}
        self.page.run()
        assert not self.page.exception
        assert told(self.page)["ack"]["seq"] == self.seq
        return told(self.page)

    def act(self, *ops: dict[str, Any], rev: str | None = None, **answers: str) -> dict[str, Any]:
        together = {"act": new_id()} | answers
        return self.send(*(op | together for op in ops), rev=rev)


def add(name: str, start: int, end: int, code: str = "trust", **more: object) -> dict[str, Any]:
    return {"op": "add", "id": name, "start": start, "end": end, "code": code} | more


OPPOSITE = {"add": "remove", "remove": "restore", "restore": "remove", "memo": "unmemo", "unmemo": "restore"}


def undone(ops: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answer an act from last to first, as the protocol says."""
    return [op | {"op": OPPOSITE[op["op"]], "seen": op.get("text")} for op in reversed(ops)]


def test_what_a_coder_did_is_undone_and_redone_after_a_reload(spoken: Study) -> None:
    old, new = new_id(), new_id()
    view = View(opened(spoken))
    view.act(add(old, 40, 50))
    view.act({"op": "remove", "id": old, "successor": new}, add(new, 40, 60, certainty="unsure"))

    reloaded = View(opened(spoken))
    (first, second) = told(reloaded.page)["history"]
    assert [op["op"] for op in first["ops"]] == ["add"]
    assert [(op["op"], op["id"]) for op in second["ops"]] == [("remove", old), ("add", new)]
    assert second["ops"][1] == add(new, 40, 60, certainty="unsure")

    message = reloaded.act(*undone(second["ops"]), undoes=second["act"])
    assert [(coding["id"], coding["end"]) for coding in message["codings"]] == [(old, 50)]

    again = View(opened(spoken))
    history = told(again.page)["history"]
    assert [(act["act"], act["undone"]) for act in history] == [
        (first["act"], False),
        (second["act"], True),
    ]
    redone = [op | {"op": "restore"} if op["op"] == "add" else op for op in history[1]["ops"]]
    message = again.act(*redone, redoes=second["act"])
    assert [(each["id"], each["certainty"]) for each in message["codings"]] == [(new, "unsure")]
    assert not any(act["undone"] for act in message["history"])


def test_an_act_that_is_refused_in_part_leaves_everything_as_it_was(spoken: Study) -> None:
    old, new = new_id(), new_id()
    view = View(opened(spoken))
    view.act(add(old, 40, 50))

    message = view.act({"op": "remove", "id": old}, add(new, 40, 60, "worry"))

    assert [coding["id"] for coding in message["codings"]] == [old]
    rejected = message["ack"]["rejected"]
    assert [each["seq"] for each in rejected] == [2, 3]
    assert {each["reason"] for each in rejected} == {"code worry is not on offer; choose another code"}


def test_a_memo_is_written_changed_and_its_removal_undone_after_a_reload(spoken: Study) -> None:
    coding, memo = new_id(), new_id()
    view = View(opened(spoken))
    view.act(add(coding, 40, 50))
    view.act({"op": "memo", "id": memo, "about": "coding", "subject": coding, "text": "<b>Why?</b>"})
    view.act({"op": "rewrite", "id": memo, "seen": "<b>Why?</b>", "text": "Because."})
    message = view.act({"op": "rewrite", "id": memo, "seen": "<b>Why?</b>", "text": "Late."})
    assert "changed elsewhere meanwhile" in message["ack"]["rejected"][0]["reason"]
    message = view.act({"op": "unmemo", "id": memo, "seen": "Because."})
    assert message["memos"] == []

    reloaded = View(opened(spoken))
    last = told(reloaded.page)["history"][-1]
    (shown,) = reloaded.act(*undone(last["ops"]), undoes=last["act"])["memos"]

    assert (shown["id"], shown["subject"], shown["text"], shown["mine"]) == (memo, coding, "Because.", True)


def test_others_memos_and_codings_are_told_only_if_they_are_shown(spoken: Study) -> None:
    applying.code(spoken, coder="Ben", transcript="P01", start=40, end=50, code="care")
    noting.memo(spoken, coder="Ben", text="Ben's.", transcript="P01")
    page = opened(spoken)
    assert (told(page)["codings"], told(page)["memos"], told(page)["history"]) == ([], [], [])

    page.toggle(key=state.OTHERS).set_value(True).run()

    assert [coding["coder"] for coding in told(page)["codings"]] == ["Ben"]
    assert [(memo["author"], memo["mine"]) for memo in told(page)["memos"]] == [("Ben", False)]
    assert told(page)["history"] == []


def test_the_name_of_the_state_shown_begins_with_the_number_of_the_latest_event(spoken: Study) -> None:
    view = View(opened(spoken))
    number, _, _ = told(view.page)["rev"].partition("-")

    later, _, _ = view.act(add(new_id(), 40, 50))["rev"].partition("-")

    assert int(later) > int(number)


def test_a_view_that_says_what_it_holds_is_told_only_what_has_changed(spoken: Study) -> None:
    view = View(opened(spoken))
    rev, name = told(view.page)["rev"], new_id()

    message = view.act(add(name, 40, 50), rev=rev)

    assert message["since"] == rev
    assert "turns" not in message["doc"]
    assert [coding["id"] for coding in message["changes"]["codings"]["put"]] == [name]
    assert "codes" not in message["changes"]


def test_a_bystander_reads_and_has_no_history(spoken: Study) -> None:
    applying.code(spoken, coder="Ana", transcript="P01", start=40, end=50, code="care")

    message = told(opened(spoken, None))

    assert message["read_only"]
    assert message["history"] == message["memos"] == []


# The address


@pytest.fixture
def two(spoken: Study) -> Study:
    """Return a study with a second transcript, in which Ben has coded."""
    with spoken.transaction("researcher") as records:
        transcripts.add(records, conversation("P02", ("I", "And you?"), ("P02", "I trusted nobody.")))
    applying.code(spoken, coder="Ben", transcript="P02", start=20, end=30, code="trust")
    return spoken


def test_the_address_leads_to_a_coding_in_its_transcript(two: Study) -> None:
    (coding,) = showing.desk(two, "P02", "Ben").codings

    page = opened(two, "Ben", coding=coding.id)

    assert told(page)["doc"]["id"] == "P02"
    assert told(page)["jump"] == coding.id
    assert not page.info

    page.selectbox(key=state.TRANSCRIPT).set_value("P01").run()
    assert told(page)["doc"]["id"] == "P01"
    assert told(page)["jump"] is None
    assert "coding" not in page.query_params


def test_an_address_that_leads_to_a_coding_not_shown_says_why(two: Study) -> None:
    (coding,) = showing.desk(two, "P02", "Ben").codings

    page = opened(two, "Ana", coding=coding.id, transcript="P02")
    assert "a coding by Ben" in page.info[0].value
    assert told(page)["codings"] == []
    page.toggle(key=state.OTHERS).set_value(True).run()
    assert not page.info

    gone = opened(two, "Ana", coding="<b>gone</b>")
    assert "is not there" in gone.info[0].value
    assert told(gone)["doc"]["id"] == "P01"


@pytest.mark.parametrize(
    ("passage", "jump"),
    [
        ("20-30", {"start": 20, "end": 30}),
        ("30-20", None),
        ("20-20", None),
        ("0-5", None),
        ("20-99999", None),
        ("<b>", None),
        ("\u0662-\u0663", None),
    ],
)
def test_the_address_leads_to_a_passage_that_somebody_speaks(
    two: Study, passage: str, jump: dict[str, int] | None
) -> None:
    page = opened(two, "Ana", transcript="P02", passage=passage)

    assert told(page)["jump"] == jump
    page.selectbox(key=state.TRANSCRIPT).set_value("P01").run()
    assert told(page)["jump"] is None
    assert "passage" not in page.query_params
