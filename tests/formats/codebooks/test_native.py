import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import FaultyFile, ToolkitError
from toolkit.formats import codebooks
from toolkit.formats.codebooks import native
from toolkit.formats.codebooks.nodes import LARGEST
from toolkit.formats.codebooks.reading import CodebookReading
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Source

SAMPLE = Path("codebook/genai-documentation-1.0.0.yaml")

HEAD = """\
schema: intercoder-codebook/1
codebook:
  id: study
  title: A study
  version: 1.0.0
themes:
  - id: care
    label: Care
codes:
"""
GOOD = """\
  - id: waiting
    label: Waiting
    parent: care
    definition: Time spent waiting.
"""


A_LIST = "begin each entry on a line of its own with a dash"
AN_ID = "use letters a-z and digits joined by - _ or . (as in user-duty)"
A_SCHEMA = "write schema: intercoder-codebook/1 at"
IF = f"if it is a codebook, {A_SCHEMA}"
A = "  - id: a\n    label: A\n    parent: care\n    definition: x\n"


def reading(text: str | bytes, name: str = "book.yaml") -> CodebookReading:
    return native.read(Source(name, text.encode() if isinstance(text, str) else text))


def told(text: str | bytes) -> tuple[str, ...]:
    """Return what is told about a faulty file, line by line."""
    with pytest.raises(FaultyFile) as caught:
        reading(text)
    return caught.value.lines()


def line_of(text: str, part: str) -> int:
    """Return the number of the only line with `part` in it."""
    (number,) = [number for number, line in enumerate(text.splitlines(), 1) if part in line]
    return number


def told_of(codes: str) -> tuple[str, ...]:
    """Return what is told about a file whose codes are `codes`, by lines counted from the first of them."""
    before = HEAD.count("\n")
    lines = told(HEAD + codes)
    return tuple(
        re.sub(r"^book\.yaml:(\d+)", lambda found: str(int(found[1]) - before), line) for line in lines
    )


# --- the sample -------------------------------------------------------------------------------------


def test_the_sample_codebook_reads_without_a_warning() -> None:
    read = reading(SAMPLE.read_bytes(), SAMPLE.name)
    book = read.codebook
    assert read.warnings == ()
    assert (len(book.themes), len(book.codes), len(book.deprecated)) == (7, 30, 8)
    assert (book.version, book.status, book.approach) == ("1.0.0", "sample", "codebook")
    assert book.synthetic_examples
    assert all(code.example.startswith("[synthetic] ") for code in book.codes)


def test_the_sample_says_first_that_it_is_synthetic_and_not_the_authors_codebook() -> None:
    head = SAMPLE.read_text("utf-8").split("schema:", maxsplit=1)[0]
    assert "synthetic sample" in head
    assert "NOT the codebook of the authors" in head


def test_the_themes_of_the_sample_have_colours_that_show_on_light_and_on_dark() -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    colours = [theme.colour or "" for theme in reading(SAMPLE.read_bytes()).codebook.themes]
    dark = luminance("#0e1117") + 0.05
    assert len(set(colours)) == 7
    for colour in colours:  # WCAG 2.2, 1.4.11: three to one for things that are not text
        assert 1.05 / (luminance(colour) + 0.05) >= 3
        assert (luminance(colour) + 0.05) / dark >= 3


def test_the_sample_is_written_as_the_writer_writes() -> None:
    text = SAMPLE.read_text("utf-8")
    body = text[text.index("schema:") :]
    assert native.write(reading(text).codebook) == body


# --- write, then read -------------------------------------------------------------------------------

