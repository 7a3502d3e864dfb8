"""Quotations of one revision of a transcript, found again in a corrected one; the rest is left for a person.

A quotation is carried over by itself only where nothing about it is a matter of judgement, see `Found`:

1. *unchanged*: the alignment of the two texts puts it, letter by letter, at one place, and it is long
   (`LONG`), or words beside it were aligned along with it (`BESIDE`), or it occurs once in both texts, or it
   occurs once between the words it stood between;
2. *quotation*: the alignment does not know it (it was moved, say), but its letters stand at one place only
   together with the text quoted before and after it;
3. *near*: it stands between the words it stood between, and has the same letters and digits in the same
   order: only case, punctuation or spacing differ. One changed word is a person's affair.

Nothing is carried to one of several places that look alike, nor to where nobody speaks.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from toolkit.errors import Invalid
from toolkit.model.coding import CONTEXT, Quotation
from toolkit.model.placement import Anchored, Doubt, Found, Unanchored
from toolkit.model.transcript import Span, Transcript
from toolkit.reconcile.alignment import Alignment, aligned

LONG: Final = 8
"""Words and marks from which on a quotation needs nothing beside it to be recognised."""
BESIDE: Final = 3
"""Words and marks aligned along with it, on one side, by which a shorter one is recognised."""
_NONE: Final = -1
_MOST: Final = 50  # places with the same letters, beyond which they prove nothing
_OFFERED: Final = 4  # candidates a person is shown
_ROOM: Final = 12  # words and marks by which what a quotation became may be longer than twice of it
_MARKS: Final = 3  # marks at either end that a passage takes along


@dataclass(frozen=True)
class Anchoring:
    """What became of quotations, under the names they were given: each is in one of the two."""

    settled: Mapping[str, Anchored]
    open: Mapping[str, Unanchored]

    @property
    def total(self) -> int:
        """How many quotations there were."""
        return len(self.settled) + len(self.open)


def anchor(quotations: Mapping[str, Quotation], old: Transcript, new: Transcript) -> Anchoring:
    """Find quotations of one revision in another.

    Parameters
    ----------
    quotations
        Of `old`, under any names.
    old, new
        Two revisions of one transcript.
    """
    search = _Search(old.text, new, aligned(old.text, new.text))
    settled: dict[str, Anchored] = {}
    unsettled: dict[str, Unanchored] = {}
    for name, quotation in quotations.items():
        outcome = search.of(quotation)
        if isinstance(outcome, Anchored):
            settled[name] = outcome
        else:
            unsettled[name] = outcome
    return Anchoring(settled, unsettled)


def unread(old: str, new: str, span: Span) -> tuple[int, int]:
    """Count the words in a span of the new text that the old one does not have, and all words in it."""
    fresh, words = _words(old, new)
    counts = [bisect_left(each, span.end) - bisect_left(each, span.start) for each in (fresh, words)]
    return counts[0], counts[1]


@lru_cache(maxsize=64)
def _words(old: str, new: str) -> tuple[Sequence[int], Sequence[int]]:
    """Return where words of the new text begin: those to which none of the old is aligned, and all."""
    alignment = aligned(old, new)
    known = {*alignment.forward, *alignment.backward}
    starts = [(place, start) for place, start in enumerate(alignment.new.starts) if new[start].isalnum()]
    fresh = array("q", (start for place, start in starts if place not in known))
    return fresh, array("q", (start for _, start in starts))


class _Region(NamedTuple):
    """The stretch of the new text in which a quotation must lie.

    Attributes
    ----------
    first, last
        Numbers of tokens; the last is not included.
    start, end
        Positions.
    snug
        Whether the words on both sides of it are those on both sides of the quotation.
    """

    first: int
    last: int
    start: int
    end: int
    snug: bool


@dataclass(frozen=True)
class _Search:
    old: str
    new: Transcript
    alignment: Alignment

    def of(self, quotation: Quotation) -> Anchored | Unanchored:
        """Find one quotation."""
        inside = self.alignment.old.touched(quotation.span.start, quotation.span.end)
        images, sure = self._images(quotation, inside)
        if sure and self._is_recognised(quotation, inside, images[0]):
            return self._settled(images[0], "unchanged")
        twins = self._twins(quotation)
        if (place := self._by_context(quotation, inside, twins)) is not None:
            return self._settled(Span(place, place + len(quotation.text)), "quotation")
        region = self._region(inside)
        if not images and (near := self._near(quotation, inside, region)):
            return self._settled(near, "unchanged" if near.of(self.new.text) == quotation.text else "near")
        changed = [] if images else self._changed(inside, region)
        beside = sorted(twins, key=lambda start: abs(start - region.start))[:_OFFERED]
        same = [Span(start, start + len(quotation.text)) for start in beside]
        return self._unsettled(changed, [*images, *same], region)

    def _settled(self, span: Span, found: Found) -> Anchored | Unanchored:
        try:
            return Anchored(Quotation.cut(self.new, span), found)
        except Invalid:
            # Nobody speaks there any more: it became a heading, or a label.
            return Unanchored("gone")

    def _unsettled(self, changed: Sequence[Span], same: Sequence[Span], region: _Region) -> Unanchored:
        offered = dict.fromkeys(self._offered([*changed, *same]))
        doubt: Doubt = "gone"
        if changed or (region.first < region.last and not same):
            doubt = "changed"
        elif offered:
            doubt = "ambiguous"
        return Unanchored(doubt, tuple(offered)[: _OFFERED + 1])

    def _offered(self, spans: Sequence[Span]) -> Iterator[Quotation]:
        """Yield passages without labels and blanks at their ends, as far as somebody speaks them."""
        for span in spans:
            turns = self.new.turns_in(span)
            if not turns:
                continue
            start, end = max(span.start, turns[0].span.start), min(span.end, turns[-1].span.end)
            said = self.new.text[start:end]
            start, end = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
            if start < end:
                yield Quotation.cut(self.new, Span(start, end))

    # --- unchanged ----------------------------------------------------------------------------------

    def _images(self, quotation: Quotation, inside: range) -> tuple[tuple[Span, ...], bool]:
        """Return where the alignment puts the letters of the quotation, and whether that is sure.

        It is if both ways agree on one place, or one way puts it there and the other at least a word of it.
        Where one way finds it and the other does not know it, it is one of several that look alike, and which
        of them are left is chance.
        """
        ways = self.alignment.forward, self.alignment.backward
        found = [image for way in ways if (image := self._image(quotation, inside, way))]
        agreed = any(self.alignment.sure(place) != _NONE for place in inside)
        images = tuple(dict.fromkeys(found))
        return images, len(images) == 1 and (len(found) == len(ways) or agreed)

    def _image(self, quotation: Quotation, inside: range, way: Sequence[int]) -> Span | None:
        """Return where one alignment puts the quotation, if it stands there letter by letter."""
        first = way[inside[0]]
        if first == _NONE or any(way[place] != first + step for step, place in enumerate(inside)):
            return None
        start = self.alignment.new.starts[first] + quotation.span.start - self.alignment.old.starts[inside[0]]
        length = len(quotation.text)
        same = start >= 0 and self.new.text[start : start + length] == quotation.text
        return Span(start, start + length) if same else None

    def _is_recognised(self, quotation: Quotation, inside: range, image: Span) -> bool:
        """Tell whether a quotation is long, or among words aligned along with it, or the only one."""
        return (
            len(inside) >= LONG
            or self._beside(inside, image) >= BESIDE
            or len(_places(quotation.text, self.old)) == len(_places(quotation.text, self.new.text)) == 1
        )

    def _beside(self, inside: range, image: Span) -> int:
        """Count the words and marks on the better side that surely stand beside the quotation in both texts.

        Where both texts begin or end with it, that is as good.
        """
        old, new = self.alignment.old, self.alignment.new
        reached = new.touched(image.start, image.end)
        best = 0
        for place, goal, step in ((inside[0], reached[0], -1), (inside[-1], reached[-1], 1)):
            count = 0
            ends = (_NONE, _NONE) if step < 0 else (len(old.starts), len(new.starts))
            for distance in range(1, BESIDE + 1):
                at, new_at = place + step * distance, goal + step * distance
                if (at, new_at) == ends:
                    count = BESIDE
                if at == ends[0] or new_at == ends[1] or self.alignment.sure(at) != new_at:
                    break
                count += 1
            best = max(best, count)
        return best

    def _twins(self, quotation: Quotation) -> list[int]:
        """Return where the letters of a quotation begin in the new text, unless in longer words."""
        return [
            start
            for start in _places(quotation.text, self.new.text)
            if self._ends_as_well(quotation.span, Span(start, start + len(quotation.text)))
        ]

    def _ends_as_well(self, was: Span, now: Span) -> bool:
        """Tell whether a passage of the new text cuts no word where the one of the old text cut none."""
        return _cuts_word(self.new.text, now.start) <= _cuts_word(self.old, was.start) and _cuts_word(
            self.new.text, now.end
        ) <= _cuts_word(self.old, was.end)

    # --- by the text quoted around it ---------------------------------------------------------------

    def _by_context(self, quotation: Quotation, inside: range, twins: Sequence[int]) -> int | None:
        """Return the one place where a quotation stands as it stood, with what was around it."""
        originals = _places(quotation.text, self.old)
        if max(len(twins), len(originals)) >= _MOST:
            return None
        fitting = [start for start in twins if _fits(quotation, self.new.text, start)]
        unique = sum(_fits(quotation, self.old, start) for start in originals) == 1
        if len(fitting) == 1 and unique:
            return fitting[0]
        alone = len(twins) == len(originals) == 1
        if alone and (len(inside) >= LONG or _shared(quotation, self.new.text, twins[0]) >= CONTEXT // 2):
            return twins[0]
        return None

    # --- near ---------------------------------------------------------------------------------------

    @cached_property
    def _neighbours(self) -> tuple[Sequence[int], Sequence[int]]:
        """For each old token and one beyond: the nearest sure one before it, and from it on."""
        count = len(self.alignment.old.starts)
        before, after = [_NONE] * (count + 1), [count] * (count + 1)
        for place in range(count):
            before[place + 1] = place if self.alignment.sure(place) != _NONE else before[place]
        for place in reversed(range(count)):
            after[place] = place if self.alignment.sure(place) != _NONE else after[place + 1]
        return before, after

    def _region(self, inside: range) -> _Region:
        """Return the stretch between the images of the nearest words around a quotation."""
        old, new = self.alignment.old, self.alignment.new
        before, after = self._neighbours
        left, right = before[inside[0]], after[inside[-1] + 1]
        first = self.alignment.sure(left) + 1 if left != _NONE else 0
        last = self.alignment.sure(right) if right < len(old.starts) else len(new.starts)
        snug = self._only_marks(left + 1, inside[0]) and self._only_marks(inside[-1] + 1, right)
        start = new.ends[first - 1] if first else 0
        return _Region(
            first, last, start, new.starts[last] if last < len(new.starts) else len(self.new.text), snug
        )

    def _only_marks(self, first: int, last: int) -> bool:
        """Tell whether no word is among some old tokens: marks come and go with a correction."""
        old = self.alignment.old
        return last - first <= _MARKS and all(
            _is_mark(self.old[old.starts[place]]) for place in range(first, last)
        )

    def _near(self, quotation: Quotation, inside: range, region: _Region) -> Span | None:
        """Return the one passage of the region with the letters and digits of the quotation."""
        if region.last - region.first > _reach(inside) or not (region.snug or len(inside) >= LONG):
            return None
        wanted, there = _bare(quotation.text), _bare(self.new.text[region.start : region.end])
        if not wanted.letters:
            return None
        found = _places(wanted.letters, there.letters)
        if len(found) != 1:
            return None
        start = region.start + there.places[found[0]]
        end = region.start + there.places[found[0] + len(wanted.letters) - 1] + 1
        offset = quotation.span.start
        was = Span(offset + wanted.places[0], offset + wanted.places[-1] + 1)
        if not self._ends_as_well(was, Span(start, end)):
            return None
        return self._with_marks(quotation, wanted, Span(start, end))

    def _with_marks(self, quotation: Quotation, wanted: _Bare, span: Span) -> Span:
        """Take along the marks at the ends of a passage where the quotation had some there."""
        start, end, text = span.start, span.end, self.new.text
        if wanted.places[0] > 0:
            while span.start - start < _MARKS and start > 0 and _is_mark(text[start - 1]):
                start -= 1
        if wanted.places[-1] < len(quotation.text) - 1:
            while end - span.end < _MARKS and end < len(text) and _is_mark(text[end]):
                end += 1
        return Span(start, end)

    # --- left for a person --------------------------------------------------------------------------

    def _changed(self, inside: range, region: _Region) -> list[Span]:
        """Return what stands between the words around a quotation, unless that is far more than it was."""
        new = self.alignment.new
        kept = [self.alignment.forward[place] for place in inside if self.alignment.forward[place] != _NONE]
        wide = (region.first, region.last)
        for first, last in (wide, (min(kept), max(kept) + 1)) if kept else (wide,):
            if 0 < last - first <= _reach(inside):
                return [Span(new.starts[first], new.ends[last - 1])]
        return []


def _reach(inside: range) -> int:
    """Return the number of words and marks beyond which a stretch is not what became of a quotation."""
    return 2 * len(inside) + _ROOM


def _places(part: str, text: str) -> list[int]:
    """Return where a part begins in a text, up to `_MOST` places."""
    found: list[int] = []
    at = text.find(part)
    while at != _NONE and len(found) < _MOST:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _fits(quotation: Quotation, text: str, start: int) -> bool:
    """Tell whether all that was quoted around a passage stands around this place, and that it is much."""
    end = start + len(quotation.text)
    before, after = quotation.prefix, quotation.suffix
    return (
        len(before) + len(after) >= CONTEXT // 2
        and text[max(start - len(before), 0) : start] == before
        and text[end : end + len(after)] == after
    )


def _shared(quotation: Quotation, text: str, start: int) -> int:
    """Count the letters on the better side that stand beside this place as they were quoted."""
    end = start + len(quotation.text)
    before = zip(reversed(quotation.prefix), reversed(text[max(start - CONTEXT, 0) : start]), strict=False)
    after = zip(quotation.suffix, text[end : end + CONTEXT], strict=False)
    return max(_run(before), _run(after))


def _run(pairs: zip[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


class _Bare(NamedTuple):
    """A text without case, punctuation and blanks, and where each letter stood."""

    letters: str
    places: Sequence[int]


def _bare(text: str) -> _Bare:
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if _is_slight(text, place):
            continue
        folded = character.casefold()
        letters.append(folded)
        places += [place] * len(folded)
    return _Bare("".join(letters), places)


def _is_slight(text: str, place: int) -> bool:
    """Tell whether a character is a blank or a mark that changes no word and no number."""
    character = text[place]
    if not (character.isspace() or _is_mark(character)):
        return False
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    in_number = after.isdigit() and (before.isdigit() or (character in "-." and not before.isalnum()))
    return not in_number


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("P")


def _cuts_word(text: str, place: int) -> bool:
    """Tell whether a position lies within a word."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()
