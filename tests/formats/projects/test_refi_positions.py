import time
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.formats.projects.refi_samples import (
    code,
    codebook,
    coding,
    qdpx,
    selection,
    sources,
    text_source,
)
from toolkit.errors import ToolkitError
from toolkit.formats.projects import refi
from toolkit.formats.projects.refi import positions
from toolkit.formats.projects.refi.positions import RULES, Passage, Rule, Stored, asked, found_rule, usual
from toolkit.model.project import Positions, Project
from toolkit.model.transcript import Source

SAID = "I wrote it down 😀 twice.\nThen\tI asked my boss 👩‍💻 about it: naïve é!\n\n\U0001d518 again.\n"


def units(text: str, rule: Rule) -> int:
    """Count a stored text under a rule, written without the code that is tested."""
    if not rule.marked:
        text = text.removeprefix("\ufeff")
    if rule.as_one:
        text = text.replace("\r\n", "\n")
    return len(text.encode("utf-16-le")) // 2 if rule.utf16 else len(text)


def told(text: str, place: int, rule: Rule, *, crlf: bool, marked: bool) -> int:
    """Return what a program that counts by the rule writes for a place in our text."""
    ahead = text[:place].replace("\n", "\r\n" if crlf else "\n")
    # Whoever counts the mark has it ahead of everything but the very beginning of the file.
    return units("\ufeff" * marked + ahead, rule) if place else 0


def stored(text: str, *, crlf: bool, marked: bool) -> str:
    return "\ufeff" * marked + text.replace("\n", "\r\n" if crlf else "\n")


def project(
    text: str, spans: list[tuple[int, int]], rule: Rule, *, crlf: bool, marked: bool, quote: bool
) -> bytes:
    selections = "".join(
        selection(
            f"s{number}",
            told(text, span[0], rule, crlf=crlf, marked=marked),
            told(text, span[1], rule, crlf=crlf, marked=marked),
            coding(f"c{number}", "Duty"),
            f'name="{escaped(text[slice(*span)])}"' if quote else "",
        )
        for number, span in enumerate(spans)
    )
    inside = codebook(code("Duty")) + sources(
        text_source("Talk", selections, 'plainTextPath="internal://talk.txt"')
    )
    return qdpx(inside, {"talk.txt": stored(text, crlf=crlf, marked=marked).encode()}).data


def escaped(quote: str) -> str:
    return quote.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def read(data: bytes, rule: str = "auto") -> Project:
    return refi.read(Source("x.qdpx", data), rule)


def places(read_one: Project) -> list[tuple[int | None, int | None]]:
    return [(each.start, each.end) for each in read_one.codings]


def rule_of(read_one: Project) -> Positions:
    assert read_one.positions is not None
    return read_one.positions


WORDS = st.lists(
    st.text(
        st.one_of(
            st.characters(codec="utf-8", categories=("L", "N")),
            st.sampled_from("😀👩🏽\U0001d518e\u0301,.\u200d"),
        ),
        min_size=1,
        max_size=8,
    ),
    min_size=2,
    max_size=60,
)
TEXTS = st.builds(
    lambda words, joints: "".join(word + joints[at % len(joints)] for at, word in enumerate(words)),
    WORDS,
    st.lists(st.sampled_from((" ", " ", "\n", "\n\n", "\t")), min_size=1, max_size=7),
)


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize(("crlf", "marked"), list(product((False, True), repeat=2)))
@settings(max_examples=15, deadline=None)
@given(data=st.data(), text=TEXTS)
def test_passages_are_where_they_were_under_every_rule_that_is_given(
    data: st.DataObject, text: str, rule: Rule, *, crlf: bool, marked: bool
) -> None:
    assume(text.strip() and not text.startswith("\ufeff"))
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = [(start, end) for start, end in data.draw(st.lists(ends, min_size=1, max_size=8))]
    made = read(project(text, spans, rule, crlf=crlf, marked=marked, quote=False), str(rule))
    assert made.texts[0].text == text
    assert places(made) == spans
    assert rule_of(made).rule == str(rule)
    assert rule_of(made).chosen


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize(("crlf", "marked"), list(product((False, True), repeat=2)))
@settings(max_examples=8, deadline=None)
@given(text=TEXTS)
def test_a_rule_is_found_by_what_a_project_quotes(text: str, rule: Rule, *, crlf: bool, marked: bool) -> None:
    words = [(at, at + 12) for at in range(0, len(text) - 12, 5)]
    spans = [
        (start, end)
        for start, end in words
        if len(text[start:end].split()) and text[start:end].strip() == text[start:end]
    ]
    assume(len(spans) > 2)
    made = read(project(text, spans, rule, crlf=crlf, marked=marked, quote=True))
    assert (
        places(made) == spans or rule_of(made).score == 1.0
    )  # words that repeat themselves fit elsewhere, too
    assert rule_of(made).evidence == "quotes"


