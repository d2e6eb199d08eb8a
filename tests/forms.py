"""Every form of message and hint that the source can raise, found in its syntax tree.

A form is an f-string with its expressions as named blanks: "{path}: not UTF-8". A blank that is
itself filled with words of ours (a name assigned a text, a function that returns one) yields
those as forms of their own.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

ERRORS = re.compile(r"(Shopmetrics|Config|Input|Output|Delivery|NoExport|Refused)Error")
LETTERS = re.compile(r"[A-Za-z]{2}")
BLANK = re.compile(r"\{\w+\}")
# What holds pieces of messages and is reached by no name: tables, and what pairs path and fault.
TABLES = {
    "container.py": ("_MAGIC",),
    "yamlmodel.py": ("_EXPECTED",),
    "secret.py": ("PASSWORD", "ADDRESSES"),
}
YIELDED = {"sense.py"}


@dataclass(frozen=True)
class Module:
    """One file of the source."""

    path: Path

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        return {one.name: one for one in ast.walk(self.tree) if isinstance(one, ast.FunctionDef)}


@dataclass(frozen=True)
class Found:
    """All forms, with the file that holds each; and expressions that are shown and tell none."""

    forms: dict[str, str]
    unread: set[tuple[str, str]]


def forms(source: Path) -> Found:
    """Read every file of a source tree."""
    modules = [Module(path) for path in sorted(source.rglob("*.py"))]
    builders = {
        name
        for module in modules
        for name, one in module.functions.items()
        if one.returns and ERRORS.fullmatch(ast.unparse(one.returns))
    }
    found = Found({}, set())
    for module in modules:
        name = str(module.path.relative_to(source))
        reader = _Reader(module, builders)
        for form in reader.all():
            if LETTERS.search(BLANK.sub("", form)):
                found.forms.setdefault(form, name)
        found.unread.update((name, text) for text in reader.unread)
    return found


class _Reader:
    """Reads one module; `scopes` are the functions around the place that is read."""

    def __init__(self, module: Module, builders: set[str]) -> None:
        self.module, self.builders = module, builders
        self.pieces: list[str] = []
        self.unread: list[str] = []
        self.open: set[int] = set()  # what is being read: a name may be made of itself

    def all(self) -> Iterator[str]:
        yield from self._under(self.module.tree, (self.module.tree,))
        for name in TABLES.get(self.module.path.name, ()):
            for value in self._assigned(name, self.module.tree):
                yield from self._constants(value)
        yield from self.pieces

    def _under(self, node: ast.AST, scopes: tuple[ast.AST, ...]) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            inner = (child, *scopes) if isinstance(child, ast.FunctionDef) else scopes
            if isinstance(child, ast.Call):
                yield from self._told(child, inner)
            if isinstance(child, ast.Yield) and self.module.path.name in YIELDED:
                yield from self.read(child.value.elts[1], inner)  # type: ignore[union-attr] # a pair
            yield from self._under(child, inner)

    def _told(self, call: ast.Call, scopes: tuple[ast.AST, ...]) -> Iterator[str]:
        """Yield the forms of what a call is given to show; what an error is given must tell one."""
        name = ast.unparse(call.func).rpartition(".")[2]
        hints = [one.value for one in call.keywords if one.arg == "hint"]
        if ERRORS.fullmatch(name):
            shown, must = [*call.args[:2], *hints], True
        elif name == "FieldError":
            shown, must = call.args[:1], True
        elif name in {*self.builders, "validated", "point"}:
            shown, must = [*call.args[1:], *hints], False
        else:
            shown, must = [], False
        for text in shown:
            read = self.read(text, scopes)
            yield from read
            if must and not read:
                self.unread.append(ast.unparse(text))

    def read(self, node: ast.expr, scopes: tuple[ast.AST, ...]) -> list[str]:  # noqa: C901, PLR0911 one case a way of writing text
        """Return the forms that an expression can take; none where it is no text of ours."""
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=values):
                return self._joined(values, scopes)
            case ast.IfExp(body=one, orelse=other):
                return [*self.read(one, scopes), *self.read(other, scopes)]
            case ast.BoolOp(values=values):
                return [form for value in values for form in self.read(value, scopes)]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                ends = product(self.read(left, scopes), self.read(right, scopes))
                return ["".join(pair) for pair in ends]
            case ast.Name(id=name):
                return self._named(name, scopes)
            case ast.Call(func=ast.Name(id=name), args=args):
                inside = [form for arg in args for form in self.read(arg, scopes)]
                return [*inside, *self._returned(name)]
            case ast.Call(func=ast.Attribute(value=text, attr="strip"), args=[]):
                return self.read(text, scopes)
            case ast.Call(func=ast.Attribute(attr="point"), args=[_, text]):
                return self.read(text, scopes)
            case ast.Call(func=ast.Attribute(attr="join"), args=[ast.GeneratorExp(elt=elt)]):
                return self.read(elt, scopes)
            case _:
                return []

    def _joined(self, values: list[ast.expr], scopes: tuple[ast.AST, ...]) -> list[str]:
        form, used = "", list[str]()
        for value in values:
            if isinstance(value, ast.Constant):
                form += str(value.value)
            elif isinstance(value, ast.FormattedValue):
                name = _name(value.value)
                used.append(name)
                form += f"{{{name}{used.count(name) if used.count(name) > 1 else ''}}}"
                self.pieces += self.read(value.value, scopes)
        return [form]

    def _named(self, name: str, scopes: tuple[ast.AST, ...]) -> list[str]:
        for scope in scopes:
            found = list(self._assigned(name, scope))
            if found:
                return [form for value in found for form in self._once(value, scopes)]
        return []

    def _once(self, node: ast.expr, scopes: tuple[ast.AST, ...]) -> list[str]:
        if id(node) in self.open:
            return []
        self.open.add(id(node))
        read = self.read(node, scopes)
        self.open.discard(id(node))
        return read

    def _returned(self, name: str) -> list[str]:
        function = self.module.functions.get(name)
        if function is None:
            return []
        scopes = (function, self.module.tree)
        told = (one for one in ast.walk(function) if isinstance(one, ast.Return | ast.Yield))
        return [form for one in told if one.value for form in self._once(one.value, scopes)]

    @staticmethod
    def _assigned(name: str, scope: ast.AST) -> Iterator[ast.expr]:
        for one in ast.walk(scope):
            match one:
                case (
                    ast.Assign(targets=[ast.Name(id=target)], value=ast.expr() as value)
                    | ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value)
                    | ast.AugAssign(target=ast.Name(id=target), value=ast.expr() as value)
                    | ast.NamedExpr(target=ast.Name(id=target), value=ast.expr() as value)
                ) if target == name:
                    yield value
                case ast.Assign(targets=[ast.Tuple(elts=elts)], value=ast.Tuple(elts=values)):
                    pairs = zip(elts, values, strict=True)
                    yield from (v for e, v in pairs if isinstance(e, ast.Name) and e.id == name)
                case _:
                    pass

    @staticmethod
    def _constants(node: ast.AST) -> Iterator[str]:
        for one in ast.walk(node):
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and " " in one.value:
                yield one.value


def _name(node: ast.expr) -> str:
    """Return what a blank is called: the last name in its expression."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_")
        case ast.Call(func=func, args=args):
            return _name(args[0]) if args and isinstance(func, ast.Name) else _name(func)
        case ast.Subscript(value=value) | ast.BinOp(left=value) | ast.IfExp(body=value):
            return _name(value)
        case ast.BoolOp(values=[value, *_]):
            return _name(value)
        case _:
            return "value"