ODD = ["no", "1.0", "null", "~", "true", "a: b", "# no comment", '"quoted"', "it's", "- dash", "🙂 ok", "<<"]
ODD += [
    "*alias",
    "&anchor",
    "!tag",
    "%",
    "@",
    "`",
    "{a: b}",
    "[x]",
    "1_000",
    "2026-01-01",
    "0x1F",
    "…",
    "=",
    "|",
]
ODD += [" led", "trailed ", "عربي", "e\u0301", "x" * 150, "word " * 39]
names = st.one_of(
    st.sampled_from(ODD).map(str.strip),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1, max_size=60)
    .map(str.strip)
    .filter(bool),
)
texts = st.one_of(
    st.sampled_from(
        [*ODD, "", "two\nlines", " led\n more", "ends\n", "\n\nbegins", "a\n\n\nb ", "tab\tin", "\x85"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=200).filter(
        lambda text: not text.startswith("\ufeff")
    ),
)
colours = st.none() | st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
versions = st.sampled_from(["0.1.0", "0.2.0", "1.0.0", "2.10.3"])


def lists(of: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(of, max_size=3).map(tuple)


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    """Make a sound codebook with odd text in every field that may hold text."""
    version = draw(versions)
    themes = tuple(
        Theme(
            f"theme-{n}",
            draw(names) if version < "1.0.0" else f"group {n}",
            draw(texts),
            draw(st.booleans()),
            draw(colours),
        )
        for n in range(draw(st.integers(0, 3)))
    )
    ids = [f"code-{n}" for n in range(draw(st.integers(0, 4)))] if themes else []
    exclusions = st.builds(Exclusion, texts, st.none() | st.sampled_from(ids) if ids else st.none())
    codes = tuple(
        Code(
            id_,
            draw(names) if version < "1.0.0" else f"label {number}",
            draw(st.sampled_from([theme.id for theme in themes] + ids[:number])),
            draw(versions),
            draw(lists(texts)),
            draw(texts.filter(str.strip)),
            draw(lists(texts)),
            draw(st.lists(exclusions, max_size=2).map(tuple)),
            draw(texts),
            draw(texts),
            draw(lists(texts)),
            draw(st.booleans()),
            draw(colours),
            draw(texts),
        )
        for number, id_ in enumerate(ids)
    )
    deprecated = tuple(
        Code(f"old-{n}", draw(names), deprecated_in=version, consider=tuple(ids[:n]))
        for n in range(draw(st.integers(0, 2)))
    )
    record = st.builds(
        CodebookChange,
        st.just("CR-1"),
        st.just(version),
        st.just("redefine"),
        st.sampled_from(["", "2026-03-01"]),
        st.sampled_from(ids or ["-"]).map(lambda name: (name,)),
        migration=st.sampled_from([None, "none", "review"]),
        effect=st.just("wider"),
        rationale=texts,
        decided_by=lists(texts),
        evidence=lists(texts),
        discussion=texts,
    )
    return Codebook(
        "book",
        draw(names),
        version,
        themes,
        codes,
        deprecated,
        provenance=draw(texts),
        rules=draw(lists(texts)),
        changes=(draw(record),) if ids and version.endswith(".0") and version != "0.1.0" else (),
    )


@settings(deadline=None)
@given(books())
def test_what_is_written_is_read_again_as_the_same_codebook(book: Codebook) -> None:
    read = reading(native.write(book)).codebook
    assert read == book
    assert read.sha256 == book.sha256


@settings(deadline=None)
@given(books())
def test_other_yaml_readers_find_the_same_words_in_what_is_written(book: Codebook) -> None:
    # They guess types (no is false, 1.0 a number) unless text that looks like one is quoted.
    loaded = yaml.safe_load(native.write(book))
    assert loaded["codebook"]["title"] == book.title
    assert [code["label"] for code in loaded["codes"]] == [code.label for code in book.codes]


def test_a_label_that_other_yaml_takes_for_something_else_stays_a_word() -> None:
    for word in ("no", "1.0", "null", "~", "2026-01-01"):
        text = HEAD + GOOD.replace("label: Waiting", f"label: {word}")
        assert reading(text).codebook.codes[0].label == word


def test_truth_values_are_read_where_the_model_has_them() -> None:
    assert reading(HEAD + GOOD).codebook.codes[0].codable
    assert not reading(HEAD + GOOD + "    codable: false\n").codebook.codes[0].codable


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    plain = reading(HEAD + GOOD).codebook
    assert reading(("\ufeff" + HEAD + GOOD).replace("\n", "\r\n")).codebook == plain


def test_a_key_with_nothing_after_it_counts_as_not_written() -> None:
    text = HEAD + GOOD + "    include:\n    colour:\n    example:\ndeprecated:\nrules:\n"
    assert reading(text).codebook == reading(HEAD + GOOD).codebook


# --- all faults at once -----------------------------------------------------------------------------


def test_faults_of_every_phase_are_told_together_each_with_its_line() -> None:
    text = HEAD + (
        "  - id: waiting\n"
        "    label: Waiting\n"
        "    label: Waiting again\n"  # a duplicate key
        "    parent: care\n"
        "    defintion: Time.\n"  # an unknown key
        "    include: much of it\n"  # a wrong type
        "  - id: hoping\n"
        "    label: Hoping\n"
        "    parent: care\n"  # no definition
        "    exclude:\n"
        "      - {when: in vain, use: dispair}\n"  # a dangling link
        "  - id: asking\n"
        "    label: Asking\n"
        "    parent: care\n"
        "    definition: *text\n"  # an alias
    )
    first = line_of(text, "id: waiting")
    assert told(text) == tuple(
        f"book.yaml:{first + line}: {words}"
        for line, words in (
            (2, f"key 'label' stands twice, on lines {first + 1} and {first + 2}; keep one of them"),
            (4, "unknown key 'defintion' in code 'waiting'; did you mean 'definition'?"),
            (5, f"code 'waiting': include must be a list; {A_LIST}"),
            (6, "code 'hoping' has no definition; a final version needs one"),
            (10, "code 'hoping' points to 'dispair', which is no active code; name an active code"),
            (14, "repeats another place by the alias *text; write the text out"),
        )
    )


def test_one_code_may_have_all_those_faults_by_itself() -> None:
    lines = told_of(
        "  - &anchor\n"
        "    id: waiting\n"
        "    label: Waiting\n"
        "    label: Waiting again\n"
        "    parent: nowhere\n"
        "    colour: red\n"
        "    since: '1'\n"
        "    codable: perhaps\n"
        "    inclde: much\n"
        "    exclude:\n"
        "      - {wen: in vain, use: dispair}\n"
        "      - just words\n"
        "      - {use: nothing}\n"
    )
    assert [line.partition(":")[0] for line in lines] == [*"11456789", "11", "11", "12", "13", "13"]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (
            "  - id: a\n    label: A\n    parent: care\n",
            "1: code 'a' has no definition; a final version needs one",
        ),
        (
            A + "    color: '#112233'\n",
            "5: unknown key 'color' in code 'a'; did you mean 'colour'?",
        ),
        (
            "  - label: A\n    parent: care\n    definition: x\n",
            "1: code 1 has no id; write id: with its text",
        ),
        (
            "  - id: user duty\n    label: A\n    parent: care\n    definition: x\n",
            f"1: code id 'user duty' is not an id; {AN_ID}",
        ),
        (
            A + "    include:\n      - one\n      -\n",
            "7: code 'a': include, entry 2 is empty; fill it or remove its dash",
        ),
        (
            A + "    since: [1, 0, 0]\n",
            "5: code 'a': since must be text like 0.1.0",
        ),
        (
            A + "    since: 1.0\n",
            "5: since '1.0' is not three numbers; write it as in 1.0.0",
        ),
        (
            A + "    codable: perhaps\n",
            "5: code 'a': codable must be true or false",
        ),
        (
            A + "    replaced_by: b\n",
            "5: 'a' names a successor but is not deprecated; add deprecated_in or drop replaced_by",
        ),
        ("  - waiting\n", "1: code 1 must be keys with values; write id:, label: and so on"),
        ('  - id: a\n    label: "A\\u0000"\n    parent: care\n    definition: x\n', "2: label of 'a' holds"),
        (
            '  - id: a\n    label: A\n    parent: care\n    definition: "a\\rb"\n',
            "4: definition of 'a' holds",
        ),
    ],
)
def test_a_fault_is_told_in_words_with_its_line(codes: str, expected: str) -> None:
    (line,) = told_of(codes)
    assert line.startswith(expected)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("version: 1.0.0", "version: [1]", "5: codebook: version must be text like 1.0.0"),
        ("version: 1.0.0", "version: v1", "5: version 'v1' is not three numbers; write it as in 1.0.0"),
        ("  version: 1.0.0\n", "", "3: codebook has no version; write version: with its text"),
        (
            "version: 1.0.0",
            "version: 1.0.0\n  status: final",
            "6: codebook: status must not be 'final'; use one of draft, released, sample",
        ),
        ("  title", "  titel", "4: unknown key 'titel' in codebook; did you mean 'title'?"),
        ("themes:", "theme:", "6: unknown key 'theme' in the file; did you mean 'themes'?"),
        ("schema:", "shema:", "1: unknown key 'shema' in the file; did you mean 'schema'?"),
        ("schema: intercoder-codebook/1\n", "", f" schema is missing; {A_SCHEMA} the top"),
        (
            "intercoder-codebook/1",
            "other/9",
            f"1: has the schema 'other/9', and this version reads intercoder-codebook/1; {IF} its top",
        ),
    ],
)
def test_a_fault_of_the_header_is_told_alone(old: str, new: str, expected: str) -> None:
    assert told((HEAD + GOOD).replace(old, new)) == (f"book.yaml:{expected}",)


