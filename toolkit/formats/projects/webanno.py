"""Codings of INCEpTION and WebAnno: TSV 3, a line for each token and columns for each layer.

Offsets count as Java does, in halves of characters beyond the first 65,536; that is checked against the
tokens. A layer of spans is a group of codes: where it has one feature, its values are the codes; where it has
several, each is a group of its own. A span without a value has the layer as its code. Layers of linguistic
analysis, chains, relations and links between spans are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from toolkit.errors import Fault, FaultyFile
from toolkit.formats.projects.draft import Draft
from toolkit.formats.projects.scale import UNITS, Fits, Scale, Unit, ranked
from toolkit.formats.transcripts.encoding import decoded, opening
from toolkit.model.project import Project
from toolkit.model.transcript import Source

NAME = "WebAnno TSV"
ENDINGS = (".tsv",)

_FIRST = "#FORMAT=WebAnno TSV 3"
_TEXT = "#Text="
_LAYER = re.compile(r"#T_(SP|CH|RL)=([^|]{1,300})(?:\|(.*))?")
_TOKEN = re.compile(r"(\d{1,9}-\d{1,9}(?:\.\d{1,9})*)\t(\d{1,15})-(\d{1,15})\t([^\t]*)(?:\t(.*))?")
_STACKED = re.compile(r"((?:\\.|[^\\|])*)(?:\||$)", re.DOTALL)
_NUMBERED = re.compile(r"(?P<value>.*?)(?:\[(?P<id>\d{1,9})\])?", re.DOTALL)
_ESCAPED = re.compile(r"\\(->|[\\\[\]|_;*ntrbf])")
_SIGNS = {"n": "\n", "t": "\t", "r": "\n", "b": " ", "f": " "}
_NOTHING, _NO_VALUE = "_", "*"
_LINGUISTIC = re.compile(r"(?:^|\.)(?:lexmorph|syntax|segmentation|transform|morph)\.")
_ROLE = "ROLE_"
_MOST_BLANK = 100
_COLUMNS_OF_A_TOKEN = 3
_AS_EXPORTED = "export the document again as WebAnno TSV 3"


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer with its features; `first` is the place of its first column among those of all layers."""

    kind: str
    name: str
    features: tuple[str, ...]
    first: int

    @property
    def short(self) -> str:
        """The last part of its name, which is what people called it."""
        return self.name.rpartition(".")[2]

    @property
    def left_out(self) -> str:
        """What spans of it are called in the report if they are not taken over; empty if they are."""
        match self.kind:
            case "CH":
                return "chains of passages"
            case "RL":
                return "relations between passages"
            case _:
                return f"spans of the layer {self.short!r}" if _LINGUISTIC.search(self.name) else ""


@dataclass(slots=True)
class _Token:
    """A token, or part of one."""

    line: int
    start: int
    end: int
    form: str
    cells: list[str]


@dataclass
class _Sentence:
    line: int
    lines: list[str] = field(default_factory=list)
    tokens: list[_Token] = field(default_factory=list)


@dataclass
class _Span:
    """A span of a layer, from its first token to its last, with the value of each feature it has."""

    layer: _Layer
    first: _Token
    last: _Token
    values: dict[str, str]


class _Laid(NamedTuple):
    """The text of a document, and where tokens lie in it by the line they stand on, if positions count so."""

    text: str
    places: Mapping[int, tuple[int, int]]
    fits: int


def sniff(source: Source) -> bool:
    """Tell whether the file says that it is WebAnno TSV 3."""
    return opening(source.data[:256]).startswith(_FIRST)


