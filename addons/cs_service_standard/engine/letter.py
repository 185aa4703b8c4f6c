"""Letters: the placeholders in their text, and what is wrong with them.

A subject holds ``{{ expression ||| text if empty }}``; a body holds expressions in
attributes of its elements (``t-out``, ``t-if``, ``t-foreach``...).  Nothing is run:
expressions are parsed, and the names they look up are told.
"""

import ast
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

INLINE = re.compile(r"\{\{(.+?)(\|\|\|\s*(.*?))?\}\}", re.DOTALL)
FORMAT = re.compile(r"#\{(.+?)\}|\{\{(.+?)\}\}", re.DOTALL)
BRACES = re.compile(r"\{\{|\}\}")
EXPRESSIONS = {
    "t-out",
    "t-esc",
    "t-raw",
    "t-if",
    "t-elif",
    "t-foreach",
    "t-value",
    "t-att",
    "t-key",
    "t-options",
}
PREFIXES = ("t-att-", "t-options-")
LOOP = (
    "",
    "_index",
    "_first",
    "_last",
    "_size",
    "_value",
    "_parity",
    "_odd",
    "_even",
    "_all",
)
# a letter shows data: it changes none, and looks nowhere else with other rights
CHANGES = {
    "browse",
    "copy",
    "cr",
    "create",
    "env",
    "message_post",
    "search",
    "sudo",
    "unlink",
    "with_context",
    "with_env",
    "with_user",
    "write",
}
LINK = "t-att-href"
NUMBER = "number"


class Fault(StrEnum):
    """Why a placeholder cannot be read, whatever the record."""

    SYNTAX = "syntax"
    FORBIDDEN = "forbidden"
    MISPLACED = "misplaced"


@dataclass(frozen=True)
class Placeholder:
    """One expression: where it stands and which names it looks up.

    :param directive: the attribute of the body it stands in, empty in a subject
    :param paths: each name with what is looked up on it: ``("object", "number")``
    """

    directive: str
    text: str
    paths: tuple[tuple[str, ...], ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True)
class Letter:
    """The placeholders of one text.

    :param names: what the text itself names (``t-set``, ``t-as``), each with the path
        its records come from, empty if that cannot be told
    """

    placeholders: tuple[Placeholder, ...]
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def has_link(self) -> bool:
        return any(found.directive == LINK for found in self.placeholders)

    @property
    def has_number(self) -> bool:
        paths = (path for found in self.placeholders for path in found.paths)
        return any(path[-1] == NUMBER for path in paths)


def of_subject(text: str) -> Letter:
    """The placeholders of a subject, or of another entry of one line.

    >>> of_subject("Your request {{ object.number }}").placeholders[0].paths
    (('object', 'number'),)
    """
    found = [read(match.group(1), "") for match in INLINE.finditer(text)]
    if BRACES.search(INLINE.sub("", text)):
        found.append(Placeholder("", text, fault=Fault.SYNTAX))
    return Letter(tuple(found))


def of_body(elements: Iterable[Iterable[tuple[str, str]]], words: str = "") -> Letter:
    """The placeholders of a body.

    :param elements: the attributes of each element, in the order of the text
    :param words: the text between the elements: placeholders of a subject are not
        filled in there
    """
    found: list[Placeholder] = []
    names: dict[str, tuple[str, ...]] = {}
    for element in elements:
        attributes = dict(element)
        found += _of_attributes(attributes)
        names |= _named(attributes)
    for match in INLINE.finditer(words):
        found.append(Placeholder("", match.group().strip(), fault=Fault.MISPLACED))
    return Letter(tuple(found), tuple(names.items()))


def _of_attributes(attributes: dict[str, str]) -> list[Placeholder]:
    found = []
    for name, value in attributes.items():
        if name in EXPRESSIONS or name.startswith(PREFIXES):
            found.append(read(value, name))
        elif name.startswith("t-attf-"):
            parts = (
                match.group(1) or match.group(2) for match in FORMAT.finditer(value)
            )
            found += [read(part, name) for part in parts]
    return found


def _named(attributes: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """What an element names, for itself or for those after it."""
    names: dict[str, tuple[str, ...]] = {}
    if name := attributes.get("t-set"):
        names[name] = _whole_path(attributes.get("t-value", ""))
    if name := attributes.get("t-as"):
        path = _whole_path(attributes.get("t-foreach", ""))
        names |= {name + suffix: path if not suffix else () for suffix in LOOP}
    return names


def _whole_path(text: str) -> tuple[str, ...]:
    """An expression that is nothing but a path, else empty."""
    paths = read(text, "").paths
    return paths[0] if len(paths) == 1 and ".".join(paths[0]) == text.strip() else ()


def read(text: str, directive: str) -> Placeholder:
    """Parse one expression."""
    text = text.strip()
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Placeholder(directive, text, fault=Fault.SYNTAX)
    own = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    } | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    paths = tuple(dict.fromkeys(p for p in _paths(tree) if p[0] not in own))
    fault = Fault.FORBIDDEN if _is_forbidden(tree) else None
    return Placeholder(directive, text, paths, fault)


def _paths(tree: ast.AST) -> Iterable[tuple[str, ...]]:
    """The longest chains of names, outermost first."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        chain, root = _chain(node)
        if isinstance(root, ast.Name):
            yield (root.id, *chain)
        else:
            waiting += reversed(list(ast.iter_child_nodes(root)))


def _chain(node: ast.AST) -> tuple[tuple[str, ...], ast.AST]:
    """The attributes looked up on a node, and that node."""
    chain: tuple[str, ...] = ()
    while isinstance(node, ast.Attribute):
        chain = (node.attr, *chain)
        node = node.value
    return chain, node


def _is_forbidden(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom):
            return True
        if isinstance(node, ast.Name) and ("__" in node.id or node.id == "env"):
            return True
        if isinstance(node, ast.Attribute) and (
            "__" in node.attr or node.attr in CHANGES
        ):
            return True
    return False


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant.

    >>> nearest("nmber", ["name", "number", "team_id"])
    'number'
    """
    found = difflib.get_close_matches(name, sorted(set(known)), 1, 0.6)
    return found[0] if found else None
