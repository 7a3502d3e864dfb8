"""What a coder wishes is carried out act by act: all of it or none, once, and only on their own work."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflow.desk import Sitting
from toolkit.model.act import Together
from toolkit.model.identifier import new_id
from toolkit.store import events
from toolkit.workflow import studies
from toolkit.workflow.applying import Remove, RemoveMemo, Restore, RewriteMemo, Wish, WriteMemo


def together(**answers: str) -> Together:
    return Together(new_id(), **answers)


def test_a_coding_removed_comes_back_as_it_was(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them", certainty="unsure"))
    before = ana.codings()

    ana.done(Remove("c1"))
    assert ana.codings() == {}
    ana.done(ana.restore("c1"))

    assert ana.codings() == before
    assert ana.kinds() == ["coding.added", "coding.removed", "coding.restored"]
    assert studies.verify(ana.study).notes[:-1] == ("No problem found.",)


def test_restoring_twice_does_no_harm(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"))
    ana.done(Remove("c1"), ana.restore("c1"), ana.restore("c1"))
    ana.done(ana.restore("c1"))

    assert ana.kinds() == ["coding.added", "coding.removed", "coding.restored"]


def test_only_what_one_removed_oneself_comes_back(ana: Sitting, ben: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"), Remove("c1"))

    assert ben.do(ben.restore("c1"), ben.restore("never")) == (
        "c1: is a coding by Ana; only they can bring it back",
        "never: was never removed; load the page again",
    )
    assert ana.codings() == {}


def test_a_coding_does_not_come_back_beside_its_like_or_on_another_text(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"), Remove("c1"), ana.add("c2", "trusted them"))

    (like,) = ana.do(ana.restore("c1"))
    (text,) = ana.do(Restore("c1", "P01", "0" * 64))
    (other,) = ana.do(Restore("c1", "P02", ana.transcript.sha256))

    assert like == "P01: Ana has already given this passage the code trust; choose another code or passage"
    assert text == "P01: has another text by now; load the page again"
    assert other == "c1: is a coding of P01; open P01"
    assert set(ana.codings()) == {"c2"}


def test_an_act_is_carried_out_whole_or_not_at_all(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"))
    failing, fine = together(), together()

    reasons = ana.do(
        *ana.recode("c1", ana.add("c2", "trusted them", "no-such-code", together=failing)),
        ana.add("c3", "care", "care", together=fine),
        ana.add("c4", "doubt", "doubt"),
    )

    assert (
        reasons[0]
        == reasons[1]
        == "no-such-code: is no code of codebook 1.0.0; see: intercoder codebook show"
    )
    assert reasons[2:] == (None, None)
    assert set(ana.codings()) == {"c1", "c3", "c4"}
    assert "coding.removed" not in ana.kinds()


def test_a_passage_freed_by_an_act_that_is_refused_is_not_free(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"))
    failing = together()

    _, _, reason = ana.do(
        Remove("c1", together=failing),
        ana.add("c2", "care", "no-such-code", together=failing),
        ana.add("c3", "trusted them"),
    )

    assert reason is not None
    assert "has already given this passage" in reason


def test_what_an_act_has_done_it_does_not_do_again(ana: Sitting) -> None:
    """The answer was lost and the browser sends all of it again, after a reload even under other numbers."""
    ana.done(ana.add("c1", "trusted them"))
    removing, restoring = together(), together()
    lost = (Remove("c1", together=removing), ana.restore("c1", replace(restoring, undoes=removing.act)))
    ana.done(*lost)
    ana.done(*lost)

    assert ana.kinds() == ["coding.added", "coding.removed", "coding.restored"]
    assert set(ana.codings()) == {"c1"}


def test_memos_are_written_changed_removed_and_brought_back(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"))
    acts = [together() for _ in range(4)]
    wishes = (
        WriteMemo("m1", "coding", "c1", "Why?", "P01", acts[0]),
        RewriteMemo("m1", "Why?", "Because.", "P01", acts[1]),
        RemoveMemo("m1", "Because.", "P01", acts[2]),
        ana.restore("m1", acts[3]),
    )

    ana.done(*wishes)
    ana.done(*wishes)

    told = ["memo.added", "memo.changed", "memo.removed", "memo.restored"]
    assert ana.kinds() == ["coding.added", *told]
    assert studies.verify(ana.study).notes[:-1] == ("No problem found.",)


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (WriteMemo("m2", "coding", "gone", "x"), "gone: is no coding of this study"),
        (WriteMemo("m2", "transcript", "P9", "x"), "P9: is no transcript of this study; there are: P01"),
        (WriteMemo("m2", "code", "joy", "x"), "joy: is no code of codebook 1.0.0"),
        (WriteMemo("m2", "code", "trust", " "), "memo is empty"),
        (RewriteMemo("m1", "What?", "x"), "the memo: was changed elsewhere meanwhile"),
        (RewriteMemo("m1", "Why?", ""), "memo is empty"),
        (RewriteMemo("m9", "Why?", "x"), "m9: is no memo of this study any more"),
        (RemoveMemo("m1", "What?"), "the memo: was changed elsewhere meanwhile"),
        (RemoveMemo("b1", "Hm."), "b1: is a memo by Ben; only they can change it"),
        (RewriteMemo("b1", "Hm.", "x"), "b1: is a memo by Ben; only they can change it"),
    ],
)
def test_a_memo_that_cannot_be_is_refused(ana: Sitting, ben: Sitting, wish: Any, reason: str) -> None:  # noqa: ANN401
    ana.done(WriteMemo("m1", "transcript", "P01", "Why?"))
    ben.done(WriteMemo("b1", "code", "trust", "Hm."))

    (told,) = ana.do(wish)

    assert told is not None
    assert told.startswith(reason)


def test_a_memo_is_brought_back_by_its_author_alone(ana: Sitting, ben: Sitting) -> None:
    ana.done(WriteMemo("m1", "transcript", "P01", "Why?"), RemoveMemo("m1", "Why?"))

    (told,) = ben.do(ben.restore("m1"))

    assert told == "m1: is a memo by Ana; only they can change it"


WORDS = ("trusted them", "at first", "made me doubt", "care")
VERBS = st.sampled_from(["add", "remove", "restore"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(steps=st.lists(st.tuples(VERBS, st.integers(0, 3)), max_size=12), cut=st.integers(0, 12))
def test_wishes_that_come_again_from_anywhere_change_nothing(
    ana: Sitting, steps: list[tuple[str, int]], cut: int
) -> None:
    run = new_id()  # the study is that of the example before: other ids, and passages made free again
    ana.done(*(Remove(name) for name in ana.codings()))
    wishes = [wish(ana, verb, f"{run}-{number}", WORDS[number]) for verb, number in steps]
    first = ana.do(*wishes)
    codings, kinds = ana.codings(), ana.kinds()

    carried_out = [each for each, reason in zip(wishes, first, strict=True) if reason is None]
    again = [each for each in carried_out[cut:] if changed_something(ana, each)]
    assert set(ana.do(*again)) <= {None}

    assert (ana.kinds(), ana.codings()) == (kinds, codings)


def wish(sitting: Sitting, verb: str, name: str, words: str) -> Wish:
    match verb:
        case "add":
            return sitting.add(name, words, together=together())
        case "remove":
            return Remove(name, together=together())
        case _:
            return sitting.restore(name, together())


def changed_something(sitting: Sitting, wish: Wish) -> bool:
    """Tell whether a wish changed anything: one that found nothing to do left no word in the log."""
    with sitting.study.reading() as connection:
        acts = [event.body.get("act") for event, _ in events.everything(connection)]
    return {"id": wish.together.act} in acts
