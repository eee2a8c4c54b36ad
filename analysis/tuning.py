"""Every tuning constant of the analysis, each with its reason."""

TICK_S = 0.02
"""Step of the uniform grid that all analysis runs on. 50 Hz costs VQF at most 0.6° of inclination
against 286 Hz (BROAD benchmark), and no leg exercise has content above 10 Hz that a count needs."""

BIAS_CLIP_DEG_S = 5.0
"""Largest gyroscope bias that VQF looks for; its own default of 2 also keeps it from seeing rest.
Cheap sensors have up to 3 (BMI160 data sheet) or 5 (MPU-6050: 20 before the maker's calibration),
and one of three in the recordings has 2.6 (Yurtman & Barshan 2014, subject 3)."""

BIAS_SIGMA_DEG_S = 2.0
"""How uncertain that bias is at the start; VQF's default of 0.5 is for calibrated sensors."""

SMOOTHING_HALF_S = 0.12
"""Half width of the Hann window over the angular rate. It passes 4 Hz at half height: muscle tremor
(5-12 Hz) is mostly removed, and with its symmetric window every time found is free of delay."""

ACC_ONLY_HALF_S = 0.24
"""The same where there is no gyroscope: the rate is then the derivative of a tilt that carries the
sensor's noise and every jolt."""

BRIDGE_S = 2.0
"""Longest gap over which the pose is taken to be unchanged. Radio drop-outs and stalls are shorter;
in more time a person can do half a rep."""

LINE_S = 0.55
"""Over gaps up to this long the rate goes on in a straight line; in longer ones the limb stands
still. With 5 % of the samples lost in bursts of up to half a second that keeps 147 of 162
simulated sets exact, standing still only 88."""

LARGEST_READING = 1e6
"""No sensor reads as much, in m/s² or rad/s; sums of squares of such numbers would overflow."""

REPEATED_DEG_S = BIAS_CLIP_DEG_S + 1.5
"""A gyroscope that turns faster than this never reads the same three numbers twice: its noise is
some steps of its scale. Slower, a coarse one that rests may, with its bias."""

STUCK_S = 0.5
"""Readings that repeat each other for longer are worth telling: a sensor that is asked faster
than it measures repeats itself for some hundredths of a second."""

SATURATED_M_S2 = 14.7
"""What is no more than 1.5 g is not the end of any accelerometer's scale; the smallest is 2 g."""

SATURATED_DEG_S = 100.0
"""The same of a gyroscope's scale, of which the smallest is 125 °/s."""

LOST_SLACK = 1.1
"""Between two samples at most this many times the samples are missing that fit into their time:
sensors are off their nominal rate by up to 5 %, and the timeline slews by as much."""

LATEST_S = 1e9
"""No session lasts 30 years; what claims to is a damaged time."""

GAP_FACTOR = 3.5
"""A step between samples of more than this many periods is a gap."""

GAP_MIN_S = 0.15
"""... and of at least this long: bursts of a slow sensor are not gaps."""

STILL_DEG_S = 1.5
"""Below this a limb is at rest: VQF calls under 2 °/s rest, a resting thigh sways by about 1."""

SPEED_FRACTION = 0.10
"""By definition (README), a way out or back lasts while its speed exceeds this part of its peak."""

ONSET_FRACTION_PER_S = 0.5
"""A move begins when the limb turns faster than this part of the exercise's smallest range per
second: a slow rep of that range takes 2 s and peaks at twice its mean speed."""

ONSET_MIN_DEG_S = 2.0
"""... and at least this fast: a little above stillness, so that a resting leg begins nothing."""

SLOW_S = 0.1
"""A move has ended when it was slow for this long. Shorter, and a jerky move falls to pieces;
longer, and a rep is announced late (0.3 s after its end at most, of which the smoothing takes
0.12 s)."""

SLOW_AFTER_RETURN_S = 0.04
"""The same when most of the way back is done: then the next rep may follow without a pause."""

MOST_OF_THE_WAY = 0.7
"""What counts as most of the way back."""

REVERSAL_FRACTION = 0.3
"""A move has turned round when it went back by this part of its length, or of the range that the
person's reps have. Trembling and re-lifting at the top are smaller: sagging took up to 20 % of the
range in the recordings (Yurtman & Barshan 2014, subject 3)."""

RETURN_FRACTION = 0.5
"""A way back brings at least this part of the way out back. People do not return to the start
pose: in the recordings they return 70 % at least, and sag and drift take their part."""

