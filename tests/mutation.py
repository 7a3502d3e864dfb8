"""Would the tests notice? Changes lines of a module, one at a time, and runs the tests that reach them.

``uv run python -m tests.mutation agreement.alpha reconcile.merge``

Each change (a mutant) is killed if a test fails, times out if the tests no longer end, and else survives: a
test is missing then, or the change makes no difference that can be seen. Survivors are listed with lines.

Coverage by test says which tests reach a line. Tests are collected once; then each mutant is a fork of that
process in which the code of the changed function takes the place of its own, so that a mutant costs no more
than its tests: those first that kill most in the least time, until one fails. Tests that search for a failing
example try fewer of them than in the suite, always the same ones. What is changed are functions and numbers
that a module gives a name; the words of messages, decorators, defaults of fields and what runs while a module
is imported are not.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import io
import json
import math
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final, Literal, TextIO

import pytest
from coverage import CoverageData
from hypothesis import HealthCheck, Phase, settings

Fate = Literal["killed", "survived", "survived so far", "timed out"]
ROOMS: Final = {
    "model": ("tests/model", "tests/reconcile", "tests/property", "toolkit/model"),
    "reconcile": ("tests/reconcile", "tests/property", "toolkit/reconcile"),
    "agreement": ("tests/agreement", "toolkit/agreement"),
}
"""The tests that are to speak for the modules of a room."""

EXAMPLES: Final = 10
"""How many examples a test that searches tries, unless it says a number of its own."""

SECONDS: Final = 60  # of computing, beyond which the tests of a mutant are taken not to end
_MEMORY: Final = 6 << 30
_TEXTS: Final = (ast.JoinedStr, ast.FormattedValue)
_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COMPUTED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}


@dataclass(frozen=True)
class Mutant:
    """A module with one change."""

    line: int
    before: str
    after: str
    tree: ast.Module
    is_constant: bool

    def __str__(self) -> str:
        return f"{self.line}: {self.before}  ->  {self.after}"


# --- which changes ------------------------------------------------------------------------------------------


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every change of a module, in the order of its lines."""
    tree = ast.parse(source)
    unreached = {number for number, line in enumerate(source.splitlines(), 1) if "pragma: no cover" in line}
    for path in _places(tree):
        node = _at(tree, path)
        line = _line(node)
        if line in unreached:
            continue
        for changed in _changes(node):
            other = copy.deepcopy(tree)
            _put(other, path, ast.copy_location(changed, node))
            ast.fix_missing_locations(other)
            yield Mutant(line, _told(node), _told(changed), other, is_constant=len(path) == 2)


def _line(node: ast.AST) -> int:
    return int(node.target.lineno if isinstance(node, ast.comprehension) else getattr(node, "lineno", 0))


def _told(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:90]


_Path = tuple[tuple[str, int | None], ...]


def _places(tree: ast.Module) -> Iterator[_Path]:
    """Yield the ways to what may be changed: all within functions, and numbers that the module names."""
    for number, statement in enumerate(tree.body):
        here: _Path = (("body", number),)
        match statement:
            case ast.Assign(value=ast.Constant()) | ast.AnnAssign(value=ast.Constant()):
                yield (*here, ("value", None))
            case ast.FunctionDef():
                yield from _within(statement, here)
            case ast.ClassDef():
                for place, method in enumerate(statement.body):
                    if isinstance(method, ast.FunctionDef):
                        yield from _within(method, (*here, ("body", place)))


def _within(function: ast.FunctionDef, here: _Path) -> Iterator[_Path]:
    for number, statement in enumerate(function.body):
        is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not is_docstring:
            yield from _all_of(statement, (*here, ("body", number)))


def _all_of(node: ast.AST, here: _Path) -> Iterator[_Path]:
    if _is_proof(node) or isinstance(node, _TEXTS) or (isinstance(node, ast.Raise) and not _is_bare(node)):
        if isinstance(node, ast.Raise):
            yield here
        return
    yield here
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_comment"}:
            continue
        if isinstance(value, ast.AST):
            yield from _all_of(value, (*here, (name, None)))
        elif isinstance(value, list):
            for number, each in enumerate(value):
                if isinstance(each, ast.AST):
                    yield from _all_of(each, (*here, (name, number)))


def _is_proof(node: ast.AST) -> bool:
    """Tell whether a line is there for the type checker, which proves that it never runs."""
    return isinstance(node, ast.Expr) and ast.unparse(node).startswith("assert_never(")


