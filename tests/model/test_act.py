"""What of a coder's acts can be undone, and what done again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.model.act import Act, history


def act(name: str, *, undoes: str | None = None, redoes: str | None = None) -> Act:
    return Act(name, (), undoes, redoes)


def told(*acts: Act) -> list[tuple[str, bool]]:
    return [(each.id, each.undone) for each in history(acts)]


def test_acts_can_be_undone_in_their_order_and_undoing_is_none_of_them() -> None:
    assert told(act("1"), act("2"), act("x", undoes="2")) == [("1", False), ("2", True)]


def test_an_act_done_again_can_be_undone_again() -> None:
    acts = [act("1"), act("2"), act("x", undoes="2"), act("y", redoes="2")]

    assert told(*acts) == [("1", False), ("2", False)]
    assert told(*acts, act("z", undoes="2")) == [("1", False), ("2", True)]


def test_what_was_undone_before_a_new_act_cannot_be_done_again() -> None:
    acts = [act("1"), act("2"), act("3"), act("x", undoes="3"), act("y", undoes="2"), act("4")]

    assert told(*acts) == [("1", False), ("4", False)]


def test_an_act_out_of_the_middle_can_be_undone() -> None:
    acts = [act("1"), act("2"), act("x", undoes="1")]

    assert told(*acts) == [("1", True), ("2", False)]
    assert told(*acts, act("3")) == [("2", False), ("3", False)]


def test_undoing_what_is_not_listed_says_nothing() -> None:
    assert told(act("x", undoes="0"), act("1"), act("y", redoes="x")) == [("1", False)]


STEPS = st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=30)


@given(STEPS)
def test_the_history_is_that_of_two_stacks(steps: list[str]) -> None:
    acts: list[Act] = []
    done: list[str] = []
    undone: list[str] = []
    for number, step in enumerate(steps):
        name = str(number)
        if step == "do":
            done, undone = [*done, name], []
            acts.append(act(name))
        elif step == "undo" and done:
            undone.append(done.pop())
            acts.append(act(name, undoes=undone[-1]))
        elif step == "redo" and undone:
            done.append(undone.pop())
            acts.append(act(name, redoes=done[-1]))

    assert told(*acts) == [(name, False) for name in done] + [(name, True) for name in reversed(undone)]
