"""Analyzing files on the workers of a Dask cluster, which see the same folders as this computer."""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any, Final

from evenstride.cli.analyzing.outcome import Job, Outcome, failed, outcome_of
from evenstride.errors import JobError, JobReason
from evenstride.extras import missing
from evenstride.version import analysis_version

_AHEAD: Final = 1000
"""How many files are submitted at a time: no worker waits, and the scheduler stays small."""

_PATIENCE_S: Final = 10
"""A scheduler that does not answer for this long is not there."""


def analyze_by_cluster(
    files: Iterable[tuple[int, str]], job: Job, address: str
) -> Iterator[tuple[int, Outcome]]:
    """Analyze files; yield each outcome when it is done, with its file's number.

    The scheduler replaces a worker that dies; it gives the file to other workers, and gives up on a
    file that has killed several.

    Args:
        files: Their numbers and names.
        job: How to analyze each.
        address: The scheduler's address, for instance ``tcp://127.0.0.1:8786``.

    Raises:
        JobError: There is no scheduler, or a package is not installed, here or there.
    """
    try:
        import distributed
    except ImportError as error:
        raise missing("cluster", "A cluster takes Dask") from error
    dask: Any = distributed  # untyped
    waiting = iter(files)
    try:
        # Checked first, because a client keeps trying for longer than anybody waits if nobody or
        # something else answers.
        asyncio.run(asyncio.wait_for(_identity(dask, address), _PATIENCE_S))
        client = dask.Client(address, timeout=_PATIENCE_S, set_as_default=False)
    except Exception as error:  # whatever error the library raises if something else answers
        raise JobError(
            f"No Dask scheduler answers at {address}; check the address, and that it runs.",
            JobReason.NOT_FOUND,
        ) from error
    with client:
        _refuse_others(client)
        given: dict[Any, tuple[int, str]] = {}
        running = dask.as_completed(loop=client.loop)

        def give(most: int) -> None:
            for _, (number, file) in zip(range(most), waiting, strict=False):
                # Not pure: a file of the same name may have other contents by now.
                future = client.submit(outcome_of, file, job, pure=False)
                given[future] = number, file
                running.add(future)

        give(_AHEAD)
        for future in running:
            number, file = given.pop(future)
            fault = future.exception()
            yield number, future.result() if fault is None else failed(file, _why(file, fault))
            give(1)


async def _identity(dask: Any, address: str) -> None:
    async with dask.rpc(address) as scheduler:
        said = await scheduler.identity()
    if said["type"] != "Scheduler":
        raise ValueError(said["type"])


def _refuse_others(client: Any) -> None:
    """Check that no worker would give other results.

    Raises:
        JobError: A worker has another version, or none.
    """
    ours = analysis_version()
    try:
        versions = client.run(analysis_version)
    except Exception as error:  # whatever error a worker without this program raises
        raise JobError(
            f"The cluster's workers do not run evenstride ({error}); install version {ours} there.",
            JobReason.OTHER_VERSION,
        ) from error
    others = sorted({version for version in versions.values() if version != ours})
    if others:
        raise JobError(
            f"The cluster's workers have version {', '.join(others)} of the analysis, and here it"
            f" is {ours}; install the same there.",
            JobReason.OTHER_VERSION,
        )


def _why(file: str, error: BaseException) -> str:
    return (
        f"{file} could not be analyzed on the cluster ({type(error).__name__}). Its workers may be"
        " short of memory; analyze this file by itself to see more."
    )
