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
KEYWORDS = {"say": None, "say_many": (1, 2), "sayMany": (1, 2), "later": None}
METHODS = {".py": "python", ".js": "javascript"}
TRANSLATED = sorted(set(language.languages()) - {language.ENGLISH})


def in_the_code() -> Iterator[str | tuple[str, ...]]:
    for ending, method in METHODS.items():
        for path in UI.rglob(f"*{ending}"):
            for _, text, *_ in extract_from_file(method, path, keywords=KEYWORDS):
                yield text


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
_STEERS = {
    *("key", "icon", "type", "width", "height", "bind", "mime", "file_name", "on_click", "selection_mode"),
    *(
        "vertical_alignment",
        "horizontal_alignment",
        "gap",
        "label_visibility",
        "url_path",
        "position",
        "layout",
    ),
    *(
        "run_every",
        "color",
        "language",
        "shortcut",
        "format",
        "border",
        "page_title",
        "page_icon",
        "on_select",
    ),
    *("default", "disabled", "num_rows", "alignment", "persist_state", "show", "wide", "args", "kwargs"),
}
# Their words name a form, the columns of a table or a file.
_NAMING = {"form", "table_view", "grid", "downloads", "figure_downloads"}
_SPOKEN = {"say", "say_many", "later"}


def is_text(literal: str) -> bool:
    """Whether a literal reads as words, once marks and icons are taken away."""
    return re.search(r"[A-Za-z]{2}", re.sub(r":[a-z/_\-0-9]+:|:[a-z-]+\[", "", literal)) is not None


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
    if isinstance(function, ast.Attribute) and function.attr in _NAMING:
        return False
    while isinstance(function, ast.Attribute):
        if function.attr in {
            "session_state",
            "query_params",
            "context",
            "components",
            "cache_data",
            "fragment",
        }:
            return False
        function = function.value
    return isinstance(function, ast.Name) and function.id in {"st", "parts"} and call.func is not function


MODULES = sorted(path for path in UI.rglob("*.py"))


def test_no_text_stands_inside_an_f_string_where_programs_that_gather_texts_do_not_look() -> None:
    told = {forms(message.id)[0] for message in messages("intercoder.pot")}
    said = {
        call.args[0].value
        for module in MODULES
        for call in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _SPOKEN
        if isinstance(call.args[0], ast.Constant)
    }
    assert said <= told


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(UI).as_posix())
def test_no_page_shows_words_past_the_catalogue(module: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Call)]
    assert [found for call in calls if shows(call) for found in unsaid(call)] == []


def test_a_language_there_is_not_is_english() -> None:
    assert language.catalogue("../../xx") == language.catalogue("en")
    assert language.catalogue("tlh").language == "en"
