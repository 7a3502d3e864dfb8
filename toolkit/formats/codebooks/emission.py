"""The model's values as YAML that every YAML reader understands alike, with few quotes and short lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_WIDTH = 100
# Line ends and blanks that YAML or an editor may change, and the mark that YAML takes for a file's first.
_TREACHEROUS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff]")


# Facts a reader looks for, written even where they equal the default.
_ALWAYS = {"since", "status", "language", "approach", "synthetic_examples"}


def filled(noun: DataclassInstance) -> dict[str, Any]:
    """Return the fields worth writing: those that differ from their defaults, and facts readers look for."""
    values = {field: getattr(noun, field.name) for field in fields(noun)}
    return {
        field.name: value
        for field, value in values.items()
        if value != field.default or field.name in _ALWAYS
    }


def block(value: object) -> str:
    """Return a mapping or list of text, truth values and nouns as YAML that ends with a line end."""
    text: str = yaml.serialize(_node(value), Dumper=yaml.SafeDumper, allow_unicode=True, width=_WIDTH)
    return text


def _node(value: object) -> yaml.Node:
    if isinstance(value, bool):
        return yaml.ScalarNode("tag:yaml.org,2002:bool", "true" if value else "false")
    if isinstance(value, str):
        return yaml.ScalarNode("tag:yaml.org,2002:str", value, style=_style(value))
    if is_dataclass(value) and not isinstance(value, type):
        value = filled(value)
    if isinstance(value, Mapping):
        pairs = [(_node(key), _node(member)) for key, member in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)
    if isinstance(value, Iterable):
        members = [_node(member) for member in value]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", members, flow_style=not members)
    raise TypeError(f"{type(value).__name__} has no form in a codebook file")


def _style(text: str) -> str | None:
    """Choose how to write a text; None lets the writer choose between plain and single quotes."""
    if _TREACHEROUS.search(text):
        return '"'
    if "\n" in text:
        return "|" if _fits_literally(text) else '"'
    return None


def _fits_literally(text: str) -> bool:
    """Tell whether a literal block holds the text exactly, without marks for blanks at its edges."""
    lines = text.split("\n")
    return bool(lines[0] and lines[-1]) and all(line == line.strip() for line in lines)