GOOD_RETURN_FRACTION = 0.35
"""A way back that ends within this part of the range from where the way out began needs no older
move to explain it."""

ONE_WAY_S = 0.3
"""Moves that follow each other so soon are one way, even if it bends."""

STOP_FRACTION = 1.1
"""A way out that goes on after a stop goes on by a tenth at least; less is trembling at its end."""

TREMBLE_FRACTION = 0.3
"""Sagging and lifting again at the top turns the limb by less than this part of the way out..."""

TREMBLE_WITHIN_S = 1.5
"""... and begins so soon after it. What is as small but later may be a rep, after lying down."""

ATTEMPT_FRACTION = 0.5
"""A movement under this part of the set's usual range is an attempt: by definition (README)."""

OPPOSITE_COS = 0.6
"""Way out and way back are opposite when the cosine between them is below minus this (127°):
bending the knee in a raise turns the path, soft tissue adds some."""

OVERSHOOT_FRACTION = 2.2
"""A way back this many times longer than the way out is a change of posture, which goes on beyond
where the limb came from, and may itself be the beginning of something."""

SMALL_MOVE_FRACTION = 0.35
"""Moves under this part of the smallest range that counts are fidgets: they shift the pose that
the next movement starts from, and are nothing themselves."""

MAX_NESTED_MOVES = 8
"""How many unfinished moves are kept: lying down and arranging the leg, in a few steps, and the way
out of the rep itself, with a stop or two in it."""

USUAL_REPS = 5
"""How many of the set's last reps make the person's usual range (their median): people tire, and
one odd rep must not matter."""

SET_PAUSE_S = 14.0
"""A set is over when no rep ended for this long. Slow lifts with a rest between them come every
10 s at most (MEx: 10 s); prescribed rests between sets are 30 s and more."""

OTHER_WAY_COS = 0.4
"""A movement whose axis has a smaller cosine with the set's (66°) is another movement."""

OTHER_LEG_FRACTION = 0.55
"""When the other leg turned by more than this part of what this leg turned, this leg is not the one
that trains alone. Resting legs turned by up to 0.54 of the working one's range (Yurtman & Barshan
2014, subject 3), so that a resting leg sees the other one turn by 180 %; legs that walk alike."""

OTHER_LEG_WALKING_FRACTION = 0.35
"""The same just after both legs moved as in a step: a limp is not a set."""

WALKING_S = 3.0
"""How long after such a movement the next step may follow; a slow step takes under 2 s."""

OTHER_LEG_IN_SET_FRACTION = 0.75
"""The same once this leg's set goes on: the other one may be put aright meanwhile, but when both
turn alike the legs change."""

OTHER_LEG_SMALL_FRACTION = 0.7
"""The same where this leg turned by less than in a step: what the other one fidgets counts more."""

STEP_DEG = 15.0
"""A thigh turns by more than this in a step: by 25-50° at any speed from a shuffle on."""

OTHER_LEG_FITTING_FRACTION = 0.7
"""The same where the sensor tells that this leg moves as the exercise does: in half squats on one
leg the other one, held out in front, turned by half as much (CMU-MBL), and it may well turn by
more; in walking and squats on two legs both turn alike."""

OTHER_LEG_SHARES_FRACTION = 0.4
"""When the other leg goes out and back with this one by more than this part, and nothing else says
that this one trains, neither does: the trunk bends under both. Resting legs shared 0.15 of the
working one's movement in two people and 0.4 in a third, trunk bends 0.2-0.7 (Yurtman & Barshan
2014). Smaller, and whole sets of somebody who rests uneasily would be missed."""

OTHER_LEG_SHARES_UNCLEAR_FRACTION = 0.2
"""The same where the sensor should tell that this leg trains, and does not."""

BOTH_LEGS_FRACTION = 1.6
"""The same for exercises of both legs together."""

BETWEEN_REPS_S = 3.0
"""Between two reps of a set a person pauses for up to this; what the other leg does meanwhile must
be as large as those reps, or it only passes the time."""

REMEMBERED_MOVES = 16
"""How many past moves are looked through for the last large one: more than a leg makes in the time
that settling takes."""

SETTLED_S = 1.5
"""A limb that rested for this long has settled, however long it then stays at the top."""

POSITIONING_DEG = 10.0
"""Putting a leg into position turns it by more than this; less is a fidget."""

REST_TO_TOP = 1.0
"""A first way out after less rest than this part of the stay at its end is no way out yet, in an
exercise without a hold: people settle before a set, and turn round at the top."""

