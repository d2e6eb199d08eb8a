"""What only the machine that sends may know: from the environment, a credential or a file."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shopmetrics.errors import ConfigError

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret may stand; it is never typed and never in the config."""

    variable: str
    credential: str  # systemd's name of it
    key: str  # of the config: names the file
    what: str


PASSWORD = Secret(
    "SHOPMETRICS_SMTP_PASSWORD", "smtp_password", "mail.password_file", "the password"
)
ADDRESSES = Secret(
    "SHOPMETRICS_NOTIFY_URLS", "notify_urls", "notify.urls_file", "the addresses of the chats"
)


def secret(
    wanted: Secret, file: Path | None, environment: Mapping[str, str] = os.environ
) -> str | None:
    """Return the first that is there: the variable, systemd's credential, the file; else None.

    Raises:
        ConfigError: for a file that is missing or that others may read.
    """
    if wanted.variable in environment:
        return environment[wanted.variable]
    if folder := environment.get("CREDENTIALS_DIRECTORY"):
        credential = Path(folder) / wanted.credential
        if credential.is_file():
            return _text(credential)
    if file is None:
        return None
    _refuse_open(file, wanted)
    return _text(file)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8").rstrip("\r\n")


def _refuse_open(file: Path, wanted: Secret) -> None:
    if not file.is_file():
        raise ConfigError(f"{file}: there is no such file", hint=f"{wanted.key} names it")
    if os.name == "posix" and file.stat().st_mode & _OTHERS:
        raise ConfigError(f"{file}: others may read {wanted.what}", hint=f"chmod 600 {file}")
