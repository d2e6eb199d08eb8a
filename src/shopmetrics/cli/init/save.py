"""The files that init writes: profiles and a shop.yaml that uses them; nothing is overwritten."""

from collections.abc import Mapping
from pathlib import Path

from shopmetrics.cli.output import write
from shopmetrics.configfile import load_config
from shopmetrics.errors import OutputError

CONFIG, PROFILES = "shop.yaml", "profiles"


def kept_config(folder: Path) -> Path | None:
    """Return the shop.yaml that is there already and uses the folder's profiles."""
    path = folder / CONFIG
    if not path.is_file():
        return None
    return path if load_config(path).profiles == folder / PROFILES else None


def free_name(wanted: str, taken: frozenset[str]) -> str:
    """Return a name for a profile that no other has."""
    numbered = (wanted, *(f"{wanted}_{at}" for at in range(2, len(taken) + 3)))
    return next(name for name in numbered if name not in taken)


def check_free(paths: list[Path], *, force: bool) -> None:
    """Refuse to replace a file, before anything is asked or written.

    Raises:
        OutputError: for a file that is there, unless forced.
    """
    for path in paths:
        if path.exists() and not force:
            raise OutputError(
                f"{path} is there already", hint="write elsewhere with --output, or add --force"
            )


def save(texts: Mapping[Path, str]) -> None:
    """Write every file whole, and the folders it needs.

    Raises:
        OutputError: where that cannot be done.
    """
    for path, text in texts.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{path.parent} cannot be made: {error.strerror}",
                hint="name another folder with --output",
            ) from None
        write(text, path)