@pytest.mark.parametrize(
    ("damage", "number"),
    [
        ("label: Waiting", 1),
        ("parent: care", 1),
        ("id: waiting", 1),
    ],
)
def test_links_to_a_faulty_code_are_no_faults(damage: str, number: int) -> None:
    key = damage.partition(":")[0]
    linking = (
        "  - id: hoping\n    label: Hoping\n    parent: care\n    definition: x\n"
        "    exclude:\n      - {when: x, use: waiting}\n"
        "deprecated:\n  - {id: old, label: Old, deprecated_in: 0.2.0, replaced_by: waiting}\n"
    )
    assert reading(HEAD + GOOD + linking).codebook.codes
    for wrong in (f"{key}: [x]", f"{key}: {{a: b}}", f"{key}:"):
        assert len(told(HEAD + GOOD.replace(damage, wrong) + linking)) == number


def test_links_into_a_section_that_cannot_be_read_are_no_faults() -> None:
    text = HEAD.replace("themes:\n  - id: care\n    label: Care\n", "themes: care\n") + GOOD
    assert told(text) == ("book.yaml:6: themes must be a list; begin each theme with a dash",)


def test_links_to_themes_and_deprecated_codes_are_faults() -> None:
    linking = "    exclude:\n      - {when: x, use: care}\n      - {when: y, use: old}\n"
    text = HEAD + GOOD + linking + "deprecated:\n  - {id: old, label: Old, deprecated_in: 0.2.0}\n"
    assert told(text) == (
        "book.yaml:15: code 'waiting' points to 'care', which is no active code; name an active code",
        "book.yaml:16: code 'waiting' points to 'old', which is no active code; name an active code",
    )


