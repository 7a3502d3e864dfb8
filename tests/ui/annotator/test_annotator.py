"""The pane on a page: what it is given, and what becomes of what it sends. The browser is played by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

KEY = "pane"
ID = "018f0000-0000-7000-8000-000000000001"


PAGE = Path(__file__).parent / "page_with_a_pane.py"


def opened() -> AppTest:
    app = AppTest.from_file(PAGE).run()
    assert not app.exception
    return app


def shown(app: AppTest) -> dict[str, Any]:
    (element,) = app.main.get("bidi_component")
    told: dict[str, Any] = json.loads(element.proto.json)
    return told


def send(app: AppTest, *ops: dict[str, object], **changes: object) -> dict[str, Any]:
    sha256 = shown(app)["doc"]["sha256"]
    message = {"v": 1, "client": "view-1", "doc": "P01", "sha256": sha256, "ops": list(ops)} | changes
    app.session_state[KEY] = {"outbox": message}
    app.run()
    assert not app.exception
    return shown(app)


def add(seq: int = 1, **changes: object) -> dict[str, object]:
    return {"seq": seq, "op": "add", "id": ID, "start": 5, "end": 11, "code": "waiting"} | changes


def test_a_coding_sent_is_recorded_shown_and_acknowledged() -> None:
    app = opened()

    told = send(app, add())

    assert [(coding["id"], coding["start"], coding["end"]) for coding in told["codings"]] == [(ID, 5, 11)]
    assert told["ack"] == {"client": "view-1", "seq": 1, "rejected": []}


def test_a_rejected_coding_is_not_shown_and_the_reason_is_told() -> None:
    told = send(opened(), add(code="full"), add(2, code="unheard"))

    assert told["codings"] == []
    assert [part["seq"] for part in told["ack"]["rejected"]] == [1, 2]
    assert told["ack"]["rejected"][0]["reason"] == "the code is full"


def test_what_was_acknowledged_is_not_recorded_twice() -> None:
    app = opened()
    send(app, add())

    send(app, add(), {"seq": 2, "op": "remove", "id": ID})
    app.run()

    assert app.session_state["calls"] == [1, 1]
    assert shown(app)["codings"] == []


def test_a_fault_of_the_records_is_told_and_the_pane_stays_unacknowledged() -> None:
    app = opened()
    app.session_state["broken"] = True

    told = send(app, add())

    assert told["ack"] is None
    error = app.error[0].value.replace("\N{WORD JOINER}", "")
    assert r"the disk of \[A\]\(http\:\/\/b\) is full" in error

    app.session_state["broken"] = False
    assert send(app, add())["ack"]["seq"] == 1


def test_a_message_that_cannot_be_read_is_told_and_records_nothing() -> None:
    app = opened()

    told = send(app, add(), v=9)

    assert told["ack"] is None
    assert "version" in app.error[0].value
    assert app.session_state["calls"] == []


def test_the_outbox_of_another_transcript_is_left_alone() -> None:
    told = send(opened(), add(), doc="P02")

    assert told["ack"] is None
    assert told["codings"] == []
