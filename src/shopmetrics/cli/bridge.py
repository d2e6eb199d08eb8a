"""One run of `rules compare`: read, answer under every rule on the way, render, write."""

from dataclasses import replace

from shopmetrics.bridge import bridge, steps
from shopmetrics.cli.aside import Aside
from shopmetrics.cli.asked import Asked, read, settings
from shopmetrics.cli.look import look_of
from shopmetrics.cli.output import check_target, is_screen, write, written
from shopmetrics.cli.show import Shown, form_of
from shopmetrics.cli.speech import words_of
from shopmetrics.configfile import load_config
from shopmetrics.render import render
from shopmetrics.report import build
from shopmetrics.rules import named, rules_of


def show_bridge(asked: Asked, shown: Shown, first: str, last: str) -> None:
    """Write the steps from one rule's number to another's; the rules are taken as named."""
    check_target(shown.output, asked.inputs)
    form = form_of(shown)
    config = load_config(asked.config)
    words = words_of(shown.language, config.language, on_screen=is_screen(form, shown.output))
    known = rules_of(config.rules)
    ends = named(first, known), named(last, known)
    way = steps(*ends)
    aside = Aside(words, asked.volume)
    with aside.timed("reading"):
        loaded = read(asked, config, words)
    aside.files(loaded)
    under = replace(settings(asked, config, loaded), rules=way)
    with aside.timed("counting"):
        made = build(loaded, [bridge(*ends)], under)
    look = look_of(shown.colour, shown.output)
    text = render(made, form, words, look, page="bridge")
    write(written(text, form, shown.output), shown.output)
    aside.notes(made)
    aside.times()
