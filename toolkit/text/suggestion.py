"""Suggestions of codes, learned from what people coded: the only module that knows scikit-learn.

For each code one model answers yes or no: words and pairs of words, weighted by how rare they are (TF-IDF),
into logistic regression, in which a code counts as much as its absence. Such a model is a sum, one number for
each word, so that a suggestion can say which words it rests on.

How often suggestions are right is measured on interviews that were not learned from (cross-validation by
interview: people repeat themselves, and a sentence tells about its neighbours). The mark a score has to reach
is found on the other interviews, too. An interview that is learned from gets the suggestions of the test,
made without it, so that what is measured is what is shown.

scikit-learn is imported when something is learned, because that takes seconds.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from toolkit.model.suggestion import Example, Hint, Precision, Word
from toolkit.model.transcript import Span
from toolkit.text.terms import terms

MOST_FOLDS: Final = 15
_FEWER_FOLDS: Final = 5
_LARGE: Final = 100_000  # units times codes from which on there are fewer folds, so that the time is bounded
MOST_WORDS: Final = 20_000
LEAST_POSITIVE: Final = 6
LEAST_INTERVIEWS: Final = 3
LEAST_TESTED: Final = 5
LEAST_PRECISION: Final = 0.3
_IN_UNITS: Final = 2  # units a word has to be in: one that is in a single unit tells about nothing else
_FURTHEST: Final = 500.0  # where the logistic curve is flat for a float


@dataclass(frozen=True)
class _Model:
    """A yes/no model: a number for each word of the vocabulary, and one to begin with."""

    weights: Any  # array (words,)
    intercept: float

    def decisions(self, matrix: Any) -> Sequence[float]:  # noqa: ANN401 - a sparse matrix (units, words)
        return [float(value) + self.intercept for value in matrix @ self.weights]


@dataclass(frozen=True)
class _Fold:
    """What was learned without some interviews.

    `marks` holds by code the decision a suggestion has to reach.
    """

    vectorizer: Any
    models: Mapping[str, _Model]
    marks: dict[str, float]


@dataclass(frozen=True)
class Lessons:
    """What was learned from examples.

    Attributes
    ----------
    precisions
        For each code that was asked for, in that order.
    """

    precisions: tuple[Precision, ...]
    _folds: tuple[_Fold, ...]
    _fold_of: Mapping[str, int]
    _whole: _Fold | None

    def hints(self, interview: str, texts: Sequence[str]) -> list[tuple[Hint, ...]]:
        """Return for each text of an interview the codes suggested, the highest score first.

        An interview that is among the examples is judged by what was learned without it.
        """
        fold = self._folds[self._fold_of[interview]] if interview in self._fold_of else self._whole
        wanted = [each.code for each in self.precisions if not each.reason]
        if fold is None or not wanted or not texts:
            return [() for _ in texts]
        placed = [_placed(text) for text in texts]
        matrix = fold.vectorizer.transform([_listed(each) for each in placed])
        vocabulary = fold.vectorizer.get_feature_names_out()
        found: list[list[Hint]] = [[] for _ in texts]
        for code in wanted:
            if code not in fold.models or code not in fold.marks:
                continue
            model = fold.models[code]
            for at, decision in enumerate(model.decisions(matrix)):
                # A text without a word that is known says nothing, wherever the mark lies.
                if decision >= fold.marks[code] and matrix[at].nnz:
                    words = _words(matrix[at], model, vocabulary, placed[at])
                    found[at].append(Hint(code, _score(decision), decision, model.intercept, words))
        return [tuple(sorted(each, key=lambda hint: (-hint.score, hint.code))) for each in found]


def learn(examples: Sequence[Example], codes: Iterable[str]) -> Lessons:
    """Learn for each code when it was given, and measure how often that is right.

    The same examples in the same order give the same lessons.
    """
    codes = tuple(codes)
    refused = {code: _refusal(code, examples) for code in codes}
    wanted = [code for code in codes if not refused[code].reason]
    interviews = sorted({each.interview for each in examples})
    most = MOST_FOLDS if len(examples) * len(codes) <= _LARGE else _FEWER_FOLDS
    fold_of = _folds(examples, min(most, len(interviews)))
    documents = [_listed(_placed(each.text)) for each in examples] if wanted else []
    whole = _fit(examples, documents, wanted) if wanted else None
    if whole is None:
        nothing = [
            each if each.reason else _with_reason(each, "the units hold no word that occurs twice")
            for each in refused.values()
        ]
        return Lessons(tuple(nothing), (), {}, None)
    folds: list[_Fold | None] = []
    scores: dict[str, dict[int, float]] = {code: {} for code in wanted}
    for number in range(max(fold_of.values()) + 1):
        kept = [at for at, each in enumerate(examples) if fold_of[each.interview] != number]
        held = [at for at, each in enumerate(examples) if fold_of[each.interview] == number]
        fold = _fit([examples[at] for at in kept], [documents[at] for at in kept], wanted)
        folds.append(fold)
        _test(fold, examples, documents, held, scores)
    tested = [fold or _Fold(whole.vectorizer, {}, {}) for fold in folds]
    for code in wanted:
        answers = [
            (fold_of[examples[at].interview], score, code in examples[at].given)
            for at, score in scores[code].items()
        ]
        _set_marks(code, answers, whole, tested)
    measured = {code: _measure(refused[code], examples, scores[code], tested, fold_of) for code in wanted}
    return Lessons(tuple({**refused, **measured}.values()), tuple(tested), fold_of, whole)


def _placed(text: str) -> list[tuple[str, Span]]:
    return list(terms(text))


def _listed(placed: Iterable[tuple[str, Span]]) -> list[str]:
    return [term for term, _ in placed]


def _refusal(code: str, examples: Sequence[Example]) -> Precision:
    """Count what there is to learn a code from; with the reason, if that is too little."""
    judged = [each for each in examples if code in each.judged]
    having = [each for each in judged if code in each.given]
    interviews = len({each.interview for each in having})
    counted = Precision(code, len(having), interviews)
    if len(having) < LEAST_POSITIVE:
        reason = f"{_counted(len(having), 'unit')} with it, and it takes {LEAST_POSITIVE} to learn it"
        return _with_reason(counted, reason)
    if interviews < LEAST_INTERVIEWS:
        reason = f"it is in {_counted(interviews, 'interview')}, and it takes {LEAST_INTERVIEWS} to test it"
        return _with_reason(counted, reason)
    if len(having) == len(judged):
        return _with_reason(counted, "every unit has it, so that nothing tells when it is not given")
    return counted


def _with_reason(known: Precision, reason: str) -> Precision:
    return replace(known, reason=reason)


def _counted(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _folds(examples: Sequence[Example], number: int) -> dict[str, int]:
    """Part the interviews into so many folds of about as many units each."""
    sizes: dict[str, int] = defaultdict(int)
    for each in examples:
        sizes[each.interview] += 1
    filled = [0] * number
    placed: dict[str, int] = {}
    for interview in sorted(sizes, key=lambda name: (-sizes[name], name)):
        fold = filled.index(min(filled))
        filled[fold] += sizes[interview]
        placed[interview] = fold
    return placed


def _identity(document: list[str]) -> list[str]:
    return document


def _fit(examples: Sequence[Example], documents: Sequence[list[str]], codes: Iterable[str]) -> _Fold | None:
    """Learn the codes for which there are a yes and a no; None if no word is in two units."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - takes seconds
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - likewise

    vectorizer = TfidfVectorizer(
        analyzer=_identity, min_df=_IN_UNITS, max_features=MOST_WORDS, sublinear_tf=True
    )
    try:
        matrix = vectorizer.fit_transform(documents)
    except ValueError:  # an empty vocabulary
        return None
    models: dict[str, _Model] = {}
    for code in codes:
        rows = [at for at, each in enumerate(examples) if code in each.judged]
        answers = [code in examples[at].given for at in rows]
        if len(set(answers)) > 1:
            model = LogisticRegression(
                solver="liblinear", class_weight="balanced", C=1.0, random_state=0, max_iter=1000
            )
            model.fit(matrix[rows], answers)
            models[code] = _Model(model.coef_[0], float(model.intercept_[0]))
    return _Fold(vectorizer, models, {})


