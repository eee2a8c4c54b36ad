"""Tests what widgets show for states made by hand."""

from dataclasses import replace

import numpy as np
import pytest
from textual.strip import Strip
from textual.widget import Widget

from evenstride.analysis.advising.next_set import SetDone
from evenstride.analysis.model.events import LegState, Phase
from evenstride.sensors.quality import Quality
from evenstride.sensors.samples import Leg, Link, LinkState, SensorInfo, Site
from evenstride.session.state.arrivals import with_item, with_sensors
from evenstride.session.state.dashboard import DashboardState, Message
from evenstride.session.state.leg_view import LegView, Signal
from evenstride.session.state.turns import SetNow
from evenstride.tui.widgets.big_count import BigCount
from evenstride.tui.widgets.comparison_bar import ComparisonBar
from evenstride.tui.widgets.connection import Connection, connection_forms
from evenstride.tui.widgets.hold_bar import HoldBar
from evenstride.tui.widgets.leg_panel import LegPanel
from evenstride.tui.widgets.phase_word import PhaseWord, word_for
from evenstride.tui.widgets.rep_notes import RepNotes, notes
from evenstride.tui.widgets.session_bar import SessionBar
from evenstride.tui.widgets.trace_picture import TraceScale
from evenstride.tui.widgets.trace_strip import TraceStrip
from tests.fakes.session import BOTH, mid_session, rep, traces
from tests.tui.on_screen import app_with, ink, of, text

SIZES = [(80, 24), (120, 40), (240, 60)]


@pytest.mark.parametrize("size", SIZES)
async def test_left_is_left_and_both_halves_are_equally_wide(size: tuple[int, int]) -> None:
    app = app_with(mid_session())
    async with app.run_test(size=size):
        left = app.screen.query_one("#left", LegPanel).region
        right = app.screen.query_one("#right", LegPanel).region
        assert left.x == 0
        assert left.right == right.x
        assert right.right == size[0]
        assert abs(left.width - right.width) <= 1


@pytest.mark.parametrize(("size", "rows"), [((80, 24), 7), ((120, 40), 10), ((240, 60), 20)])
async def test_the_count_has_seven_rows_at_least_and_grows(
    size: tuple[int, int], rows: int
) -> None:
    app = app_with(mid_session())
    async with app.run_test(size=size):
        assert ink(of(app, Leg.LEFT, BigCount)) >= rows
        assert ink(of(app, Leg.RIGHT, BigCount)) >= rows


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "message",
    [
        None,
        Message(
            text="Replay finished, press q.\nToo few reps to compare: 2 on the left, 4 on the "
            "right, and it takes 5 on each leg."
        ),
    ],
)
async def test_nothing_is_cut_off(size: tuple[int, int], message: Message | None) -> None:
    app = app_with(replace(mid_session(), message=message))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for widget in app.screen.walk_children(Widget):
            visible = widget.region.intersection(app.screen.region)
            assert visible.size == widget.region.size, widget
        least = 3 if message is None else 1
        assert all(strip.size.height >= least for strip in app.screen.query(TraceStrip))
        assert all(count.size.height >= 7 for count in app.screen.query(BigCount))


async def test_the_tenth_rep_does_not_shrink_the_count() -> None:
    app = app_with(mid_session())
    async with app.run_test(size=(80, 24)) as pilot:
        before = ink(of(app, Leg.RIGHT, BigCount))
        count = of(app, Leg.RIGHT, BigCount)
        assert isinstance(count, BigCount)
        count.show(10)
        await pilot.pause()
        assert ink(count) == before


@pytest.mark.parametrize("phase", [one for one in Phase if one is not Phase.WALKING])
async def test_the_state_is_a_word_and_a_place(phase: Phase) -> None:
    app = app_with(mid_session(phase))
    async with app.run_test(size=(80, 24)):
        strip = of(app, Leg.RIGHT, PhaseWord).render_line(0)
        marked = [part.text.strip() for part in strip if part.style and part.style.reverse]
        assert len(marked) == 1
        word = "READY" if phase is Phase.REST else phase.value.upper()
        assert marked[0].endswith(word)


