"""The catalogue of interface texts: in step with the code, and whole in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import toolkit.ui
from toolkit.ui import language

UI = Path(toolkit.ui.__file__).parent
LANGUAGE = UI / "language"
KEYWORDS = {"say": None, "say_many": (1, 2), "sayMany": (1, 2), "later": None, "say_as": ((1, "c"), 2)}
CONTEXTS = {"page"}
METHODS = {".py": "python", ".js": "javascript"}
TRANSLATED = sorted(set(language.languages()) - {language.ENGLISH})


def in_the_code() -> Iterator[str | tuple[str, ...]]:
    for ending, method in METHODS.items():
        for path in UI.rglob(f"*{ending}"):
            for _, text, *_ in extract_from_file(method, path, keywords=KEYWORDS):
                yield text


def written() -> Iterator[tuple[str, str]]:
    """Yield each text that the code hands to the catalogue, with its place, as Python reads it."""
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                for given in node.args:
                    if isinstance(given, ast.Constant) and isinstance(given.value, str):
                        yield f"{path.relative_to(UI)}:{node.lineno}", given.value


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def messages(name: str) -> list[Message]:
    return [message for message in read(LANGUAGE / name) if message.id]


def forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def test_the_catalogue_lists_every_text_of_the_code() -> None:
    told = {forms(message.id) for message in messages("intercoder.pot")}
    assert told == {forms(text) for text in in_the_code()}, "run: just words"


def test_no_text_stands_where_it_is_not_found() -> None:
    found = {form for text in in_the_code() for form in forms(text)} | CONTEXTS
    lost = [f"{place}: {text}" for place, text in written() if text not in found]
    assert lost == [], "before Python 3.12, Babel finds nothing within an f-string: say it on a line before"


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_language_says_every_text(code: str) -> None:
    said = {forms(message.id): forms(message.string) for message in messages(f"{code}.po")}
    assert set(said) == {forms(message.id) for message in messages("intercoder.pot")}, "run: just words"
    assert [english for english, told in said.items() if not all(told)] == []


def named(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


_MARKS = re.compile(r"\*\*|:material/\w+:|`[^`]*`|\\\\?")


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_keeps_values_and_marks(code: str) -> None:
    for message in messages(f"{code}.po"):
        english = forms(message.id)[-1]
        for told in forms(message.string)[-1:]:
            assert named(told) == named(english), english
            assert sorted(_MARKS.findall(told)) == sorted(_MARKS.findall(english)), english
            assert (told[:1].isspace(), told[-1:].isspace()) == (
                english[:1].isspace(),
                english[-1:].isspace(),
            )


# Arguments that name or steer something and are never read by a person.
_STEERS = frozenset(
    (
        "alignment", "args", "bind", "border", "color", "default", "disabled", "divider", "file_name",
        "format", "gap", "height", "horizontal_alignment", "icon", "key", "kwargs", "label_visibility",
        "language", "layout", "mime", "num_rows", "on_change", "on_click", "on_select", "page_icon",
        "page_title", "persist_state", "position", "run_every", "selection_mode", "shortcut", "show", "type",
        "url_path", "vertical_alignment", "wide", "width"
    )
)  # fmt: skip
# Of Streamlit, what shows nothing; of our parts, what is given no text, but names of files and columns.
_SILENT = frozenset(
    (
        "cache_data", "cache_resource", "components", "context", "downloads", "figure_downloads", "form",
        "fragment", "get_option", "grid", "html", "query_params", "secrets", "session_state",
        "table_view", "user"
    )
)  # fmt: skip
_NAMES = "Intercoder|YAML"


def is_text(literal: str) -> bool:
    """Whether a literal reads as words, once marks, icons and names are taken away."""
    marks = rf":[a-z-]+\[|:[a-z]+/\w*:?|:[a-z-]+:|{_NAMES}"
    return re.search(r"[A-Za-z]{2}", re.sub(marks, "", literal)) is not None


def unsaid(call: ast.Call) -> Iterator[tuple[int, str]]:
    """Yield the words that a call of Streamlit would show in English whatever the language."""
    given = [*call.args, *(word.value for word in call.keywords if word.arg not in _STEERS)]
    for argument in given:
        yield from unsaid_in(argument)


def unsaid_in(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Call | ast.Subscript | ast.Compare):
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and is_text(node.value):
            yield node.lineno, node.value
        return
    # What stands in a dict is found by its keys; they are not shown.
    children = node.values if isinstance(node, ast.Dict) else ast.iter_child_nodes(node)
    for child in children:
        if not isinstance(child, ast.FormattedValue):
            yield from unsaid_in(child)


def shows(call: ast.Call) -> bool:
    function = call.func
    while isinstance(function, ast.Attribute):
        if function.attr in _SILENT:
            return False
        function = function.value
    return isinstance(function, ast.Name) and function.id in {"st", "parts"} and call.func is not function


MODULES = sorted(path for path in UI.rglob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(UI).as_posix())
def test_no_page_shows_words_past_the_catalogue(module: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Call)]
    assert [found for call in calls if shows(call) for found in unsaid(call)] == []


def test_a_language_there_is_not_is_english() -> None:
    assert language.catalogue("../../xx") == language.catalogue("en")
    assert language.catalogue("tlh").language == "en"
