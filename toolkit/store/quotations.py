"""Quotations as columns of the tables whose records quote a transcript."""

from __future__ import annotations

from sqlalchemy import Row

from toolkit.model.coding import Quotation
from toolkit.model.transcript import Span


def as_columns(quotation: Quotation) -> dict[str, object]:
    """Return a quotation as columns, which is also how events tell it."""
    return {
        "transcript": quotation.transcript,
        "revision": quotation.revision,
        "start": quotation.span.start,
        "end": quotation.span.end,
        "text": quotation.text,
        "prefix": quotation.prefix,
        "suffix": quotation.suffix,
    }


def from_row(row: Row[tuple[object, ...]]) -> Quotation:
    """Return the quotation of a row that has these columns."""
    span = Span(row.start, row.end)
    return Quotation(row.transcript, row.revision, span, row.text, row.prefix, row.suffix)
