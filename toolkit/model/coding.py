"""Codings: a code applied by a coder to a quotation. Made once, never rewritten."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, Literal, get_args

from toolkit.errors import Invalid
from toolkit.model.checks import check_id, check_name, check_one_of, check_text, check_time
from toolkit.model.transcript import Span, Transcript
from toolkit.model.version import Version

Certainty = Literal["sure", "unsure"]
Subject = Literal["coding", "transcript", "code", "study"]
CONTEXT = 32


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage of one revision of a transcript, with enough text to find it again.

    `prefix` and `suffix` hold up to 32 code points before and after it, as in the W3C Web Annotation
    Data Model's TextQuoteSelector (section 4.2.4).
    """

    transcript: str
    revision: int
    span: Span
    text: str
    prefix: str = ""
    suffix: str = ""

    def __post_init__(self) -> None:
        check_name("transcript of a quotation", self.transcript)
        for part in (self.text, self.prefix, self.suffix):
            check_text("quotation", part.removeprefix("\ufeff"))
        if len(self.text) != len(self.span):
            raise Invalid(
                f"quotation of {len(self.text)} characters does not fill {len(self.span)} positions"
            )

    @classmethod
    def cut(cls, transcript: Transcript, span: Span) -> Quotation:
        """Quote `span` of a transcript; raise `Invalid` unless it lies in the text and touches a turn."""
        if span.end > len(transcript.text):
            raise Invalid(
                f"positions {span.start} to {span.end} leave the text",
                f"transcript {transcript.id} has {len(transcript.text)} characters",
            )
        if not span.of(transcript.text).strip():
            raise Invalid(
                f"positions {span.start} to {span.end} hold only blanks", "choose a passage with words"
            )
        if not transcript.turns_in(span):
            raise Invalid(
                f"positions {span.start} to {span.end} of {transcript.id} are in no turn",
                "choose a passage somebody speaks",
            )
        before = transcript.text[max(span.start - CONTEXT, 0) : span.start]
        after = transcript.text[span.end : span.end + CONTEXT]
        return cls(transcript.id, transcript.revision, span, span.of(transcript.text), before, after)


@dataclass(frozen=True, slots=True)
class Coding:
    """One code on one quotation by one coder, under the codebook version it was made with.

    Attributes
    ----------
    made_at
        ISO 8601 in UTC.
    certainty
        Whether the coder was sure; None if not said.
    """

    id: str
    quotation: Quotation
    code: str
    coder: str
    codebook_version: str
    round: str
    made_at: str
    certainty: Certainty | None = None

    def __post_init__(self) -> None:
        check_name("coding id", self.id)
        check_id("code", self.code)
        check_name("coder", self.coder)
        Version.of(self.codebook_version)
        check_id("round", self.round)
        check_time("time of a coding", self.made_at)
        if self.certainty is not None:
            check_one_of("certainty", self.certainty, get_args(Certainty))

    @property
    def transcript(self) -> str:
        """Id of the transcript quoted."""
        return self.quotation.transcript

    @property
    def span(self) -> Span:
        """Positions quoted."""
        return self.quotation.span


# Studies hold codings by the hundred thousand, and checking takes most of the time of making one. Setting the
# slots is what the class itself does, without the checks.
_bare: Final = object.__new__
_start, _end = (getattr(Span, each.name).__set__ for each in fields(Span))
_transcript, _revision, _span, _text, _prefix, _suffix = (
    getattr(Quotation, each.name).__set__ for each in fields(Quotation)
)
_id, _quotation, _code, _coder, _version, _round, _made_at, _certainty = (
    getattr(Coding, each.name).__set__ for each in fields(Coding)
)


def kept_quotation(  # noqa: PLR0917 - the columns of a row
    transcript: str, revision: int, start: int, end: int, text: str, prefix: str, suffix: str
) -> Quotation:
    """Return a quotation that was checked when it was kept; only positions are looked at again.

    Raises
    ------
    Invalid
        If the text does not fill the positions.
    """
    if not 0 <= start < end or len(text) != end - start:
        return Quotation(transcript, revision, Span(start, end), text, prefix, suffix)
    span = _bare(Span)
    _start(span, start)
    _end(span, end)
    quotation = _bare(Quotation)
    _transcript(quotation, transcript)
    _revision(quotation, revision)
    _span(quotation, span)
    _text(quotation, text)
    _prefix(quotation, prefix)
    _suffix(quotation, suffix)
    return quotation


def kept_coding(  # noqa: PLR0917 - likewise
    name: str,
    quotation: Quotation,
    code: str,
    coder: str,
    codebook_version: str,
    round_: str,
    made_at: str,
    certainty: Certainty | None,
) -> Coding:
    """Return a coding that was checked when it was kept."""
    coding = _bare(Coding)
    _id(coding, name)
    _quotation(coding, quotation)
    _code(coding, code)
    _coder(coding, coder)
    _version(coding, codebook_version)
    _round(coding, round_)
    _made_at(coding, made_at)
    _certainty(coding, certainty)
    return coding


def in_round(coding: Coding, round_: str) -> Coding:
    """Return a coding as if it had been made in another round."""
    return kept_coding(
        coding.id,
        coding.quotation,
        coding.code,
        coding.coder,
        coding.codebook_version,
        round_,
        coding.made_at,
        coding.certainty,
    )


@dataclass(frozen=True, slots=True)
class Memo:
    """A note by a coder about a coding, a transcript or a code.

    `about` is the kind and `subject` the id of what the note is on.
    """

    id: str
    about: Subject
    subject: str
    author: str
    text: str
    made_at: str

    def __post_init__(self) -> None:
        check_name("memo id", self.id)
        check_one_of("subject of a memo", self.about, get_args(Subject))
        check_name("author of a memo", self.author)
        check_text("memo", self.text)
        check_time("time of a memo", self.made_at)
        if not self.text.strip():
            raise Invalid("memo is empty", "write something or leave it out")