def _is_bare(node: ast.Raise) -> bool:
    return node.exc is None


def _at(tree: ast.AST, path: _Path) -> Any:  # noqa: ANN401 - a node of whatever kind
    node: Any = tree
    for name, number in path:
        node = getattr(node, name)
        node = node if number is None else node[number]
    return node


def _put(tree: ast.AST, path: _Path, changed: ast.AST) -> None:
    *way, (name, number) = path
    above = _at(tree, tuple(way))
    if number is None:
        setattr(above, name, changed)
    else:
        getattr(above, name)[number] = changed


def _changes(node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901, PLR0912 - one case for each kind
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARED:
            yield _with(node, ops=[_COMPARED[type(op)]()])
        case ast.Compare(ops=ops):
            for place, op in enumerate(ops):
                if type(op) in _COMPARED:
                    yield _with(node, ops=[*ops[:place], _COMPARED[type(op)](), *ops[place + 1 :]])
        case ast.BinOp(op=op) if not any(_is_text(side) for side in (node.left, node.right)):
            yield _with(node, op=_COMPUTED[type(op)]())
        case ast.AugAssign(op=op):
            yield _with(node, op=_COMPUTED[type(op)]())
            yield ast.Pass()
        case ast.BoolOp(op=op):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(number) | float(number)):
            yield ast.Constant(number + 1)
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) if _can_be_negated(test):
            yield _with(node, test=_negated(test))
        case ast.comprehension(ifs=ifs) if ifs:
            for place in range(len(ifs)):
                yield _with(node, ifs=[*ifs[:place], *ifs[place + 1 :]])
        case ast.Return(value=ast.expr() as value) if not (
            isinstance(value, ast.Constant) and not value.value
        ):
            yield ast.Return(ast.Constant(None))
        case ast.Expr() | ast.Raise():
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case _:
            return


def _with(node: Any, **parts: object) -> ast.AST:  # noqa: ANN401 - a node of whatever kind
    changed: ast.AST = copy.copy(node)
    for name, part in parts.items():
        setattr(changed, name, part)
    return changed


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, _TEXTS) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _can_be_negated(test: ast.expr) -> bool:
    """Tell whether no other change negates it anyway."""
    if isinstance(test, ast.Compare):
        return isinstance(test.ops[0], ast.Lt | ast.LtE | ast.Gt | ast.GtE)
    return not (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not))


def _negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


# --- which tests --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reached:
    """Which tests reach which line of a module."""

    by_line: Mapping[int, Sequence[str]]

    @classmethod
    def of(cls, data: CoverageData, path: Path) -> Reached:
        lines = data.contexts_by_lineno(str(path.resolve()))
        # Examples first, and what searches for one that fails later, mostly.
        tests = {line: {_test(name) for name in names if name} for line, names in lines.items()}
        return cls({line: sorted(found, reverse=True) for line, found in tests.items()})

    @cached_property
    def all(self) -> Sequence[str]:
        return sorted({name for names in self.by_line.values() for name in names}, reverse=True)

    def at(self, mutant: Mutant) -> Sequence[str]:
        return self.all if mutant.is_constant else self.by_line.get(mutant.line, ())


def _test(context: str) -> str:
    return context.rpartition("|")[0]


