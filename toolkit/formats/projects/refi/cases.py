"""Variables, cases and sets of a project: what is known of texts and of whom they are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from lxml import etree

from toolkit.formats.codebooks.outline import named
from toolkit.formats.codebooks.sections import cleaned
from toolkit.formats.projects.refi.account import Account, Keys
from toolkit.formats.projects.refi.elements import bare, children, description, local, original, parts, target
from toolkit.model.project import ProjectCase

_YES = "yes"
_BOOLEAN = {"1": "true", "0": "false"}
_JOINT = "; "


class Variables:
    """The variables of a project, by guid, and their values."""

    def __init__(self, root: etree._Element, account: Account) -> None:
        self._account = account
        self._keys = Keys("variable", account)
        self._names: dict[str, str] = {}
        taken: set[str] = set()
        times: Counter[str] = Counter()
        for variable in parts(root, "Variables"):
            if local(variable) != "Variable":
                continue
            key = self._keys.new(variable.get("guid"))
            told = named(cleaned(variable.get("name", ""))) or "Unnamed"
            name = told
            while name in taken:
                times[told] += 1
                name = f"{told} ({times[told] + 1})"
            taken.add(name)
            self._names[key] = name
            if description(variable).strip():
                account.leave_out("descriptions of variables", kept=True)
        for whole in children(root, "Variables"):
            account.kept["Variables"] = original(whole)

    def of(self, *elements: etree._Element) -> dict[str, str]:
        """Return the values an element has, by the variable's name; several of one are joined."""
        values: dict[str, dict[str, None]] = {}
        for value in (each for element in elements for each in children(element, "VariableValue")):
            name = next((self._names.get(target(ref), "") for ref in children(value, "VariableRef")), "")
            told = _value(value)
            if not name:
                self._account.leave_out("values", "their variables are not in the project")
            elif told:
                values.setdefault(name, {})[told] = None
        return {name: _JOINT.join(told) for name, told in values.items()}


def _value(value: etree._Element) -> str:
    for child in value:
        if local(child).endswith("Value"):
            told = cleaned("".join(map(str, child.itertext()))).strip()
            return _BOOLEAN.get(told, told) if local(child) == "BooleanValue" else told
    return ""


def cases(
    root: etree._Element,
    variables: Variables,
    texts_of: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
    account: Account,
) -> list[ProjectCase]:
    """Return the cases.

    Parameters
    ----------
    texts_of
        Keys of texts by the guid of a source.
    names
        Names of texts, for cases that have none and are of one text.
    """
    keys = Keys("case", account)
    found: list[ProjectCase] = []
    for case in parts(root, "Cases"):
        if local(case) != "Case":
            continue
        key = keys.new(case.get("guid"))
        told = [target(ref) for ref in children(case, "SourceRef")]
        texts = tuple(dict.fromkeys(text for guid in told for text in texts_of.get(guid, ())))
        account.leave_out(
            "sources of cases",
            "they are left out, or not there",
            count=sum(guid not in texts_of for guid in told),
        )
        name = named(cleaned(case.get("name", "")))
        if not name:
            account.odd("cases have no name")
            name = names[texts[0]] if len(texts) == 1 else f"Case {len(found) + 1}"
        found.append(ProjectCase(key, name, texts, variables.of(case), description(case)))
        _keep_rest(case, key, account)
    return found


def _keep_rest(case: etree._Element, key: str, account: Account) -> None:
    rest = {"CodeRef": "codes of cases", "SelectionRef": "passages of cases"}
    for name, what in rest.items():
        account.leave_out(what, kept=True, count=sum(1 for _ in children(case, name)))
    if next(children(case, *rest), None) is not None:
        account.kept[f"Cases/{key}"] = original(case)


def memberships(
    root: etree._Element, texts_of: Mapping[str, Sequence[str]], account: Account
) -> dict[str, dict[str, str]]:
    """Return for each text the sets it is in, each with `yes`; keep all sets as they are."""
    keys = Keys("set", account)
    found: dict[str, dict[str, str]] = {}
    for each in parts(root, "Sets"):
        if local(each) != "Set":
            continue
        keys.new(each.get("guid"))
        name = named(cleaned(each.get("name", ""))) or "Unnamed"
        # In a codebook a member is named by `guid`, and some write so in projects, too.
        members = [target(ref) or bare(ref.get("guid", "")) for ref in children(each, "MemberSource")]
        for text in (text for guid in members for text in texts_of.get(guid, ())):
            found.setdefault(text, {})[name] = _YES
        others = {"MemberCode": "sets of codes", "MemberNote": "sets of notes"}
        for kind, what in others.items():
            account.leave_out(what, kept=True, count=int(next(children(each, kind), None) is not None))
        if members and not any(guid in texts_of for guid in members):
            account.leave_out("sets of sources that are left out", kept=True)
        elif not members and next(children(each, *others), None) is None:
            account.leave_out("empty sets", kept=True)
    for whole in children(root, "Sets"):
        if len(whole):
            account.kept["Sets"] = original(whole)
    return found