@pytest.mark.parametrize("quote", [True, False])
@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_rule_is_found_in_a_text_with_emoji_line_ends_and_mark(rule: Rule, *, quote: bool) -> None:
    text = SAID * 12
    starts = [at for at, letter in enumerate(text) if at and text[at - 1].isspace() and not letter.isspace()]
    spans = [
        (start, max(end for end in range(start + 1, start + 24) if end == len(text) or text[end].isspace()))
        for start in starts[:-9]
    ]
    made = read(project(text, spans, rule, crlf=True, marked=True, quote=quote))
    found = rule_of(made)
    assert (found.rule, found.score, found.n) == (str(rule), 1.0, len(spans))
    assert found.evidence == ("quotes" if quote else "words")
    assert found.runner_up
    assert found.runner_up_score is not None
    assert found.runner_up_score < 0.7
    assert not found.chosen
    assert places(made) == spans
    if quote:
        assert [each.quote for each in made.codings] == [
            " ".join(text[a:b].replace("\t", "\n").split("\n")) for a, b in spans
        ]


def test_where_all_rules_agree_there_is_a_score_and_no_runner_up() -> None:
    made = read(
        project("I wrote it down.\nTwice.", [(0, 7), (8, 14)], Rule(), crlf=False, marked=False, quote=False)
    )
    assert rule_of(made) == Positions("codepoints", 0.5, 2)


def test_without_passages_nothing_is_said_of_the_rule_but_what_is_usual() -> None:
    made = read(project("I wrote it down.", [], Rule(), crlf=False, marked=False, quote=False))
    assert rule_of(made) == Positions("codepoints", None, 0)


def test_a_few_passages_that_fit_by_chance_do_not_overrule_the_usual_rule() -> None:
    text = "😀 I wrote it down. And I told her so. And more."
    spans = [(3, 9), (12, 20)]
    one = Passage(Stored(text), 3, 9), Passage(Stored(text), 12, 20)
    found = found_rule(one, None, usual("NVivo for Windows 14"))
    assert found.rule == Rule(utf16=True)
    assert places(read(project(text, spans, Rule(), crlf=False, marked=False, quote=False))) == spans


def test_words_of_a_language_without_blanks_decide_nothing() -> None:
    text = "我把它写下来了😀然后我问了我的老板。" * 9
    passages = [Passage(Stored(text), at, at + 4) for at in range(3, 90, 3)]
    for origin in ("NVivo 14", "QualCoder 3.8", ""):
        assert found_rule(passages, None, usual(origin)).rule == usual(origin)


@pytest.mark.parametrize(
    ("origin", "rule"),
    [
        ("NVivo for Windows 12.6", Rule(utf16=True)),
        ("NVivo for Mac 15", Rule()),
        ("ATLAS.ti 26.1", Rule(as_one=True)),
        ("QualCoder 4.0", Rule()),
        ("", Rule()),
    ],
)
def test_the_usual_rule_is_the_program_s(origin: str, rule: Rule) -> None:
    assert usual(origin) == rule


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_the_words_for_a_rule_are_read_in_any_order_and_case(rule: Rule) -> None:
    words = str(rule).split(",")
    assert asked(" , ".join(reversed(words)).upper()) == rule
    assert asked("auto") is None


@pytest.mark.parametrize(
    "words",
    ["", "utf8", "utf16,utf16", "utf16,codepoints", "crlf-as-one", "auto,utf16", "utf16,", "\x1b[2J" * 99],
)
def test_other_words_are_refused_on_one_line(words: str) -> None:
    with pytest.raises(ToolkitError) as refused:
        asked(words)
    (line,) = refused.value.lines()
    assert line.isprintable()
    assert len(line) < 400
    assert "codepoints or utf16" in line


@given(
    st.text(st.sampled_from("ab 😀\r\n\ufeff\U0001d518"), max_size=30),
    st.sampled_from(RULES),
    st.lists(st.integers(-9, 99), min_size=2, max_size=9),
)
def test_places_keep_their_order_and_what_lies_out_of_the_text_stays_out(
    content: str, rule: Rule, positions_told: list[int]
) -> None:
    text = Stored(content)
    length = units(content, rule)
    moved = [text.place(each, rule) for each in sorted(positions_told)]
    assert moved == sorted(moved)
    for each in positions_told:
        place = text.place(each, rule)
        assert (place < 0) == (each < 0)
        if "\ufeff" not in content:
            assert (place > len(text.text)) == (each > length)
            assert place != len(text.text) or each <= length


def test_names_that_go_on_are_quotes_by_their_beginning() -> None:
    text = Stored("He said: I did try the gluten free bread, but it was always so soggy, you know.")
    assert text.quoted("I did try the gluten free bread, but…", 9, 69) == "begins"
    assert text.quoted("I did try the gluten free bread, but…", 8, 68) == ""
    assert text.quoted_loosely("I did try the gluten free bread, but…", 8, 68) == "begins"
    at = text.text.index("bread")
    assert text.quoted("bread", at, at + 5) == "whole"
    assert text.quoted("…", at, at + 5) == ""


def test_rules_are_compared_on_a_bounded_number_of_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(positions, "_MOST_COMPARED", 10)
    text = Stored("one two 😀 three four " * 40)
    many = [Passage(text, at, at + 3) for at in range(300)]
    assert 0 < found_rule(many, None, Rule()).positions.n <= 10


def test_long_texts_and_names_do_not_take_long() -> None:
    text = Stored(("a" * 50 + "😀\r\n") * 20_000)
    name = "a" * 50 + "b"
    many = [Passage(text, 0, 1_000_000, (name, name)) for _ in range(3_000)]
    began = time.process_time()
    found_rule(many, None, Rule())
    assert time.process_time() - began < 60
