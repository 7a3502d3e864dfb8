"""Lays codings on the text that is compared, interview by interview, without cutting it into units."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise

from toolkit.agreement.data import Wanted, finished
from toolkit.errors import Invalid
from toolkit.model.coding import Coding
from toolkit.model.reliability import CodingTally, Continuum, Segment
from toolkit.model.round import Assignment
from toolkit.model.transcript import Span


def continua(
    stretches: Mapping[str, Sequence[Span]],
    codings: Iterable[Coding],
    assignments: Iterable[Assignment],
    *,
    codes: Sequence[str],
    coders: Sequence[str] | None = None,
    revisions: Mapping[str, int] | None = None,
) -> tuple[tuple[Continuum, ...], CodingTally]:
    """Return one continuum for each interview, and where the codings went.

    Parameters
    ----------
    stretches
        By transcript, what of its text is compared, in order: one span of all of it, or the participants'
        turns. Stretches are put end to end, and what lies between them is cut out of the continuum and of the
        codings that run across it: such a coding stays one segment.
    assignments
        Of one round. A coder is in an interview's continuum only with a finished assignment to it: not seen
        is not "no". Codings made in another round do not count.
    codes
        Ids of the codes that are compared.
    coders
        Who is compared; by default everybody who has finished one of the transcripts.
    revisions
        By transcript, the revision of the text that `stretches` are of. Codings of another do not count.

    Returns
    -------
    continua
        In the order of `stretches`, with the codings' code ids as values.
    tally
        `outside` counts the codings without a character in the stretches.

    Raises
    ------
    Invalid
        If the stretches of a transcript are out of order or overlap, or assignments are of several rounds.

    Examples
    --------
    Two turns of a participant, with the interviewer between them, and a coding that runs across:

    >>> from toolkit.model.coding import Quotation
    >>> quotation = Quotation("P01", 1, Span(6, 26), "we trust it. Why? It")
    >>> coding = Coding("1", quotation, "trust", "Ana", "1.0.0", "first", "2026-01-05T10:00:00Z")
    >>> done = [Assignment(name, "P01", finished_at="2026-01-05T11:00:00Z") for name in ("Ana", "Ben")]
    >>> turns = {"P01": [Span(0, 18), Span(22, 40)]}
    >>> (interview,), tally = continua(turns, [coding], done, codes=["trust"])
    >>> interview.length, interview.segments
    (36, {'Ana': (Segment(start=6, end=22, value='trust'),), 'Ben': ()})
    """
    done = finished(assignments)
    rulers = {transcript: _Ruler(transcript, spans) for transcript, spans in stretches.items()}
    wanted = Wanted(None if coders is None else frozenset(coders), frozenset(codes), done, revisions or {})
    counts: Counter[str] = Counter()
    cut: defaultdict[tuple[str, str], list[Segment]] = defaultdict(list)
    for coding in codings:
        ruler = rulers.get(coding.transcript)
        start, end = ruler.measured(coding.span) if ruler else (0, 0)
        fate = wanted.fate(coding) or ("counted" if start < end else "outside")
        counts[fate] += 1
        if fate == "counted":
            cut[coding.transcript, coding.coder].append(Segment(start, end, coding.code))
    judges: defaultdict[str, list[str]] = defaultdict(list)
    for coder, transcript, _ in sorted(done):
        if coders is None or coder in coders:
            judges[transcript].append(coder)
    made = tuple(
        Continuum(name, ruler.length, {coder: tuple(cut[name, coder]) for coder in judges[name]})
        for name, ruler in rulers.items()
    )
    return made, CodingTally(**counts)


class _Ruler:
    """Tells how many compared characters lie before a place of a transcript."""

    def __init__(self, transcript: str, stretches: Sequence[Span]) -> None:
        for before, after in pairwise(stretches):
            if after.start < before.end:
                raise Invalid(f"{transcript}: the stretches to compare overlap or are out of order")
        self.starts = [span.start for span in stretches]
        self.sizes = [span.end - span.start for span in stretches]
        self.before = list(accumulate(self.sizes, initial=0))

    @property
    def length(self) -> int:
        return self.before[-1]

    def measured(self, span: Span) -> tuple[int, int]:
        return self._before(span.start), self._before(span.end)

    def _before(self, place: int) -> int:
        at = bisect_right(self.starts, place) - 1
        return self.before[at] + min(place - self.starts[at], self.sizes[at]) if at >= 0 else 0
