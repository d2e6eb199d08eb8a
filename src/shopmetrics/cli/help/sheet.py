"""What the help of one command says, whatever it will look like."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shopmetrics.cli.help.examples import EXAMPLES, Example

_OTHER = "Other"
_MANY = "..."


@dataclass(frozen=True, slots=True)
class Entry:
    """One argument, option or command, and what is said of it."""

    name: str
    help: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Entries that answer one question."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole help of a command: how it is called, what it is for, panels, examples."""

    usage: str
    path: str
    about: str
    panels: tuple[Panel, ...]
    examples: tuple[Example, ...]
    titles: tuple[str, str]  # over the usage and over the examples


def sheet_of(command: Any, context: Any, known: Mapping[str, str]) -> Sheet:  # noqa: ANN401 Typer's commands have no public type
    """Gather the help of a command in the language of `known`, English where that is silent."""
    path = context.command_path
    entries: dict[str, list[Entry]] = {}
    for name, below in getattr(command, "commands", {}).items():
        if not below.hidden:
            said = _said(below.short_help or below.help or "", known)
            entries.setdefault(below.rich_help_panel or _OTHER, []).append(Entry(name, said))
    for param in command.get_params(context):
        if not getattr(param, "hidden", False):
            panel = getattr(param, "rich_help_panel", None) or _OTHER
            entries.setdefault(panel, []).append(_entry(param, known))
    entries[_OTHER] = entries.pop(_OTHER)  # the last, with --help in it
    return Sheet(
        usage=" ".join([path, *_pieces(command, context, known)]),
        path=path,
        about=_said(command.help or "", known),
        panels=tuple(Panel(_said(title, known), tuple(of)) for title, of in entries.items()),
        examples=tuple(
            Example(_said(one.what, known), one.typed) for one in EXAMPLES.get(path, ())
        ),
        titles=(_said("Usage:", known), _said("Examples", known)),
    )


def _said(text: str, known: Mapping[str, str]) -> str:
    return known.get(text, text)


def _pieces(command: Any, context: Any, known: Mapping[str, str]) -> Iterator[str]:  # noqa: ANN401 likewise
    """Yield what follows a command's name, arguments as they are called in the language."""
    yield _said("[OPTIONS]", known)
    for param in command.get_params(context):
        if param.param_type_name == "argument":
            name = _metavar(param, known)
            yield name if param.required else f"[{name}]"
    if hasattr(command, "commands"):
        yield _said("COMMAND ...", known)


def _entry(param: Any, known: Mapping[str, str]) -> Entry:  # noqa: ANN401 likewise
    said = _help(param, known)
    if param.param_type_name == "argument":
        return Entry(_metavar(param, known), said)
    typed = ", ".join([*sorted(param.opts, key=len), *param.secondary_opts])
    return Entry(typed if param.is_flag else f"{typed} {_metavar(param, known)}", said)


def _metavar(param: Any, known: Mapping[str, str]) -> str:  # noqa: ANN401 likewise
    """Name what is to be typed; an argument that may be repeated says so."""
    name = _said(param.metavar or "NAME", known)
    return f"{name}{_MANY}" if param.nargs == -1 else name


def _help(param: Any, known: Mapping[str, str]) -> str:  # noqa: ANN401 likewise
    """Say what an option is for, what may be given, and what is taken where nothing is."""
    parts = [_said(param.help or "", known)]
    choices = getattr(getattr(param, "type_descriptor", None), "choices", None)
    if choices:
        parts.append(_said("One of {names}.", known).format(names=", ".join(map(str, choices))))
    if getattr(param, "min", None) is not None:
        parts.append(_said("{least} to {most}.", known).format(least=param.min, most=param.max))
    if param.default is not None and param.show_default and not getattr(param, "is_flag", False):
        parts.append(_said("Default: {value}.", known).format(value=param.default))
    return _joined(filter(None, parts))


def _joined(parts: Iterator[str]) -> str:
    """Join sentences; after one that ends in a full-width stop no space is needed."""
    text = ""
    for part in parts:
        text += part if not text or text.endswith("。") else f" {part}"
    return text
