"""There is a methods page for each coefficient and a word on each reason; their examples run as doctests."""

from __future__ import annotations

import ast
import doctest
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from toolkit.agreement.coefficients import COEFFICIENTS
from toolkit.agreement.interval import NO_INTERVIEWS
from toolkit.agreement.ratings import NO_UNITS
from toolkit.agreement.sets import SETS
from toolkit.agreement.unitized import UNITIZING
from toolkit.model.reliability import IntervalName

ROOT = Path(__file__).parent.parent
METHODS = ROOT / "docs" / "methods"
ALL = {page.name: page.read_text("utf-8") for page in sorted(METHODS.glob("*.md"))}
OF_COEFFICIENTS = {name: page for name, page in ALL.items() if re.search(r"^Columns: ", page, re.MULTILINE)}
SECTIONS = ["What it says", "Formula", "When not to use it", "Example", "References"]
GENERAL = {"README.md", "intervals.md", "undefined.md", "units.md", "planning.md"}
NAMES = {*COEFFICIENTS, "ac2", *SETS, *UNITIZING, "ku", "gamma"}

# Functions of the room that return words which are no reason why something is missing, and such constants.
NO_REASONS = {"_label", "_method", "_pilot", "_times", "_told", "told"}
SAYING_WHY = [
    *sorted((ROOT / "toolkit" / "agreement").glob("*.py")),
    *(ROOT / "toolkit" / "workflow" / f"{name}.py" for name in ("planning", "unitizing")),
]
OTHER_WORDS = {
    "All codes together",
    "No code",
    "any of these codes",
    "this code",
    "On all codes together, coders agree on a unit if they gave it equal sets of codes, or none.",
    "if units are independent, as those of one interview seldom are",
}
WHAT_TO_DO = "Nothing can be compared yet: "


def columns(page: str) -> list[str]:
    line = re.search(r"^Columns: (.*?)(?: · |$)", page, re.MULTILINE)
    return re.findall(r"`([a-z0-9_]+)`", line.group(1)) if line else []


# --- the pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_coefficient_has_a_page_and_a_line_in_the_guide(name: str) -> None:
    on = [title for title, page in OF_COEFFICIENTS.items() if name in columns(page)]

    assert len(on) == 1
    assert re.search(rf"^\|.*`{name}`.*\]\({re.escape(on[0])}\)", ALL["README.md"], re.MULTILINE)


def test_every_interval_there_is_to_choose_is_explained_and_no_other() -> None:
    told = re.findall(r"^- `(\w+)`", ALL["intervals.md"], re.MULTILINE)

    assert told == list(get_args(IntervalName))


def test_every_page_is_of_a_coefficient_there_is_or_a_general_one() -> None:
    assert {*ALL} == {*OF_COEFFICIENTS, *GENERAL}
    assert all(columns(page)[0] in NAMES for page in OF_COEFFICIENTS.values())


@pytest.mark.parametrize("name", OF_COEFFICIENTS)
def test_a_page_has_its_sections_in_order_each_with_something_in_it(name: str) -> None:
    parts = re.split(r"^## (.+)$", OF_COEFFICIENTS[name], flags=re.MULTILINE)[1:]
    titles, texts = parts[::2], parts[1::2]

    assert [title for title in titles if title != "Other programs"] == SECTIONS
    assert all(len(text.split()) > 5 for text in texts)


@pytest.mark.parametrize("name", ALL)
def test_a_page_has_an_example_with_a_result_that_is_looked_at(name: str) -> None:
    examples = doctest.DocTestParser().get_examples(ALL[name])

    assert any(re.search(r"\d|'", example.want) for example in examples)


@pytest.mark.parametrize("name", ALL)
def test_a_page_is_short_and_its_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", ALL[name])

    assert len(ALL[name].splitlines()) <= 100
    assert all((METHODS / link).exists() for link in links if "://" not in link)


def test_the_guide_leads_to_every_page() -> None:
    assert {*re.findall(r"\]\(([a-z0-9-]+\.md)\)", ALL["README.md"])} == {*ALL} - {"README.md"}


