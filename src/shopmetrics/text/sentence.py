"""A sentence with its blanks filled: plurals in English, spaces in Chinese.

`{n} {n:row|rows}` says one row or many, by what the blank is filled with.

Between Chinese characters and Latin letters or digits stands one space, between two Chinese ones
none. What fills a blank is not known where a sentence is written, so that the space beside a blank
is settled here: 12.35万 joins the word behind it, 3,826 keeps its distance.
"""

import re
from string import Formatter

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_WIDE = re.compile(_HAN)
_NARROW = re.compile(r"[0-9A-Za-z%+\-#@¥€£$<>=/~≤≥±×]")
_ONE = "1"


def filled(sentence: str, values: dict[str, object], *, spaced: bool) -> str:
    """Fill the blanks of a sentence; `spaced` settles the spaces beside them for Chinese."""
    text = ""
    open_ = False  # what stands last in `text` filled a blank
    for literal, name, form, _ in Formatter().parse(sentence):
        text = _joined(text, literal) if spaced and open_ else text + literal
        if name is not None:
            value = _chosen(str(values[name]), form or "")
            text = _joined(text, value) if spaced and literal else text + value
        open_ = name is not None
    return text


def _chosen(value: str, form: str) -> str:
    """Return a value, or the word for one or for many of it."""
    if not form:
        return value
    one, many = form.split("|")
    return one if value == _ONE else many


def _joined(before: str, after: str) -> str:
    """Put two pieces together with the space that their ends ask for."""
    bare_before, bare_after = before.rstrip(" "), after.lstrip(" ")
    if not bare_before or not bare_after or "\n" in (bare_before[-1], bare_after[0]):
        return before + after
    ends = bare_before[-1], bare_after[0]
    wide = [bool(_WIDE.match(end)) for end in ends]
    if all(wide):
        return bare_before + bare_after
    narrow = any(_NARROW.match(end) for end, han in zip(ends, wide, strict=True) if not han)
    return f"{bare_before} {bare_after}" if any(wide) and narrow else before + after
