"""What can go wrong for a user: one class an exit code, raised where known, caught in cli.main."""


class ShopmetricsError(Exception):
    """Say what was found, and in `hint` what to do next.

    `message` names the file and line where there is one, what was found and what was expected.
    """

    exit_code = 70

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the message and the hint apart, so that each can be shown in its place."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(ShopmetricsError):
    """An option or a config file that cannot be followed."""

    exit_code = 2


class InputError(ShopmetricsError):
    """Exports that cannot be used."""

    exit_code = 3


class OutputError(ShopmetricsError):
    """A report that cannot be written."""

    exit_code = 4


class DeliveryError(ShopmetricsError):
    """A report that reached nobody, or not everybody."""

    exit_code = 4
