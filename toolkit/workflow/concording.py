"""Words counted and words in their context, as findings look at them: by participant, question and code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, Literal

from toolkit.analysis.passages import by_transcript
from toolkit.analysis.wordlist import Said, wordlist
from toolkit.errors import ToolkitError
from toolkit.model.selection import EVERYTHING, Selection
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Span, Transcript, Turn
from toolkit.store.study import Study
from toolkit.text import lemmas
from toolkit.workflow import searching
from toolkit.workflow.searching import Hit, Manner, Query
from toolkit.workflow.selecting import Material, material

Order = Literal["text", "before", "after"]
_COLUMNS: Final = (
    Column("participant", meaning="Who was interviewed."),
    Column("transcript", meaning="Id of the transcript."),
    Column("turn", "count", meaning="Number of the turn."),
    Column("before", meaning="What is said before it in the turn."),
    Column("hit", meaning="The words found, as they stand in the transcript."),
    Column("after", meaning="What is said after it in the turn."),
    Column("codes", meaning="Ids of the codes that hold on some of it."),
    Column("start", "count", meaning="First character of the hit, counted from 0 in code points."),
    Column("end", "count", meaning="The character behind its last one."),
)


def words(
    study: Study,
    *,
    forms: bool = False,
    stop_words: bool = False,
    least: int = 2,
    selection: Selection = EVERYTHING,
) -> Table:
    """Count the words that are said, with their forms, and by how many participants.

    With codes or themes chosen, only the words of their passages are counted; else all that is said. The
    words of most participants come first: how often one is said depends on who talks much.

    Parameters
    ----------
    study
        The study file.
    forms
        Count each form by itself: trust and trusted are two words. Else forms are counted under their lemma,
        for which a spaCy model of the language is needed; without one only the regular English endings are
        known, and a note says so.
    stop_words
        List words that say little by themselves, too: the, and, is.
    least
        Leave out words that are said less often.
    selection
        What of the study to look at.
    """
    if least < 1:
        raise ToolkitError("--least", f"{least} is no number of occurrences", "use 1 or more")
    found = material(study, selection)
    said = _said(found, selection, forms=forms, listing_all=stop_words)
    table = wordlist(said, found.basis.participants, least=least)
    languages = dict.fromkeys(each.language for each in found.transcripts)
    told = _told(languages, forms=forms, listing_all=stop_words)
    return found.noted(replace(table, notes=(*found.basis.notes, *table.notes)).noted(*told))


def _told(languages: Iterable[str], *, forms: bool, listing_all: bool) -> Iterator[str]:
    if not forms:
        yield from dict.fromkeys(lemmas.source(language) for language in languages)
    if not listing_all:
        without = [language for language in languages if not lemmas.stop_words(language)]
        yield "Words that say little by themselves (spaCy's stop words of the language) are not listed."
        if without:
            yield f"There is no such list for: {', '.join(without)}."


def _said(found: Material, selection: Selection, *, forms: bool, listing_all: bool) -> Iterator[Said]:
    """Yield the words that count, in the order of transcripts; of each as often as it is said there."""
    whole = not (selection.code or selection.theme)
    for transcript in found.transcripts if whole else ():
        heard = (turn for turn in transcript.turns if found.basis.scope.counts(transcript, turn))
        counted: Counter[lemmas.Said] = Counter()
        for turn in heard:
            counted.update(lemmas.counted(transcript.words_of(turn), transcript.language))
        for each, times in counted.items():
            listed = listing_all or not lemmas.says_little(each, transcript.language)
            under = each.word if forms else each.lemma
            yield Said(under, each.word, transcript.person, transcript.id, listed, times)
    for transcript, turn, within in () if whole else _stretches(found, selection):
        for token in lemmas.tokens(transcript.words_of(turn), transcript.language):
            here = Span(turn.span.start + token.span.start, turn.span.start + token.span.end)
            if token.is_word and any(part.holds(here) for part in within):
                listed = listing_all or not lemmas.says_little(token, transcript.language)
                yield Said(
                    token.word if forms else token.lemma, token.word, transcript.person, transcript.id, listed
                )


def _stretches(found: Material, selection: Selection) -> Iterator[tuple[Transcript, Turn, tuple[Span, ...]]]:
    """Yield each turn that counts and the stretches of it that are looked at.

    That is the whole turn or, where codes are chosen, what their passages have of it.
    """
    coded = by_transcript(found.basis.found) if selection.code or selection.theme else None
    for transcript in found.transcripts:
        for turn in transcript.turns:
            if not found.basis.scope.counts(transcript, turn):
                continue
            if coded is None:
                yield transcript, turn, (turn.span,)
            elif within := tuple(each.span for each in coded[transcript.id] if each.span.overlaps(turn.span)):
                yield transcript, turn, within


# Words in their context -------------------------------------------------------------------------------


def concordance(
    study: Study,
    *sought: str,
    forms: bool = False,
    pattern: bool = False,
    order: Order = "text",
    width: int = 60,
    selection: Selection = EVERYTHING,
) -> Table:
    """Show words in their context (KWIC), one line for each place, with the codes it was given.

    Words are found in all their forms, and several words in quotation marks are a phrase, as in the command
    search. With codes or themes chosen, only what stands in their passages is shown.

    Parameters
    ----------
    study
        The study file.
    sought
        Words or phrases to look for.
    forms
        Find words only as they are written here; a star stands for any letters: trust* finds trusted.
    pattern
        Take what is given as regular expressions of Python's re module.
    order
        Lines as they come in the text, or sorted by the words before or after.
    width
        How many letters to show before and after.
    selection
        What of the study to look at.
    """
    if width < 1:
        raise ToolkitError("--width", f"{width} is no number of letters", "use 1 or more")
    if forms and pattern:
        raise ToolkitError("concordance", "finds forms or patterns", "give --forms or --pattern, not both")
    manner: Manner = "pattern" if pattern else "words" if forms else "lemma"
    query = Query(sought, manner)
    searching.check(query)
    found = material(study, selection)
    stretches = list(_stretches(found, selection))
    within = {(transcript.id, turn.number): spans for transcript, turn, spans in stretches}
    hits = [
        hit
        for hit in searching.hits_in([(transcript, turn) for transcript, turn, _ in stretches], query)
        if any(part.holds(hit.span) for part in within[hit.transcript, hit.turn.number])
    ]
    table = _lines(found, sorted(hits, key=partial(_place, order)), sought, width)
    languages = dict.fromkeys(transcript.language for transcript in found.transcripts)
    told = _told(languages, forms=manner != "lemma", listing_all=True)
    return found.noted(table.noted(*told))


def _place(order: Order, hit: Hit) -> list[str]:
    """Return what a line is sorted by: the words before it from the nearest on, or those after it."""
    match order:
        case "text":
            return []
        case "before":
            return [word.casefold() for word in reversed(hit.before().split())]
        case "after":
            return [word.casefold() for word in hit.after().split()]


def _lines(found: Material, hits: Sequence[Hit], sought: Sequence[str], width: int) -> Table:
    people = {each.id: each.person for each in found.transcripts}
    given = by_transcript(found.basis.found)
    rows = tuple(
        (
            *(people[hit.transcript], hit.transcript, hit.turn.number),
            *(hit.before(width), hit.words, hit.after(width)),
            "; ".join(each.code for each in given[hit.transcript] if each.span.overlaps(hit.span)),
            *(hit.span.start, hit.span.end),
        )
        for hit in hits
    )
    spoken, n = len({people[hit.transcript] for hit in hits}), len(found.basis.participants)
    places = f"{len(hits)} {'place' if len(hits) == 1 else 'places'}"
    notes = (*found.basis.notes, f"{places}, said by {spoken} of {n} participants.")
    return Table(f"Concordance of {', '.join(sought)}", _COLUMNS, rows, notes)
