"""``evenstride analyze``: the results of recorded sessions."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evenstride.cli.commands.command import Command
from evenstride.cli.commands.options import (
    OutputPath,
    exercise_option,
    one_that_ends_in,
    placement_option,
)

if TYPE_CHECKING:
    from evenstride.cli.analyzing.files import Shard
    from evenstride.user.exercises import Choice


def _to_shard(_ctx: click.Context, _param: click.Parameter, value: str | None) -> "Shard | None":
    if value is None:
        return None
    number, _, of = value.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise click.BadParameter(f"{value!r} is no part of a whole; name the first of three 1/3.")
    from evenstride.cli.analyzing.files import Shard

    return Shard(int(number), int(of))


def _print_schema(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if not value:
        return
    from evenstride.analysis.results.schema import result_schema

    click.echo(json.dumps(result_schema(), indent=2, ensure_ascii=False))
    ctx.exit()


@click.command(
    cls=Command,
    examples=(
        "evenstride analyze session.csv",
        "evenstride analyze --json *.csv | jq .legs.left.count",
        "evenstride analyze --exercise single-leg-dip session.csv",
        "evenstride analyze study/ --output study.csv",
        "evenstride analyze study/ --output part-2.jsonl --shard 2/8 --resume",
        "evenstride analyze --schema > analysis.schema.json",
    ),
    writes_forms_by="--output OUT.csv or OUT.parquet writes a table with a row for each file.",
)
# Plain texts: a file that cannot be read gets a row like any other, and is not a usage error.
@click.argument("files", metavar="FILE|FOLDER...", nargs=-1, required=True)
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of the objects of --json, and do nothing else.",
)
@exercise_option("Default: what the recording says, else any repeated movement.")
@placement_option("Default: what the recording says.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per file, one per line.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes. Default: one for each processor, and fewer for few files.",
)
@click.option(
    "--output",
    type=OutputPath(),
    callback=one_that_ends_in(".jsonl", ".csv", ".parquet"),
    metavar="OUT",
    help="Keep a row for each file as it is done: all of the result in OUT.jsonl; counts and means"
    " in OUT.csv or OUT.parquet.",
)
@click.option("--resume", is_flag=True, help="Go on with OUT: pass over the files that it has.")
@click.option(
    "--shard",
    callback=_to_shard,
    metavar="K/N",
    help="Only the Kth of N parts of the files, for machines that share the work.",
)
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Have it done by the workers of a Dask scheduler, for instance tcp://127.0.0.1:8786.",
)
@click.pass_context
def analyze(  # noqa: PLR0917 # click names them
    ctx: click.Context,
    files: tuple[str, ...],
    choice: "Choice",
    placement: str | None,
    as_json: bool,
    jobs: int | None,
    output: Path | None,
    resume: bool,
    shard: "Shard | None",
    dask: str | None,
) -> None:
    """Say what was done in recorded sessions, leg by leg.

    A folder stands for every .csv file below it. A file that can not be read does not stop the
    others; the exit code is then 1.
    """
    if resume and output is None:
        raise click.UsageError("--resume needs --output: it goes on with that file.")
    if dask is not None and jobs is not None:
        raise click.UsageError("--jobs is for this computer, and --dask for a cluster; name one.")
    from evenstride.cli.analyzing.outcome import Job
    from evenstride.cli.analyzing.run import Asked, analyze_all
    from evenstride.sensors.samples import Placement

    asked = Asked(
        named=files,
        job=Job(choice, None if placement is None else Placement(placement)),
        as_json=as_json,
        jobs=jobs,
        dask=dask,
        output=output,
        resume=resume,
        shard=shard,
    )
    ctx.exit(0 if analyze_all(asked) else 1)
