"""Whatever the text and wherever the passage: what is stored is what stands there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.conftest import conversation
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Span
from toolkit.store import codings, transcripts, verification
from toolkit.workflow import applying, studies

# What positions go wrong on: joined emoji, flags, combining marks, surrogate pairs, right-to-left, blanks.
PIECES = [
    "word", " ", "\n", "\t", "e\u0301", "\u0928\u093f", "שלום", "مرحبا", "漢", "\U00020bb7", "\U0001f600",
    "\u200d", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1ea\U0001f1fa",
    "\u202e", "\u2028", "ﬁ", "ß", "İ",
]  # fmt: skip
SPOKEN = st.lists(
    st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
).map("".join)
BOOK = Codebook("b", "B", "1.0.0", (Theme("t", "T"),), (Code("c", "C", parent="t", definition="D"),))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(said=st.lists(SPOKEN, min_size=1, max_size=4), data=st.data())
def test_every_stored_quotation_is_the_text_of_its_span(said: list[str], data: st.DataObject) -> None:
    assume(all(words.strip() and not words.startswith("\ufeff") for words in said))
    transcript = conversation("T", *(("P", words) for words in said))
    start = data.draw(st.integers(0, len(transcript.text) - 1))
    end = data.draw(st.integers(start + 1, len(transcript.text)))
    span = Span(start, end)
    with TemporaryDirectory() as folder, closing(studies.start(Path(folder) / "s.study", BOOK)) as study:
        with study.transaction("x") as records:
            transcripts.add(records, transcript)

        (reason,) = applying.change(study, "A", [applying.Apply("1", "T", transcript.sha256, span, "c")])

        with study.reading() as connection:
            stored = codings.everything(connection)
            kept = transcripts.find(connection, "T")
            assert list(verification.problems(connection)) == []
    assert kept == transcript
    if reason is None:
        (coding,) = stored
        assert coding.quotation.text == transcript.text[start:end]
        assert transcript.text[:start].endswith(coding.quotation.prefix)
        assert transcript.text[end:].startswith(coding.quotation.suffix)
    else:
        assert stored == ()
        assert not span.of(transcript.text).strip() or not transcript.turns_in(span)