def measured(rooms: Iterable[str], file: Path) -> CoverageData:
    """Note in a file which lines each test of some rooms reaches, unless the file is there already."""
    if not file.exists():
        paths = dict.fromkeys(path for room in rooms for path in ROOMS[room])
        # In one process: tests that are spread over several do not tell what each of them reached.
        alone = ("-p", "no:xdist", "-o", "addopts=", "--doctest-modules", "--import-mode=importlib")
        told = ("--cov", "--cov-context=test", "--cov-fail-under=0", "--cov-report=")
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *alone, *paths, *told],
            env={**os.environ, "COVERAGE_FILE": str(file)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    found = CoverageData(str(file))
    found.read()
    return found


def files(found: CoverageData) -> list[str]:
    """Return the files with tests that reached anything."""
    return sorted({_test(name).partition("::")[0] for name in found.measured_contexts() if name})


# --- one mutant ---------------------------------------------------------------------------------------------


class Bench:
    """Tests that are collected once, and the order in which they judge: the quick and deadly ones first."""

    def __init__(self, session: pytest.Session) -> None:
        self.seconds = math.inf
        """Of computing, after which no further test of a mutant begins."""
        self.slow = set[str]()
        """Tests that take longer than that alone, and do not judge."""
        self._session = session
        self._items = {item.nodeid: item for item in session.items}
        self._seconds = dict.fromkeys(self._items, 0.0)
        self._kills = Counter[str]()

    @property
    def names(self) -> Sequence[str]:
        return list(self._items)

    def new(self, tests: Sequence[str]) -> Sequence[str]:
        """Return those that have not run yet."""
        return [name for name in tests if not self._seconds[name] and name not in self.slow]

    def fate(
        self, module: ModuleType, mutant: Mutant, tests: Sequence[str], at_most: float = SECONDS
    ) -> Fate:
        """Run the tests against a mutant, in a process of its own."""
        if not tests:
            return "survived"
        quick = [name for name in tests if name not in self.slow]
        ordered = sorted(quick, key=lambda name: (self._seconds[name] / (1 + self._kills[name]), name))
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            with contextlib.suppress(BaseException):
                os.close(reading)
                self._child(module, mutant, ordered, writing, at_most)
            os._exit(_FAILED)
        os.close(writing)
        with open(reading, encoding="utf-8") as lines:  # noqa: PTH123 - a pipe
            for name, seconds, failed in map(json.loads, lines):
                self._seconds[name] = seconds
                self._kills[name] += failed
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return "timed out" if os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGALRM} else "killed"
        return _MEANT.get(os.WEXITSTATUS(status), "killed")

    def _child(
        self, module: ModuleType, mutant: Mutant, tests: Sequence[str], writing: int, at_most: float
    ) -> None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        _limit(at_most)
        put_in(module, mutant)
        items = [self._items[name] for name in tests]
        end = time.process_time() + self.seconds
        for item, following in zip_longest(items, items[1:]):
            began = time.process_time()
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            failed = bool(self._session.testsfailed)
            told = json.dumps([item.nodeid, time.process_time() - began, failed])
            os.write(writing, f"{told}\n".encode())
            if failed:
                os._exit(_FAILED)
            if following is not None and time.process_time() > end:
                os._exit(_SO_FAR)
        os._exit(0)


_FAILED, _SO_FAR = 1, 2
_MEANT: Final[Mapping[int, Fate]] = {0: "survived", _SO_FAR: "survived so far"}