def test_a_merge_key_is_told_once_and_its_gaps_are_not() -> None:
    codes = GOOD.replace("- id", "- &w\n    id") + "  - id: hoping\n    <<: *w\n    label: Hoping\n"
    assert told_of(codes) == (
        "1: has the anchor &w; remove it; every text stands for itself",
        "7: has the merge key <<; write the keys out",
    )


def test_a_draft_may_lack_definitions_and_is_told_so() -> None:
    text = (HEAD + GOOD).replace("1.0.0", "0.9.0").replace("    definition: Time spent waiting.\n", "")
    (warning,) = reading(text).warnings
    assert warning.told("book.yaml") == "book.yaml:10: code 'waiting' has no definition; needed from 1.0.0 on"


# --- what is no codebook at all ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "book.yaml: is empty; write the codebook into it"),
        (b"# only a comment\n", "book.yaml: is empty; write the codebook into it"),
        (
            b"\x89PNG\r\n\x1a\n\x00",
            "book.yaml:1: is not UTF-8 text (byte 0x89); save it as plain text in UTF-8",
        ),
        (
            "a: b".encode("utf-16"),
            "book.yaml:1: is not UTF-8 text (byte 0xFF); save it as plain text in UTF-8",
        ),
        (b"a: b\nc: \x00\n", "book.yaml:2: holds the unprintable character U+0000; remove it"),
        (b"- a\n- b\n", "book.yaml:1: does not begin with a key, as a codebook does; "),
        (b"Dear diary", "book.yaml:1: does not begin with a key, as a codebook does; "),
        (
            b"services:\n  web: {}\n",
            "book.yaml: does not say which schema it has; if it is a codebook, write schema",
        ),
        (
            b"a: b\nc: d: e\n",
            "book.yaml:2: cannot be read as YAML (mapping values are not allowed in this context)",
        ),
        (b"a:\n  - [b\n", "book.yaml:3: cannot be read as YAML "),
        (b"a: " + b"x" * LARGEST, "book.yaml: has 5,000,003 bytes, and a codebook file may have 5,000,000; "),
        (b"[" * 1_000_000, "book.yaml:1: goes more than 20 levels deep; a codebook needs six"),
        (b"a: 1\n<<: " + b"[" * 100_000, "book.yaml:2: "),
    ],
)
def test_what_is_no_codebook_is_refused_in_one_line(data: bytes, expected: str) -> None:
    lines = told(data)
    assert lines[-1].startswith(expected)
    assert len({line.partition(": ")[0] for line in lines}) == 1


