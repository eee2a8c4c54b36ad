"""``evenstride language``: the language of the screen and of the voice."""

import click

from evenstride.cli.commands.command import Command


@click.command(
    cls=Command,
    begins_person=True,
    examples=("evenstride language", "evenstride language de"),
)
@click.argument("code", required=False, metavar="[CODE]")
def language(code: str | None) -> None:
    """Say which language is spoken, or choose one.

    CODE is en, de, or system for that of your system. Screens, the voice and the report speak it.
    Help, what commands print, and what other programs read stay in English.
    """
    from evenstride.errors import JobError, JobReason
    from evenstride.language import LANGUAGES, wanted
    from evenstride.places import settings_path
    from evenstride.terminal.streams import print_line
    from evenstride.user import settings

    if code is None:
        now = wanted(settings.load().language)
        print_line(f"{now}: {LANGUAGES[now]}. There are: {', '.join(LANGUAGES)}.")
        return
    if code not in (*LANGUAGES, "system"):
        raise click.BadParameter(f"There are {', '.join(LANGUAGES)} and system, and no {code!r}.")
    if not settings.remember(language="" if code == "system" else code):
        raise JobError(
            f"The language can not be kept in {settings_path()}; make it writable, and try again.",
            JobReason.CANNOT_WRITE,
        )
    print_line(f"From now on: {LANGUAGES[wanted(settings.load().language)]}.")
