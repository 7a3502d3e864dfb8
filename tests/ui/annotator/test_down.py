"""Patches: a view that misses messages still has, after any one that reaches it, all that is to be shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.act import Act, Deed
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Memo, Quotation
from toolkit.model.transcript import Span, Speaker, Transcript, Turn
from toolkit.ui.annotator import down
from toolkit.ui.annotator.down import MOST_STATES, Conversation, encode
from toolkit.ui.annotator.protocol import Acknowledgement, Snapshot

VECTORS = Path(__file__).parents[2] / "js" / "vectors" / "patches.json"
TEXT = Transcript("P01", "P: I waited all day.\n", (Turn(1, Span(3, 20)),))
BOOK = Codebook(
    "study",
    "Study",
    "0.1.0",
    (Theme("access", "Access"),),
    (Code("waiting", "Waiting", "access"), Code("cost", "Cost", "access")),
)
NOON = "2026-01-01T00:00:00.000Z"
EMPTY = Snapshot(TEXT, BOOK, (), me="A")

Message = dict[str, Any]


def coding(name: str, code: str = "waiting", coder: str = "A") -> Coding:
    return Coding(name, Quotation.cut(TEXT, Span(5, 11)), code, coder, "0.1.0", "first", NOON)


def memo(name: str, text: str = "Why?") -> Memo:
    return Memo(name, "coding", "c1", "A", text, NOON)


def act(name: str, made: Coding, *, undone: bool = False) -> Act:
    return Act(name, (Deed("add", made),), undone=undone)


def steps() -> list[Snapshot]:
    """Return what is shown at first, and after each of four things a coder did or another process did."""
    first = replace(EMPTY, codings=(coding("c1"),), history=(act("a1", coding("c1")),), rev=1)
    return [
        EMPTY,
        first,
        replace(first, codings=(), history=(act("a1", coding("c1"), undone=True),), rev=2),
        replace(
            first, codings=(coding("c2", "lost"), coding("c1", "cost")), memos=(memo("m1"), memo("m2")), rev=3
        ),
        replace(first, codings=(coding("c1", "cost"),), memos=(memo("m2", "So?"), memo("m1")), rev=4),
    ]


def test_the_patches_are_those_the_browser_is_tested_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second message never arrives at the server's ears: the third starts from the first, too."""
    monkeypatch.setattr(down, "token_hex", lambda _: "x")
    conversation, shown = Conversation(), steps()
    ack = Acknowledgement("view-1", 1)
    held = [None, "0-x", "0-x", "2-x", "3-x"]

    told = [
        {"message": conversation.message(snapshot, ack, rev), "whole": encode(snapshot, ack, f"{number}-x")}
        for number, (snapshot, rev) in enumerate(zip(shown, held, strict=True))
    ]

    assert told == json.loads(VECTORS.read_text("utf-8"))


def test_a_patch_has_no_text_and_only_what_changed() -> None:
    conversation = Conversation()
    first, second = steps()[:2]
    rev = conversation.message(first, None, None)["rev"]

    patch = conversation.message(second, Acknowledgement("view-1", 1), rev)

    assert patch["since"] == rev
    assert "turns" not in patch["doc"]
    assert sorted(patch["changes"]) == ["codings", "history"]
    assert patch["ack"]["seq"] == 1


@pytest.mark.parametrize("held", [None, "", "0-unheard-of"])
def test_a_view_that_holds_nothing_known_is_told_everything(held: str | None) -> None:
    conversation = Conversation()
    conversation.message(EMPTY, None, None)

    message = conversation.message(steps()[1], None, held)

    assert message == encode(steps()[1], None, message["rev"])


def test_another_text_is_told_whole() -> None:
    conversation = Conversation()
    rev = conversation.message(EMPTY, None, None)["rev"]
    corrected = replace(TEXT, text=TEXT.text.replace("waited", "stayed"), revision=2)

    assert "turns" in conversation.message(replace(EMPTY, transcript=corrected), None, rev)["doc"]


@pytest.mark.parametrize(
    "changed",
    [
        replace(EMPTY, units=(Span(3, 20),)),
        replace(
            EMPTY, transcript=replace(TEXT, turns=(Turn(1, Span(3, 20), "P"),), speakers=(Speaker("P"),))
        ),
    ],
    ids=["the units of the round", "who speaks"],
)
def test_a_text_that_is_read_in_another_way_is_told_whole(changed: Snapshot) -> None:
    conversation = Conversation()
    rev = conversation.message(EMPTY, None, None)["rev"]

    message = conversation.message(changed, None, rev)

    assert message == encode(changed, None, message["rev"])
    assert "since" in conversation.message(changed, None, message["rev"])


def test_what_has_not_changed_is_the_same_message_again() -> None:
    conversation = Conversation()
    rev = conversation.message(EMPTY, None, None)["rev"]

    assert conversation.message(EMPTY, None, rev) == conversation.message(EMPTY, None, rev)
    assert conversation.message(EMPTY, None, None)["rev"] == rev


def test_a_silent_view_costs_no_more_and_more_memory() -> None:
    conversation = Conversation()
    first = conversation.message(EMPTY, None, None)["rev"]
    for number in range(MOST_STATES + 1):
        conversation.message(replace(EMPTY, codings=(coding(f"c{number}"),)), None, first)

    assert "since" not in conversation.message(EMPTY, None, first)


def patched(base: Message, message: Message) -> Message:
    """Do what the browser does."""
    whole = {
        **base,
        **{key: value for key, value in message.items() if key not in ("since", "changes", "doc")},
    }
    for part, change in message["changes"].items():
        whole[part] = change["all"] if "all" in change else _changed(base[part], change)
    return whole


def _changed(records: list[Message], change: Mapping[str, Any]) -> list[Message]:
    key = (
        "act" if (records and "act" in records[0]) or (change["put"] and "act" in change["put"][0]) else "id"
    )
    kept = {record[key]: record for record in records if record[key] not in change["gone"]}
    kept.update({record[key]: record for record in change["put"]})
    return list(kept.values())


NAMES = st.sampled_from(["1", "2", "3", "4"])
SNAPSHOTS = st.builds(
    lambda codings, memos, acts: replace(
        EMPTY,
        codings=tuple(coding(name, code) for name, code in codings.items()),
        memos=tuple(memo(name, text) for name, text in memos.items()),
        history=tuple(act(name, coding("c"), undone=undone) for name, undone in acts.items()),
    ),
    st.dictionaries(NAMES, st.sampled_from(["waiting", "cost", "lost"])),
    st.dictionaries(NAMES, st.sampled_from(["Why?", "So?"])),
    st.dictionaries(NAMES, st.booleans()),
)


@given(st.lists(st.tuples(SNAPSHOTS, st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_whatever_messages_are_lost_the_next_that_arrives_is_enough(
    course: list[tuple[Snapshot, bool, bool]],
) -> None:
    """Messages get lost on the way down, and so does what the view says it holds, on the way up."""
    conversation, newest = Conversation(), None
    held: dict[str, dict[str, Any]] = {}
    heard: str | None = None
    for snapshot, arrives, speaks in course:
        message = conversation.message(snapshot, None, heard)
        if arrives:
            whole = patched(held[message["since"]], message) if "since" in message else message
            expected = encode(snapshot, None, message["rev"])
            for shown in (whole, expected):
                shown["codings"] = sorted(shown["codings"], key=lambda record: str(record["id"]))
            assert whole == expected
            held[whole["rev"]], newest = whole, whole["rev"]
        if speaks:
            heard = newest
