"""What of the names in texts is found: recall and precision by kind and by source, and what was missed.

    uv run python -m benchmarks.names

On two hundred sentences of our own, on the sample study with five targets planted into each interview, and on
what the sample holds anyway; each without a language model and, where one is installed, with it. Found is
what is suggested whole; a person still has to confirm it.
"""

from __future__ import annotations

from typing import Final

from benchmarks.names import gold, planting
from benchmarks.names.scoring import SOURCES, Score, score
from toolkit.text.lemmas import model_name

QUICK: Final = ()
_SHOWN: Final = 40


def main() -> None:
    """Print all of it."""
    texts = {
        "200 sentences, English": [each for each in gold.sentences() if each.text.language == "en"],
        "200 sentences, German": [each for each in gold.sentences() if each.text.language == "de"],
        "sample study, planted": list(planting.planted()),
        "sample study, there before": list(planting.own()),
    }
    for title, known in texts.items():
        show(f"{title}, without a model", score(known, with_model=False))
        language = known[0].text.language
        if name := model_name(language):
            show(f"{title}, with {name}", score(known, with_model=True))


def show(title: str, done: Score) -> None:
    """Print the counts of one run."""
    print(f"\n## {title}\n")
    print("| kind | there | found | recall | right tag | suggested places | right | precision |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for kind in [*done.known, *sorted(set(done.places) - set(done.known) - set(SOURCES))]:
        print(_row(kind, done.known[kind], done.found[kind], done.tagged[kind], done))
    every = [kind for kind in done.places if kind not in SOURCES]
    places, right = sum(done.places[kind] for kind in every), sum(done.right[kind] for kind in every)
    print(
        f"| all | {done.known.total()} | {done.found.total()}"
        f" | {_share(done.found.total(), done.known.total())}"
        f" | {done.tagged.total()} | {places} | {right} | {_share(right, places)} |"
    )
    print("\n| source | found first by it | suggested places | right | precision |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for source in SOURCES:
        print(
            f"| {source} | {done.by_source[source]} | {done.places[source]} | {done.right[source]}"
            f" | {_share(done.right[source], done.places[source])} |"
        )
    print(f"\nA person decides on {done.decisions[0]} candidates, of which {done.decisions[1]} are right.")
    print(
        "Missed:", "; ".join(f"{each.words} ({each.kind}{', in part' * each.partly})" for each in done.missed)
    )
    print("Wrong:", ", ".join(f"{words} {count}" for words, count in done.wrong.most_common(_SHOWN)))


def _row(kind: str, known: int, found: int, tagged: int, done: Score) -> str:
    places, right = done.places[kind], done.right[kind]
    return (
        f"| {kind} | {known} | {found} | {_share(found, known)} | {tagged} | {places} | {right}"
        f" | {_share(right, places)} |"
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


if __name__ == "__main__":
    main()