async def test_who_walks_is_told_that_it_is_not_counted() -> None:
    app = app_with(mid_session(Phase.WALKING))
    async with app.run_test(size=(80, 24)):
        assert "not counted" in text(of(app, Leg.RIGHT, PhaseWord))


def test_words_other_than_phases_say_that_the_leg_is_not_seen() -> None:
    view = LegView(leg=Leg.LEFT)
    assert word_for(view) == "WAIT"
    assert word_for(replace(view, signal=Signal.ABSENT)) == ""
    assert word_for(replace(view, signal=Signal.LOST)) == "SIGNAL LOST"
    assert word_for(replace(view, signal=Signal.ON)) == "READY"
    assert word_for(replace(view, signal=Signal.ON), is_next=True) == "NEXT"
    assert word_for(replace(view, signal=Signal.ELSEWHERE), is_next=True) == "NEXT"
    assert word_for(replace(view, signal=Signal.LOST), is_next=True) == "SIGNAL LOST"
    lifts = replace(view, signal=Signal.ON, now=LegState(phase=Phase.LIFT))
    assert word_for(lifts, is_next=True) == "LIFT"


async def test_a_hold_shows_its_seconds_and_what_is_left_of_it() -> None:
    app = app_with(mid_session())
    async with app.run_test(size=(80, 24)):
        assert "of 2 s" in text(of(app, Leg.RIGHT, RepNotes))
        bar = text(of(app, Leg.RIGHT, HoldBar))
        assert "0.7 s to go" in bar
        assert bar.count("▆") / (bar.count("▆") + bar.count("▁")) == pytest.approx(0.65, abs=0.05)


@pytest.mark.parametrize(("hold_s", "announced"), [(2.3, False), (2.3, True), (1.96, True)])
async def test_a_hold_that_is_long_enough_says_so(hold_s: float, announced: bool) -> None:
    state = mid_session()
    now = replace(state.right.now, hold_s=hold_s)
    state = replace(state, right=replace(state.right, now=now, hold_reached=announced))
    app = app_with(state)
    async with app.run_test(size=(80, 24)):
        bar = text(of(app, Leg.RIGHT, HoldBar))
        assert "held enough" in bar
        assert "to go" not in bar
        assert "✓" in text(of(app, Leg.RIGHT, RepNotes))


async def test_an_exercise_without_a_hold_has_no_bar() -> None:
    state = mid_session(Phase.LIFT)
    now = replace(state.right.now, hold_target_s=None)
    app = app_with(replace(state, right=replace(state.right, now=now)))
    async with app.run_test(size=(80, 24)):
        assert text(of(app, Leg.RIGHT, HoldBar)).strip() == ""


@pytest.mark.parametrize(("size", "rows"), [((80, 24), 0), ((120, 40), 4), ((240, 60), 7)])
async def test_the_target_stands_beside_the_count_as_large_as_there_is_room(
    size: tuple[int, int], rows: int
) -> None:
    app = app_with(mid_session())
    async with app.run_test(size=size):
        shown = text(of(app, Leg.LEFT, RepNotes)).split("\n")
        assert sum(bool(set("█▀▄") & set(row)) for row in shown) >= rows
        assert ("of 12" in shown[1]) is (rows == 0)
        # In the largest window the set's number is in block letters, too.
        assert any("set 1" in row for row in shown) is (size != (240, 60))


@pytest.mark.parametrize("holds", [True, False])
async def test_the_hold_zone_is_hatched_below_the_usual_range(holds: bool) -> None:
    state = mid_session()
    now = replace(state.left.now, hold_target_s=2.0 if holds else None)
    app = app_with(replace(state, left=replace(state.left, now=now)))
    async with app.run_test(size=(120, 40)):
        rows = text(of(app, Leg.LEFT, TraceStrip)).split("\n")
        usual = next(n for n, row in enumerate(rows) if n > 0 and row.strip())
        zero = next(n for n, row in enumerate(rows) if row.strip().startswith("0°"))
        dotted = [n for n in range(usual + 1, zero) if rows[n].strip()]
        assert bool(dotted) is holds
        assert zero - 1 not in dotted


