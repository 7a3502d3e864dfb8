import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.tables.reading import FINDINGS, HOSTILE, SENTENCE, cells, check_braces, told
from toolkit.formats.tables import latex
from toolkit.model.table import Column, Table, Value

GOLDEN = Path(__file__).parents[2] / "golden" / "tables"


def of_texts(*texts: Value) -> Table:
    return Table("Texts", (Column("text"), Column("n", "count")), tuple((text, 1) for text in texts))


def test_the_caption_stands_above_with_a_label_and_the_notes_below() -> None:
    lines = latex.render(FINDINGS).splitlines()

    caption = r"\caption{Themes, with who spoke of them}\label{tab:themes-with-who-spoke-of-them}\\"
    assert lines.index(caption) < lines.index(r"\toprule")
    assert lines[-3:] == [
        r"{\footnotesize\noindent Codebook 1.0.0.\par}",
        r"{\footnotesize\noindent Two coders, A \& B.\par}",
        r"\endgroup",
    ]


def test_the_header_comes_again_on_every_page_between_lines() -> None:
    lines = latex.render(FINDINGS).splitlines()
    first, again = lines.index(r"\endfirsthead"), lines.index(r"\endhead")

    assert lines[first - 3 : first] == lines[again - 3 : again]
    assert (lines[first - 3], lines[first - 1]) == (r"\toprule", r"\midrule")
    assert lines[again + 1 : again + 3] == [r"\bottomrule", r"\endfoot"]


def test_columns_wrap_within_the_line_and_numbers_stand_right() -> None:
    columns = re.findall(r">\{(\\ragged\w+)\\arraybackslash\}p\{\\dimexpr ([\d.]+)", latex.render(FINDINGS))

    sides = [side for side, _ in columns[:5]]
    assert sides == [r"\raggedright", *[r"\raggedleft"] * 3, r"\raggedright"]
    assert sum(float(share) for _, share in columns[:5]) <= 1.0005


@pytest.mark.parametrize(("columns", "across"), [(5, False), (14, True)])
def test_a_table_of_many_columns_lies_across_the_page(columns: int, across: bool) -> None:
    text = latex.render(Table("T", tuple(Column(f"c{n}") for n in range(columns)), ()))

    assert (r"\begin{landscape}" in text) is across
    assert (r"%   \usepackage{pdflscape}" in text) is across


def test_without_a_title_there_is_no_caption_and_no_number_is_used_up() -> None:
    text = latex.render(Table(" ", (Column("a"),), ()))

    assert r"\caption" not in text
    assert r"\label" not in text
    assert r"\addtocounter{table}{-1}" in text


def test_a_quotation_taller_than_a_page_goes_on_in_rows_that_can_be_parted(tmp_path: Path) -> None:
    long = (SENTENCE * 115).strip()
    latex.write(of_texts(long, "short"), tmp_path / "t.tex")

    assert [told(row[0]) for row in cells(tmp_path / "t.tex")[1:]] == [long, "short"]
    lines = (tmp_path / "t.tex").read_text("utf-8").splitlines()
    parts = [line for line in lines if line.endswith(latex.GOES_ON)]
    assert len(parts) > 3
    assert max(map(len, parts)) < 2_500


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("& % $ # _ { }", r"\& \% \$ \# \_ \{ \}"),
        ("~ ^ \\", r"\textasciitilde{} \textasciicircum{} \textbackslash{}"),
        ("a -- b --- c ''", r"a -{}- b -{}-{}- c '{}'"),
        ("[2pt] *", "{[}2pt{]} {*}"),
        ("a\nb\n\n", r"a\newline b\newline \newline "),
        ("\nb", r"\leavevmode{}\newline b"),
        ("\x07\tx", "␇ x"),
        ("e\u0301", "é"),
        ("a\u202eb", r"a\texttt{{[}U+202E{]}}\allowbreak{}b"),
        ("more משמעות.", r"more \IntercoderLeftwards{משמעות}."),
        (
            "משמעות (12)",
            r"\raggedleft\arraybackslash \IntercoderLeftwards{משמעות (\IntercoderRightwards{12})}",
        ),
        ("y" * 30, r"yyyyyyyy\allowbreak{}yyyyyyyy\allowbreak{}yyyyyyyy\allowbreak{}yyyyyy"),
    ],
)
def test_text_is_letters_whatever_it_looks_like(text: str, written: str) -> None:
    (row,) = [line for line in latex.render(of_texts(text)).split("\n") if line.endswith(r" & 1 \\")]

    assert row == rf"{written} & 1 \\"


def test_a_long_word_is_not_broken_between_a_letter_and_its_marks() -> None:
    text = latex.render(of_texts("👩\u200d👧" * 20))

    assert "\u200d\\allowbreak" not in text
    assert "\\allowbreak{}\u200d" not in text


def test_letters_that_fonts_may_lack_are_declared_and_joiners_print_nothing() -> None:
    text = latex.render(of_texts("🙂 a\u200db e\u0328\u0301 ≥"))

    assert r"\IntercoderLetter{🙂}{1F642}{\texttt{{[}U+1F642{]}}\allowbreak{}}" in text
    assert "\\IntercoderMark{\u200d}{}" in text
    assert "\\IntercoderMark{\u0301}{\\texttt" in text
    assert r"\IntercoderLetter{≥}{2265}{\ensuremath{\geq}}" in text


def test_plain_text_needs_no_declarations() -> None:
    assert "Intercoder" not in latex.render(of_texts("plain, Zoë"))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_no_text_opens_a_command_or_leaves_one_open(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("latex") / "t.tex"
    latex.write(Table(texts[0], of_texts().columns, of_texts(*texts).rows, tuple(texts)), path)

    lines = path.read_text("utf-8").split("\n")
    check_braces([line for line in lines if not line.startswith("%")])
    found = [row[0] for row in cells(path)[1:]]  # asserts that there is no command but the writer's own
    for text, read in zip(texts, found, strict=True):
        assert told(read) == told(text)


@pytest.mark.parametrize("program", ["pdflatex", "xelatex", "lualatex"])
@pytest.mark.parametrize("name", ["findings", "hostile"])
def test_the_golden_tables_are_set_by_tex(tmp_path: Path, program: str, name: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    text = (GOLDEN / f"{name}.tex").read_text("utf-8")
    preamble = [line.removeprefix("%   ") for line in text.splitlines() if line.startswith("%   ")]
    if not all(shutil.which("kpsewhich") and _has(package) for package in ("booktabs", "pdflscape", "iftex")):
        pytest.skip(f"{program} has no packages for tables")
    document = ["\\documentclass{article}", *preamble, "\\begin{document}", text, "\\listoftables"]
    (tmp_path / "t.tex").write_text("\n".join([*document, "\\end{document}", ""]), "utf-8")

    for _ in range(2):  # the list of tables is there the second time
        done = subprocess.run(
            [program, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "t.tex"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-2_000:]
    assert (tmp_path / "t.pdf").stat().st_size > 5_000


def _has(package: str) -> bool:
    found = subprocess.run(["kpsewhich", f"{package}.sty"], capture_output=True, check=False)  # noqa: S607
    return found.returncode == 0


def test_the_golden_corpus_is_what_is_written(tmp_path: Path) -> None:
    table = Table(
        HOSTILE[0],
        (Column("text"), Column("n", "count", of=99)),
        tuple((text, number) for number, text in enumerate(HOSTILE)),
        HOSTILE,
    )
    latex.write(table, tmp_path / "t.tex")
    assert (tmp_path / "t.tex").read_bytes() == (GOLDEN / "hostile.tex").read_bytes()
