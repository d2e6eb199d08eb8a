"""What was sent already: one line a mail and recipient, kept so that nothing is sent twice.

Two runs at once take turns by a lock that the system lets go of when a run dies. Room for the line
is made before anything is sent, so that a full disk is found in time. A run that is killed between
the server's yes and the line in the ledger sends that one mail again, under the same id.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from shopmetrics.errors import DeliveryError, OutputError
from shopmetrics.extra import required

_WAIT = 600.0  # seconds for another run to be done
_NAME = "sent.ndjson"


class Ledger:
    """The file of what was sent, in the hands of one run at a time."""

    def __init__(self, file: Path) -> None:
        """Read what was sent; a last line that was cut short does not count."""
        self._file = file
        self._sent: set[tuple[str, str]] = set()
        said = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
        for line in said.splitlines():
            try:
                entry = json.loads(line)
                self._sent.add((entry["mail"], entry["to"]))
            except (ValueError, KeyError, TypeError):
                continue

    def has(self, mail: str, recipient: str) -> bool:
        """Say whether a mail went to a recipient."""
        return (mail, recipient) in self._sent

    @contextmanager
    def line(self, mail: str, recipient: str, at: datetime) -> Iterator[Callable[[], None]]:
        """Make room for a line; what is given writes into it that a mail went to a recipient.

        Raises:
            OutputError: where there is no room, before anything is sent; or no way to write there.
        """
        entry = json.dumps({"mail": mail, "to": recipient, "at": at.isoformat()}).encode()
        start, cut = self._end()
        noted = False

        def note() -> None:
            nonlocal noted
            noted = True
            self._sent.add((mail, recipient))
            self._note(start + len(cut), entry, recipient)

        try:
            self._make_room(start, cut + b" " * len(entry) + b"\n")
            yield note
        finally:
            if not noted:
                self._forget(start)

    def _make_room(self, start: int, blank: bytes) -> None:
        try:
            self._write(start, blank)
        except OSError as error:
            raise OutputError(
                f"{self._file}: cannot be written: {error.strerror}; nothing more was sent",
                hint="free the disk and send again: nobody gets a second one",
            ) from None

    def _note(self, start: int, entry: bytes, recipient: str) -> None:
        try:
            self._write(start, entry)
        except OSError as error:
            raise OutputError(
                f"{self._file}: what {recipient} got was sent, but that cannot be noted:"
                f" {error.strerror}",
                hint="the next run may send it again; see to the disk",
            ) from None

    def _end(self) -> tuple[int, bytes]:
        """Return where a line can begin, and what ends the one before where that was cut short."""
        said = self._file.read_bytes() if self._file.exists() else b""
        return len(said), b"" if said[-1:] in {b"", b"\n"} else b"\n"

    def _write(self, start: int, data: bytes) -> None:
        """Write at a place, and be sure that it is on the disk."""
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.seek(start)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def _forget(self, start: int) -> None:
        with suppress(OSError):
            os.truncate(self._file, start)


@contextmanager
def ledger(folder: Path) -> Iterator[Ledger]:
    """Open the ledger of a folder for this run alone.

    Raises:
        OutputError: where the folder cannot be made or written.
        DeliveryError: where another run has held it for ten minutes.
    """
    locks = required("filelock", "report")
    lock = locks.FileLock(folder / ".lock", timeout=_WAIT)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
        found = Ledger(folder / _NAME)
    except locks.Timeout:
        raise DeliveryError(
            f"{folder}: another run has been sending for {_WAIT / 60:.0f} minutes",
            hint="see what it is doing, or end it",
        ) from None
    except OSError as error:
        lock.release()
        raise OutputError(
            f"{folder}: cannot be used: {error.strerror}",
            hint="name another folder with --state",
        ) from None
    try:
        yield found
    finally:
        lock.release()


def state_folder(given: Path | None) -> Path:
    """Return where the ledger is kept: as given, systemd's folder, else the user's."""
    if given is not None:
        return given
    if named := os.environ.get("STATE_DIRECTORY"):
        return Path(named.split(":")[0])
    return Path(required("platformdirs", "report").user_state_dir("shopmetrics"))
