"""What it costs to learn suggestions, and how that grows.

    uv run python benchmarks/suggesting.py [CODES]

Makes up interviews of 500 sentences with 14 words each, drawn as words of a language are: few often, most
seldom (Zipf). Each code has a word of its own, which half of the sentences with the code hold and few others.
Processor seconds are told, of one turn; they depend on the machine, ratios hardly.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from toolkit.model.suggestion import Example
from toolkit.text.suggestion import learn

QUICK = ("4",)
CODES, SEED = 30, 3
INTERVIEW, WORDS, VOCABULARY = 500, 14, 30_000
SHARE, TELLING, ELSEWHERE = 0.03, 0.5, 0.002


def made(units: int, codes: int) -> list[Example]:
    """Make sentences of interviews, each code on three in a hundred of them."""
    chance = np.random.default_rng(SEED)
    names = [f"code{number}" for number in range(codes)]
    drawn = np.minimum(chance.zipf(1.3, (units, WORDS)), VOCABULARY)
    given = chance.random((units, codes)) < SHARE
    told = chance.random((units, codes)) < np.where(given, TELLING, ELSEWHERE)
    return [
        Example(
            f"P{at // INTERVIEW:03}",
            " ".join(
                [*(f"w{word}" for word in drawn[at]), *(f"sign{code}" for code in np.flatnonzero(told[at]))]
            ),
            frozenset(names),
            frozenset(names[code] for code in np.flatnonzero(given[at])),
        )
        for at in range(units)
    ]


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("codes", nargs="?", type=int, default=CODES, help="how many codes to learn")
    codes = asked.parse_args().codes
    learn(made(2_000, 1), ["code0"])  # so that scikit-learn is there
    before = 0.0
    for units in (3_625, 14_500, 58_000):
        examples = made(units, codes)
        begun = time.process_time()
        lessons = learn(examples, [f"code{number}" for number in range(codes)])
        taken = time.process_time() - begun
        served = sum(not each.reason for each in lessons.precisions)
        ratio = f"{taken / before:5.1f} times as long for 4 times as many" if before else ""
        told = f"{taken:7.1f} s in {lessons.n_folds} groups, {served} codes can be suggested"
        print(f"{units:7,} units x {codes} codes: {told}  {ratio}", flush=True)
        before = taken


if __name__ == "__main__":
    main()