REST_TO_TOP_HOLDING = 0.6
"""The same in an exercise with a hold: that may be longer than the rest before it."""

MEASURING_HALF_S = 0.04
"""Half width of the Hann window for measuring a rep that was found. The wider one for finding it
takes 20-50 ms from every hold; this one took 10 (and on real legs 55 from holds by the shank)."""

LOOK_BACK_S = 1.0
"""How far before the move that was found a rep's start may lie: a slow raise passes a tenth of its
peak speed earlier than the fixed speed that begins a move."""

BEYOND_S = 0.1
"""How far before the start of a way out its rest is looked at, for the range: a minimum-jerk way
has 0.6 % of its length before a tenth of its peak speed."""

WAY_ENDS_FRACTION = 0.105
"""How much longer a way is at either end than what of it is faster than a tenth of its peak: 8.66 %
of a minimum-jerk move's duration, which is 10.5 % of what is in between."""

LEVEL_FRACTION = 0.25
"""The way out has come near the top when this part of the range is left: what is slow before that
is a stop on the way."""

SAG_FRACTION = 0.4
"""Sinking by less than this part of the range is still the hold, where the limb goes on to hold:
sags took up to a third of small ranges (Yurtman & Barshan 2014, subject 3)."""

FASTEST_REP_S = 0.6
"""Nobody lifts a leg and lowers it again faster. Exercises ask for longer reps (``min_rep_s``),
because steps and knocks take 1.0-1.4 s; this is for what looks like a rep of the set otherwise."""

FEW_REPS = 2
"""Up to so many reps may turn out to have been something else: arranging the leg, an attempt."""

AGREEING_FEW = 2
"""So many movements of another kind in a row are the exercise, where few reps speak against it."""

AGREEING = 3
"""The same where a whole set speaks against them, or the range of the last one."""

DOUBTFUL_FRACTION = 0.25
"""A set that begins with less than this part of the last set's usual range is doubted until it goes
on: people's small sets have a third of their large ones, fidgets between sets less."""

TOO_LARGE_FACTOR = 1.8
"""A movement this many times the usual range is another one: getting up, changing legs. In the
recordings the largest rep of a set was 1.6 times its median (Yurtman & Barshan 2014, subject 3)."""

TOO_LARGE_ASIDE_DEG = 60.0
"""... and a smaller one is, when it also turns aside: all of this much alone is another one."""

TOO_LARGE_SHARE = 0.5
"""... but what is not at least the root of that factor larger is judged by its direction alone."""

SMALL_RANGE_FRACTION = 0.7
"""A rep under this part of the set's usual range is flagged: people's own ranges vary by 10-15 %
from rep to rep, so this is two to three standard deviations."""

HOLD_RESTART_FRACTION = 1.33
"""A raise that goes on after a stop, to this many times the range, was not yet at its top."""

FIRST_HOLD_REST_S = 1.0
"""Before a set's first rep, what was not rested before for this long is arranging the leg."""

HOLD_TOLERANCE_S = 0.05
"""A hold that lacks no more than this is not called short: times of reps are that uncertain."""

FIRST_HOLD_MAX_S = 10.0
"""Before a set's first rep nobody knows a hold from lying in a new position; it is called a hold
for twice the longest that is prescribed."""

STALE_S = 2.0
"""How long one leg's analysis waits for the other's samples. Radio bursts and stalls last 0.25 s,
and recordings are read in blocks of a second; after this the other leg counts as absent, until it
is heard of again. A loss that the sensor's link reports is not waited for at all."""

TREMOR_HZ = (3.0, 12.0)
"""The band of tremor; below it a limb is moved, above it the muscle's own vibration begins."""

STEADY_MIN_S = 1.0
"""A hold of less says nothing about steadiness: the slowest tremor has three periods in it."""

STEADY_EDGE_S = 0.2
"""At either end of a hold so much is averaged for its angle, so that a tremor does not matter."""

TILT_DEPTH_DEG = 20.0
"""The depth at which a sideways tilt is told. Half a squat on one leg tips the thigh by 25-30° (a
recording of the CMU-MBL), and beginners do not go as deep as that."""

TILT_PLANE_DEG = 8.0
"""Until here a limb is in its own plane. Sensors follow a turn to 0.1-0.2° within a second, which
makes the plane's direction good to 1-2° and the tilt to half a degree; less would be worse."""

LARGE_DEG = 20.0
"""A limb that turned by this much was moved: bending the trunk turns a thigh by 10°, and by under
16° in 19 of 20 bends; a step turns it by 25-50° (Yurtman & Barshan 2014)."""

