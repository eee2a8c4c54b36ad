"""One sensor's samples become ticks of motion, with the holes between them, in a queue."""

from evenstride.analysis.counting.ticks.tick_queue import TickQueue
from evenstride.analysis.counting.ticks.waiting_ticks import HoleSeen
from evenstride.analysis.signal.doubts.sensor_evidence import SensorEvidence
from evenstride.analysis.signal.holes.holes import FilledHole, HoleFiller
from evenstride.analysis.signal.motion.motion import Motion, MotionTracker
from evenstride.analysis.signal.screening.grid import Hole, UniformGrid
from evenstride.analysis.signal.tuning import TICK_S, SignalTuning
from evenstride.sensors.samples import Samples


class TickMaker:
    """Makes ticks of samples, from the first one on.

    Args:
        rate_hz: The sensor's nominal rate; 0 where it is not known.
        known_s: The data time by which the first ticks are known, where that is later than their
            own: all samples are taken once more, repaired.

    Attributes:
        queue: The ticks that wait for their turn.
        grid: Where and how good the samples are.
        newest: The last tick that is known, -1 before the first.
        known_s: The data time by which the next ticks are known, where that is later than theirs.
        was_away: Whether the sensor was lost since its last hole: then time passed in the next one,
            though the numbers of a sensor that only counts what arrives go on.
    """

    def __init__(self, rate_hz: float, tuning: SignalTuning, known_s: float = 0.0) -> None:
        self._tuning = tuning
        self.queue = TickQueue()
        self.grid = UniformGrid(rate_hz, tuning)
        self.newest = -1
        self.known_s = known_s
        self.was_away = False
        self.forget_motion()

    def forget_motion(self) -> None:
        """Begin again to follow the limb, because its motion so far is unknown."""
        self._tracker, self._filler = MotionTracker(self._tuning), HoleFiller(self._tuning)

    def take(self, samples: Samples, evidence: SensorEvidence) -> None:
        """Take samples; the ticks that they complete wait for their turn.

        Args:
            samples: What follows on the last ones.
            evidence: Gathers their evidence about the sensor.
        """
        for part in self.grid.update(samples):
            evidence.stuck = self.grid.stuck_run
            if isinstance(part, Hole):
                self._take_hole(part, evidence)
                continue
            evidence.update(part)
            if self._filler.is_open:
                self._fill(self._filler.update(part))
            else:
                self._keep(self._tracker.update(part))

    def complete(self) -> None:
        """Nothing follows: complete the ticks that waited for later samples."""
        self._fill(self._filler.finish())
        for motion in self._tracker.finish():
            self._keep(motion)

    def _take_hole(self, hole: Hole, evidence: SensorEvidence) -> None:
        if not hole.is_cut:
            self.queue.add_hole(HoleSeen(hole, goes_on=True))
            return
        evidence.begin_again()
        if hole.is_anew:
            # What a hole before it still waited for ends here, and the limb goes on from there.
            self._fill(self._filler.finish())
        pose = self._tracker.pose
        is_short = hole.to_s - hole.from_s <= self._tuning.longest_hole_s
        if pose is not None and is_short:
            if hole.is_anew:
                # What the gyroscope told ends here, or begins; the limb goes on from its pose.
                self.complete()
                self._tracker = MotionTracker(self._tuning)
            self.queue.add_hole(HoleSeen(hole, goes_on=True))
            numbers_go_on = hole.numbers_go_on and not self.was_away
            self._filler.begin(pose, numbers_go_on=numbers_go_on)
            self.was_away = False
            return
        self.complete()
        self.queue.add_hole(HoleSeen(hole, goes_on=False))
        self.forget_motion()

    def _fill(self, filled: FilledHole | None) -> None:
        """Go on over a hole, once the pose after it is known."""
        if filled is None:
            return
        self.known_s = max(self.known_s, filled.known_tick * TICK_S)
        if filled.is_other_frame:
            self._begin_other_frame()
        for ticks in filled.ticks:
            self._keep(self._tracker.update(ticks))

    def _begin_other_frame(self) -> None:
        """The sensor sits otherwise after a hole: what is known of the motion ends before it."""
        holes = self.queue.take_holes()
        for motion in self._tracker.finish():
            self._keep(motion)
        self._tracker = MotionTracker(self._tuning)
        for hole in holes:
            hole.goes_on, hole.is_other_frame = False, True
            self.queue.add_hole(hole)

    def _keep(self, motion: Motion) -> None:
        if not len(motion):
            return
        delay_s, has_gyro = self._tracker.delay_s, self._tracker.has_gyro
        self.queue.add(motion.rows, delay_s, self.known_s, has_gyro=has_gyro)
        self.newest = int(motion.index[-1])