class _Collected:
    """Hands the collected tests to a task, which then runs in the place of the tests."""

    def __init__(self, task: Callable[[Bench], None]) -> None:
        self._task = task

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        self._before = settings.get_current_profile_name()
        # An example that fails is enough, and need not be the least one; a slow machine is no failure.
        settings.register_profile(
            "mutation",
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
            database=None,
            max_examples=EXAMPLES,
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("mutation")

    def pytest_unconfigure(self) -> None:
        settings.load_profile(self._before)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._task(Bench(session))
        return True


def with_tests(paths: Sequence[str], task: Callable[[Bench], None]) -> None:
    """Collect tests and hand them to a task."""
    ours = ("-q", "-s", "--doctest-modules", "--import-mode=importlib", "--hypothesis-seed=1", "--no-cov")
    without = ("-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts=", "-o", "filterwarnings=")
    with contextlib.redirect_stdout(io.StringIO()) as told, contextlib.redirect_stderr(told):
        code = pytest.main([*ours, *without, *paths], plugins=[_Collected(task)])
    if code != pytest.ExitCode.OK:
        message = f"the tests cannot be collected:\n{told.getvalue()}"
        raise RuntimeError(message)


def _limit(seconds: float) -> None:
    end = math.ceil(time.process_time() + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (end, end + 5))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.alarm(20 * SECONDS)


def put_in(module: ModuleType, mutant: Mutant) -> None:
    """Give each function of a module the code it has in a mutant, and each number its value."""
    changed = compile(mutant.tree, str(module.__file__), "exec")
    codes = dict(_codes(changed, ""))
    for function in _functions(module):
        code = codes.get(function.__qualname__)
        if code is not None and len(code.co_freevars) == len(function.__code__.co_freevars):
            function.__code__ = code
    for kept in vars(module).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()
    if mutant.is_constant:
        _name_anew(module, mutant)


def _name_anew(module: ModuleType, mutant: Mutant) -> None:
    for statement in mutant.tree.body:
        if statement.lineno == mutant.line and isinstance(statement, ast.Assign | ast.AnnAssign):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if isinstance(target, ast.Name) and isinstance(statement.value, ast.Constant):
                was = getattr(module, target.id)
                for name, other in list(sys.modules.items()):
                    if name.startswith("toolkit.") and getattr(other, target.id, None) is was:
                        setattr(other, target.id, statement.value.value)


def _codes(code: CodeType, within: str) -> Iterator[tuple[str, CodeType]]:
    """Yield the code of every function and method, by its qualified name."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            name = f"{within}{each.co_name}"
            yield name, each
            yield from _codes(each, f"{name}.")


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    """Yield every function and method that a module defines, from under whatever wraps it."""
    for each in vars(module).values():
        if isinstance(each, type) and each.__module__ == module.__name__:
            for member in vars(each).values():
                yield from _under(member, module)
        else:
            yield from _under(each, module)


def _under(wrapped: object, module: ModuleType) -> Iterator[FunctionType]:
    for name in ("__wrapped__", "__func__", "fget", "func"):
        if not isinstance(wrapped, FunctionType) and (inner := getattr(wrapped, name, None)) is not None:
            wrapped = inner
    if isinstance(wrapped, FunctionType) and wrapped.__module__ == module.__name__:
        yield wrapped


# --- all of them --------------------------------------------------------------------------------------------


def judged(bench: Bench, name: str, found: CoverageData, share: float) -> Iterator[tuple[Mutant, Fate]]:
    """Yield the mutants of a module, or a share of them drawn at random, with what became of each."""
    module = sys.modules[f"toolkit.{name}"]
    path = Path(str(module.__file__))
    reached = Reached.of(found, path)
    chance = random.Random(name)  # noqa: S311 - nothing secret is drawn
    for mutant in mutants(path.read_text(encoding="utf-8")):
        if chance.random() < share:
            yield mutant, bench.fate(module, mutant, reached.at(mutant))


def unchanged(bench: Bench, name: str, found: CoverageData) -> None:
    """See which tests of a module succeed without a change, and how long they take."""
    module = sys.modules[f"toolkit.{name}"]
    path = Path(str(module.__file__))
    same = Mutant(0, "", "", ast.parse(path.read_text(encoding="utf-8")), is_constant=False)
    for test in bench.new(Reached.of(found, path).all):
        became = bench.fate(module, same, [test], min(bench.seconds, SECONDS))
        if became == "timed out" and bench.seconds < SECONDS:
            bench.slow.add(test)
        elif became != "survived":
            message = f"{test} fails, or does not end, without a change ({became})"
            raise RuntimeError(message)


def report(bench: Bench, name: str, found: CoverageData, share: float, to: TextIO) -> None:
    """Judge the mutants of a module, and print how many there were and which survived."""
    counted, began = Counter[Fate](), time.monotonic()
    for mutant, became in judged(bench, name, found, share):
        counted[became] += 1
        if became != "killed":
            print(f"  {name}:{mutant}  ({became})", file=to, flush=True)
    print(
        f"{name}: {counted.total()} mutants, {counted['killed']} killed, "
        f"{counted['timed out']} timed out, {counted['survived']} survived, "
        f"{counted['survived so far']} survived so far, "
        f"{time.monotonic() - began:.0f} s",
        file=to,
        flush=True,
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("modules", nargs="+", help="such as agreement.alpha")
    asked.add_argument("--share", type=float, default=1.0, help="of the mutants, drawn at random")
    asked.add_argument("--reached", type=Path, help="where to keep, or to find, which tests reach which line")
    asked.add_argument("--seconds", type=float, default=math.inf, help="of tests that a mutant gets, at most")
    told = asked.parse_args()
    rooms = list(dict.fromkeys(name.partition(".")[0] for name in told.modules))
    to = sys.stdout
    with tempfile.TemporaryDirectory() as folder:
        found = measured(rooms, told.reached or Path(folder) / "reached")
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder

        def judge(bench: Bench) -> None:
            bench.seconds = told.seconds
            for name in told.modules:
                unchanged(bench, name, found)
            for test in sorted(bench.slow):
                print(f"not asked, as it takes too long: {test}", file=to, flush=True)
            for name in told.modules:
                report(bench, name, found, told.share, to)

        with_tests(files(found), judge)


if __name__ == "__main__":
    main()
