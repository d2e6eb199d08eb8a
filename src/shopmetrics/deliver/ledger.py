"""What was sent already: one line a mail and recipient, kept so that nothing is sent twice.

Two runs at once take turns by a lock that the system lets go of when a run dies. A run that dies
between the server's yes and the line in the ledger sends that one mail again, under the same id.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
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
        for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
            try:
                entry = json.loads(line)
                self._sent.add((entry["mail"], entry["to"]))
            except (ValueError, KeyError, TypeError):
                continue

    def has(self, mail: str, recipient: str) -> bool:
        """Say whether a mail went to a recipient."""
        return (mail, recipient) in self._sent

    def add(self, mail: str, recipient: str, at: datetime) -> None:
        """Write down that a mail went to a recipient, and be sure that it is on the disk.

        Raises:
            OutputError: where it cannot be written.
        """
        line = json.dumps({"mail": mail, "to": recipient, "at": at.isoformat()})
        cut = "" if self._ended() else "\n"
        try:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(f"{cut}{line}\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError(
                f"{self._file}: what {recipient} got was sent, but that cannot be noted:"
                f" {error.strerror}",
                hint="the next run may send it again; free the disk",
            ) from None
        self._sent.add((mail, recipient))

    def _ended(self) -> bool:
        return not self._file.is_file() or self._file.read_bytes()[-1:] in {b"", b"\n"}


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
    except locks.Timeout:
        raise DeliveryError(
            f"{folder}: another run has been sending for {_WAIT / 60:.0f} minutes",
            hint="see what it is doing, or end it",
        ) from None
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written: {error.strerror}",
            hint="name another folder with --state",
        ) from None
    try:
        yield Ledger(folder / _NAME)
    finally:
        lock.release()


def state_folder(given: Path | None) -> Path:
    """Return where the ledger is kept: as given, systemd's folder, else the user's."""
    if given is not None:
        return given
    if named := os.environ.get("STATE_DIRECTORY"):
        return Path(named.split(":")[0])
    return Path(required("platformdirs", "report").user_state_dir("shopmetrics"))
