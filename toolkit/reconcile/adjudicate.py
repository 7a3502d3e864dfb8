"""Several coders' readings and the team's verdicts, made one: what stands, and what is still open.

Nothing is stored of a consensus but the verdicts. It is worked out each time from the codings as they are
seen at a version, so that a coding taken back, a change of the codebook or a verdict withdrawn shows at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from toolkit.model.coding import Coding, Quotation
from toolkit.model.consensus import (
    CONSENSUS,
    Consensus,
    Disagreement,
    DisagreementKind,
    Verdict,
)
from toolkit.model.lineage import Lineage
from toolkit.model.review import Resolution, Review
from toolkit.model.transcript import Span, Transcript
from toolkit.reconcile.resolve import resolve

Place = tuple[str, str]
"""A transcript and a code."""

Made = TypeVar("Made", Coding, Verdict)

_ALONE = 1


def adjudicate(
    transcripts: Sequence[Transcript],
    seen: Resolution,
    looked: Mapping[tuple[str, str], Collection[str]],
    verdicts: Iterable[Verdict] = (),
    displaced: Iterable[Coding] = (),
) -> Consensus:
    """Make one reading of several, for each transcript that two coders or more have read to the end.

    A verdict answers for the codings of its code that it overlaps and that were there when it was given; what
    was coded since is looked at like everything else. Of verdicts that overlap each other, the later holds.
    Other codings of one code that overlap, by whichever coders, are one passage. It stands if every coder who
    has finished the transcript gave the code somewhere in it; of a code somebody did not look for, their
    silence says nothing, but two must have given it. Everything else is an open disagreement.

    Parameters
    ----------
    transcripts
        In the order wanted, each once. Codings and verdicts on other revisions of their texts do not count.
    seen
        All coders' codings, as seen at the version asked about.
    looked
        By transcript and coder, the codes looked for in readings that were finished. Codings of others are
        no part of a consensus.
    verdicts
        With the codes they have at that version: see `followed`.
    displaced
        Codings that wait for their place in a corrected text: until they have one, nothing is settled there.
    """
    team = _Team.of(looked)
    texts = {text.id: text for text in transcripts if len(team.readers.get(text.id, ())) > _ALONE}
    bench = _by_place(in_force(verdicts, texts))
    given = _by_place(_given(seen, texts, team))
    waiting = tuple(
        review for review in seen.pending if review.coding.transcript in texts and team.has(review.coding)
    )
    room = _Room(texts, team, _undecided(waiting))
    stands: list[Coding] = []
    disagreements: list[Disagreement] = []
    boundaries: list[Disagreement] = []
    agreed: dict[tuple[str, str], tuple[str, ...]] = {}
    for place in {**given, **bench}:
        verdicts_here, codings = bench.get(place, []), given.get(place, [])
        stands += [verdict.as_coding() for verdict in verdicts_here if verdict.holds]
        disagreements += [room.settled(verdict, codings) for verdict in verdicts_here]
        for group in _overlapping([each for each in codings if not _answers(verdicts_here, each)]):
            found = room.dispute(place[1], group)
            if room.agreed(found):
                stands.append(_standing(group[0], found))
                agreed[group[0].id, place[1]] = found.coded_by
                if found.kind == "boundary":
                    boundaries.append(found)
            else:
                disagreements.append(found)
    unanswered = tuple(review for review in waiting if not _answered(review, bench))
    order = {name: number for number, name in enumerate(texts)}

    def position(each: Coding | Disagreement) -> tuple[int, Span, str]:
        return order[each.quotation.transcript], each.quotation.span, each.code

    return Consensus(
        seen.version,
        tuple(sorted(stands, key=position)),
        _confusions(sorted(disagreements, key=position)),
        unanswered,
        tuple(texts),
        tuple(coding for coding in displaced if coding.transcript in texts and team.has(coding)),
        len(waiting) - len(unanswered),
        tuple(sorted(boundaries, key=position)),
        tuple(sorted({coder for name in texts for coder in team.readers[name]})),
        agreed,
    )


def joined(parts: Sequence[Consensus], version: str) -> Consensus:
    """Return the consensus on the transcripts of all parts, which have no transcript in common."""
    return Consensus(
        version,
        tuple(each for part in parts for each in part.codings),
        tuple(each for part in parts for each in part.disagreements),
        tuple(each for part in parts for each in part.waiting),
        tuple(each for part in parts for each in part.read),
        tuple(each for part in parts for each in part.displaced),
        sum(part.answered for part in parts),
        tuple(each for part in parts for each in part.boundaries),
        tuple(sorted({each for part in parts for each in part.coders})),
        {key: by for part in parts for key, by in part.agreed.items()},
    )


def followed(verdicts: Iterable[Verdict], lineage: Lineage, at: str) -> tuple[Verdict, ...]:
    """See verdicts at a version, each with the code it has there.

    A verdict is followed as a coding would be. What would wait, or is out of use, or was settled later, is no
    verdict at that version: the passage is open again.
    """
    by_id = {verdict.id: verdict for verdict in verdicts}
    seen = resolve([verdict.as_coding() for verdict in by_id.values()], lineage, at)
    collapsed = [each for each in seen.seen if each.fate == "collapsed"]
    return tuple(replace(by_id[each.coding.id], code=each.code) for each in (*seen.counting, *collapsed))


@dataclass(frozen=True)
class _Team:
    """Who has read which transcript to the end, and what they looked for."""

    readers: Mapping[str, tuple[str, ...]]
    looked: Mapping[tuple[str, str], Collection[str]]

    @classmethod
    def of(cls, looked: Mapping[tuple[str, str], Collection[str]]) -> _Team:
        readers: defaultdict[str, list[str]] = defaultdict(list)
        for transcript, coder in sorted(looked):
            readers[transcript].append(coder)
        return cls({name: tuple(coders) for name, coders in readers.items()}, looked)

    def silent(self, place: Place, giving: Collection[str]) -> tuple[str, ...]:
        """Return who looked for the code in the transcript and is not among those who gave it."""
        transcript, code = place
        return tuple(
            coder
            for coder in self.readers.get(transcript, ())
            if coder not in giving and code in self.looked[transcript, coder]
        )

    def has(self, coding: Coding) -> bool:
        """Tell whether the coder has finished the transcript."""
        return (coding.transcript, coding.coder) in self.looked


@dataclass(frozen=True)
class _Room:
    """Where passages are judged: the texts, who reads, and what still waits since the codebook changed."""

    texts: Mapping[str, Transcript]
    team: _Team
    waiting: Mapping[Place, Sequence[Coding]]

    def settled(self, verdict: Verdict, codings: Iterable[Coding]) -> Disagreement:
        """Return the disagreement that a verdict settles, with all codings it answers for."""
        answered = [coding for coding in codings if _answers([verdict], coding)]
        spans = [verdict.span, *(coding.span for coding in answered)]
        return self._told(verdict.transcript, verdict.code, spans, answered, (verdict,))

    def dispute(self, code: str, group: Sequence[Coding]) -> Disagreement:
        """Return a passage as a disagreement, open unless it turns out to be none."""
        return self._told(group[0].transcript, code, [coding.span for coding in group], group, ())

    def agreed(self, found: Disagreement) -> bool:
        """Tell whether it is no disagreement: nobody passed it by, and two gave it."""
        return not found.passed_by and len(found.coded_by) > _ALONE

    def _told(
        self,
        transcript: str,
        code: str,
        spans: Sequence[Span],
        codings: Iterable[Coding],
        verdicts: tuple[Verdict, ...],
    ) -> Disagreement:
        """Say who gave a passage the code, who did not, and who may yet have."""
        place = (transcript, code)
        codings = tuple(sorted(codings, key=lambda each: (each.span, each.id)))
        whole = Span(min(span.start for span in spans), max(span.end for span in spans))
        coded_by = {coding.coder for coding in codings}
        undecided = {
            coding.coder for coding in self.waiting.get(place, ()) if coding.span.overlaps(whole)
        } - coded_by
        passed_by = self.team.silent(place, coded_by | undecided)
        return Disagreement(
            Quotation.cut(self.texts[transcript], whole),
            code,
            tuple(sorted(coded_by)),
            passed_by,
            tuple(sorted(undecided)),
            verdicts,
            self._kind(codings, coded_by, passed_by, undecided),
            codings,
        )

    def _kind(
        self,
        codings: Sequence[Coding],
        coded_by: Collection[str],
        passed_by: Collection[str],
        undecided: Collection[str],
    ) -> DisagreementKind:
        """Say what coders differ in; what is a confusion, other disagreements have to tell."""
        if not coded_by:
            return "undecided" if undecided else "addition"
        if passed_by:
            return "omission"
        if undecided:
            return "undecided"
        if len(coded_by) == _ALONE:
            return "alone"
        return "boundary" if _differ_in_words(self.texts[codings[0].transcript].text, codings) else "agreed"


def _standing(first: Coding, found: Disagreement) -> Coding:
    """Return what the coders agree on as one coding, under the id of the first of theirs."""
    return replace(first, quotation=found.quotation, code=found.code, coder=CONSENSUS, certainty=None)


def in_force(verdicts: Iterable[Verdict], texts: Mapping[str, Transcript]) -> Iterator[tuple[Place, Verdict]]:
    """Yield the verdicts on these texts that no later one overlaps, be that overtaken itself or not."""
    there = [
        each
        for each in verdicts
        if each.transcript in texts and each.quotation.revision == texts[each.transcript].revision
    ]
    later: defaultdict[Place, list[Verdict]] = defaultdict(list)
    for each in sorted(there, key=lambda each: (each.decided_at, each.id), reverse=True):
        place = (each.transcript, each.code)
        if not any(other.span.overlaps(each.span) for other in later[place]):
            yield place, each
        later[place].append(each)


def _given(seen: Resolution, texts: Mapping[str, Transcript], team: _Team) -> Iterator[tuple[Place, Coding]]:
    """Yield the codings that count, of coders who have finished, on the texts as they are now."""
    for each in seen.counting:
        coding = each.coding
        known = texts.get(coding.quotation.transcript)
        if known is not None and coding.quotation.revision == known.revision and team.has(coding):
            seen_as = coding if coding.code == each.code else replace(coding, code=each.code)
            yield (coding.transcript, each.code), seen_as


def _by_place(found: Iterable[tuple[Place, Made]]) -> dict[Place, list[Made]]:
    groups: defaultdict[Place, list[Made]] = defaultdict(list)
    for place, each in found:
        groups[place].append(each)
    return dict(groups)


def _overlapping(codings: Iterable[Coding]) -> Iterator[list[Coding]]:
    """Yield the codings of one place in runs that overlap."""
    held: list[Coding] = []
    reached = 0
    for coding in sorted(codings, key=lambda coding: (coding.span, coding.id)):
        if held and coding.span.start >= reached:
            yield held
            held = []
        held.append(coding)
        reached = max(reached, coding.span.end)
    if held:
        yield held


def _differ_in_words(text: str, codings: Sequence[Coding]) -> bool:
    """Tell whether coders gave a code to other letters or digits; blanks and full stops are no difference."""
    if len({coding.span for coding in codings}) == 1:  # nearly always, and much sooner told
        return False
    covered: defaultdict[str, set[int]] = defaultdict(set)
    for coding in codings:
        covered[coding.coder].update(range(coding.span.start, coding.span.end))
    everywhere, first = set[int]().union(*covered.values()), next(iter(covered.values()))
    common = first.intersection(*covered.values())
    return any(text[place].isalnum() for place in everywhere - common)


def _confusions(found: Sequence[Disagreement]) -> tuple[Disagreement, ...]:
    """Call those omissions confusions in which who passed the code by gave another one instead.

    Parameters
    ----------
    found
        Those of one transcript together, in the order of positions.
    """
    confused: set[int] = set()
    near: list[int] = []
    for number, each in enumerate(found):
        here = each.quotation
        near = [
            other
            for other in near
            if found[other].quotation.transcript == here.transcript
            and found[other].quotation.span.end > here.span.start
        ]
        for other in near:
            if _are_confused(each, found[other]):
                confused |= {number, other}
        near.append(number)
    return tuple(
        replace(each, kind="confusion") if number in confused else each for number, each in enumerate(found)
    )


def _are_confused(one: Disagreement, other: Disagreement) -> bool:
    """Tell whether one coder gave the one code where another gave the other, and neither gave both."""
    return one.code != other.code and any(
        mine.coder in other.passed_by and theirs.coder in one.passed_by and mine.span.overlaps(theirs.span)
        for mine in one.codings
        for theirs in other.codings
    )


def _undecided(waiting: Iterable[Review]) -> dict[Place, list[Coding]]:
    """Return the codings that wait, under each code they may come to."""
    return _by_place(
        ((review.coding.transcript, code), review.coding) for review in waiting for code in review.candidates
    )


def _answers(verdicts: Iterable[Verdict], coding: Coding) -> list[Verdict]:
    """Return the verdicts that answer for a coding."""
    return [verdict for verdict in verdicts if verdict.answers(coding)]


def _answered(review: Review, bench: Mapping[Place, Sequence[Verdict]]) -> bool:
    """Tell whether verdicts answer for what waits since the codebook changed.

    One that gives the passage a code in question answers; turning all of them down does too.
    """
    coding = review.coding
    answers = [_answers(bench.get((coding.transcript, code), ()), coding) for code in review.candidates]
    turned_down = bool(answers) and all(answers)
    return turned_down or any(verdict.holds for group in answers for verdict in group)
