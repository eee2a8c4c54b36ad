"""Run the scenarios, in the guest: ``python -m tests.bluez.guest [PART_OF_A_NAME ...]``."""

import asyncio
import sys
import traceback
from collections.abc import Awaitable, Callable

from tests.bluez import programs, streaming
from tests.bluez.bench import Bench

SCENARIOS: tuple[Callable[[Bench], Awaitable[None]], ...] = (
    streaming.scan_finds_both,
    streaming.two_stream_at_once,
    streaming.one_session_after_another,
    streaming.one_hangs_up,
    programs.bleak_alone_delivers_twice,
    streaming.one_goes_out_of_range,
    streaming.one_falls_silent,
    streaming.adapter_off_and_on,
    programs.a_signal_while_streaming,
    programs.a_signal_while_connecting,
    programs.a_killed_program_leaves_no_trouble,
    programs.a_whole_session,
    streaming.every_product_streams,
)
_LIMIT_S = 400.0


async def run(scenario: Callable[[Bench], Awaitable[None]], bench: Bench) -> None:
    """Run one scenario; whatever goes wrong is a failure of its own."""
    loop = asyncio.get_running_loop()
    print(f"\n{(scenario.__doc__ or '').strip()}", flush=True)
    began_s = loop.time()
    try:
        async with asyncio.timeout(_LIMIT_S), bench.watched():
            await scenario(bench)
    except Exception:
        # The other scenarios shall run all the same.
        traceback.print_exc(file=sys.stdout)
        bench.check(False, f"{scenario.__name__} came to no end")
    print(f"        ({loop.time() - began_s:.0f} s)", flush=True)


async def main(wanted: list[str]) -> int:
    """Run what is wanted; returns the exit code."""
    bench = Bench()
    for scenario in SCENARIOS:
        if not wanted or any(part in scenario.__name__ for part in wanted):
            await run(scenario, bench)
    if bench.skipped:
        print(f"\n{len(bench.skipped)} time(s) not judged: the machine is too slow")
    print(f"\n{len(bench.failures) or 'No'} check(s) failed", *bench.failures, sep="\n  ")
    return min(len(bench.failures), 1)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
