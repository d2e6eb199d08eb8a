"""`python -m shopmetrics` and the installed script: Ctrl-C ends even what is still being loaded."""

import signal


def start() -> None:
    """Load the command line and run it; until it listens for signals, they end the process."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from shopmetrics.cli import run  # noqa: PLC0415 the loading is what may be stopped

    run()


if __name__ == "__main__":
    start()