def read(source: Source, positions: str = "", coder: str = "", document: str = "") -> Project:
    """Read a document of INCEpTION or WebAnno.

    Parameters
    ----------
    positions
        What offsets count, `codepoints` or `utf16`; empty to find out.
    coder, document
        Who coded and what the text is called: the file says neither, and INCEpTION names it after the coder.

    Raises
    ------
    ToolkitError
        If it is no such file; with a fault for each line to mend.
    """
    draft = Draft(source, NAME)
    text = decoded(source).text
    if not text.startswith(_FIRST):
        raise FaultyFile(source.name, [Fault(1, f"does not begin with {_FIRST}", _AS_EXPORTED)])
    lines = text.split("\n")
    layers = _layers(draft, lines)
    sentences = _sentences(draft, lines, sum(len(layer.features) for layer in layers))
    spans = list(_spans(draft, layers, sentences))
    laid = {unit: _laid(sentences, unit) for unit in UNITS}
    count = sum(len(sentence.tokens) for sentence in sentences)
    differ = laid["codepoints"] != laid["utf16"]
    fits = {unit: found.fits for unit, found in laid.items()}
    choice = ranked(Fits(fits, count, differ, "quotes"), "utf16", positions)
    chosen = laid[choice.unit]
    key = draft.text(document or source.stem, chosen.text)
    _give(draft, spans, chosen, key, draft.coder(coder))
    draft.notes += _notes(sentences, coder=coder)
    return draft.project(choice.positions if count else None)


def _notes(sentences: list[_Sentence], *, coder: str) -> Iterator[str]:
    if len(sentences) > 1:
        yield "What stood between sentences is not in the file; line ends stand there instead."
    if not coder:
        yield "The file does not say who coded; INCEpTION names it after them."


# --- lines --------------------------------------------------------------------------------------------


def _layers(draft: Draft, lines: list[str]) -> list[_Layer]:
    """Return the layers, which are named ahead of the first sentence."""
    layers: list[_Layer] = []
    width = 0
    for number, line in enumerate(lines, 1):
        if line.startswith(_TEXT):
            break
        if line.startswith("#T_"):
            layer = _layer(line, width)
            if layer is None:
                draft.fault(number, "is no layer with its features", _AS_EXPORTED)
            else:
                layers.append(layer)
                width += len(layer.features)
    return layers


def _sentences(draft: Draft, lines: list[str], width: int) -> list[_Sentence]:
    """Return the sentences with their tokens, whose layers need so many columns."""
    sentences: list[_Sentence] = []
    is_open = False
    for number, line in enumerate(lines, 1):
        if line.startswith(_TEXT):
            if not is_open or sentences[-1].tokens:
                sentences.append(_Sentence(number))
                is_open = True
            sentences[-1].lines.append(_unescaped(line.removeprefix(_TEXT)))
        elif not line.strip():
            is_open = False
        elif found := _TOKEN.fullmatch(line):
            if not is_open:
                draft.fault(number, "is a token without a line #Text= ahead of it", _AS_EXPORTED)
            elif token := _token(draft, number, found, width):
                sentences[-1].tokens.append(token)
        elif not line.startswith("#"):
            draft.fault(number, "is no token with its offsets", _AS_EXPORTED)
    return sentences


def _layer(line: str, first: int) -> _Layer | None:
    found = _LAYER.fullmatch(line)
    return _Layer(found[1], found[2].strip(), tuple((found[3] or "").split("|")), first) if found else None


def _token(draft: Draft, line: int, found: re.Match[str], width: int) -> _Token | None:
    cells = (found[5] or "").split("\t")
    if len(cells) > width and not any(cells[width:]):
        cells = cells[:width]
    if len(cells) != width:
        what = f"has {len(cells) + _COLUMNS_OF_A_TOKEN} columns, and the layers need "
        draft.fault(line, f"{what}{width + _COLUMNS_OF_A_TOKEN}", _AS_EXPORTED)
        return None
    return _Token(line, int(found[2]), int(found[3]), _unescaped(found[4]), cells)


def _unescaped(written: str) -> str:
    return _ESCAPED.sub(lambda sign: _SIGNS.get(sign[1], sign[1]), written)


# --- positions ----------------------------------------------------------------------------------------


def _laid(sentences: list[_Sentence], unit: Unit) -> _Laid:
    """Lay sentences one behind the other, and tokens into them, if offsets count so."""
    parts: list[str] = []
    places: dict[int, tuple[int, int]] = {}
    length, reached, fits = 0, 0, 0
    for sentence in sentences:
        scale = Scale("\n".join(sentence.lines))
        begins = _begins(sentence, scale, unit)
        if begins is None:
            begins = reached + bool(parts)
        blank = "\n" * min(max(begins - reached, bool(parts)), _MOST_BLANK)
        parts += [blank, scale.text]
        length += len(blank)
        for token in sentence.tokens:
            start, end = scale.at(token.start - begins, unit), scale.at(token.end - begins, unit)
            places[token.line] = (length + start, length + end)
            fits += 0 <= start < end and scale.text[start:end] == token.form
        length += len(scale.text)
        reached = begins + scale.length(unit)
    return _Laid("".join(parts), places, fits)


