"""Data set as pages by typst: without network, files or markup, and without boxes for letters.

PDF/UA-1 is asked for: its pages can be read aloud, and typst says what no font can show.
"""

import json
import re
from importlib.resources import files
from typing import Any
from unicodedata import name

from shopmetrics.extra import required
from shopmetrics.render.pdf.data import Data
from shopmetrics.render.pdf.fonts import families, fonts_here, refuse_lacking

_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")  # as Rust writes what cannot be seen
_COMMON = "退款率"
_PROBE = b'#set document(title: "probe")\n#sys.inputs.data'


def typeset(data: Data, language: str) -> bytes:
    """Set data as a PDF; a sign that no font has, such as an emoji, stands there by its number.

    Raises:
        OutputError: where no font has the letters.
    """
    fonts = fonts_here()
    source = (files(__package__) / "page.typ").read_bytes()
    text = json.dumps({**data, "fonts": families(fonts, language)}, ensure_ascii=False)
    made, lacking = _tried(source, text, fonts)
    if made is None:
        refuse_lacking(_letters(lacking, fonts))
        numbers = {ord(sign): f"U+{ord(sign):04X}" for sign in lacking}
        made = _compiled(source, text.translate(numbers), fonts)
    return made


def _tried(source: bytes, text: str, fonts: Any) -> tuple[bytes | None, frozenset[str]]:  # noqa: ANN401 typst's
    """Return the pages, or what no font has: nothing where the fault is another."""
    try:
        return _compiled(source, text, fonts), frozenset()
    except required("typst", "pdf").TypstError as error:
        found = "".join(_LACKING.findall(error.diagnostic))
        signs = _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), found)
        return None, frozenset(signs)


def _letters(lacking: frozenset[str], fonts: Any) -> list[str]:  # noqa: ANN401 typst's
    """Return the letters among signs; where Chinese can be read, a rare one counts as a sign."""
    letters = sorted(filter(str.isalpha, lacking))
    chinese = all(name(letter, "").startswith("CJK") for letter in letters)
    return [] if chinese and _tried(_PROBE, _COMMON, fonts)[0] else letters


def _compiled(source: bytes, text: str, fonts: Any) -> bytes:  # noqa: ANN401 typst's
    compiler = required("typst", "pdf").Compiler(
        source, root=str(files(__package__)), font_paths=fonts, sys_inputs={"data": text}
    )
    pages: bytes = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    return pages
