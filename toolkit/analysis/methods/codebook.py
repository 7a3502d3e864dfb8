"""What the methods text says of the codebook: its versions, and who read what under each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toolkit.analysis.methods.saying import statement
from toolkit.analysis.phrases import capital, counted, listed, named, number_in_words, of_all
from toolkit.model.facts import Facts, RoundFacts, Sentence, VersionFacts

published: Final = statement("coding", "published", "Where the codebook can be read")


def development(facts: Facts) -> Sentence | None:
    """Say how the codebook came about: each version with its size, and who read what under it."""
    if not facts.versions:
        return None
    told = " ".join(_told(facts))
    behind = "; ".join(_sizes(version) for version in facts.versions)
    return Sentence("coding", told, "data", behind, "codebook history")


def versions(facts: Facts) -> Sentence | None:
    """Say which versions of the codebook there were, and nothing of their size."""
    names = [version.version for version in facts.versions]
    if not names:
        return None
    told = f"The codebook stands at version {names[-1]}"
    if before := names[:-1]:
        told += f", after {'version' if len(before) == 1 else 'versions'} {listed(before)}"
    return Sentence("coding", f"{told}.", "data", ", ".join(names), "codebook history")


def _told(facts: Facts) -> Iterator[str]:
    for place, version in enumerate(facts.versions):
        yield _version(version, is_first=not place, is_only=len(facts.versions) == 1)
        for each in facts.rounds:
            if each.version == version.version and each.finished:
                called = "" if each.name in ("", "first", each.version) else f"in round {each.name}, "
                what = "" if each.purpose == "coding" else f"{_purpose(each)}, "
                yield f"Under it, {called}{what}{_round(each)}."
                yield from _arranged(each)


def _version(version: VersionFacts, *, is_first: bool, is_only: bool) -> str:
    size = f"{counted(version.codes, 'code')} in {counted(version.themes, 'theme')}"
    if is_only:
        return f"The codebook, version {version.version}, has {size}."
    if is_first:
        return f"The first codebook version in this study, {version.version}, has {size}."
    done = [(name, count) for name, count in version.changes if count]
    if not done:
        return f"Version {version.version} has {size}."
    (name, count), *others = done
    parts = [f"{counted(count, 'code')} {'was' if count == 1 else 'were'} {name}"]
    parts += [f"{number_in_words(number)} {other}" for other, number in others]
    return f"For version {version.version}, {listed(parts)}; it has {size}."


def _round(each: RoundFacts) -> str:
    """Say who read what in a round, and what of it is not finished."""
    how = "" if each.unit == "free" else f", coding whole {each.unit}s"
    afresh = ", with any earlier codings out of sight" if each.afresh else ""
    left = each.assigned - each.finished
    open_ = f"; {counted(left, 'reading')} {'is' if left == 1 else 'are'} not finished" if left else ""
    return f"{_read(each)}{how}{afresh}{open_}"


def _purpose(each: RoundFacts) -> str:
    """Say what a round was for; in the team's words."""
    return (
        f"for {each.purpose}" if each.name in ("", "first", each.version) else f"which was for {each.purpose}"
    )


def _arranged(each: RoundFacts) -> Iterator[str]:
    """Say how a round was arranged: who saw what, and which transcripts several read."""
    if each.blind:
        told = (
            "This round was blind: coders saw nothing of one another's work before they had finished theirs"
        )
        if each.early:
            verb = "was" if each.early == 1 else "were"
            told += (
                f", but for {counted(each.early, 'reading')} that {verb} not finished when it was revealed"
            )
        yield f"{told}."
    if each.reopened:
        verb = "was" if each.reopened == 1 else "were"
        yield f"{capital(counted(each.reopened, 'finished reading'))} {verb} reopened."
    if each.blind or each.drawn:
        yield from _overlap(each)


def _overlap(each: RoundFacts) -> Iterator[str]:
    several = each.shared
    if not several:
        return
    whole = of_all(len(several), len(each.transcripts), "transcript")
    verb = "was" if len(several) == 1 else "were"
    yield f"{capital(whole)} of it {verb} read by two coders or more."
    drawn = [name for name, _ in each.drawn if name in several]
    if drawn:
        seeds = ", ".join(dict.fromkeys(str(seed) for name, seed in each.drawn if name in drawn))
        who = "It" if len(several) == 1 else "They"
        if len(drawn) < len(several):
            who = f"{capital(number_in_words(len(drawn)))} of them"
        verb = "was" if len(drawn) == 1 else "were"
        yield f"{who} {verb} drawn at random (seed {seeds})."


def _read(each: RoundFacts) -> str:
    reading = [(name, texts) for name, texts in each.read if texts]
    names = reading[0][1]
    if len({frozenset(texts) for _, texts in reading}) == 1:
        who = listed([name for name, _ in reading])
        read = "read" if len(reading) == 1 else "each read the same"
        return f"{who} {read} {counted(len(names), 'transcript')}{named(names)} to the end"
    parts = [f"{name} read {counted(len(texts), 'transcript')}{named(texts)}" for name, texts in reading]
    return f"{listed(parts)} to the end"


def _sizes(version: VersionFacts) -> str:
    changes = ", ".join(f"{name} {count}" for name, count in version.changes if count)
    size = f"{version.version}: {version.codes} codes, {version.themes} themes"
    return f"{size} ({changes})" if changes else size