def _begins(sentence: _Sentence, scale: Scale, unit: Unit) -> int | None:
    """Return the offset at which a sentence begins, which its first token tells."""
    if not sentence.tokens:
        return None
    first = sentence.tokens[0]
    ahead = max(scale.text.find(first.form), 0)
    return first.start - Scale(scale.text[:ahead]).length(unit)


# --- spans --------------------------------------------------------------------------------------------


def _spans(draft: Draft, layers: list[_Layer], sentences: list[_Sentence]) -> Iterator[_Span]:
    """Return the spans of all layers that are codings, in order; count the others."""
    for layer in layers:
        found: dict[tuple[int, int, int], _Span] = {}
        for sentence in sentences:
            for token in sentence.tokens:
                _add(layer, token, found)
        if layer.left_out:
            draft.leave_out(layer.left_out, count=len(found))
            continue
        for span in found.values():
            links = [name for name in span.values if name.startswith(_ROLE)]
            draft.leave_out("links between passages", count=len(links))
            yield span


def _add(layer: _Layer, token: _Token, found: dict[tuple[int, int, int], _Span]) -> None:
    """Add what a token's line says of a layer: new spans, and the next token of spans begun before."""
    columns = [_stacked(token.cells[layer.first + place]) for place in range(len(layer.features))]
    for which, cells in enumerate(zip_longest(*columns, fillvalue=_NOTHING)):
        if all(cell == _NOTHING for cell in cells):
            continue
        parted = [_NUMBERED.fullmatch(cell) for cell in cells]
        number = next((int(part["id"]) for part in parted if part and part["id"]), 0)
        key = (number, 0, 0) if number else (0, token.line, which)
        values = {
            name: _unescaped(part["value"])
            for name, part in zip(layer.features, parted, strict=True)
            if part and part["value"] not in (_NOTHING, _NO_VALUE, "")
        }
        if key in found:
            found[key].last = token
            found[key].values.update(values)
        else:
            found[key] = _Span(layer, token, token, values)


def _stacked(cell: str) -> list[str]:
    """Cut a cell into the values of spans that lie on the same token.

    >>> _stacked("trust[1]|care")
    ['trust[1]', 'care']
    """
    return [found[1] for found in _STACKED.finditer(cell) if found[1]]


def _give(draft: Draft, spans: list[_Span], laid: _Laid, text: str, coder: str) -> None:
    used = dict.fromkeys((span.layer, name) for span in spans for name in span.values if _is_code(span, name))
    for span in spans:
        start, end = laid.places[span.first.line][0], laid.places[span.last.line][1]
        quote = laid.text[start:end] if 0 <= start < end else ""
        if not quote.startswith(span.first.form) or not quote.endswith(span.last.form):
            quote = span.first.form if span.first is span.last else f"{span.first.form} {span.last.form}"
        names = [name for name in span.values if _is_code(span, name)]
        if identifiers := [name for name in span.values if name == "identifier"]:
            draft.leave_out("links to a knowledge base", count=len(identifiers))
        codes = [
            draft.code(_line(span.values[name]), _group(draft, span.layer, name, used)) for name in names
        ]
        for code in codes or [draft.code(span.layer.short)]:
            draft.coding(span.first.line, text, code, coder=coder, start=start, end=end, quote=quote)


def _is_code(span: _Span, name: str) -> bool:
    """Tell whether a feature of a span says which code it has; links to spans and knowledge do not."""
    features = span.layer.features
    place = features.index(name)
    is_link = name.startswith(_ROLE) or (place > 0 and features[place - 1].startswith(_ROLE))
    return not is_link and name != "identifier" and bool(_line(span.values[name]))


def _group(draft: Draft, layer: _Layer, name: str, used: Mapping[tuple[_Layer, str], None]) -> str:
    """Return the group a value's code lies in; none where the file has only one kind of value."""
    if len(used) == 1:
        return ""
    group = draft.code(layer.short, codable=False)
    of_layer = [feature for other, feature in used if other == layer]
    return group if len(of_layer) == 1 else draft.code(name, group, codable=False)


def _line(value: str) -> str:
    return " ".join(value.split())
