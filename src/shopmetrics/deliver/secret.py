"""The password of the mail server: from the environment, a credential or a file, never typed."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from shopmetrics.errors import ConfigError

VARIABLE = "SHOPMETRICS_SMTP_PASSWORD"
CREDENTIAL = "smtp_password"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def password(file: Path | None, environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the first that is there: the variable, systemd's credential, the file; else None.

    Raises:
        ConfigError: for a file that is missing or that others may read.
    """
    if VARIABLE in environment:
        return environment[VARIABLE]
    if folder := environment.get("CREDENTIALS_DIRECTORY"):
        credential = Path(folder) / CREDENTIAL
        if credential.is_file():
            return _line(credential)
    if file is None:
        return None
    _refuse_open(file)
    return _line(file)


def _line(file: Path) -> str:
    return file.read_text(encoding="utf-8").rstrip("\r\n")


def _refuse_open(file: Path) -> None:
    if not file.is_file():
        raise ConfigError(f"{file}: there is no such file", hint="mail.password_file names it")
    if os.name == "posix" and file.stat().st_mode & _OTHERS:
        raise ConfigError(f"{file}: others may read the password", hint=f"chmod 600 {file}")
