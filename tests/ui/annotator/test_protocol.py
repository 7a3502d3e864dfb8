from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import Invalid
from toolkit.model.act import Act, Deed, Together
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.proposal import Proposal
from toolkit.model.transcript import Span, Speaker, Transcript, Turn
from toolkit.ui.annotator.down import encode
from toolkit.ui.annotator.protocol import (
    Acknowledgement,
    AddCoding,
    Operation,
    Outbox,
    ProposeCode,
    Rejection,
    RemoveCoding,
    RemoveMemo,
    Restore,
    RewriteMemo,
    Snapshot,
    WithdrawCode,
    WriteMemo,
    answer,
    unanswered,
)
from toolkit.ui.annotator.up import LONGEST_MEMO, MOST_OPERATIONS, decode, screen

TEXT = "I: How was it?\n\nP: Well 😀 I waited.\n"
TRANSCRIPT = Transcript(
    "P01",
    TEXT,
    (Turn(1, Span(3, 14), "I", began=1.5), Turn(2, Span(19, 35), "P", question=4)),
    (Speaker("I", "interviewer"), Speaker("P", "participant")),
)
CODEBOOK = Codebook(
    "study",
    "Study",
    "0.2.0",
    (Theme("access", "Access", colour="#0072b2"),),
    (
        Code("waiting", "Waiting", "access", definition="Time spent.", alt_labels=("Queue",)),
        Code("barriers", "Barriers", "access", codable=False),
    ),
    deprecated=(Code("old", "Old", deprecated_in="0.2.0"),),
)
ID = "018f0000-0000-7000-8000-000000000001"
OTHER_ID = "018f0000-0000-7000-8000-000000000002"
ACT = "018f0000-0000-7000-8000-0000000000ac"


def coding(identifier: str = "c1", coder: str = "A", code: str = "waiting") -> Coding:
    quotation = Quotation.cut(TRANSCRIPT, Span(26, 34))
    return Coding(identifier, quotation, code, coder, "0.2.0", "first", "2026-01-01T00:00:00.000Z")


def snapshot(*codings: Coding, read_only: bool = False) -> Snapshot:
    return Snapshot(TRANSCRIPT, CODEBOOK, codings, me="A", read_only=read_only)


def add(seq: object = 1, **changes: object) -> dict[str, object]:
    return {"seq": seq, "op": "add", "id": ID, "start": 26, "end": 34, "code": "waiting"} | changes


def message(*ops: object, **changes: object) -> dict[str, Any]:
    shell = {"v": 1, "client": "view-1", "doc": "P01", "sha256": TRANSCRIPT.sha256, "ops": list(ops)}
    return shell | changes


def memo(identifier: str = "m1", author: str = "A", text: str = "Why?") -> Memo:
    return Memo(identifier, "coding", "c1", author, text, "2026-01-01T00:00:00.000Z")


def outbox(*operations: Operation, sha256: str = TRANSCRIPT.sha256) -> Outbox:
    return Outbox("view-1", "P01", sha256, operations)


def reasons(box: Outbox, shown: Snapshot) -> list[str]:
    return [rejection.reason for rejection in screen(box, shown)[1]]


# Down


def test_a_snapshot_is_told_in_parts_json_has() -> None:
    told = encode(snapshot(coding(), coding("c2", "B")))

    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["doc"]["turns"] == [
        {"n": 1, "start": 3, "text": "How was it?", "speaker": "I", "role": "interviewer", "time": 1.5}
        | {"question": None},
        {
            "n": 2,
            "start": 19,
            "text": "Well 😀 I waited.",
            "speaker": "P",
            "role": "participant",
            "time": None,
            "question": 4,
        },
    ]
    assert [(told["id"], told["start"], told["end"], told["mine"]) for told in told["codings"]] == [
        ("c1", 26, 34, True),
        ("c2", 26, 34, False),
    ]


def test_only_codes_in_use_are_offered_but_every_coding_has_a_name() -> None:
    codings = (coding("c1", code="old"), coding("c2", code="barriers"), coding("c3", code="never-heard-of"))

    told = {code["id"]: code for code in encode(snapshot(*codings))["codes"]}

    assert {name for name, code in told.items() if code["offered"]} == {"waiting"}
    assert told["old"]["label"] == "Old"
    assert told["barriers"]["theme"] == "Access"
    assert told["never-heard-of"]["label"] == "never-heard-of"