def _test(
    fold: _Fold | None,
    examples: Sequence[Example],
    documents: Sequence[list[str]],
    held: Sequence[int],
    scores: Mapping[str, dict[int, float]],
) -> None:
    """Note the decisions on examples that were held out, by code and number of the example."""
    if fold is None or not held:
        return
    matrix = fold.vectorizer.transform([documents[at] for at in held])
    for code, model in fold.models.items():
        for at, decision in zip(held, model.decisions(matrix), strict=True):
            if code in examples[at].judged:
                scores[code][at] = decision


def _set_marks(
    code: str, answers: Sequence[tuple[int, float, bool]], whole: _Fold, folds: Sequence[_Fold]
) -> None:
    """Find the mark of each fold on the interviews of the others, and one for new interviews on all.

    `answers` holds the fold, the decision made without it, and whether the code was given.
    """
    for number, fold in enumerate(folds):
        mark = _mark([(score, given) for home, score, given in answers if home != number])
        if mark is not None:
            fold.marks[code] = mark
    mark = _mark([(score, given) for _, score, given in answers])
    if mark is not None:
        whole.marks[code] = mark


def _mark(answers: Iterable[tuple[float, bool]]) -> float | None:
    """Return the decision from which on suggestions serve best; None if none is ever right.

    Served best means the highest F score in which precision counts twice as much as recall (van Rijsbergen
    1979, chapter 7): a wrong suggestion costs a reader more than one that is not made. The mark lies half way
    to the next decision below.
    """
    ordered = sorted(answers, reverse=True)
    positive = sum(given for _, given in ordered)
    best, mark, right = 0.0, None, 0
    steps = pairwise([*ordered, (-math.inf, False)])
    for taken, ((decision, given), (following, _)) in enumerate(steps, 1):
        right += given
        # Equal decisions stand and fall together.
        served = 1.25 * right / (0.25 * positive + taken)
        if following < decision and served > best:
            best, mark = served, decision if following == -math.inf else (decision + following) / 2
    return mark


def _measure(
    known: Precision,
    examples: Sequence[Example],
    scores: Mapping[int, float],
    folds: Sequence[_Fold],
    fold_of: Mapping[str, int],
) -> Precision:
    """Count the suggestions of the test, and those of them that were codings."""
    suggested = [
        at
        for at, score in scores.items()
        if score >= folds[fold_of[examples[at].interview]].marks.get(known.code, math.inf)
    ]
    right = sum(known.code in examples[at].given for at in suggested)
    count = len(suggested)
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
