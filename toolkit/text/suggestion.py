"""Suggestions of codes, learned from what people coded: the only module that knows scikit-learn.

For each code one model answers yes or no: words and pairs of words, weighted by how rare they are (TF-IDF),
into logistic regression, in which a code counts as much as its absence. Such a model is a sum, one number for
each word, so that a suggestion can say which words it rests on.

How often suggestions are right is measured on interviews that were not learned from (cross-validation by
interview: people repeat themselves, and a sentence tells about its neighbours). The mark a score has to reach
is found on the other interviews, too. An interview that is learned from gets the suggestions of the test,
made without it; one that is not gets those of a model that learned from all.

Terms are counted once. Which of them are learned, and how rare each is, is found anew for each fold in the
units that are kept, so that a held-out interview has no part in it.

scikit-learn is imported when something is learned, because that takes seconds.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from toolkit.model.suggestion import Example, Hint, Precision, Word
from toolkit.model.transcript import Span
from toolkit.text.terms import terms

MOST_FOLDS: Final = 15
LEAST_FOLDS: Final = 5
_AFFORDED: Final = 1_500_000  # units times codes times folds, from which on there are fewer folds
MOST_WORDS: Final = 20_000
LEAST_POSITIVE: Final = 6
LEAST_INTERVIEWS: Final = 3
LEAST_TESTED: Final = 5
LEAST_PRECISION: Final = 0.3
_IN_UNITS: Final = 2  # units a word has to be in: one that is in a single unit tells about nothing else
_NEAR_ENOUGH: Final = 1e-3  # where the solver stops; decisions are then off by about as much at most
_NEW: Final = -1  # stands for the fold of interviews that were not learned from
_FURTHEST: Final = 500.0  # where the logistic curve is flat for a float

_Decisions = NDArray[np.float64]
_Yes = NDArray[np.bool_]


@dataclass(frozen=True)
class _Model:
    """A yes/no model: a number for each word of the vocabulary, and one to begin with."""

    weights: NDArray[np.float64]  # (words,)
    intercept: float

    def decisions(self, matrix: Any) -> _Decisions:  # noqa: ANN401 - a sparse matrix (units, words)
        decided: _Decisions = matrix @ self.weights + self.intercept
        return decided


@dataclass(frozen=True)
class _Fold:
    """What was learned without some interviews.

    `columns` are those of the counted terms that were learned, `rarity` knows how rare each is. `marks` holds
    by code the decision a suggestion has to reach.
    """

    columns: NDArray[np.intp]
    rarity: Any  # a fitted TfidfTransformer
    models: Mapping[str, _Model]
    marks: dict[str, float]

    def weighted(self, counts: Any) -> Any:  # noqa: ANN401 - sparse matrices (units, all terms), (units, words)
        """Return what the models read, from how often each term is in each unit."""
        return self.rarity.transform(counts[:, self.columns])


@dataclass(frozen=True)
class _Answers:
    """What was said about a code: in which units somebody looked for it, and in which it was given."""

    judged: _Yes
    given: _Yes

    @classmethod
    def of(cls, code: str, examples: Sequence[Example]) -> _Answers:
        """Collect the answers of all examples, in their order."""
        number = len(examples)
        return cls(
            np.fromiter((code in each.judged for each in examples), bool, number),
            np.fromiter((code in each.given for each in examples), bool, number),
        )


@dataclass(frozen=True)
class Lessons:
    """What was learned from examples.

    Attributes
    ----------
    precisions
        For each code that was asked for, in that order.
    n_folds
        Groups of interviews that were left out in turn in the test; 0 if nothing could be tested.
    """

    precisions: tuple[Precision, ...]
    _counter: Any  # a fitted CountVectorizer
    _folds: tuple[_Fold | None, ...]
    _fold_of: Mapping[str, int]
    _whole: _Fold | None

    @property
    def n_folds(self) -> int:
        """Return how many groups there were."""
        return len(self._folds)

    def hints(self, interview: str, texts: Sequence[str]) -> list[tuple[Hint, ...]]:
        """Return for each text of an interview the codes suggested, the highest score first.

        An interview that is among the examples is judged by what was learned without it.
        """
        fold = self._folds[self._fold_of[interview]] if interview in self._fold_of else self._whole
        wanted = [each.code for each in self.precisions if not each.reason]
        if fold is None or not wanted or not texts:
            return [() for _ in texts]
        placed = [list(terms(text)) for text in texts]
        matrix = fold.weighted(self._counter.transform([_listed(each) for each in placed]))
        vocabulary = self._counter.get_feature_names_out()[fold.columns]
        # A text without a word that is known says nothing, wherever the mark lies.
        telling = np.diff(matrix.indptr) > 0
        found: list[list[Hint]] = [[] for _ in texts]
        for code in wanted:
            if code not in fold.models or code not in fold.marks:
                continue
            model = fold.models[code]
            decisions = model.decisions(matrix)
            for at in np.flatnonzero((decisions >= fold.marks[code]) & telling).tolist():
                decision = float(decisions[at])
                words = _words(matrix[[at]], model, vocabulary, placed[at])
                found[at].append(Hint(code, _score(decision), decision, model.intercept, words))
        return [tuple(sorted(each, key=lambda hint: (-hint.score, hint.code))) for each in found]


def learn(examples: Sequence[Example], codes: Iterable[str]) -> Lessons:
    """Learn for each code when it was given, and measure how often that is right.

    The same examples in the same order give the same lessons.
    """
    answers = {code: _Answers.of(code, examples) for code in codes}
    refused = {code: _refusal(code, each, examples) for code, each in answers.items()}
    wanted = {code: answers[code] for code, each in refused.items() if not each.reason}
    counter, counts = _count(examples) if wanted else (None, None)
    everything = np.ones(len(examples), bool)
    whole = _fit(counts, everything, wanted) if counts is not None else None
    if whole is None:
        nothing = [
            each if each.reason else _with_reason(each, "the units hold no word that occurs twice")
            for each in refused.values()
        ]
        return Lessons(tuple(nothing), None, (), {}, None)
    fold_of = _folds(examples, _affordable(len(examples) * len(wanted)))
    home = np.array([fold_of[each.interview] for each in examples])
    folds = [_fit(counts, home != number, wanted) for number in range(max(fold_of.values()) + 1)]
    measured: dict[str, Precision] = {}
    decisions = _tested(folds, counts, home, wanted)
    for code, said in wanted.items():
        _set_marks(code, said.given, decisions[code], home, {**dict(enumerate(folds)), _NEW: whole})
        measured[code] = _measure(refused[code], said, decisions[code], home, folds)
    return Lessons(tuple({**refused, **measured}.values()), counter, tuple(folds), fold_of, whole)


def _affordable(decisions: int) -> int:
    """Return into how many groups interviews are parted at most, for so many units times codes."""
    return max(LEAST_FOLDS, min(MOST_FOLDS, _AFFORDED // decisions))


def _listed(placed: Iterable[tuple[str, Span]]) -> list[str]:
    return [term for term, _ in placed]


def _refusal(code: str, said: _Answers, examples: Sequence[Example]) -> Precision:
    """Count what there is to learn a code from; with the reason, if that is too little."""
    positive = int(said.given.sum())
    interviews = len({examples[at].interview for at in np.flatnonzero(said.given).tolist()})
    counted = Precision(code, positive, interviews)
    if positive < LEAST_POSITIVE:
        reason = f"{_counted(positive, 'unit')} with it, and it takes {LEAST_POSITIVE} to learn it"
        return _with_reason(counted, reason)
    if interviews < LEAST_INTERVIEWS:
        reason = f"it is in {_counted(interviews, 'interview')}, and it takes {LEAST_INTERVIEWS} to test it"
        return _with_reason(counted, reason)
    if positive == said.judged.sum():
        return _with_reason(counted, "every unit has it, so that nothing tells when it is not given")
    return counted


def _with_reason(known: Precision, reason: str) -> Precision:
    return replace(known, reason=reason)


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _folds(examples: Sequence[Example], number: int) -> dict[str, int]:
    """Part the interviews into so many folds, or one for each, of about as many units each."""
    sizes: dict[str, int] = defaultdict(int)
    for each in examples:
        sizes[each.interview] += 1
    filled = [0] * min(number, len(sizes))
    placed: dict[str, int] = {}
    for interview in sorted(sizes, key=lambda name: (-sizes[name], name)):
        fold = filled.index(min(filled))
        filled[fold] += sizes[interview]
        placed[interview] = fold
    return placed


def _count(examples: Sequence[Example]) -> tuple[Any, Any]:
    """Count the terms of all units, once: what knows the terms, and how often each is in each unit.

    Terms lie in the order of their letters, so that those a fold learns lie as they would without the others.
    A term that is in one unit of all is left out, as no fold would learn it. Both None if none is left.
    """
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415 - takes seconds

    counter = CountVectorizer(analyzer=list, min_df=_IN_UNITS)
    try:
        return counter, counter.fit_transform(_listed(terms(each.text)) for each in examples)
    except ValueError:  # an empty vocabulary
        return None, None


def _columns(counts: Any) -> NDArray[np.intp]:  # noqa: ANN401 - a sparse matrix (units, terms)
    """Choose the terms to learn: those in enough of these units, and of these the most frequent."""
    columns = np.flatnonzero(counts.count_nonzero(axis=0) >= _IN_UNITS)
    if len(columns) > MOST_WORDS:
        frequencies = np.asarray(counts.sum(axis=0)).ravel()[columns]
        columns = np.sort(columns[np.argsort(-frequencies, kind="stable")[:MOST_WORDS]])
    return columns


def _fit(counts: Any, kept: _Yes, answers: Mapping[str, _Answers]) -> _Fold | None:  # noqa: ANN401 - sparse
    """Learn from the units kept the codes for which they hold a yes and a no; None if no word is in two."""
    from sklearn import config_context  # noqa: PLC0415 - takes seconds
    from sklearn.feature_extraction.text import TfidfTransformer  # noqa: PLC0415 - likewise
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - likewise

    counts = counts[np.flatnonzero(kept)]
    columns = _columns(counts)
    if not len(columns):
        return None
    rarity = TfidfTransformer(sublinear_tf=True)
    matrix = rarity.fit_transform(counts[:, columns])
    models: dict[str, _Model] = {}
    for code, said in answers.items():
        judged, given = said.judged[kept], said.given[kept]
        if given.any() and (judged & ~given).any():
            # The dual problem: with more words than units it takes a tenth of the time of the other.
            model = LogisticRegression(
                solver="liblinear",
                dual=True,
                tol=_NEAR_ENOUGH,
                class_weight="balanced",
                C=1.0,
                random_state=0,
                max_iter=1000,
            )
            # What is checked here was made here, and checking takes half the time of a small study.
            with config_context(assume_finite=True, skip_parameter_validation=True):
                model.fit(matrix if judged.all() else matrix[np.flatnonzero(judged)], given[judged])
            models[code] = _Model(model.coef_[0], float(model.intercept_[0]))
    return _Fold(columns, rarity, models, {})


def _tested(
    folds: Sequence[_Fold | None],
    counts: Any,  # noqa: ANN401 - a sparse matrix (units, terms)
    home: NDArray[np.intp],
    answers: Mapping[str, _Answers],
) -> dict[str, _Decisions]:
    """Decide by code on each unit with what was learned without it; no number where that is nothing."""
    decisions = {code: np.full(len(home), np.nan) for code in answers}
    for number, fold in enumerate(folds):
        if fold is None:
            continue
        held = np.flatnonzero(home == number)
        matrix = fold.weighted(counts[held])
        for code, model in fold.models.items():
            decisions[code][held] = np.where(answers[code].judged[held], model.decisions(matrix), np.nan)
    return decisions


def _set_marks(
    code: str,
    given: _Yes,
    decisions: _Decisions,
    home: NDArray[np.intp],
    folds: Mapping[int, _Fold | None],
) -> None:
    """Find the mark of each fold on the interviews of the others; that of `_NEW` on all."""
    tested = ~np.isnan(decisions)
    for number, fold in folds.items():
        used = tested & (home != number)
        mark = _mark(decisions[used], given[used])
        if fold is not None and mark is not None:
            fold.marks[code] = mark


def _mark(decisions: _Decisions, given: _Yes) -> float | None:
    """Return the decision from which on suggestions serve best; None if none is ever right.

    Served best means the highest F score in which precision counts twice as much as recall (van Rijsbergen
    1979, chapter 7): a wrong suggestion costs a reader more than one that is not made. The mark lies half way
    to the next decision below.
    """
    if not given.any():
        return None
    order = np.argsort(-decisions, kind="stable")
    ordered, right = decisions[order], np.cumsum(given[order])
    taken = np.arange(1, len(order) + 1)
    served = 1.25 * right / (0.25 * right[-1] + taken)
    following = np.append(ordered[1:], -math.inf)
    # Equal decisions stand and fall together.
    best = int(np.argmax(np.where(following < ordered, served, 0.0)))
    decision, below = float(ordered[best]), float(following[best])
    return decision if below == -math.inf else (decision + below) / 2


def _measure(
    known: Precision,
    said: _Answers,
    decisions: _Decisions,
    home: NDArray[np.intp],
    folds: Sequence[_Fold | None],
) -> Precision:
    """Count the suggestions of the test, and those of them that were codings."""
    marks = np.array([math.inf if fold is None else fold.marks.get(known.code, math.inf) for fold in folds])
    suggested = decisions >= marks[home]
    count, right = int(suggested.sum()), int((suggested & said.given).sum())
    reason = ""
    if count < LEAST_TESTED:
        reason = f"too few suggestions in the test to judge them by: {count}"
    elif right < LEAST_PRECISION * count:
        reason = f"too seldom right in the test: {right} of {count}"
    return replace(known, n_suggested=count, n_right=right, reason=reason)


def _words(
    row: Any,  # noqa: ANN401 - a sparse matrix (1, words)
    model: _Model,
    vocabulary: Sequence[str],
    placed: Iterable[tuple[str, Span]],
) -> tuple[Word, ...]:
    """Return what each word of a unit adds to the decision, the largest first."""
    places: dict[str, list[Span]] = defaultdict(list)
    for term, span in placed:
        places[term].append(span)
    words = [
        Word(str(vocabulary[at]), float(value * model.weights[at]), tuple(places[str(vocabulary[at])]))
        for at, value in zip(row.indices, row.data, strict=True)
    ]
    return tuple(sorted(words, key=lambda word: (-word.weight, word.term)))


def _score(decision: float) -> float:
    return 1 / (1 + math.exp(-max(-_FURTHEST, min(decision, _FURTHEST))))
