"""An error or a hint in the reader's language, found by the form it has in English.

Errors are raised in English, as f-strings. The catalogue holds those forms with their blanks
named, `{path}: not UTF-8`; what stands in a blank is said in the same way where it is a form
itself. What has no form stays as it is: a line of a file, a word of another program.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from shopmetrics.text.catalogue import catalogue

_BLANK = re.compile(r"\{(\w+)\}")
_IDS = re.compile(r"'?[\w.:/+-]+'?(?:, '?[\w.:/+-]+'?)+(?: …)?")
# Blanks that hold less than anything: Pydantic's name for what is wrong, and a phrase of ours.
_SHAPES = {"field": r"\w+", "what": "[^:]*?"}
_QUOTED = "    "  # how a line of the user's own file is indented

Say = Callable[[str], str | None]


def said(message: str, language: str) -> str:
    """Return a message line by line in a language; English is what it is written in."""
    if language == "en":
        return message
    return "\n".join(_line(line, language) for line in message.split("\n"))


@cache
def _forms(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return pattern and translation of every form, those with the most words first."""
    known = catalogue(f"{language}.errors")
    sized = sorted(known, key=lambda form: -len(_BLANK.sub("", form)))
    return tuple((re.compile(_pattern(form)), known[form]) for form in sized)


def _pattern(form: str) -> str:
    """Write a form as a pattern; a blank that stands twice is filled twice with the same."""
    pattern, named = "", set[str]()
    for at, part in enumerate(_BLANK.split(form)):
        if at % 2 == 0:
            pattern += re.escape(part)
        else:
            filled = _SHAPES.get(part, ".*?")
            pattern += f"(?P={part})" if part in named else f"(?P<{part}>{filled})"
            named.add(part)
    return pattern


def _line(line: str, language: str) -> str:
    if line.startswith(_QUOTED):
        return line
    bare = line.lstrip()
    indent = line[: len(line) - len(bare)]
    found = _phrase(bare, language) or next(_after_places(bare, language), bare)
    return f"{indent}{found}"


def _after_places(line: str, language: str) -> Iterator[str]:
    """Yield a line with what follows a colon translated: `shop.yaml:3:5: mail.port: …`."""
    for colon in re.finditer(": ", line):
        found = _phrase(line[colon.end() :], language)
        if found is not None:
            yield f"{line[: colon.start()].replace(': ', '：')}：{found}"


def _phrase(text: str, language: str) -> str | None:
    for pattern, form in _forms(language):
        if found := pattern.fullmatch(text):
            blanks = {name: _inside(value, language) for name, value in found.groupdict().items()}
            if "path" in blanks:  # with the key in the file, where it has one
                blanks["path"] = blanks["path"].replace(": ", "：")
            return form.format(**blanks)
    return None


def _inside(value: str, language: str) -> str:
    """Say what fills a blank: a list whose every item has a form, a phrase, else what it is."""
    if _IDS.fullmatch(value):
        return value.replace(", ", "、")
    items = [_phrase(item, language) for item in value.split(", ")]
    if len(items) > 1 and None not in items:
        return "，".join(filter(None, items))
    return (_phrase(value, language) if value else None) or value