def test_the_notes_have_set_last_rep_and_its_flags() -> None:
    assert notes(mid_session(Phase.LOWER).right, SetNow(1, 9, 12)) == (
        "set 1",
        "hold 1.4 s",
        "range 39°",
        "! short hold",
    )


def test_a_set_that_is_over_has_its_means_its_flags_and_what_clearly_changed() -> None:
    view = mid_session(Phase.REST).right
    over = replace(
        view,
        now=replace(view.now, usual_range_deg=None),
        done={1: SetDone(9)},
        news=("short hold", "recounted: an attempt"),
    )
    assert notes(over, SetNow(1, 9, 12)) == (
        "set 1, mean",
        "hold 1.5 s",
        "range 39°",
        "9× short hold",
        "! recounted: an attempt",
    )
    tired = tuple(rep(n, rom_deg=50.0 - 2.0 * n + 0.1 * (n % 2)) for n in range(1, 10))
    assert notes(replace(over, reps=tired, news=()), SetNow(1, 9, 12))[2:] == ("range 48→32°",)
    assert notes(replace(over, now=view.now), SetNow(1, 9, 12))[0] == "set 1"


def test_the_notes_of_a_second_set_have_the_count_of_the_session() -> None:
    now = LegState(count=14, set_number=2, set_count=2)
    left = replace(mid_session().left, now=now)
    assert notes(left, SetNow(2, 2, 12))[:2] == ("set 2", "14 in all")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_traces_share_a_scale_and_mark_zero_and_the_usual_range(
    size: tuple[int, int],
) -> None:
    app = app_with(mid_session())
    async with app.run_test(size=size):
        left, right = (text(of(app, leg, TraceStrip)) for leg in Leg)
        zero = [row for row, line in enumerate(left.split("\n")) if line.strip().startswith("0°")]
        assert len(zero) == 1
        # The scale is written once: at the right each leg's own range would look like a second one.
        assert left.split("\n")[0].strip().startswith("60°")
        assert "°" not in right
        assert all(strip.split("\n")[zero[0]].strip() for strip in (left, right))


async def test_of_a_trace_only_rows_that_changed_are_drawn_anew() -> None:
    app = app_with(mid_session())
    async with app.run_test(size=(120, 40)) as pilot:
        strip = of(app, Leg.RIGHT, TraceStrip)
        assert isinstance(strip, TraceStrip)
        drawn: set[int] = set()
        render_line = strip.render_line

        def watched(y: int) -> Strip:
            drawn.add(y)
            return render_line(y)

        strip.render_line = watched  # type: ignore[method-assign]
        t_s = np.linspace(50.0, 70.0, 400)
        still_deg = np.full(400, 2.0)
        moved_deg = np.where(t_s > 69.0, 12.0, still_deg)
        seen = []
        for angle_deg in (still_deg, still_deg, moved_deg):
            before = text(strip).split("\n")
            drawn.clear()
            strip.show(t_s, angle_deg, end_s=70.0, scale=TraceScale(0.0, 40.0), labelled=False)
            await pilot.pause()
            seen.append(set(drawn))
        changed = {y for y, row in enumerate(text(strip).split("\n")) if row != before[y]}
        assert 0 < len(changed) < strip.size.height
        assert seen[1:] == [set(), changed]


async def test_a_trace_that_stands_still_takes_the_colours_of_its_panel() -> None:
    app = app_with(mid_session())
    async with app.run_test(size=(80, 24)) as pilot:
        strip = of(app, Leg.LEFT, TraceStrip)
        lost = with_item(mid_session(), Link(Leg.LEFT, LinkState.LOST, 0, "out of range"), 71.0)
        grounds = []
        for state in (mid_session(), lost):
            app.live.show(state, traces(70.0))
            await pilot.pause()
            rows = strip.render_lines(strip.size.region)
            grounds.append({part.style.bgcolor for row in rows for part in row if part.style})
        assert not grounds[0] & grounds[1]


