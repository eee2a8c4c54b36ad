"""Tools of the scenarios in the guest: requests to the room, checks, and what arrived."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.sensors.bluetooth import BluetoothSource
from evenstride.sensors.samples import Block, FloatArray, Leg, Link, LinkState
from evenstride.sensors.timeline import Timeline
from tests.radio.session import TURN_S, Session, time_told

# A WitMotion's rate register as from the factory, 10 Hz.
RATE_AS_IT_CAME = 0x06

_ROOM = "/run/room.sock"
# Of the host; see ``machine/init``.
_OUT = Path("/out")


# A machine whose event loop is later than this, in one turn of twenty or ever, is too slow to judge
# times on; on a quiet one, samples are 80 ms late at the most. So is one whose clock goes another
# way than the room's: an emulated machine that gets too little of the processor loses its ticks.
_LATE_S, _EVER_LATE_S = 0.03, 0.2
_LOOK_EVERY_S = 0.02
_ASTRAY_S = 0.2
_COMPARE_EVERY_S = 1.0


class Bench:
    """Counts what does not hold, and asks the room.

    Attributes:
        failures: The checks that did not hold.
        skipped: The times that were not judged, since the machine was too slow.
    """

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.skipped: list[str] = []
        self._late_s: list[float] = []
        self._ahead_s: list[float] = []
        self._kept = 0

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Meanwhile it is measured how late this machine is, and how far its clock goes astray."""
        self._late_s, self._ahead_s = [0.0], [await self.ahead_s()]
        tasks = [asyncio.create_task(self._watch()), asyncio.create_task(self._compare())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()

    async def _compare(self) -> None:
        while True:
            await asyncio.sleep(_COMPARE_EVERY_S)
            self._ahead_s.append(await self.ahead_s(tries=3))

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due_s = loop.time() + _LOOK_EVERY_S
            await asyncio.sleep(_LOOK_EVERY_S)
            self._late_s.append(loop.time() - due_s)

    def check_time(self, in_time: bool, text: str) -> None:
        """Say whether something was in time, or that too slow a machine can not be judged."""
        usual_s, most_s = np.quantile(self._late_s, [0.95, 1.0]).tolist()
        astray_s = max(self._ahead_s) - min(self._ahead_s)
        is_quick = usual_s <= _LATE_S and most_s <= _EVER_LATE_S and astray_s <= _ASTRAY_S
        if in_time or is_quick:
            self.check(in_time, text)
            return
        self.skipped.append(text)
        why = (
            f"the machine is too slow: up to {1e3 * usual_s:.0f} ms late, once {1e3 * most_s:.0f}, "
            f"its clock astray by {1e3 * astray_s:.0f}"
        )
        print(f"  SKIP  {text} ({why})", flush=True)

    def check(self, holds: bool, text: str) -> None:
        """Say whether something holds."""
        print(f"  {'PASS' if holds else 'FAIL'}  {text}", flush=True)
        if not holds:
            self.failures.append(text)

    def tell(self, text: str) -> None:
        """Say a figure that is not judged."""
        print(f"        {text}", flush=True)

    def check_held(self, running: Session, leg: Leg) -> None:
        """Check that a link never broke once it was there; tell of tries that failed before."""
        links = [i for i in running.items if isinstance(i, Link) and i.leg is leg]
        for link in links[1:]:
            if link.state is LinkState.CONNECTING:
                self.tell(f"{leg}: {link.text}")
        broke = [link.text for link in links if link.state is LinkState.LOST]
        self.check(not broke, f"{leg}: the link held{''.join(f', not: {b}' for b in broke)}")

    async def room(self, do: str, sensor: str = "", sensors: Sequence[str] = ()) -> Any:
        """Have something done in the room."""
        reader, writer = await asyncio.open_unix_connection(_ROOM)
        try:
            request = {"do": do, "sensor": sensor, "sensors": sensors}
            writer.write(json.dumps(request).encode() + b"\n")
            answer = json.loads(await reader.readline())
        finally:
            writer.close()
        if isinstance(answer, dict) and "error" in answer:
            raise RuntimeError(f"{do} {sensor}: {answer['error']}")
        return answer

    async def until_connected(self, sensor: str, connected: bool = True) -> float:
        """Wait until a sensor sees it; returns when, on this loop's clock, seconds."""
        while (await self.room("state", sensor))["is_connected"] is not connected:  # noqa: ASYNC110 - the room only answers
            await asyncio.sleep(0.02)
        return asyncio.get_running_loop().time()

    async def address(self, sensor: str) -> str:
        """The address of a sensor."""
        return str((await self.room("state", sensor))["address"])

    async def ahead_s(self, tries: int = 20) -> float:
        """Return how far this loop's clock is ahead of the room's, seconds."""
        loop = asyncio.get_running_loop()
        answers = []
        for _ in range(tries):
            asked_s = loop.time()
            there_s = await self.room("clock")
            answers.append((loop.time() - asked_s, (asked_s + loop.time()) / 2 - there_s))
        return float(min(answers)[1])

    @asynccontextmanager
    async def session(self, left: str, right: str | None = None) -> AsyncIterator[Session]:
        """Only these are in the room, and stream; their motion tells the time."""
        names = [left] if right is None else [left, right]
        await self.room("only", sensors=names)
        await self.room("tick", sensors=names)
        legs = {leg: await self.address(name) for leg, name in zip(Leg, names, strict=False)}
        async with BluetoothSource(legs) as source:
            running = Session(source)
            for leg in legs:
                await running.until(leg, LinkState.CONNECTED)
            yield running
        await asyncio.wait_for(running.task, 1.0)
        self._keep(running, names)
        # BlueZ takes its time to disconnect; the next scenario shall not begin amidst that.
        async with asyncio.timeout(5.0):
            for name in names:
                await self.until_connected(name, connected=False)

    def keep_file(self, path: Path) -> None:
        """Keep what a program recorded beside the logs, to look at it at leisure."""
        shutil.copy(path, _OUT / path.name)

    def _keep(self, running: Session, names: Sequence[str]) -> None:
        """Write when samples arrived beside the logs: clocks can be tried on that at leisure."""
        self._kept += 1
        for leg, name in zip(Leg, names, strict=False):
            blocks = running.blocks(leg)
            if blocks:
                np.savez(
                    _OUT / f"arrivals-{self._kept:02}-{name}.npz",
                    seq=np.concatenate([b.seq for b in blocks]),
                    t_us=np.concatenate([b.t_us for b in blocks]),
                    host_us=np.concatenate([b.host_us for b in blocks]),
                    felt_s=time_told(np.concatenate([b.acc_m_s2 for b in blocks])),
                )


class Arrived:
    """The samples that arrived from both legs, and the true motion at their times.

    Attributes:
        seq: Sample numbers.
        felt_s: When each sample was felt, by the motion itself, seconds.
        host_s: When it arrived, on the guest's clock, seconds.
        t_s: When it was felt by the timeline, seconds.
    """

    def __init__(self, running: Session) -> None:
        timeline = Timeline()
        parts: dict[Leg, list[tuple[Block, FloatArray]]] = {}
        for item in running.items:
            if isinstance(item, Block):
                parts.setdefault(item.leg, []).append((item, timeline.update(item).t_s))
        self.seq = {k: np.concatenate([b.seq for b, _ in v]) for k, v in parts.items()}
        self.host_s = {k: np.concatenate([b.host_us for b, _ in v]) / 1e6 for k, v in parts.items()}
        self.t_s = {k: np.concatenate([t for _, t in v]) for k, v in parts.items()}
        self.felt_s = {
            k: time_told(np.concatenate([b.acc_m_s2 for b, _ in v])) % TURN_S
            for k, v in parts.items()
        }
        for leg, felt_s in self.felt_s.items():
            self.felt_s[leg] = np.unwrap(felt_s, period=TURN_S)

    def rate_hz(self, leg: Leg) -> float:
        """Samples a second, by the sensor's own time."""
        felt_s = self.felt_s[leg]
        return float((len(felt_s) - 1 + self.really_lost(leg)) / (felt_s[-1] - felt_s[0]))

    def lost(self, leg: Leg) -> int:
        """Samples that are missing by their numbers."""
        return int((np.diff(self.seq[leg]) - 1).sum())

    def really_lost(self, leg: Leg) -> int:
        """Samples that are missing by what was felt."""
        steps = np.diff(self.felt_s[leg])
        # Single steps tremble with the sensor's resolution.
        step = steps[steps < 1.5 * np.median(steps)].mean()
        return int(np.round(steps / step - 1).sum())

    def twice(self, leg: Leg) -> int:
        """Samples whose number, felt time or time on the timeline does not grow."""
        return sum(int((np.diff(v[leg]) <= 0).sum()) for v in (self.seq, self.felt_s, self.t_s))

    def apart_s(self, began_s: dict[Leg, float], after_s: float) -> float:
        """By how much the legs' timelines disagree at worst, that long after the first sample.

        Args:
            began_s: When each leg's motion began, on a clock that both share.
            after_s: What comes before is left out.
        """
        error = {leg: self.t_s[leg] - self.felt_s[leg] - began_s[leg] for leg in Leg}
        at_s = self.t_s[Leg.LEFT]
        there = (at_s > after_s) & (at_s < self.t_s[Leg.RIGHT][-1])
        apart = error[Leg.LEFT] - np.interp(at_s, self.t_s[Leg.RIGHT], error[Leg.RIGHT])
        # Whole turns of the motion's hands can not be seen, and a sensor's resolution lets them
        # tremble by a millisecond or two: hence the mean over half a second.
        apart = (apart[there] + TURN_S / 2) % TURN_S - TURN_S / 2
        return float(np.abs(np.convolve(apart, np.full(50, 1 / 50), "valid")).max())

    def late_s(self, leg: Leg, began_s: float) -> FloatArray:
        """Return how late each sample arrived, seconds; the motion began on the guest's clock."""
        late = self.host_s[leg] - self.felt_s[leg] - began_s
        return (late + TURN_S / 2) % TURN_S - TURN_S / 2


def said_s(running: Session, leg: Leg, state: LinkState) -> float:
    """When the latest such change was said, on the guest's clock, seconds."""
    links = [i for i in running.items if isinstance(i, Link) and (i.leg, i.state) == (leg, state)]
    return links[-1].host_us / 1e6