def test_a_theme_that_may_be_coded_is_offered_before_its_codes_and_accepted() -> None:
    book = replace(CODEBOOK, themes=(replace(CODEBOOK.themes[0], codable=True, definition="Getting in."),))
    shown = replace(snapshot(), codebook=book)

    told = encode(shown)["codes"]

    assert [code["id"] for code in told] == ["access", "waiting"]
    assert told[0] == {
        "id": "access",
        "label": "Access",
        "theme": "Access",
        "colour": "#0072b2",
        "definition": "Getting in.",
        "include": [],
        "exclude": [],
        "example": "",
        "alt": [],
        "offered": True,
    }
    assert reasons(outbox(AddCoding(1, ID, Span(26, 34), "access")), shown) == []


def test_a_coding_of_a_theme_no_longer_offered_has_the_themes_name() -> None:
    (_, theme) = encode(snapshot(coding(code="access")))["codes"]

    assert (theme["id"], theme["label"], theme["offered"]) == ("access", "Access", False)


def test_a_code_without_a_colour_takes_that_of_its_theme() -> None:
    waiting = encode(snapshot())["codes"][0]

    assert waiting["colour"] == "#0072b2"
    assert waiting["alt"] == ["Queue"]


def test_the_acknowledgement_travels_with_the_snapshot() -> None:
    ack = Acknowledgement("view-1", 7, (Rejection(6, "no such code"),))

    told = {"client": "view-1", "seq": 7, "rejected": [{"seq": 6, "reason": "no such code"}]}
    assert encode(snapshot(), ack)["ack"] == told
    assert encode(snapshot())["ack"] is None


def test_memos_travel_with_the_snapshot() -> None:
    mine, theirs = encode(replace(snapshot(), memos=(memo(), memo("m2", "B"))))["memos"]

    assert mine == {
        "id": "m1",
        "about": "coding",
        "subject": "c1",
        "author": "A",
        "mine": True,
        "text": "Why?",
        "made_at": "2026-01-01T00:00:00.000Z",
    }
    assert not theirs["mine"]


def test_the_history_tells_acts_as_operations_that_the_pane_can_answer() -> None:
    recoded = (Deed("remove", coding("c1"), successor=ID), Deed("add", coding(ID)))
    written = (Deed("rewrite", memo(text="Because."), seen="Why?"), Deed("memo", memo("m2")))
    shown = replace(snapshot(), history=(Act("first", recoded), Act("second", written, undone=True)))

    told = encode(shown)["history"]

    assert json.loads(json.dumps(told)) == told
    assert [(act["act"], act["undone"]) for act in told] == [("first", False), ("second", True)]
    passage = {"start": 26, "end": 34, "code": "waiting", "certainty": None}
    about = {"about": "coding", "subject": "c1"}
    assert told[0]["ops"] == [
        {"op": "remove", "id": "c1", "successor": ID} | passage,
        {"op": "add", "id": ID} | passage,
    ]
    assert told[1]["ops"] == [
        {"op": "rewrite", "id": "m1", "text": "Because.", "seen": "Why?"} | about,
        {"op": "memo", "id": "m2", "text": "Why?"} | about,
    ]


# Up


def test_operations_are_read_in_order() -> None:
    box = decode(message(add(1), {"seq": 2, "op": "remove", "id": "c9"}))

    assert box.operations == (AddCoding(1, ID, Span(26, 34), "waiting"), RemoveCoding(2, "c9"))
    assert box.seqs == (1, 2)


def test_every_operation_is_read_with_the_act_it_belongs_to() -> None:
    acts = {"act": ACT, "undoes": "event-12"}
    together = Together(ACT, undoes="event-12")

    box = decode(
        message(
            add(1, certainty="unsure", **acts),
            {"seq": 2, "op": "remove", "id": "c9", "successor": ID, "act": ACT, "redoes": OTHER_ID},
            {"seq": 3, "op": "restore", "id": "c9"} | acts,
            {"seq": 4, "op": "memo", "id": ID, "about": "code", "subject": "waiting", "text": "Why?\n"},
            {"seq": 5, "op": "rewrite", "id": "m1", "seen": "Why?", "text": "Because."} | acts,
            {"seq": 6, "op": "unmemo", "id": "m1", "seen": "Because.", "act": None},
            add(7, certainty=None, start=27),
        )
    )

    assert not box.unreadable
    assert box.operations == (
        AddCoding(1, ID, Span(26, 34), "waiting", "unsure", together),
        RemoveCoding(2, "c9", ID, Together(ACT, redoes=OTHER_ID)),
        Restore(3, "c9", together),
        WriteMemo(4, ID, "code", "waiting", "Why?\n"),
        RewriteMemo(5, "m1", "Why?", "Because.", together),
        RemoveMemo(6, "m1", "Because."),
        AddCoding(7, ID, Span(27, 34), "waiting"),
    )


