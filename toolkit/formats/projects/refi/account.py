"""What a reader has to tell of a project besides what it took over, and the keys that things go by."""

from __future__ import annotations

from collections import Counter

from toolkit.formats.codebooks.nodes import shown
from toolkit.formats.projects.refi.elements import bare, is_guid, moment
from toolkit.model.project import LeftOut


class Account:
    """Counts of what is left out, notes, and the XML that is kept.

    Attributes
    ----------
    kept
        XML by where it belongs, such as `Links` or `Sources/<guid>`.
    """

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self._left_out: Counter[tuple[str, str, bool]] = Counter()
        self._notes: dict[str, None] = {}
        self._odd: Counter[str] = Counter()
        self._first: dict[str, str] = {}

    def leave_out(self, what: str, why: str = "", *, kept: bool = False, count: int = 1) -> None:
        """Count something that is not taken over."""
        if count:
            self._left_out[what, why, kept] += count

    def note(self, sentence: str) -> None:
        """Say something once."""
        self._notes[sentence] = None

    def odd(self, what: str, example: str = "") -> None:
        """Count something odd, a clause such as `guids are not written as guids`, with its first example."""
        self._odd[what] += 1
        if example:
            self._first.setdefault(what, example)

    def moment(self, told: str | None) -> str:
        """Return a moment with its offset; empty if there is none."""
        if not told:
            return ""
        made, is_sure = moment(told)
        if not made:
            self.odd("dates cannot be read and are left out", told)
        elif not is_sure:
            self.note("Dates do not say in which time zone they are; they are taken to be in UTC.")
        return made

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What was left out, by kind."""
        return tuple(LeftOut(what, count, why, kept) for (what, why, kept), count in self._left_out.items())

    @property
    def notes(self) -> tuple[str, ...]:
        """One sentence for each kind of thing that a person should look at."""
        odd = (
            f"{count:,} {what}{f' (the first is {shown(self._first[what])})' if what in self._first else ''}."
            for what, count in self._odd.items()
        )
        return (*self._notes, *odd)


class Keys:
    """Keys of the things of one kind: their guids, made unique where a file repeats or forgets one.

    Parameters
    ----------
    kind
        What the things are, in the singular.
    """

    def __init__(self, kind: str, account: Account) -> None:
        self._kind = kind
        self._account = account
        self._known: set[str] = set()
        self._times: Counter[str] = Counter()

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def new(self, guid: str | None, *, may_repeat: bool = False) -> str:
        """Return the key of one more thing."""
        base = bare(guid or "")
        if not base:
            self._account.odd(f"{self._kind}s have no guid")
            base = f"{self._kind} without guid"
        elif not is_guid(base):
            self._account.odd("guids are not written as guids", base)
        if base in self._known and is_guid(base) and not may_repeat:
            self._account.odd(f"{self._kind}s have the guid of another; references go to the first", base)
        return self.made(base)

    def made(self, base: str) -> str:
        """Return a key that begins so and is not yet taken."""
        key = base
        while key in self._known:
            self._times[base] += 1
            key = f"{base}#{self._times[base] + 1}"
        self._known.add(key)
        return key
