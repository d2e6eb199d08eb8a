"""`shopmetrics inspect PATH…`: what each file was taken for, and how it was read."""

import typer

from shopmetrics.cli import options


def inspect(  # noqa: PLR0913 one parameter an option: Typer reads the signature
    *,
    paths: options.Paths = None,
    orders: options.Orders = None,
    refunds: options.Refunds = None,
    config: options.ConfigFile = None,
    profile: options.Profiles = None,
    timezone: options.Timezone = None,
    currency: options.Currency = None,
    format_: options.InspectFormat = "terminal",
    output: options.OutputFile = None,
    language: options.Language = None,
    color: options.Colour = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Show what each file was taken for and why, how it was read, and what found what."""
    from shopmetrics.cli.aside import Aside  # noqa: PLC0415 Polars only once it is needed
    from shopmetrics.cli.asked import Asked, own, paths_of, read, report  # noqa: PLC0415 Polars only once it is needed
    from shopmetrics.cli.look import look_of  # noqa: PLC0415 likewise
    from shopmetrics.cli.output import check_target, is_screen, write, written  # noqa: PLC0415 likewise
    from shopmetrics.cli.speech import words_of  # noqa: PLC0415 likewise
    from shopmetrics.cli.volume import volume_of  # noqa: PLC0415 likewise
    from shopmetrics.configfile import load_config  # noqa: PLC0415 likewise
    from shopmetrics.ingest import inspected  # noqa: PLC0415 likewise
    from shopmetrics.render import Format, render_sources  # noqa: PLC0415 likewise

    asked = Asked(
        paths=paths_of(paths),
        orders=paths_of(orders),
        refunds=paths_of(refunds),
        config=config,
        profiles=tuple(profile or ()),
        timezone=timezone,
        currency=currency,
        volume=volume_of(quiet=quiet, verbose=verbose),
    )
    check_target(output, asked.inputs)
    settings = load_config(config)
    words = words_of(language, settings.language, on_screen=is_screen(Format(format_), output))
    aside = Aside(words, asked.volume)
    with aside.timed("reading"):
        loaded = read(asked, settings, words, mixed=True)
    files = inspected(loaded, own(asked, settings))
    made = report(asked, settings, (), loaded)
    form = Format(format_)
    text = render_sources(files, made, form, words, look_of(color, output))
    write(written(text, form, output), output)
    aside.times()
    raise typer.Exit(0)