def test_an_operation_that_cannot_be_read_takes_its_act_with_it_but_no_other() -> None:
    box = decode(
        message(
            {"seq": 1, "op": "remove", "id": "c1", "act": ACT},
            add(2, act=ACT, end=3),
            add(3, id=OTHER_ID, act=OTHER_ID),
            {"seq": 4, "op": "remove", "id": "c2"},
        )
    )

    assert [rejection.seq for rejection in box.unreadable] == [1, 2]
    assert len({rejection.reason for rejection in box.unreadable}) == 1
    assert [operation.seq for operation in box.operations] == [3, 4]


@pytest.mark.parametrize(
    "hostile",
    [
        None,
        7,
        "outbox",
        [],
        {},
        message(v=2),
        message(v=True),
        message(v="1"),
        message(client=None),
        message(client=""),
        message(client="x" * 65),
        message(client="<script>"),
        message(client={"a": 1}),
        message(doc=3),
        message(doc="line\nbreak"),
        message(sha256=["d0"]),
        message(ops=None),
        message(ops={"0": add()}),
        message(ops="add"),
        message(*[add(n) for n in range(1, MOST_OPERATIONS + 2)]),
        message(None),
        message([]),
        message("add"),
        message(add(seq="1")),
        message(add(seq=True)),
        message(add(seq=math.nan)),
        message(add(seq=1.5)),
        message(add(seq=-1)),
        message(add(seq=0)),
        message(add(seq=2**60)),
        message(add(1), add(1)),
        message(add(2), add(1)),
    ],
    ids=lambda hostile: repr(hostile)[:60],
)
def test_a_message_that_is_no_outbox_is_refused_with_a_reason(hostile: object) -> None:
    with pytest.raises(Invalid, match=r"\w"):
        decode(hostile)


@pytest.mark.parametrize(
    "changes",
    [
        {"op": "drop table"},
        {"op": None},
        {"op": ["add"]},
        {"op": {}},
        {"id": 5},
        {"id": "c1"},
        {"id": ID.upper()},
        {"id": "018f0000-0000-4000-8000-000000000001"},
        {"id": ID + "\n"},
        {"start": "26"},
        {"start": 26.0},
        {"start": math.nan},
        {"start": -1},
        {"start": True},
        {"start": None},
        {"end": math.inf},
        {"end": 26},
        {"end": 10**400},
        {"code": None},
        {"code": "x" * 201},
        {"code": "\x00"},
        {"code": ["waiting"]},
        {"certainty": "perhaps"},
        {"certainty": True},
        {"act": "1"},
        {"act": 7},
        {"act": ACT, "undoes": "<b>"},
        {"act": ACT, "undoes": 5},
        {"act": ACT, "undoes": ID, "redoes": ID},
        {"op": "restore", "id": None},
        {"op": "remove", "successor": "c1"},
        {"op": "memo"},
        {"op": "memo", "about": "study", "subject": "s", "text": "Why?"},
        {"op": "memo", "about": "coding", "subject": "", "text": "Why?"},
        {"op": "memo", "about": "coding", "subject": "c1", "text": " \n"},
        {"op": "memo", "about": "coding", "subject": "c1", "text": "\x00"},
        {"op": "memo", "about": "coding", "subject": "c1", "text": "\ud83d"},
        {"op": "memo", "about": "coding", "subject": "c1", "text": "x" * (LONGEST_MEMO + 1)},
        {"op": "memo", "about": "coding", "subject": "c1", "text": None},
        {"op": "rewrite", "text": "Why?"},
        {"op": "rewrite", "seen": "Why?", "text": ""},
        {"op": "unmemo"},
    ],
    ids=lambda changes: repr(changes)[:60],
)
def test_one_faulty_operation_is_rejected_alone(changes: dict[str, object]) -> None:
    box = decode(message(add(1, **changes), add(2, id=OTHER_ID)))

    assert [rejection.seq for rejection in box.unreadable] == [1]
    assert box.unreadable[0].reason
    assert [operation.seq for operation in box.operations] == [2]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(
    ops=st.lists(
        ANYTHING | st.fixed_dictionaries(dict.fromkeys(("seq", "op", "id", "start", "end", "code"), ANYTHING))
    )
    | st.lists(
        st.fixed_dictionaries(
            {
                "op": st.sampled_from(["add", "remove", "restore", "memo", "rewrite", "unmemo"]),
                "id": st.sampled_from([ID, "c1"]),
            },
            optional={
                "start": st.integers(0, 40),
                "end": st.integers(0, 40),
                "code": st.sampled_from(["waiting", "old"]),
                "about": st.sampled_from(["coding", "code", "transcript"]),
                "act": st.sampled_from([ACT, ID]),
                **dict.fromkeys(("certainty", "successor", "subject", "text", "seen", "undoes"), ANYTHING),
            },
        ),
        max_size=6,
    ).map(lambda ops: [{"seq": seq} | op for seq, op in enumerate(ops, 1)]),
    changes=st.dictionaries(st.sampled_from(["v", "client", "doc", "sha256"]), ANYTHING, max_size=2),
)
def test_whatever_comes_up_is_read_or_refused(ops: list[object], changes: dict[str, object]) -> None:
    try:
        box = decode(message(*ops, **changes))
    except Invalid:
        return
    fitting, rejected = screen(box, snapshot())
    assert len(fitting) + len(rejected) + len(box.unreadable) == len(ops)
    refused = {rejection.seq for rejection in (*rejected, *box.unreadable)}
    broken = {op["act"] for op in ops if isinstance(op, dict) and op.get("act") and op["seq"] in refused}
    assert not broken & {operation.together.act for operation in fitting}