FAINT_DEG = 2.5
"""What turned a limb by this much may be a rep or a fidget. Breathing and a relaxed leg stay under
1°; legs of people who exercised their arms turned by 2-4° now and then, out and back."""

SWAY_SPAN = 4.0
"""A turn of so many times the RMS of the sway before it spans what that sway does itself."""

REST_BEFORE_S = 2.0
"""Sway is looked at from so long before a movement: some periods of balancing and breathing..."""

REST_BEFORE_END_S = 0.2
"""... to so short before it, when it creeps off at under a tenth of its peak speed."""

AIMLESS_WANDER_FRACTION = 0.06
"""A limb that holds wanders by less than this part of its range (RMS): a steady sag by a fifth of
the range, the most in the recordings, is 0.058. Straight knees stop at their ends and stand far
stiller (median 0.02), legs that go along with other movements do not (0.07-0.08)."""

AIMLESS_MISSED_FRACTION = 0.5
"""A movement that misses where it began by this part of its range is no return: people miss by 30 %
at most."""

THIN_REPS = 5
"""Evidence is thin when most of so many reps in a row are more doubtful than sure: one or two may
be so on a leg that is seen well (1 rep in 8 was, where people and simulated legs did reps)."""

PLATEAU_S = 0.3
"""A stay at the top of less shows nothing about standing still..."""

HALF_SURE = 0.5
"""... and where the exercise asks to hold, that leaves the matter open. Under this confidence a rep
is flagged: it is as likely none."""

STEEPNESS = 4
"""How fast evidence turns round: at twice the value that tells nothing it is nearly sure (0.94), at
half of it nearly out of the question (0.06)."""

LEVER_AROUND_S = 0.16
"""How much around a movement belongs to its lever: where it is still, and where smoothing ends."""

LEVER_CORRELATED_TICKS = 8
"""Smoothing over 13 ticks makes so many neighbours tell the same once."""

LEVER_KNOWN_FRACTION = 0.7
"""At least this part of a movement must have been measured, not bridged, to tell its lever."""

LEVER_RISE_M = 0.1
"""A leg that turns about the hip carries a sensor on the thigh up by at least this much per radian:
it sits 0.2-0.35 m from the hip, of which up to half is lost when the thigh ends upright or the hip
gives way."""

LEVER_SINK_M = 0.06
"""A knee that bends under the body's weight lowers it by at least this: of a shank of 0.4 m and
half a thigh, tipped by 15° as in a shallow dip, the mean height lost per radian is 0.06 m."""

LEVER_ERRORS = 1.0
"""A lever is beyond a limit when it is so many standard errors beyond it."""

WEIGHT_FAULT_FRACTION = 0.15
"""An accelerometer that reads gravity, averaged over a movement out and back, by more than this too
large or too small is faulty or saturated: offsets are up to 0.1 g (MPU-6050: 80 mg)."""

LEVER_NONE_ERRORS = 2.0
"""Within so many standard errors of none there is no lever to judge by."""

LEVER_PHASE_M = 0.05
"""A lever this much larger than its doubt tells which way is out: half the least of a raised leg,
and as much as a trunk's bending has at most."""

TRUNK_DEG = 20.0
"""Bending the trunk, on a chair or standing, tips the thighs by less: by up to 15° in three people
(Yurtman & Barshan 2014)."""

NOISE_FACTOR = 8.0
"""A movement goes this many times further than noise of the readings' own roughness would. White
noise reaches 4 to 7 by chance, as the furthest of many is found, and more where a slow sensor's
samples are drawn out over the ticks; the reps in the recordings have 25 and more."""

GRAVITY_HALF_S = 0.06
"""Over twice this time the force is averaged at the ends of a way: a jolt is shorter."""

GRAVITY_DISAGREES_DEG = 10.0
"""Gravity may differ from the gyroscope by this much: where a fast rep turns round, what speeds
the thigh up is up to 1.7 m/s², a sixth of gravity."""

GRAVITY_DISAGREES_FRACTION = 0.4
"""... and by this part of the range. A faulty accelerometer showed a third of what the gyroscope
did (Yurtman & Barshan 2014, subject 3), sound ones 0.8 to 1.2 of it."""

FAULTY_PART = 0.5
"""When gravity disagrees in this part of the reps, it is the sensor, not how they were done."""

SLOW_SENSOR_HZ = 10.0
"""With less than this the ways of a short rep, half a second each, are but a few samples; with
12.5 and more all counts are as with 100."""
