"""The few requests of roff that a manual page needs; text can be none of them."""

from collections.abc import Iterator

_LETTERS = {
    "\\": r"\e",
    "-": r"\-",
    "'": r"\(aq",
    '"': r"\(dq",
    "`": r"\(ga",
    "^": r"\(ha",
    "~": r"\(ti",
}


def escaped(text: str) -> str:
    r"""Write text so that it stands as it is: a dot at its beginning is no request, - no dash."""
    written = "".join(_LETTERS.get(one, one) for one in " ".join(text.split()))
    return rf"\&{written}" if written.startswith(".") else written


def headed(title: str, *, level: int = 1) -> str:
    """Begin a section, or one below it."""
    return f'.{"SH" if level == 1 else "SS"} "{escaped(title)}"'


def item(name: str, text: str) -> Iterator[str]:
    """Write a name in bold, and what is said of it beside or below it."""
    yield ".TP"
    yield rf"\fB{escaped(name)}\fR"
    yield escaped(text)


def paragraph(text: str) -> Iterator[str]:
    """Begin a paragraph."""
    yield ".PP"
    yield escaped(text)


def literal(what: str, typed: str) -> Iterator[str]:
    """Write what is wanted, and below it the line to be typed, never filled."""
    yield from paragraph(what)
    yield from (".RS", ".nf", escaped(typed), ".fi", ".RE")
