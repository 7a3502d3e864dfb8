"""What to discuss, what an answer comes to, and how readings stand once verdicts are applied to them.

Coders differ code by code; people discuss passage by passage. Here disagreements are put together to cases,
an answer such as "Ana is right" is taken apart to what holds and what does not, and verdicts are laid over
each coder's reading, to tell how far coders agree after they have talked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from toolkit.model.coding import Coding
from toolkit.model.consensus import Case, Consensus, Disagreement, Verdict, united
from toolkit.model.transcript import Span

Standing = Mapping[str, Sequence[Span]]
"""By code, the passages that are to stand; a code with none is turned down."""

_APART: Final = frozenset({"boundary", "agreed"})


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an answer says about one code on one passage."""

    code: str
    span: Span
    holds: bool


def cases(found: Consensus) -> tuple[Case, ...]:
    """Put disagreements that share words together, in the order of transcripts and positions.

    Open ones and settled ones stay apart, and so does each passage on which coders differ in nothing but
    where it begins and ends.
    """
    order = {name: place for place, name in enumerate(found.read)}
    everything = (*found.disagreements, *found.boundaries)
    made = [Case((each,)) for each in everything if each.kind in _APART]
    for is_open in (True, False):
        alike = [each for each in everything if each.open == is_open and each.kind not in _APART]
        made += _overlapping(alike)
    return tuple(
        sorted(made, key=lambda each: (order[each.transcript], each.span, not each.open, each.codes))
    )


def _overlapping(found: Iterable[Disagreement]) -> Iterator[Case]:
    """Yield disagreements of one transcript that overlap, directly or by way of others, as one case each."""
    held: list[Disagreement] = []
    reached = 0
    for each in sorted(found, key=lambda each: (each.quotation.transcript, each.quotation.span, each.code)):
        here = each.quotation
        if held and (held[0].quotation.transcript != here.transcript or here.span.start >= reached):
            yield Case(tuple(held))
            held = []
        reached = max(reached, here.span.end) if held else here.span.end
        held.append(each)
    if held:
        yield Case(tuple(held))


def as_coder_has_it(case: Case, coder: str) -> Standing:
    """Return what stands if one coder is right: nothing about codes of which they say nothing."""
    side = next((each for each in case.sides if coder in each.coders), None)
    return {} if side is None else dict(side.given)


def all_of_it(case: Case) -> Standing:
    """Return what stands if everybody is right: each code, on all the words that anybody gave it."""
    return {
        code: united(
            coding.span for each in case.disagreements if each.code == code for coding in each.codings
        )
        for code in case.codes
    }


def none_of_it(case: Case) -> Standing:
    """Return what stands if nobody is right."""
    return dict.fromkeys(case.codes, ())


def rulings(case: Case, standing: Standing) -> tuple[Ruling, ...]:
    """Take an answer apart: what holds, and what is turned down so that every coding of it is answered for.

    Parameters
    ----------
    standing
        What is said of each code; of a code that is not in it nothing is, and its disagreements stay as they
        are. It may name codes that nobody gave.
    """
    made: list[Ruling] = []
    for code, spans in standing.items():
        holding = united(spans)
        made += [Ruling(code, span, holds=True) for span in holding]
        claimed = [span for each in case.disagreements if each.code == code for span in _claims(each)]
        left = (span for span in claimed if not any(span.overlaps(other) for other in holding))
        made += [Ruling(code, span, holds=False) for span in united(left)]
    return tuple(made)


def _claims(each: Disagreement) -> Iterator[Span]:
    """Yield all that an answer has to deal with: codings, and what was settled before."""
    yield from (coding.span for coding in each.codings)
    yield from (made.span for made in each.verdicts)
    if not each.codings and not each.verdicts:
        yield each.quotation.span


def after_discussion(
    codings: Iterable[Coding],
    verdicts: Iterable[Verdict],
    readers: Mapping[str, Collection[str]],
    round_: str,
) -> tuple[Coding, ...]:
    """Return coders' readings as they would be, had each of them coded what was settled.

    Where there is a verdict, every reader of the transcript has the code on its words if it holds, and not on
    those if it does not; the codings it answers for are gone. What nobody settled stays as each coder has it.

    Parameters
    ----------
    codings, verdicts
        As they are seen at one version, each with the code it has there; no verdict that a later one
        overtakes.
    readers
        Who is compared, by transcript.
    round_
        The round that codings from verdicts are given.
    """
    bench: defaultdict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for made in verdicts:
        bench[made.transcript, made.code].append(made)
    kept = [
        coding
        for coding in codings
        if coding.coder not in readers.get(coding.transcript, ())
        or not any(made.answers(coding) for made in bench.get((coding.transcript, coding.code), ()))
    ]
    given = [
        replace(made.as_coding(), id=f"{made.id} {coder}", coder=coder, round=round_)
        for found in bench.values()
        for made in found
        if made.holds
        for coder in readers.get(made.transcript, ())
    ]
    return (*kept, *given)
