"""Sentences about data that reveal something about the sensors, and how they are worn."""

from typing import Final

OF_DATA: Final = (
    "The sensor has no gyroscope: times and ranges are less exact, and quick reps may be missed. "
    "Use one with a gyroscope where you can.",
    "Check its power and its cable or strap, or use another one.",
    "In {n} of {counted} the accelerometer does not see the tilt that the gyroscope sees; one of "
    "them is faulty. Ranges are uncertain; use another sensor.",
    "The accelerometer reads {n} m/s² where gravity is {n2} m/s²",
    "The accelerometer of the other leg reads {n} m/s² where gravity is {n2} m/s²",
    "They were converted",
    "They were not converted",
    "It was left out",
    "It was turned so",
    "Times and ranges are uncertain",
    "thousandths of g",
    "its axes are swapped",
    "the sign of an axis is turned round",
    "{seen}: its values are in {unit}. {done}; correct the values, or the units in "
    "the program that "
    "wrote them.",
    "{seen}: gravity was taken out of its values, without which hardly anything can be counted. "
    "Record acceleration with gravity.",
    "{seen}: its unit is another one, or it is faulty. Ranges and confidence are "
    "uncertain; correct "
    "the values, or the units in the program that wrote them, or use another sensor.",
    "The gyroscope is taken to be as the other leg's, which contradicts gravity",
    "The gyroscope turned {n} times as far as gravity did, not 1",
    "The gyroscope reads more than 70 rad/s, which no gyroscope can",
    "{seen}: its values are in degrees per second and not in radians. {done}; correct the values, "
    "or the units in the program that wrote them.",
    "{seen}: its values are too small by 57.3, as if converted to radians twice. {done}; correct "
    "the values, or the units in the program that wrote them.",
    "The gyroscope contradicts the turning of gravity: it would fit if its x, y, z were {axes}, so "
    "that {wrong} against the accelerometer's. {done}; correct what wrote the values.",
    "The gyroscope contradicts the turning of gravity: it would fit if its x, y, z were {axes}, so "
    "that {wrong} against the accelerometer's, and it turned {n} times as far. "
    "{done}; correct what "
    "wrote the values.",
    "The gyroscope contradicts the turning of gravity, and no order of its axes fits it "
    "throughout: one of the two sensors is faulty. Times and ranges are uncertain; use another "
    "sensor.",
    "The accelerometer does not see the tilt that the gyroscope sees, which turned "
    "{n} times as far "
    "as gravity did: one of them is faulty, or its scale or the clock is wrong. Ranges are "
    "uncertain; check the settings, or use another sensor.",
    "{seen}: its values seem to be raw numbers and not rad/s. {done}; correct the values, or the "
    "units in the program that wrote them.",
    "The sensor's clock goes on by {n} s in each second of arrivals, and 1 is expected: its times "
    "are in another unit, or its clock is wrong. Check the times in what wrote them; speeds and "
    "holds are uncertain.",
    "By their times, samples come at a rate of {n} a second, and {n2} are expected of the sensor: "
    "its clock or the rate in the header is wrong. Check both.",
    "By their times and their arrivals, samples come at a rate of {n} a second, and {n2} are "
    "expected: the sensor does not keep the rate that it was asked for, or the header has another. "
    "Times are right all the same.",
    "The sensor's clock jumped by {n} s at {n2} s from the start. Times and counts go on by the "
    "arrivals; those around it may be off by some tenths of a second.",
    "The sensor's clock jumped {n} times, at first by {n2} s at {n3} s from the start. Times and "
    "counts go on by the arrivals; those around it may be off by some tenths of a second.",
    "None of the values is a number that a sensor reads; nothing could be counted.",
    "The sensor's time went backwards or stood still in {n} samples, which are "
    "left out; update its "
    "firmware, or start it anew before each session.",
    "By its clock the sensor's rate is only {n} samples a second, too few to count surely; set it "
    "to 25 or more.",
    "The sensor sent nothing but zeros{more}.",
    "The accelerometer read the same values again and again{more}.",
    "At rest the accelerometer reads from {n} to {n2} m/s² of gravity, which is {n3} m/s² in every "
    "pose: its unit changes during the session. Ranges are uncertain; calibrate it, correct what "
    "wrote the values, or use another sensor.",
    "At rest the accelerometer reads from {n} to {n2} m/s² of gravity, which is {n3} m/s² in every "
    "pose: it has an offset, or an axis fails. Ranges are uncertain; calibrate it, correct what "
    "wrote the values, or use another sensor.",
    "The accelerometer jumped in {counted} by more than a limb can, and back; what it read then "
    "was left out.",
    "The gyroscope jumped in {counted} by more than a limb can, and back; what it read then was "
    "left out.",
    "{n} single sample",
    "{n} single samples",
    "For a part of the session the gyroscope turned {n} times as far as gravity did, not 1: its "
    "unit changes. Counts and ranges there are wrong; correct the values, or the units in the "
    "program that wrote them.",
    "For a part of the session the gyroscope contradicts the turning of gravity: there it would "
    "fit if its x, y, z were {axes}. Counts and ranges there are wrong; correct what wrote the "
    "values, or use another sensor.",
    "The gyroscope read the same values again and again{more}.",
    "The gyroscope read zero{more}, while the accelerometer went on.",
    "The gyroscope sent nothing{more}, while the accelerometer went on.",
    "They were scaled to it",
    "{seen}: its values are in another unit, or raw numbers. {done}; correct the values, or the "
    "units in the program that wrote them.",
    "By the clock of this sensor the rows are not in order, or are of two sensors: nothing sure "
    "can be counted. Sort them by host_us, or record each sensor as a leg of its own.",
    "The gyroscope read zero{more}, while the accelerometer saw the limb turn.",
    "The gyroscope read the same values again and again{more}, while the accelerometer saw the "
    "limb turn.",
    "That was counted without it: times and ranges are less exact.",
    "The gyroscope does not turn where gravity does, and turning alike is expected: it does not "
    "measure. {done}.",
    "The gyroscope always reads the same about {axes}, though gravity turned about that axis too: "
    "it does not measure there. {done}.",
    "For a part of the session the gyroscope reads {n}, {n2} and {n3} °/s at rest, where 0 is "
    "expected: its zero drifts. Counts and ranges there are uncertain; let it warm up lying still "
    "before the session, or use another sensor.",
    "The gyroscope shows each movement {n} s later than the accelerometer: it was filtered, or "
    "their times do not belong together. Reps may be missed, and times and ranges are uncertain; "
    "record both unfiltered, and on one clock.",
    "The accelerometer shows each movement {n} s later than the gyroscope: it was filtered, or "
    "their times do not belong together. Reps may be missed, and times and ranges are uncertain; "
    "record both unfiltered, and on one clock.",
    "For a part of the session the gyroscope turned {n} times as far as the accelerometer saw: the "
    "scale of one of them changes. Counts and ranges there are uncertain; correct what wrote the "
    "values, or use another sensor.",
    "For a part of the session, or all of it, the gyroscope and the accelerometer contradict each "
    "other, also in slow movements: one of them is faulty, or not all values are of one sensor on "
    "one leg. Counts and ranges are uncertain; check what wrote the values, or use another sensor.",
    "At {n} s from the start the vertical turned by {n2}° within 0.06 s, which no limb does: what "
    "follows comes from a sensor that is worn otherwise, from another one, or from other axes. "
    "Counts around it are uncertain; change nothing about the sensors within a recording, or begin "
    "a new one.",
    "At {n} s from the start, and {n2} times more, the vertical turned by {n3}° within 0.06 s, "
    "which no limb does: what follows comes from a sensor that is worn otherwise, from another "
    "one, or from other axes. Counts around it are uncertain; change nothing about the sensors "
    "within a recording, or begin a new one.",
    "While the gyroscope is at rest the accelerometer's readings scatter by {n} m/s², and less "
    "than 0.2 is expected: it is shaken, as in a car or on a bicycle, disturbed, or faulty. Counts "
    "and ranges are uncertain; lie or stand still somewhere, and if it stays, use another sensor.",
    "Moving or not, the accelerometer's readings scatter by {n} m/s², and less than 0.2 is "
    "expected: it is shaken, as in a car or on a bicycle, disturbed, or faulty. Counts and ranges "
    "are uncertain; lie or stand still somewhere, and if it stays, use another sensor.",
    "Moving or not, the gyroscope's readings scatter by {n} °/s, and less than 1 is expected: it "
    "is shaken, as in a car or on a bicycle, disturbed, or faulty. Counts and ranges are "
    "uncertain; lie or stand still somewhere, and if it stays, use another sensor.",
    "The accelerometer reads {n} m/s² in every movement, and what moves is expected to add to it: "
    "its values are the direction of gravity alone. Counts and times are uncertain; record "
    "acceleration as it is measured.",
    "The samples of both legs are the same values: one sensor was logged twice, or its values were "
    "copied. Only one of the two was measured, and nothing can be compared; correct what wrote "
    "them.",
    "The samples of both legs are the same values, {n} s apart: one sensor was logged twice, or "
    "its values were copied. Only one of the two was measured, and nothing can be compared; "
    "correct what wrote them.",
    "The samples of thigh and shin are the same values: one sensor was logged twice, or its "
    "values were copied. Only one of the two was measured, and nothing can be compared; correct "
    "what wrote them.",
    "The samples of thigh and shin are the same values, {n} s apart: one sensor was logged twice, "
    "or its values were copied. Only one of the two was measured, and nothing can be compared; "
    "correct what wrote them.",
    "The accelerometer reads the same along {axes} for {n} s while its other axes go on: it does "
    "not measure there. Counts and ranges are uncertain; use another sensor.",
    "The gyroscope reads the same along {axes} for {n} s while its other axes go on: it does not "
    "measure there. Counts and ranges are uncertain; use another sensor.",
    "The accelerometer reads in steps of {n} m/s², and finer ones than 0.2 are expected: small "
    "movements are not seen, and ranges are uncertain. Set it to a smaller scale or a finer "
    "resolution.",
    "The gyroscope reads in steps of {n} °/s, and finer ones than 1 are expected: slow movements "
    "are not seen, and ranges are uncertain. Set it to a smaller scale or a finer resolution.",
    "The gyroscope stays at {n} °/s again and again, and never reads more: its readings are cut "
    "off there. Ranges and speeds are uncertain; set it to a larger scale, or correct what wrote "
    "the values.",
    "The gyroscope reads {n}, {n2} and {n3} °/s at rest, where 0 is expected. That was taken off; "
    "let the sensor lie still when it is switched on, or calibrate it.",
    "The clock of the {leg} leg goes on by {n} in the column {text} where {n2} is expected: "
    "{found}, {words} by a factor of {n3}. Its times were multiplied by {n4}; correct what wrote "
    "them.",
    "too slow",
    "too fast",
    "its values are in seconds",
    "its values are in milliseconds",
    "its values are in nanoseconds",
    "its values are in thousandths of nanoseconds",
    "its clock runs wrong",
    "The clock of the {leg} leg stands still in the column t_us, where it is expected to go on by "
    "{n} from one sample to the next. Times were taken from the numbers of the samples, and from "
    "their arrival; check what wrote them.",
    "The arrivals of the {leg} leg in the column host_us begin {n} years after the other's, and "
    "one clock is expected for both. They were taken to begin together; correct what wrote them.",
    "{seen}, and the gyroscope reads that: their columns are exchanged, and nothing sure can be "
    "counted. Correct the header of the columns in what wrote them.",
    "The clock of arrivals of the {leg} leg stands still in the column host_us, where it is "
    "expected to go on as t_us does. The sensor's clock was taken for it, and nothing tells "
    "whether that keeps time; check what wrote the times.",
    " for {n} s in all",
    "The accelerometer was at the end of its scale, {n} g, in {counted}. Set it to a larger one.",
    "The gyroscope was at the end of its scale, {n} °/s, in {counted}. Set it to a larger one.",
    "The sensor on the shin: {words}",
    "The two sensors of this leg seem to be exchanged: the one that is named the "
    "thigh's moves as a "
    "shin does. Exchange them on the leg, or their names; angles of the knee and ranges mean "
    "nothing until then.",
    "A strap of this leg slipped {n} s from the start: the two sensors sit in another way "
    "since. The knee was learnt anew; pull the straps tight.",
    "The sensor on the thigh was silent for {n} s; the other one counted on, without the knee. "
    "Check its battery, and its strap.",
    "The sensor on the shin was silent for {n} s; the other one counted on, without the knee. "
    "Check its battery, and its strap.",
    "In {n} reps gravity and the gyroscopes did not agree on the knee: one of this "
    "leg's sensors is "
    "faulty, or loose. These reps have no angle of the knee.",
    "Samples of the sensor on the thigh are missing for {n} s: reps in these gaps have no angle "
    "of the knee.",
    "Samples of the sensor on the shin are missing for {n} s: reps in these gaps have no angle "
    "of the knee.",
    "Nothing showed this leg straight: what its knee lacks of it is told against the straightest "
    "of its own reps. Let the leg rest straight for a moment before the set.",
    "The knee's hinge was not found in how this leg moved. Bend and straighten the knee once, "
    "widely, before the set, and check that both straps are tight.",
)