async def test_a_lost_signal_changes_the_row_the_word_and_the_ground() -> None:
    lost = Link(Leg.LEFT, LinkState.LOST, 0, "out of range")
    app = app_with(with_item(mid_session(), lost, 71.0))
    async with app.run_test(size=(80, 24)):
        assert "SIGNAL LOST 12 s ago" in text(of(app, Leg.LEFT, Connection))
        assert "out of range" in text(of(app, Leg.LEFT, PhaseWord))
        panels = [app.screen.query_one(f"#{leg.value}", LegPanel) for leg in Leg]
        assert panels[0].colors[2] != panels[1].colors[2]
        assert "SIGNAL LOST" not in text(of(app, Leg.RIGHT, Connection))


def test_every_signal_has_words_of_its_own() -> None:
    view = LegView(leg=Leg.LEFT, device="WT")
    words = {connection_forms(replace(view, signal=signal), 3.0)[0] for signal in Signal}
    assert len(words) == len(Signal)


def test_for_how_long_a_signal_is_lost_is_said_only_while_time_is_known() -> None:
    lost = LegView(leg=Leg.LEFT, signal=Signal.LOST, lost_since_s=3.0)
    assert connection_forms(lost, 15.2)[0] == "SIGNAL LOST 12 s ago"
    assert connection_forms(lost, None)[0] == "SIGNAL LOST"


async def test_the_working_leg_is_brighter() -> None:
    app = app_with(mid_session())
    async with app.run_test(size=(80, 24)):
        resting, working = (of(app, leg, BigCount).styles.color for leg in Leg)
        assert resting.brightness < working.brightness


@pytest.mark.parametrize("size", SIZES)
async def test_the_comparison_grows_from_the_line_between_the_legs(size: tuple[int, int]) -> None:
    app = app_with(mid_session())
    async with app.run_test(size=size):
        bars = app.screen.query_one(ComparisonBar)
        rows = text(bars).split("\n")
        reps, hold, rom, _ = rows
        middles = {row.index("┃") for row in rows}
        assert len(middles) == 1
        between = app.screen.query_one("#left", LegPanel).region.right - 1
        assert bars.content_region.x + middles.pop() == between
        left, right = reps.split("┃")
        assert left.count("▆") > right.count("▆")
        assert left.rstrip().endswith("▆")
        assert "no clear difference" in rom
        assert "right is shorter" in hold


async def test_markup_in_a_name_is_shown_as_it_is() -> None:
    sensors = {leg: SensorInfo("[bold red]x[/] $y", 60.0) for leg in Leg}
    state = replace(with_sensors(mid_session(), sensors), exercise="[b]Squat[/b]")
    state = replace(state, message=Message(text="[link=http://x]no[/link] such file"))
    app = app_with(state)
    async with app.run_test(size=(120, 40)):
        assert "[bold red]x[/] $y" in text(of(app, Leg.LEFT, Connection))
        assert "[b]Squat[/b]" in text(app.screen.query_one(SessionBar))
        assert "[link=http://x]no[/link] such file" in text(app.screen.query_one("#message"))


async def test_without_colour_every_state_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_with(mid_session())
    async with app.run_test(size=(80, 24)):
        assert app.no_color
        assert "█" in text(of(app, Leg.LEFT, BigCount))
        assert "■ HOLD" in text(of(app, Leg.RIGHT, PhaseWord))


def test_rate_and_loss_are_shown_with_the_sensor() -> None:
    fresh = with_sensors(DashboardState(exercise="Squat", source="Live"), BOTH)
    view = replace(fresh.left, signal=Signal.ON, device="WT", batteries_pct={Site.LEFT: 75})
    assert connection_forms(view, 0.0)[0] == "● battery 75 % WT"
    named = replace(view, device="WT901BLE67 (C4:00:00:00:00:01)")
    assert connection_forms(named, 0.0)[-2:] == ("● battery 75 % WT901BLE67", "● WT901BLE67")
    view = replace(view, quality=Quality(99.26, 0.031))
    assert connection_forms(view, 0.0)[0] == "● 3 % lost 99 Hz battery 75 % WT"
    # No figure is cut into another one.
    assert connection_forms(view, 0.0)[1:] == (
        "● 3 % lost 99 Hz WT",
        "● 3 % lost 99 Hz",
        "● 3 % lost",
    )
