"""Codings made under any version, seen at another: what follows, what waits for a person, what is out of use.

A coding is never rewritten. What became of it is worked out each time from its code, the records since the
version it was made under, and the decisions of people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from toolkit.model.change import CodebookChange
from toolkit.model.coding import Coding
from toolkit.model.lineage import Lineage
from toolkit.model.proposal import Ruling
from toolkit.model.review import Decision, Fate, Resolution, Review, Seen
from toolkit.model.version import Version

_COUNTING = ("followed", "flagged")


def resolve(
    codings: Iterable[Coding],
    lineage: Lineage,
    at: str | None = None,
    decisions: Iterable[Decision] = (),
    rulings: Iterable[Ruling] = (),
) -> Resolution:
    """See codings at a version of the codebook.

    Parameters
    ----------
    codings
        As they were made, each with the version it was made under.
    at
        A released version; by default the latest.
    decisions
        What people decided; those about other codings or later changes do no harm.
    rulings
        What the team said to proposed codes. A ruling holds from its version on, as a change record does,
        until a release has the code.

    Raises
    ------
    ToolkitError
        If there is no such version.
    """
    return Ways(lineage, at, decisions, rulings).resolve(codings)


def overlapping(resolution: Resolution) -> int:
    """Count pairs of one coder's codings that overlap under one code because a code was merged.

    Spans that are the same collapse; those that merely overlap stay two, and a team may want to know.
    """
    groups: defaultdict[tuple[str, str, int, str], list[tuple[int, int, bool]]] = defaultdict(list)
    for seen in resolution.counting:
        quotation = seen.coding.quotation
        key = (seen.coding.coder, quotation.transcript, quotation.revision, seen.code)
        followed = seen.code != seen.coding.code
        groups[key].append((quotation.span.start, quotation.span.end, followed))
    return sum(_overlapping(sorted(spans)) for spans in groups.values())


def _overlapping(spans: Sequence[tuple[int, int, bool]]) -> int:
    """Count pairs of spans, sorted by their starts, that overlap and of which one followed a merge."""
    count = 0
    for place, (_, end, followed) in enumerate(spans):
        for start, _, other in spans[place + 1 :]:
            if start >= end:
                break
            count += followed or other
    return count


@dataclass(frozen=True, slots=True)
class _Branch:
    """One of the codes a coding has come to, and what may or must be looked at about it."""

    coding: Coding
    code: str
    fate: Fate
    reviews: tuple[Review, ...] = ()


class _Stop(NamedTuple):
    """How far a code can be followed without knowing which coding it is of.

    `at` is the place of the record that has to be judged for each coding, None at the end of the way.
    """

    code: str
    at: int | None
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class _Fork:
    """A question about one coding, and where each answer leads.

    Attributes
    ----------
    asked
        Place of the record it is about.
    optional
        Whether the coding goes the way of `candidates[0]` until somebody decides.
    detour
        A candidate that goes on behind another record than the one asked about: its id and that place.
    """

    asked: int
    code: str
    candidates: tuple[str, ...]
    optional: bool = False
    detour: tuple[str, int] | None = None

    def way(self, chosen: str) -> tuple[str, int]:
        """Return a chosen code and the place of the first record that may concern it."""
        if self.detour is not None and chosen == self.detour[0]:
            return self.detour
        return chosen, self.asked + 1


class Ways:
    """The ways of all codes to one version; what codings have in common is worked out once.

    Parameters
    ----------
    lineage, at, decisions, rulings
        As in `resolve`, which asks once; whoever sees the codings of a study part by part asks many times.

    Raises
    ------
    ToolkitError
        If there is no such version.
    """

    def __init__(
        self,
        lineage: Lineage,
        at: str | None = None,
        decisions: Iterable[Decision] = (),
        rulings: Iterable[Ruling] = (),
    ) -> None:
        self._at = lineage.at(at).version
        self._version = Version.of(self._at)
        self._lineage = lineage
        self._decisions = {(made.coding, made.change, made.code): made for made in decisions}
        self._changes = [change for change in lineage.changes if Version.of(change.version) <= self._version]
        self._known = _ids(lineage, self._version)
        ruled = [each for each in rulings if each.code not in self._known]
        self._declined = {each.as_change.id for each in ruled if each.answer == "declined"}
        self._ruled = {each.code for each in ruled if self._heeds(each.as_change)}
        self._about: defaultdict[str, list[int]] = defaultdict(list)
        for place, change in enumerate(self._changes):
            for name in change.subjects:
                self._about[name].append(place)
        self._beginning = cache(self._first_after)
        self._stop = cache(self._stop_of)
        self._forks = cache(self._forks_at)
        self._plain = cache(self._plain_end)

    def resolve(self, codings: Iterable[Coding]) -> Resolution:
        """See codings at the version; those of one coder on one passage have to be among the same ones."""
        seen: list[Seen] = []
        offers: dict[int, tuple[Review, ...]] = {}
        for coding in codings:
            end = self._plain(coding.code, coding.codebook_version)
            if end is not None:
                seen.append(Seen(coding, *end))
                continue
            for branch in self._of(coding):
                if branch.reviews:
                    offers[len(seen)] = branch.reviews
                seen.append(Seen(branch.coding, branch.code, branch.fate))
        _collapse(seen)
        asked = tuple(
            review
            for place, reviews in offers.items()
            for review in reviews
            # What collapsed has its answer in the coding that counts, but may still be asked for back.
            if seen[place].fate != "collapsed" or review.change.op == "reinstate"
        )
        return Resolution(self._at, tuple(seen), asked)

    def asking(self) -> tuple[tuple[str, str], ...]:
        """Return the codes, each with a version, of which every coding has to be looked at by itself."""
        return tuple(pair for pair in self._pairs() if self._plain(*pair) is None)

    def coming_to(self, codes: Collection[str]) -> tuple[tuple[str, str], ...]:
        """Return the codes, each with a version, all codings of which come to one of some codes."""
        ends = ((pair, self._plain(*pair)) for pair in self._pairs())
        return tuple(pair for pair, end in ends if end is not None and end[0] in codes)

    def _pairs(self) -> Iterator[tuple[str, str]]:
        """Yield every code that is known or was ruled on, with every version it may have been given under."""
        for version in self._lineage.versions:
            for code in sorted(self._known | self._ruled):
                yield code, version

    def _plain_end(self, code: str, version: str) -> tuple[str, Fate] | None:
        """Return what all codings made so come to; None if each has to be looked at by itself."""
        begin = self._beginning(version)
        if begin is None:
            return code, "later"
        if code in self._ruled:
            begin = self._about[code][0]
        elif code not in self._known:
            return code, "proposed"
        stop = self._stop(code, begin)
        if stop.at is not None:
            return None
        return stop.code, "frozen" if stop.frozen else "followed"

    def _of(self, coding: Coding) -> Iterator[_Branch]:
        """Yield what has become of a coding that is not plain: one branch for each code it has come to."""
        begin = self._beginning(coding.codebook_version) or 0
        if coding.code in self._ruled:
            # From the ruling on, under whichever version the coding was made: nothing else is about its code.
            begin = self._about[coding.code][0]
        return self._follow(coding, coding.code, begin, ())

    def _heeds(self, ruling: CodebookChange) -> bool:
        """Put a ruling behind the records of its version; tell whether that is there yet."""
        ruled = Version.of(ruling.version)
        if ruled > self._version:
            return False
        later = (place for place, each in enumerate(self._changes) if Version.of(each.version) > ruled)
        self._changes.insert(next(later, len(self._changes)), ruling)
        return True

    def _follow(
        self, coding: Coding, code: str, begin: int, offers: tuple[Review, ...], *, judged: str = ""
    ) -> Iterator[_Branch]:
        """Follow a code from the record at `begin` on; whoever decided under `judged` saw what it defined."""
        while (stop := self._stop(code, begin)).at is not None:
            change = self._changes[stop.at]
            if change.op == "redefine" and change.version == judged:
                code, begin = stop.code, stop.at + 1
                continue
            forks = self._forks(stop.code, stop.at)
            answered = self._answered(coding, forks)
            if answered is not None:
                yield from self._decided(coding, *answered, offers)
                return
            fork = forks[-1]
            asked = self._changes[fork.asked]
            offers = (*offers, Review(coding, asked, fork.code, fork.candidates, optional=fork.optional))
            if not fork.optional:
                yield _Branch(coding, stop.code, "pending", offers)
                return
            code, begin = fork.way(fork.candidates[0])
        fate: Fate = "frozen" if stop.frozen else "flagged" if offers else "followed"
        yield _Branch(coding, stop.code, fate, () if stop.frozen else offers)

    def _answered(self, coding: Coding, forks: Iterable[_Fork]) -> tuple[_Fork, Decision] | None:
        """Return the first question that somebody has answered, with the answer."""
        for fork in forks:
            decision = self._decisions.get((coding.id, self._changes[fork.asked].id, fork.code))
            if decision is not None:
                return fork, decision
        return None

    def _decided(
        self, coding: Coding, fork: _Fork, decision: Decision, offers: tuple[Review, ...]
    ) -> Iterator[_Branch]:
        if not decision.chosen:
            yield _Branch(coding, fork.code, "set aside")
        for chosen in decision.chosen:
            judged = self._changes[fork.asked].version
            yield from self._follow(coding, *fork.way(chosen), offers, judged=judged)

    def _first_after(self, version: str) -> int | None:
        """Return the place of the first record later than a version; None if that is later than ours."""
        made = Version.of(version)
        if made > self._version:
            return None
        later = (place for place, change in enumerate(self._changes) if Version.of(change.version) > made)
        return next(later, len(self._changes))

    def _next_about(self, code: str, begin: int) -> int | None:
        """Return the place of the first record from `begin` on that has the code as a subject."""
        return next((place for place in self._about.get(code, ()) if place >= begin), None)

    def _return_of(self, code: str, begin: int) -> int | None:
        """Return the place of the first record from `begin` on that brings the code back."""
        places = (place for place in self._about.get(code, ()) if place >= begin)
        return next((place for place in places if self._changes[place].op == "reinstate"), None)

    def _stop_of(self, code: str, begin: int) -> _Stop:
        while (place := self._next_about(code, begin)) is not None:
            change = self._changes[place]
            begin = place + 1
            returns = self._return_of(code, begin) is not None
            if code in change.gone:
                if self._asks(change) or returns:
                    return _Stop(code, place)
                if change.op == "retire":
                    return _Stop(code, None, frozen=True)
                code = change.results[0]
            elif change.op == "redefine" and (change.treatment == "review" or change.effect != "same"):
                return _Stop(code, place)
        return _Stop(code, None)

    def _forks_at(self, code: str, place: int) -> tuple[_Fork, ...]:
        """Return the questions a record raises, the earliest first; the last one stands while undecided."""
        change = self._changes[place]
        if change.op == "redefine":
            optional = change.treatment != "review"
            return (_Fork(place, code, self._instead_of(change, code), optional=optional),)
        asks = self._asks(change)
        forks = [_Fork(place, code, change.results)] if asks else []
        back = self._return_of(code, place + 1)
        if back is not None:
            optional = self._changes[back].treatment != "review"
            if change.op == "merge" and not asks:
                # It counts under the code it was merged into until somebody takes it back.
                merged = change.results[0]
                forks.append(_Fork(back, code, (merged, code), optional=optional, detour=(merged, place + 1)))
            else:
                forks.append(_Fork(back, code, (code, *change.results), optional=optional))
        return tuple(forks)

    def _asks(self, change: CodebookChange) -> bool:
        """Tell whether a person has to look at each coding of what the record takes out of use."""
        return change.op == "split" or change.treatment == "review" or change.id in self._declined

    def _instead_of(self, change: CodebookChange, code: str) -> tuple[str, ...]:
        """Return the code itself and those that its new definition sends passages to."""
        made = Version.of(change.version)
        book = next(book for book in self._lineage.releases if Version.of(book.version) >= made)
        exclusions = book.code[code].exclude if code in book.code else ()
        links = [other.use for other in exclusions if other.use is not None and other.use in book.codable]
        return tuple(dict.fromkeys((code, *links)))


def _ids(lineage: Lineage, version: Version) -> frozenset[str]:
    """Return the ids that passages can have in the codebook up to a version, or could."""
    books = [book for book in lineage.releases if Version.of(book.version) <= version]
    return frozenset(name for book in books for name in (*book.code, *book.codable))


def _collapse(seen: list[Seen]) -> None:
    """Let one of a coder's codings count where several have the same span and, by now, the same code.

    It is the one that had the code from the beginning or, if none or several had, the one made first.
    """
    first: dict[tuple[str, str, int, int, int, str], int] = {}
    several: defaultdict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(seen):
        if each.fate in _COUNTING:
            quotation = each.coding.quotation
            span = quotation.span
            where = (quotation.transcript, quotation.revision, span.start, span.end)
            known = first.setdefault((each.coding.coder, *where, each.code), place)
            if known != place:
                several[known].append(place)
    for known, others in several.items():
        places = [known, *others]
        stays = min(places, key=lambda place: _seniority(seen[place]))
        for place in places:
            if place != stays:
                seen[place] = Seen(seen[place].coding, seen[place].code, "collapsed")


def _seniority(each: Seen) -> tuple[bool, str, str]:
    return each.code != each.coding.code, each.coding.made_at, each.coding.id