# Does it fit what is shown?


def test_what_fits_passes_in_order() -> None:
    operations = (AddCoding(1, ID, Span(26, 34), "waiting"), RemoveCoding(2, ID))

    assert screen(outbox(*operations), snapshot()) == (operations, ())


@pytest.mark.parametrize(
    ("span", "code", "reason"),
    [
        (Span(26, 99), "waiting", "leave the text"),
        (Span(14, 16), "waiting", "hold only blanks"),
        (Span(16, 18), "waiting", "are in no turn"),
        (Span(26, 34), "old", "code old is not on offer"),
        (Span(26, 34), "barriers", "code barriers is not on offer"),
        (Span(26, 34), "unheard", "code unheard is not on offer"),
        (Span(26, 34), "access", "code access is not on offer"),
    ],
)
def test_a_coding_that_does_not_fit_is_rejected(span: Span, code: str, reason: str) -> None:
    (told,) = reasons(outbox(AddCoding(1, ID, span, code)), snapshot())

    assert reason in told


def test_a_coding_of_another_text_is_rejected() -> None:
    (told,) = reasons(outbox(RemoveCoding(1, "c1"), sha256="0" * 64), snapshot(coding()))

    assert "revised" in told


def test_a_coding_of_another_transcript_is_rejected() -> None:
    box = Outbox("view-1", "P02", TRANSCRIPT.sha256, (RemoveCoding(1, "c1"),))

    (told,) = reasons(box, snapshot(coding()))

    assert "P02" in told


def test_another_coders_coding_cannot_be_removed() -> None:
    (told,) = reasons(outbox(RemoveCoding(1, "c1")), snapshot(coding("c1", "B")))

    assert "by B" in told


def test_nothing_fits_a_pane_for_reading_only() -> None:
    box = outbox(AddCoding(1, ID, Span(26, 34), "waiting"), RemoveCoding(2, "c1"))

    assert len(reasons(box, snapshot(coding(), read_only=True))) == 2


def test_an_act_that_does_not_fit_in_part_is_rejected_whole() -> None:
    together = Together(ACT)
    alone = AddCoding(3, OTHER_ID, Span(26, 34), "waiting")
    recoded = (RemoveCoding(1, "c1", ID, together), AddCoding(2, ID, Span(26, 34), "old", together=together))

    fitting, rejected = screen(outbox(*recoded, alone), snapshot(coding()))

    assert fitting == (alone,)
    assert [rejection.seq for rejection in rejected] == [1, 2]
    assert {rejection.reason for rejection in rejected} == {rejected[1].reason}


@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        (WriteMemo(1, ID, "transcript", "P02", "Why?"), "is about transcript P02"),
        (WriteMemo(1, ID, "code", "unheard", "Why?"), "has no code unheard"),
        (RewriteMemo(1, "m2", "Why?", "Because."), "by B"),
        (RemoveMemo(1, "m2", "Why?"), "by B"),
    ],
)
def test_a_memo_that_does_not_fit_is_rejected(operation: Operation, reason: str) -> None:
    shown = replace(snapshot(coding()), memos=(memo("m2", "B"),))

    (told,) = reasons(outbox(operation), shown)

    assert reason in told


@pytest.mark.parametrize(
    "operation",
    [
        WriteMemo(1, ID, "transcript", "P01", "Why?"),
        WriteMemo(1, ID, "code", "old", "Why?"),
        WriteMemo(1, ID, "code", "access", "Why?"),
        WriteMemo(1, ID, "coding", "made-just-now", "Why?"),
        RewriteMemo(1, "m1", "Why?", "Because."),
        RemoveMemo(1, "m1", "Why?"),
        Restore(1, "removed-long-ago"),
    ],
)
def test_memos_and_restoring_fit_whatever_is_shown(operation: Operation) -> None:
    assert reasons(outbox(operation), replace(snapshot(), memos=(memo(),))) == []


