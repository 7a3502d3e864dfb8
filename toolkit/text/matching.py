"""A program by itself, run by `search.pattern`: reads texts and a pattern, tells where it matches.

It knows the standard library only, because it starts anew for every search and may be ended at any moment.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator

MOST_MATCHES = 10_000
_MOST_MEMORY = 1 << 30


def find(asked: dict[str, object]) -> dict[str, object]:
    """Return the matches in each text that hold more than nothing, or what is wrong with the pattern."""
    flags = re.MULTILINE | (re.NOFLAG if asked["same_case"] else re.IGNORECASE)
    try:
        expression = re.compile(str(asked["pattern"]), flags)
    except (re.error, OverflowError, RecursionError) as fault:
        return {"fault": f"is no regular expression ({fault})"}
    texts = asked["texts"]
    spans: list[list[tuple[int, int]]] = []
    count = 0
    for text in texts if isinstance(texts, list) else ():
        spans.append(list(_matches(expression, text)))
        count += len(spans[-1])
        if count > MOST_MATCHES:
            return {"fault": f"matches more than {MOST_MATCHES} times"}
    return {"spans": spans}


def _matches(expression: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for count, match in enumerate(expression.finditer(text)):
        if count > MOST_MATCHES:
            return
        if match.end() > match.start():
            yield match.span()


def _limit_memory() -> None:
    """Let a pattern that grows without end fail and not fill the machine, where the system can do that."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


if __name__ == "__main__":
    _limit_memory()
    json.dump(find(json.load(sys.stdin)), sys.stdout)
