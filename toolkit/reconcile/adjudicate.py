"""Several coders' readings and the team's verdicts, made one: what stands, and what is still open.

Nothing is stored of a consensus but the verdicts. It is worked out each time from the codings as they are
seen at a version, so that a coding taken back, a change of the codebook or a verdict withdrawn shows at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.model.coding import Coding, Quotation
from toolkit.model.consensus import CONSENSUS, Consensus, Disagreement, Verdict
from toolkit.model.lineage import Lineage
from toolkit.model.review import Resolution, Review
from toolkit.model.transcript import Span, Transcript
from toolkit.reconcile.resolve import resolve

Place = tuple[str, str]
"""A transcript and a code."""

_ALONE = 1


def adjudicate(
    transcripts: Sequence[Transcript],
    seen: Resolution,
    looked: Mapping[tuple[str, str], Collection[str]],
    verdicts: Iterable[Verdict] = (),
    displaced: Iterable[Coding] = (),
) -> Consensus:
    """Make one reading of several.

    Codings of one code that overlap, by whichever coders, are one passage. It stands if every coder who has
    finished the transcript gave the code somewhere in it; of a code somebody did not look for, their silence
    says nothing, but two must have given it. Everything else is a disagreement, until a verdict on the same
    code overlaps it. Of verdicts that overlap each other, the later holds. A transcript that one coder has
    read, and about which there is no verdict, is left out.

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
    texts = {transcript.id: transcript for transcript in transcripts}
    team = _Team.of(looked)
    bench = _by_place(_valid(verdicts, texts))
    read = {transcript for transcript, _ in bench}
    read |= {name for name, coders in team.readers.items() if len(coders) > _ALONE}
    given = _given(seen, {name: texts[name] for name in texts if name in read}, team)
    passages = [_passage(group, code, texts) for code, group in _groups(given)]
    waiting = [
        review for review in seen.pending if review.coding.transcript in read and team.has(review.coding)
    ]
    room = _Room(team, bench, _undecided(waiting))
    disputes = [
        room.dispute(passage.quotation, passage.code, {coding.coder for coding in passage.codings})
        for passage in passages
    ]
    agreed = [
        passage.standing() for passage, each in zip(passages, disputes, strict=True) if team.agrees(each)
    ]
    disputed = [each for each in disputes if not team.agrees(each)]
    answering = {verdict.id for each in disputed for verdict in each.verdicts}
    settled = [verdict for group in bench.values() for verdict in group]
    disputed += [
        room.dispute(verdict.quotation, verdict.code) for verdict in settled if verdict.id not in answering
    ]
    stands = agreed + [verdict.as_coding() for verdict in settled if verdict.holds]
    unanswered = tuple(review for review in waiting if not _answered(review, bench))
    order = {name: place for place, name in enumerate(texts)}

    def place(each: Coding | Disagreement) -> tuple[int, Span, str]:
        return order[each.quotation.transcript], each.quotation.span, each.code

    return Consensus(
        seen.version,
        tuple(sorted(stands, key=place)),
        tuple(sorted(disputed, key=place)),
        unanswered,
        tuple(name for name in texts if name in read),
        tuple(coding for coding in displaced if coding.transcript in read and team.has(coding)),
        len(waiting) - len(unanswered),
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

    def agrees(self, each: Disagreement) -> bool:
        """Tell whether it is no disagreement: nobody passed it by, and two gave it, if there are two."""
        wanted = min(_ALONE + 1, len(self.readers.get(each.quotation.transcript, ())))
        return each.open and not each.passed_by and len(each.coded_by) >= wanted

    def has(self, coding: Coding) -> bool:
        """Tell whether the coder has finished the transcript."""
        return (coding.transcript, coding.coder) in self.looked


@dataclass(frozen=True)
class _Passage:
    """Overlapping codings of one code, and the whole stretch they cover."""

    code: str
    codings: tuple[Coding, ...]
    quotation: Quotation

    def standing(self) -> Coding:
        """Return what the coders agree on as one coding, under the id of the first of theirs."""
        first = self.codings[0]
        return replace(first, quotation=self.quotation, code=self.code, coder=CONSENSUS, certainty=None)


@dataclass(frozen=True)
class _Room:
    """Where passages are judged: who reads, what was settled, and what still waits."""

    team: _Team
    bench: Mapping[Place, Sequence[Verdict]]
    waiting: Mapping[Place, Sequence[Coding]]

    def dispute(self, quotation: Quotation, code: str, coded_by: Collection[str] = ()) -> Disagreement:
        """Say who gave a passage the code, who did not, who may yet have, and which verdicts answer."""
        place = (quotation.transcript, code)
        undecided = {
            coding.coder
            for coding in self.waiting.get(place, ())
            if coding.coder not in coded_by and coding.span.overlaps(quotation.span)
        }
        return Disagreement(
            quotation,
            code,
            tuple(sorted(coded_by)),
            self.team.silent(place, {*coded_by, *undecided}),
            tuple(sorted(undecided)),
            _overlapping(self.bench.get(place, ()), quotation.span),
        )


def _valid(verdicts: Iterable[Verdict], texts: Mapping[str, Transcript]) -> list[Verdict]:
    """Return the verdicts on these texts that no later one overlaps, in the order they were decided."""
    there = [
        each
        for each in verdicts
        if each.transcript in texts and each.quotation.revision == texts[each.transcript].revision
    ]
    kept: list[Verdict] = []
    for each in sorted(there, key=lambda each: (each.decided_at, each.id), reverse=True):
        rivals = (later for later in kept if (later.transcript, later.code) == (each.transcript, each.code))
        if not any(later.span.overlaps(each.span) for later in rivals):
            kept.append(each)
    return kept[::-1]


def _by_place(verdicts: Iterable[Verdict]) -> dict[Place, list[Verdict]]:
    groups: defaultdict[Place, list[Verdict]] = defaultdict(list)
    for each in verdicts:
        groups[each.transcript, each.code].append(each)
    return dict(groups)


def _given(seen: Resolution, texts: Mapping[str, Transcript], team: _Team) -> Iterator[tuple[Place, Coding]]:
    """Yield the codings that count, of coders who have finished, on the texts as they are now."""
    for each in seen.counting:
        coding = each.coding
        known = texts.get(coding.transcript)
        if known is not None and coding.quotation.revision == known.revision and team.has(coding):
            yield (coding.transcript, each.code), coding


def _groups(given: Iterable[tuple[Place, Coding]]) -> Iterator[tuple[str, tuple[Coding, ...]]]:
    """Yield the codings of each passage with their code: those of one place that overlap."""
    by_place: defaultdict[Place, list[Coding]] = defaultdict(list)
    for place, coding in given:
        by_place[place].append(coding)
    for (_, code), codings in by_place.items():
        held: list[Coding] = []
        reached = 0
        for coding in sorted(codings, key=lambda coding: (coding.span, coding.id)):
            if held and coding.span.start >= reached:
                yield code, tuple(held)
                held = []
            held.append(coding)
            reached = max(reached, coding.span.end)
        yield code, tuple(held)


def _passage(codings: tuple[Coding, ...], code: str, texts: Mapping[str, Transcript]) -> _Passage:
    whole = Span(codings[0].span.start, max(coding.span.end for coding in codings))
    return _Passage(code, codings, Quotation.cut(texts[codings[0].transcript], whole))


def _undecided(waiting: Iterable[Review]) -> dict[Place, list[Coding]]:
    """Return the codings that wait, under each code they may come to."""
    groups: defaultdict[Place, list[Coding]] = defaultdict(list)
    for review in waiting:
        for code in review.candidates:
            groups[review.coding.transcript, code].append(review.coding)
    return dict(groups)


def _answered(review: Review, bench: Mapping[Place, Sequence[Verdict]]) -> bool:
    """Tell whether verdicts answer for what waits since the codebook changed.

    One that gives the passage a code in question answers; turning all of them down does too.
    """
    coding = review.coding
    answers = [
        _overlapping(bench.get((coding.transcript, code), ()), coding.span) for code in review.candidates
    ]
    turned_down = bool(answers) and all(answers)
    return turned_down or any(verdict.holds for group in answers for verdict in group)


def _overlapping(verdicts: Iterable[Verdict], span: Span) -> tuple[Verdict, ...]:
    return tuple(verdict for verdict in verdicts if verdict.span.overlaps(span))
