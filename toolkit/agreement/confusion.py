"""Which codes stand for one another where two coders differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from toolkit.model.reliability import ReliabilityData
from toolkit.model.table import Column, Table, Value

NO_CODE = "No code"
Met = tuple[str | None, str | None]


def confusion(data: ReliabilityData, pairs: Sequence[tuple[str, str]], labels: Mapping[str, str]) -> Table:
    """Count for each pair of coders on how many units which code of one met which of the other.

    A code that both gave meets itself. Of the others, each meets every code that only the other coder gave
    to the unit, or no code (None) if there is none; if neither gave any, no code meets no code.

    Parameters
    ----------
    pairs
        Coders; the first of a pair is `coder_a`.
    labels
        What to call each code; one without a label goes by its id.

    Returns
    -------
    Table
        One row for each two codes that met: in the order of pairs and codes, no code last. `share_of_a` is
        their share among all meetings of `code_a`.

    Examples
    --------
    >>> from toolkit.model.reliability import Unit
    >>> from toolkit.model.transcript import Span
    >>> both, one, none = frozenset(["trust", "doubt"]), frozenset(["care"]), frozenset()
    >>> units = tuple(Unit("P01", Span(place, place + 1)) for place in range(2))
    >>> cells = ((both, one | {"trust"}), (none, one))
    >>> data = ReliabilityData(units, ("A", "B"), ("trust", "doubt", "care"), cells)
    >>> table = confusion(data, [("A", "B")], {})
    >>> list(zip(table.column("code_a"), table.column("code_b"), table.column("n_units")))
    [('trust', 'trust', 1), ('doubt', 'care', 1), (None, 'care', 1)]
    """
    order = {code: place for place, code in enumerate((*data.codes, None))}
    rows: list[tuple[Value, ...]] = []
    for one, other in pairs:
        counts = _counted(data.of_coders((one, other)))
        totals: Counter[str | None] = Counter()
        for (code, _), count in counts.items():
            totals[code] += count
        for (code_a, code_b), count in sorted(
            counts.items(), key=lambda item: (order[item[0][0]], order[item[0][1]])
        ):
            named = (code_a, _label(code_a, labels), code_b, _label(code_b, labels))
            rows.append((one, other, *named, count, count / totals[code_a]))
    columns = (
        *(Column(name) for name in ("coder_a", "coder_b", "code_a", "label_a", "code_b", "label_b")),
        Column("n_units", "count"),
        Column("share_of_a", "share"),
    )
    note = (
        "A code that both coders gave to a unit meets itself there; one that only one of them gave meets "
        "each that only the other gave, or no code."
    )
    return Table("Codes that stand for one another", columns, tuple(rows), (note,))


def _label(code: str | None, labels: Mapping[str, str]) -> str:
    return NO_CODE if code is None else labels.get(code, code)


def _counted(data: ReliabilityData) -> Counter[Met]:
    """Count meetings on the units that both coders judged."""
    weights = data.weights or (1,) * len(data.units)
    kinds: Counter[tuple[frozenset[str], frozenset[str]]] = Counter()
    for (one, other), weight in zip(data.cells, weights, strict=True):
        if one is not None and other is not None:
            kinds[one, other] += weight
    counts: Counter[Met] = Counter()
    for (one, other), weight in kinds.items():
        for meeting in _meetings(one, other):
            counts[meeting] += weight
    return counts


def _meetings(one: frozenset[str], other: frozenset[str]) -> Iterator[Met]:
    yield from ((code, code) for code in one & other)
    if one != other:
        yield from product(one - other or (None,), other - one or (None,))
    elif not one:
        yield None, None