# --- the reasons ----------------------------------------------------------------------------------------


def in_words(node: ast.expr | None, constants: dict[str, str]) -> Iterator[str]:
    """Yield the sentences an expression can be, with … for what is put in."""
    match node:
        case ast.Constant(value=str(words)):
            yield words
        case ast.Name(id=name) if name in constants:
            yield constants[name]
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from in_words(one, constants)
            yield from in_words(other, constants)
        case ast.BoolOp(values=several):
            for each in several:
                yield from in_words(each, constants)
        case ast.Tuple(elts=several):
            for each in several:
                yield from in_words(each, constants)
        case ast.Lambda(body=body):
            yield from in_words(body, constants)


def returned(node: ast.FunctionDef) -> Iterator[ast.expr | None]:
    """Yield what a function returns, if it returns words and they may be a reason."""
    kind = ast.unparse(node.returns) if node.returns else ""
    if node.name not in NO_REASONS and re.search(r"\bstr\b", kind) and "[" not in kind:
        yield from (each.value for each in ast.walk(node) if isinstance(each, ast.Return))


def given_as_reason(node: ast.AST) -> Iterator[ast.expr | None]:
    """Yield what is told an estimate, or kept in a variable, as a reason."""
    match node:
        case ast.Call(func=ast.Name(id="Estimate" | "without"), args=[_, reason]):
            yield reason
        case ast.Call(func=ast.Name(id="replace"), keywords=keywords):
            yield from (each.value for each in keywords if each.arg in {"reason", "no_interval"})
        case ast.Assign(targets=[ast.Name(id="reason" | "why")], value=value):
            yield value
        case ast.FunctionDef():
            yield from returned(node)


def reasons_of(tree: ast.Module) -> Iterator[str]:
    """Yield the reasons a module can give, and those of its constants that are words."""
    constants = {
        name.id: words
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for name in (node.targets[0] if isinstance(node, ast.Assign) else node.target,)
        if isinstance(name, ast.Name)
        for words in in_words(node.value, {})
    }
    yield from constants.values()
    for node in ast.walk(tree):
        for each in given_as_reason(node):
            yield from in_words(each, constants)


def reasons() -> set[str]:
    found = {
        words.strip() for module in SAYING_WHY for words in reasons_of(ast.parse(module.read_text("utf-8")))
    }
    return {
        words
        for words in found
        if " " in words and words not in OTHER_WORDS and not words.startswith(WHAT_TO_DO)
    }


EXPLAINED = {
    words
    for row in re.findall(r"^\| (`.*?`) \|", ALL["undefined.md"], re.MULTILINE)
    for words in re.findall(r"`(.+?)`", row)
}


def fits(explained: str, reason: str) -> bool:
    """Say whether a reason with … for what is put in can read as one that is explained."""
    pattern = ".+".join(re.escape(part) for part in reason.split("…"))
    return re.fullmatch(pattern, explained) is not None


def test_every_reason_the_code_can_give_is_explained() -> None:
    given = reasons()

    assert {NO_UNITS, NO_INTERVIEWS, "nobody gave this code", "is of one code at a time"} <= given
    assert [reason for reason in sorted(given) if not any(fits(each, reason) for each in EXPLAINED)] == []


def test_every_reason_that_is_explained_can_be_given() -> None:
    given = reasons()

    assert len(EXPLAINED) > 30
    assert [each for each in sorted(EXPLAINED) if not any(fits(each, reason) for reason in given)] == []


def test_a_new_reason_would_be_found() -> None:
    new = """
MOST = 3
NO_TIME = f"more than {MOST} hours"
_LATER: Final = "not yet, perhaps"
def _why(sums: Real) -> str:
    return "too late" if sums else NO_TIME
def found() -> Estimate:
    return Estimate(None, f"only {sums} of them")
"""
    assert {*reasons_of(ast.parse(new))} == {
        "more than … hours",
        "not yet, perhaps",
        "too late",
        "only … of them",
    }
