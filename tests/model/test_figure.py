"""A figure is one JSON object with a title and the sentences of its caption."""

from __future__ import annotations

import pytest

from toolkit.errors import Invalid
from toolkit.model.figure import Figure


def test_the_caption_is_the_notes_as_one_text() -> None:
    assert Figure("T", "{}", ("One.", "Two.")).caption == "One. Two."
    assert Figure("T", "{}").caption == ""


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("{", r"^the drawing of 'T' is no JSON \(Expecting property name enclosed in double quotes.*\)$"),
        ("", r"^the drawing of 'T' is no JSON \(Expecting value.*\)$"),
        ("[1]", r"^the drawing of 'T' is no JSON object$"),
        ('"x"', r"^the drawing of 'T' is no JSON object$"),
    ],
)
def test_a_drawing_that_is_no_object_is_refused(spec: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        Figure("T", spec)
