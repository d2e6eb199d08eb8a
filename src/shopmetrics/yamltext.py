"""YAML 1.2 read strictly: plain data only, every key once, and where in the text each thing stands.

Anchors, aliases, tags and deep nesting are refused before anything is built: a few hundred bytes
of aliases can otherwise fill all memory. In YAML 1.2 `NO` and `12:30` stay text.
"""

from collections.abc import Iterator

import yaml
from yamlcore import CCoreLoader

from shopmetrics.document import Document, Path_, Place
from shopmetrics.errors import ConfigError

MAX_DEPTH = 20


def parse(text: str, name: str) -> Document:
    """Read a text as a mapping; `name` stands in messages for the file.

    Raises:
        ConfigError: for what is not plain YAML data with a mapping at the top.
    """
    try:
        _refuse_cleverness(text, name)
        node = yaml.compose(text, Loader=CCoreLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise ConfigError(f"{name}{where}: {error.problem}", hint="check this line") from None
    except yaml.YAMLError:
        raise ConfigError(f"{name}: a character that YAML does not allow") from None
    if node is None:
        return Document(name, (), {}, {})
    if not isinstance(node, yaml.MappingNode):
        raise ConfigError(f"{name}:1: found a list or a single value, expected keys: `key: value`")
    places = dict(_places(node, (), name))
    value = CCoreLoader("").construct_document(node)
    return Document(name, tuple(text.splitlines()), value, places)


def _refuse_cleverness(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=CCoreLoader):
        where = f"{name}:{event.start_mark.line + 1 if event.start_mark else 1}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ConfigError(f"{where}: an anchor or alias (& or *)", hint="write the value out")
        if getattr(event, "tag", None):
            raise ConfigError(f"{where}: a tag (!)", hint="write a plain value")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise ConfigError(
                f"{where}: nested more than {MAX_DEPTH} deep", hint="write it flatter"
            )


def _places(node: yaml.Node, path: Path_, name: str) -> Iterator[tuple[Path_, Place]]:
    """Yield the place of every key and list item; a key that stands twice is refused."""
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield (*path, index), _place(item)
            yield from _places(item, (*path, index), name)
    if not isinstance(node, yaml.MappingNode):
        return
    first: dict[str, int] = {}
    for key, value in node.value:
        place = _place(key)
        if not isinstance(key, yaml.ScalarNode):
            raise ConfigError(
                f"{name}:{place.line}: a key that is a list or mapping, expected text"
            )
        if key.value in first:
            found = (
                f"duplicate key {key.value!r}: it stands twice, first on line {first[key.value]}"
            )
            raise ConfigError(f"{name}:{place.line}:{place.column}: {found}", hint="remove one")
        first[key.value] = place.line
        yield (*path, key.value), place
        yield from _places(value, (*path, key.value), name)


def _place(node: yaml.Node) -> Place:
    mark = node.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
