"""``evenstride language``: the language of the screen and of the voice."""

import click

from evenstride.cli.commands.options import Command


@click.command(
    cls=Command,
    begins_person=True,
    examples=("evenstride language", "evenstride language de"),
)
@click.argument("code", required=False, metavar="[CODE]")
def language(code: str | None) -> None:
    """Say which language is spoken, or choose one: en, de; system for that of your system.

    Translated is all that is on a screen, the voice, and the report. What other programs read, the
    help, messages of commands and these pages are in English.
    """
    from evenstride.language import LANGUAGES, wanted
    from evenstride.terminal.streams import print_line
    from evenstride.user import settings

    if code is None:
        now = wanted(settings.load().language)
        print_line(f"{now}: {LANGUAGES[now]}. There are: {', '.join(LANGUAGES)}.")
        return
    if code not in (*LANGUAGES, "system"):
        raise click.BadParameter(f"There are {', '.join(LANGUAGES)} and system, and no {code!r}.")
    settings.remember(language="" if code == "system" else code)
    print_line(f"From now on: {LANGUAGES[wanted(settings.load().language)]}.")
