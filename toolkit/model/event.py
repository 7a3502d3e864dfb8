"""Events: the append-only log that gives history and audit trail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

START_OF_CHAIN = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what, when, with the record before and after.

    Attributes
    ----------
    kind
        What happened, as `noun.verb`: `coding.added`, `coding.removed`, `transcript.imported` …
    subject
        Id of the record concerned.
    body
        JSON object with `before` and/or `after`.
    previous
        Hash of the event ahead, so that a change anywhere breaks every hash after it.
    """

    sequence: int
    actor: str
    kind: str
    subject: str
    body: Mapping[str, object]
    at: str
    previous: str

    @property
    def hash(self) -> str:
        """SHA-256 over the event and the hash of the one before it."""
        told = [self.sequence, self.actor, self.kind, self.subject, self.body, self.at, self.previous]
        canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