def test_a_second_document_and_tags_are_refused() -> None:
    text = HEAD + GOOD.replace("label: Waiting", "label: !!str Waiting") + "---\nmore: to come\n"
    assert told(text) == (
        "book.yaml:11: has the tag '!!str'; remove it, or put quotes around text that begins with !",
        "book.yaml:14: a second document begins here; keep one codebook in one file",
    )


def test_aliases_cannot_blow_a_file_up() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in pairwise("abcdefghi"))
    lines = told("codes:\n  - id: x\n" + bomb)
    assert all(len(line) < 300 for line in lines)


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_any_file_is_read_or_refused_in_lines_for_people(data: str | bytes) -> None:
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    with pytest.raises(FaultyFile):
        reading(b"codes:\n" + raw)


@settings(deadline=None)
@given(st.data())
def test_a_damaged_codebook_is_read_or_refused_and_never_breaks_the_reader(data: st.DataObject) -> None:
    text = SAMPLE.read_text("utf-8")[800:6000]
    text = text[text.index("schema:") :]
    at = data.draw(st.integers(0, len(text)))
    put = data.draw(
        st.sampled_from(["", " ", "\n", "- ", "x: ", ": ", "&a ", "*a", "{", "[", "]", '"', "!t ", "<<: "])
    )
    cut = data.draw(st.integers(0, 40))
    try:
        reading(text[:at] + put + text[at + cut :])
        lines: tuple[str, ...] = ("read",)
    except FaultyFile as fault:
        lines = fault.lines()
    assert lines
    assert all("\n" not in line for line in lines)


# --- the family -------------------------------------------------------------------------------------


def test_a_file_is_known_by_its_schema_whatever_its_name() -> None:
    data = SAMPLE.read_bytes()
    assert native.sniff(data[:10_000])
    assert native.sniff(b'{"schema": "intercoder-codebook/1"}')
    assert not native.sniff(b"title: a data dictionary\n")
    assert codebooks.read(Source("upload", data)).codebook.id == "genai-documentation"


def test_a_codebook_may_be_written_as_json_which_is_yaml() -> None:
    text = """{"schema": "intercoder-codebook/1",
      "codebook": {"id": "b", "title": "B", "version": "0.1.0"}, "themes": [], "codes": []}"""
    assert reading(text).codebook.version == "0.1.0"


def test_an_unknown_kind_of_file_is_refused_with_what_is_possible() -> None:
    with pytest.raises(ToolkitError, match=r"notes\.odt: is in no codebook format known here; .*\.yaml"):
        codebooks.read(Source("notes.odt", b"PK"))


def test_a_written_codebook_names_its_schema_first_and_sets_codes_apart() -> None:
    book = reading(HEAD + GOOD).codebook
    text = native.write(replace(book, rules=("Be kind.",)))
    assert text.startswith("schema: intercoder-codebook/1\n\ncodebook:\n  id: study\n")
    assert text.endswith("\nrules:\n- Be kind.\n")


def test_names_of_skos_are_read_as_ours_with_a_hint_for_each() -> None:
    codes = (
        "  - notation: a\n    prefLabel: A\n    altLabel: Aa\n    hiddenLabel: [Ab]\n    skos:broader: care\n"
        "    definition: x\n    scopeNote: said aloud\n    editorialNote: ask Ana\n"
        "    exactMatch: 'x:1'\n    closeMatch: ['y:2']\n"
    )
    read = reading(HEAD + codes)
    (code,) = read.codebook.codes
    assert (code.id, code.label, code.parent, code.notes) == ("a", "A", "care", "ask Ana")
    assert (code.alt_labels, code.include) == (("Aa", "Ab"), ("said aloud",))
    assert code.aligned_with == ("x:1", "y:2")
    assert [warning.what for warning in read.warnings][:2] == [
        "'notation' in code 1 is SKOS and read as id",
        "'prefLabel' in code 1 is SKOS and read as label",
    ]
    assert len(read.warnings) == 9
