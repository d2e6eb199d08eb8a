"""Where a report goes: stdout, or a file that is whole or not there at all."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex

from shopmetrics.errors import OutputError
from shopmetrics.render import Format


def check_target(target: Path | None, inputs: Sequence[Path]) -> None:
    """Refuse a target that cannot be written, before anything is computed.

    Raises:
        OutputError: for a folder that is missing or not writable, and for one of the inputs.
    """
    if target is None:
        return
    folder = target.parent
    if not folder.is_dir():
        raise OutputError(f"{folder}: no such folder", hint=f"create it first: mkdir -p {folder}")
    if target.is_dir():
        raise OutputError(f"{target} is a folder", hint="name a file in it")
    if not os.access(folder, os.W_OK):
        raise OutputError(f"{folder}: not writable", hint="write elsewhere with --output")
    if target.exists() and any(path.exists() and target.samefile(path) for path in inputs):
        raise OutputError(f"{target} is one of the inputs", hint="give --output another name")


def check_screen(target: Path | None) -> None:
    """Refuse to fill a screen with what is no text, before anything is computed.

    Raises:
        OutputError: where it would.
    """
    if target is None and sys.stdout is not None and sys.stdout.isatty():
        raise OutputError("this format is no text", hint="write to a file with --output")


def is_screen(form: Format, target: Path | None) -> bool:
    """Say whether a form of this kind is read from stdout, in the letters of a terminal."""
    watched = sys.stdout is not None and sys.stdout.isatty()
    return target is None and (watched or form is Format.terminal)


def written(text: str | bytes, form: Format, target: Path | None) -> str | bytes:
    """Return what is to be written: text for a screen, else UTF-8, which is what programs read."""
    if isinstance(text, bytes) or is_screen(form, target):
        return text
    return _utf_8(_ended(text))


def _utf_8(text: str) -> bytes:
    """Encode text; names of files that an old locale took for bytes become letters again."""
    whole = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return whole.encode()


def write(content: str | bytes, target: Path | None) -> None:
    """Write to stdout or to a file; a killed run leaves the old file or the new one.

    Raises:
        OutputError: where the disk is full or stdout is closed.
    """
    data = content if isinstance(content, bytes) else None
    text = "" if isinstance(content, bytes) else _ended(content)
    try:
        if target is None:
            _to_stdout(text, data)
        else:
            _to_file(_utf_8(text) if data is None else data, target)
    except BrokenPipeError:
        _close_quietly()
    except OSError as error:
        where = "the output" if target is None else str(target)
        raise OutputError(
            f"{where} cannot be written: {error.strerror}", hint="free the disk or write elsewhere"
        ) from error


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


def _to_stdout(text: str, data: bytes | None) -> None:
    if sys.stdout is None:
        raise OutputError("stdout is closed", hint="write to a file with --output")
    if data is None:
        sys.stdout.write(text)
    else:
        sys.stdout.buffer.write(data)
    sys.stdout.flush()


def _close_quietly() -> None:
    """Give stdout another end: whoever read it has read enough, and nothing more is to be said."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _to_file(data: bytes, target: Path) -> None:
    """Write beside the target under a random name, flush, and rename."""
    beside = target.parent / f".{token_hex(8)}.part"
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
