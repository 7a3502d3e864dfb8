"""The script that changes lines: what it changes, and that tests see a changed function."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutation import Bench, Mutant, Reached, mutants, put_in, with_tests

SOURCE = '''"""A module."""

from functools import lru_cache

MOST = 3


class Counter:
    """Counts."""

    @property
    def full(self) -> bool:
        """Say whether it is full."""
        return self.count >= MOST

    def add(self, number: int) -> None:
        if number < 0:
            raise ValueError(f"{number + 1} is less than none")
        self.count += number


@lru_cache
def double(number: int) -> int:
    return 2 * number
'''


@pytest.fixture
def module(tmp_path: Path) -> ModuleType:
    made = ModuleType("toolkit.counting")
    made.__file__ = str(tmp_path / "counting.py")
    exec(compile(SOURCE, made.__file__, "exec"), vars(made))  # noqa: S102 - the words above
    return made


def changes() -> list[str]:
    return [str(mutant) for mutant in mutants(SOURCE)]


def test_functions_and_named_numbers_are_changed_and_words_signatures_and_docstrings_are_not() -> None:
    assert changes() == [
        "5: 3  ->  4",
        "14: return self.count >= MOST  ->  return None",
        "14: self.count >= MOST  ->  self.count > MOST",
        (
            "17: if number < 0: raise ValueError(f'{number + 1} is less than none')  ->  "
            "if not number < 0: raise ValueError(f'{number + 1} is less than none')"
        ),
        "17: number < 0  ->  number <= 0",
        "17: 0  ->  1",
        "18: raise ValueError(f'{number + 1} is less than none')  ->  pass",
        "19: self.count += number  ->  self.count -= number",
        "19: self.count += number  ->  pass",
        "24: return 2 * number  ->  return None",
        "24: 2 * number  ->  2 / number",
        "24: 2  ->  3",
    ]


def chosen(told: str) -> Mutant:
    return next(mutant for mutant in mutants(SOURCE) if str(mutant) == told)


def test_a_changed_function_takes_the_place_of_its_own_under_whatever_wraps_it(module: ModuleType) -> None:
    assert module.double(4) == 8
    put_in(module, chosen("24: 2  ->  3"))
    assert module.double(4) == 12
    counter = module.Counter()
    counter.count = 3
    assert counter.full
    put_in(module, chosen("14: self.count >= MOST  ->  self.count > MOST"))
    assert not counter.full


def test_a_number_is_changed_for_all_who_have_its_name(
    module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "toolkit.counting", module)
    put_in(module, chosen("5: 3  ->  4"))
    assert module.MOST == 4


def test_a_line_is_tested_by_what_reaches_it_and_a_number_by_what_reaches_its_module() -> None:
    reached = Reached({17: ["t::one"], 19: ["t::one", "t::two"]})
    assert reached.at(chosen("17: 0  ->  1")) == ["t::one"]
    assert sorted(reached.at(chosen("5: 3  ->  4"))) == ["t::one", "t::two"]


TESTS = """
import sys

counting = sys.modules["toolkit.counting"]


def test_that_twice_two_is_four():
    assert counting.double(2) == 4


def test_that_twice_nothing_is_nothing():
    assert counting.double(0) == 0
"""


def test_a_change_is_killed_by_a_test_that_fails_and_survives_all_others(
    module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "toolkit.counting", module)
    (tmp_path / "test_counting.py").write_text(TESTS)
    changed, became = chosen("24: 2  ->  3"), {}

    def judge(bench: Bench) -> None:
        for tests in ([], ["nothing_is_nothing"], ["nothing_is_nothing", "two_is_four"]):
            names = [name for name in bench.names for test in tests if name.endswith(test)]
            became[len(tests)] = bench.fate(module, changed, names)

    with_tests([str(tmp_path)], judge)
    assert became == {0: "survived", 1: "survived", 2: "killed"}
    assert module.double(2) == 4
