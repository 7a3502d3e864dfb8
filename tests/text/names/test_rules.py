"""Forms are found by what they look like; what only resembles them is left alone."""

from __future__ import annotations

import pytest

from toolkit.text.names.rules import forms

HITS = (
    ("Mail me at jo.fenn+x@example.org, please.", "email", "jo.fenn+x@example.org"),
    ("It is sorrel at brinepool dot org.", "email", "sorrel at brinepool dot org"),
    ("See https://example.org/a?b=c.", "url", "https://example.org/a?b=c"),
    ("It is on brinepool.org/guide, there.", "url", "brinepool.org/guide"),
    (
        "Clone github.com/quill-feather/tiny-captioner.",
        "repository",
        "github.com/quill-feather/tiny-captioner",
    ),
    ("Clone git@host.example.org:ash/bench.git now", "repository", "git@host.example.org:ash/bench.git"),
    ("The repo is called quill/mothlight-7b.", "repository", "quill/mothlight-7b"),
    ("I am @marisol_evals there.", "handle", "@marisol_evals"),
    ("The server was 10.14.2.77 then.", "id", "10.14.2.77"),
    ("To DE89 3704 0044 0532 0130 00, please.", "id", "DE89 3704 0044 0532 0130 00"),
    ("My social is 219-09-9999.", "id", "219-09-9999"),
    ("The ticket number was LM-20931.", "id", "LM-20931"),
    ("Ring +44 20 7946 0991 now.", "phone", "+44 20 7946 0991"),
    ("It is 555-0173.", "phone", "555-0173"),
    ("oh seven seven one two three four", "phone", "oh seven seven one two three four"),
    ("On 14 February 2025 it went.", "date", "14 February 2025"),
    ("Am 17. Oktober 1979 war das.", "date", "17. Oktober 1979"),
    ("We live at 48 Quarry Lane.", "address", "48 Quarry Lane"),
    ("In der Lindenhofstraße 12 wohne ich.", "address", "Lindenhofstraße 12"),
    ("Mr Tindall owns it.", "name", "Tindall"),
    ("My daughter Inés laughs.", "name", "Inés"),
    ("I work for Hexby now.", "employer", "Hexby"),
    ("Die Brückner Datentechnik GmbH hilft.", "organisation", "Brückner Datentechnik GmbH"),
)


@pytest.mark.parametrize(("text", "kind", "words"), HITS, ids=[f"{kind}: {words}" for _, kind, words in HITS])
def test_a_form_is_found_whole_and_once(text: str, kind: str, words: str) -> None:
    assert (kind, words) in [(form.kind, form.span.of(text)) for form in forms(text)]


@pytest.mark.parametrize(
    "text",
    [
        "It went up in May, or in June.",
        "We had 3,000,000 tokens and 0.8731 on dev.",
        "Between 9:30 and 10:15, in room 214.",
        "And/or, input/output, 24/7.",
        "They @ everybody.",
        "To DE88 3704 0044 0532 0130 00, with a wrong check digit.",
        "The version is 2.14.0 since 2023.",
        "We walked three streets and one lane.",
        "My wife teaches in the evenings.",
        "One, two, three, maybe four people.",
    ],
)
def test_what_only_resembles_a_form_is_left_alone(text: str) -> None:
    assert list(forms(text)) == []


def test_digits_of_other_scripts_are_read_without_a_fault() -> None:
    text = "Call \u0661\u0662\u0663-\u0664\u0665\u0666\u0667, or \u00b2\u00b3\u00b2\u00b3\u00b2\u00b3\u00b2."
    assert [form.kind for form in forms(text)] == ["phone"]


@pytest.mark.parametrize("piece", ["a@", "+1 ", "http://"])
def test_a_million_letters_of_beginnings_come_to_an_end(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert all(form.span.end <= len(text) for form in forms(text))


@pytest.mark.parametrize("piece", ["a.", "one ", "A ", "1-", "a/", "@a", "DE12 ", "my ", "called A "])
def test_a_long_run_of_other_beginnings_comes_to_an_end(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(form.span.end <= len(text) for form in forms(text))
