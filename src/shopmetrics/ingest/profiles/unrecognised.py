"""What is said of a header that no profile fits: what is nearest, what it lacks, what to do."""

import shlex
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import islice

from shopmetrics.ingest.delimited.opened import Opened
from shopmetrics.ingest.files.container import NoExportError
from shopmetrics.ingest.profiles.profile import Profile, fold
from shopmetrics.ingest.profiles.recognise import Known, columns_of, nearest
from shopmetrics.ingest.propose.synonyms import KINDS, forms, synonyms
from shopmetrics.printable import printable
from shopmetrics.shop import Kind

_NAMED = 12
_LONGEST = 40
_ALIKE = 0.75
_GUESSES = 5


def unrecognised(opened: Opened, known: Known, kind: Kind | None) -> NoExportError:
    """Return the error: the nearest profile, what it lacks, and which header looks like what."""
    best, lacking = nearest(opened.header, known, kind)
    named = [_short(name) for name in opened.header]
    found = ", ".join(named[:_NAMED]) + (" …" if len(named) > _NAMED else "")
    asked = f" as {kind}" if kind else ""
    return NoExportError(
        f"{opened.path}:{opened.header_line}: not recognised{asked}: nearest is {best.name}, "
        f"which {_obstacle(best, lacking, opened.header)}; found {found}",
        hint=_hint(opened, best, kind),
    )


def _obstacle(best: Profile, lacking: Sequence[str], header: Sequence[str]) -> str:
    if lacking:
        return f"also needs the column {' and '.join(lacking)}"
    names = {fold(name) for name in header}
    barred = [name for name in best.without if fold(name) in names]
    return f"may not have the column {', '.join(barred)}"


def _hint(opened: Opened, best: Profile, kind: Kind | None) -> str:
    """Say which header looks like what the profile lacks, and the command that proposes more."""
    guesses = ", ".join(islice(_guesses(opened.header, best), _GUESSES))
    option = f" --{kind}" if kind in KINDS else ""
    command = printable(f"shopmetrics init{option} {shlex.quote(str(opened.path))}")
    looks = f"{guesses}. " if guesses else ""
    return f"{looks}Rename the columns, or have a profile proposed: {command}"


def _guesses(header: Sequence[str], best: Profile) -> Iterator[str]:
    """Yield headers that the profile does not know and that sound like a column it lacks."""
    found = columns_of(best, header)
    spare = [name for at, name in enumerate(header) if name.strip() and at not in found.values()]
    for column, aliases in best.columns.items():
        if column not in found and (name := _alike(column, aliases[0], best.kind, spare)):
            spare.remove(name)
            yield f"{_short(name)!r} looks like {aliases[0]}"


def _alike(column: str, called: str, kind: Kind, spare: Sequence[str]) -> str | None:
    """Return the header that is nearly the name, else one that is a synonym of it."""
    folded = {fold(name): name for name in spare}
    near = get_close_matches(fold(called), folded, 1, _ALIKE)
    if near:
        return folded[near[0]]
    names = synonyms().names.get(kind, {}).get(column, {})
    return next((name for name in spare if set(forms(name)) & names.keys()), None)


def _short(name: str) -> str:
    text = printable(name.strip())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
