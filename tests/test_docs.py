"""Everything there is to use is documented, and what is documented is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, get_args

import pytest

from toolkit import cli
from toolkit.formats import codebooks, exchange, figures, projects, tables, transcripts
from toolkit.model.change import CodebookChange, Operation
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Source
from toolkit.reconcile.replay import replay
from toolkit.ui.app import PAGES
from toolkit.workflow import demonstrating

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES_OF_DOCS = {
    path.relative_to(DOCS).as_posix(): path.read_text("utf-8")
    for path in sorted(DOCS.rglob("*.md"))
    if "_build" not in path.parts
}
CODEBOOK, FORMATS = PAGES_OF_DOCS["reference/codebook.md"], PAGES_OF_DOCS["reference/formats.md"]


def section(page: str, title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found.group(1)


def rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line]


# --- formats --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "family"),
    [
        ("Transcripts, in", transcripts.FORMATS),
        ("Codebooks, in and out", codebooks.FORMATS),
        ("Projects of other programs, in", projects.FORMATS),
    ],
)
def test_every_format_that_comes_in_is_documented_with_its_endings(title: str, family: Sequence[Any]) -> None:
    told = {name: endings.split() for name, endings, *_ in rows(section(FORMATS, title))[1:]}

    assert told == {member.NAME: [each for each in member.ENDINGS if each] for member in family}


def test_every_plain_export_is_documented() -> None:
    told = [
        (name, ending, kind.strip("`")) for name, ending, kind in rows(section(FORMATS, "The study, out"))[1:]
    ]

    assert told == [(member.NAME, member.ENDING, kind) for kind, member in exchange.FORMATS.items()]


def test_every_ending_of_tables_and_figures_is_documented() -> None:
    told = section(FORMATS, "Tables and figures, out")

    assert re.findall(r"\.[a-z]+", told.partition("(")[0]) == list(tables.ENDINGS)
    assert re.findall(r"\.[a-z]+", told.partition("Every figure:")[2].partition("(")[0]) == list(
        figures.ENDINGS
    )


def test_every_figure_is_documented() -> None:
    page = PAGES_OF_DOCS["figures.md"]
    drawn = {name.removeprefix("figure ") for name in cli.COMMANDS if name.startswith("figure ")}

    told = {name.strip("`") for name, *_ in rows(page) if name.startswith("`")}

    assert told == drawn


# --- codebooks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "noun", "aside"),
    [
        ("Under `codebook`", Codebook, {"themes", "codes", "deprecated", "rules", "changes"}),
        ("A theme", Theme, set()),
        ("A code", Code, set()),
        ("A change record", CodebookChange, set()),
    ],
)
def test_every_field_of_the_codebook_file_is_documented(title: str, noun: type[Any], aside: set[str]) -> None:
    told = [row for row in rows(section(CODEBOOK, title)) if row[0].startswith("`") and len(row) == 3]
    there = [field for field in fields(noun) if field.name not in aside]

    assert [row[0].strip("`") for row in told] == [field.name for field in there]
    assert [row[0].strip("`") for row in told if row[1] == "yes"] == [
        field.name for field in there if field.default is MISSING
    ]


def test_every_operation_of_change_records_is_documented() -> None:
    told = [row[0].strip("`") for row in rows(section(CODEBOOK, "A change record")) if len(row) == 4]

    assert told == ["op", *get_args(Operation)]


def test_the_codebooks_shown_can_be_read_and_one_follows_from_the_other() -> None:
    first, second = (
        codebooks.read(Source("book.yaml", text.encode())).codebook
        for text in re.findall(r"```yaml\n(.*?)```", CODEBOOK, re.DOTALL)
    )

    assert replay(first, second) == []


# --- pages, refusals, Python ------------------------------------------------------------------------------


def test_every_page_is_explained_with_commands_that_exist() -> None:
    told = rows(PAGES_OF_DOCS["guide/pages.md"])[1:]
    named = {command for row in told for command in re.findall(r"`([^`]+)`", row[2])}

    assert [row[0].strip("*") for row in told] == [page.TITLE for page in PAGES]
    assert named - {*cli.COMMANDS} == set()
    assert all(row[2] for row in told)


def test_every_command_is_in_the_guide() -> None:
    guide = "\n".join(page for name, page in PAGES_OF_DOCS.items() if name.startswith("guide/"))
    told = {name for name in cli.COMMANDS if re.search(rf"(`|intercoder ){name}(?![\w-])", guide)}

    assert {*cli.COMMANDS} - told == set()


def test_every_refusal_that_is_explained_is_one_the_program_makes() -> None:
    program = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "toolkit").rglob("*.py")))
    explained = re.findall(r"^`([^`]+)`\n: ", PAGES_OF_DOCS["troubleshooting.md"], re.MULTILINE)

    assert len(explained) >= 10
    assert [told for told in explained if not all(part.strip() in program for part in told.split("…"))] == []


def test_the_notebook_runs_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    demonstrating.sample("sample.study").close()
    cells = re.findall(r"```python\n(.*?)```", PAGES_OF_DOCS["guide/python.md"], re.DOTALL)
    known: dict[str, Any] = {}

    for cell in cells:
        exec(compile(cell, "guide/python.md", "exec"), known)  # noqa: S102 - our own page

    assert len(cells) >= 4
    assert known["table"].rows
    assert (tmp_path / "frequency.xlsx").stat().st_size > 1000


# --- the site -------------------------------------------------------------------------------------------


BESIDE = {
    name: (ROOT / name).read_text("utf-8")
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "benchmarks/README.md")
}
"""Pages that are read where the code lies, not on the site."""
EVERYWHERE = {**{f"docs/{name}": page for name, page in PAGES_OF_DOCS.items()}, **BESIDE}


def anchors(page: str) -> set[str]:
    """Return where a link into a page can lead: each heading in lower case, its blanks hyphens."""
    prose = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    found: list[str] = []
    for heading in re.findall(r"^#{1,6} (.+)$", prose, re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.append(re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-"))
    return {
        each if place == found.index(each) else f"{each}-{found[:place].count(each)}"
        for place, each in enumerate(found)
    }


def broken(name: str, page: str) -> list[str]:
    """Return the links of a page that lead to no file, or to no heading in it."""
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", page, flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", prose)
    wrong = []
    for link in (each for each in links if not re.match(r"[a-z]+:", each)):
        path, _, anchor = link.partition("#")
        file = ((ROOT / name).parent / path) if path else ROOT / name
        if not file.exists() or (
            anchor and (file.suffix != ".md" or anchor not in anchors(file.read_text("utf-8")))
        ):
            wrong.append(link)
    return wrong


def test_a_link_that_leads_nowhere_is_found() -> None:
    page = (
        "[a](docs/index.md) [b](docs/none.md) [c](docs/tables.md#frequency) [d](docs/tables.md#none) [e](#x)"
    )

    assert broken("README.md", page) == ["docs/none.md", "docs/tables.md#none", "#x"]


@pytest.mark.parametrize("name", EVERYWHERE)
def test_links_between_pages_lead_somewhere(name: str) -> None:
    assert broken(name, EVERYWHERE[name]) == []


def test_every_page_of_the_site_is_in_its_contents() -> None:
    contents = re.findall(r"```\{toctree\}\n(.*?)```", PAGES_OF_DOCS["index.md"], re.DOTALL)
    patterns = [
        line for block in contents for line in block.splitlines() if line and not line.startswith(":")
    ]
    listed = {page for page in PAGES_OF_DOCS for pattern in patterns if Path(page).match(f"{pattern}.md")}

    assert set(PAGES_OF_DOCS) - listed == {"index.md"}