# Answering


def test_an_outbox_is_answered_up_to_its_last_operation() -> None:
    box = decode(message(add(3), add(4, op="jump"), add(5)))

    ack = answer(box, [Rejection(5, "full")], None)

    assert (ack.client, ack.seq) == ("view-1", 5)
    assert [rejection.seq for rejection in ack.rejected] == [4, 5]


def test_what_was_answered_is_not_handed_on_again() -> None:
    box = decode(message(add(1), add(2), add(3, op="jump")))

    assert unanswered(box, Acknowledgement("view-1", 1)).seqs == (2, 3)
    assert unanswered(box, Acknowledgement("view-1", 3)).seqs == ()
    assert unanswered(box, Acknowledgement("view-2", 3)).seqs == (1, 2, 3)
    assert unanswered(box, None).seqs == (1, 2, 3)


def test_a_rejection_is_told_again_while_the_view_still_asks() -> None:
    before = Acknowledgement("view-1", 2, (Rejection(1, "first"), Rejection(2, "second")))

    ack = answer(decode(message(add(2), add(3))), [], before)

    assert ack == Acknowledgement("view-1", 3, (Rejection(2, "second"),))


# Proposed codes


def proposal(name: str = OTHER_ID, coder: str = "A") -> Proposal:
    return Proposal(name, "little-things", "Little <i>things</i>", "", coder, "2026-01-01T00:00:00.000Z")


def proposed(*proposals: Proposal, usable: frozenset[str] = frozenset()) -> dict[str, Any]:
    made = [coding("c1", each.coder, "little-things") for each in proposals]
    act = Act(ACT, (Deed("propose", proposals[0], beside="P01"), Deed("add", made[0])))
    return encode(
        replace(snapshot(*made), proposals=proposals, usable=usable, history=(act,)),
    )


def test_a_proposed_code_goes_by_the_id_of_its_proposal() -> None:
    told = proposed(proposal(), usable=frozenset({OTHER_ID}))

    (code,) = (code for code in told["codes"] if code.get("proposed"))
    assert (code["id"], code["label"], code["theme"], code["offered"]) == (
        OTHER_ID,
        "Little <i>things</i>",
        "Proposed by you",
        True,
    )
    assert "little-things" not in [code["id"] for code in told["codes"]]
    assert told["codings"][0]["code"] == OTHER_ID
    ops = told["history"][0]["ops"]
    assert ops[0] == {"op": "propose", "id": OTHER_ID, "label": "Little <i>things</i>", "definition": ""}
    assert ops[1]["code"] == OTHER_ID


def test_what_is_answered_or_another_proposed_is_shown_and_not_offered() -> None:
    answered = proposed(proposal())
    other = proposed(proposal(coder="B"), usable=frozenset({OTHER_ID}))
    assert [
        code["offered"] for told in (answered, other) for code in told["codes"] if code.get("proposed")
    ] == [
        False,
        False,
    ]


def test_proposals_and_what_is_coded_with_them_are_read() -> None:
    read = decode(
        message(
            {"seq": 1, "op": "propose", "id": ID, "label": " Little things ", "definition": None, "act": ACT},
            add(2, id=OTHER_ID, code=ID, act=ACT),
            {"seq": 3, "op": "withdraw", "id": ID},
        )
    )
    assert read.operations[0] == ProposeCode(1, ID, "Little things", "", Together(ACT))
    assert read.operations[2] == WithdrawCode(3, ID)
    assert screen(read, snapshot()) == (read.operations, ())


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"label": ""}, "blank"),
        ({"label": 3}, "label is not text"),
        ({"label": "x" * 61}, "61 characters; use at most 60"),
        ({"label": "a\u200bb"}, "unprintable"),
        ({"label": "a", "definition": "x\ny"}, "more than one line"),
        ({"label": "a", "definition": "x" * 501}, "501 characters"),
        ({"label": "a", "id": "mine"}, "not a UUID"),
    ],
)
def test_a_proposal_that_cannot_be_takes_its_coding_with_it(fields: dict[str, object], reason: str) -> None:
    read = decode(
        message({"seq": 1, "op": "propose", "id": ID, "act": ACT} | fields, add(2, code=ID, act=ACT))
    )
    assert read.operations == ()
    assert [rejection.seq for rejection in read.unreadable] == [1, 2]
    assert all(reason in rejection.reason for rejection in read.unreadable)
