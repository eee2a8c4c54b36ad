"""Sentences of results: the comparison, the advice and the counting."""

from typing import Final

from evenstride.analysis.model.recount_why import RecountWhy

_COMPARISON: Final = (
    "Nothing to compare: no leg wore a sensor.",
    "Nothing to compare: only the {leg} leg wore a sensor.",
    "Only the {leg} leg did reps; do as many with the {leg2} leg to compare them.",
    "The legs carried different weights ({n} kg left, {n2} kg right), so comparing them does not "
    "show which is weaker.",
    "Too few reps to compare: {n} on the left, {n2} on the right, and it takes {n3} on each leg.",
    "Too few reps to compare: {n} on the left, {n2} on the right, and it takes {n3} on each leg "
    "(reps added by hand have no figures).",
    "The {leg} leg is weaker: {parts}.",
    "The {leg} leg is weaker: {parts}, as far as one set of a leg can tell.",
    "No leg is clearly weaker: {parts}.",
    "No leg is clearly weaker: {parts}, but by less than a tenth.",
    "the {leg} leg has {what}",
    "shorter holds ({amount} against {amount2})",
    "a smaller range ({amount} against {amount2})",
    "a smaller range of the knee ({amount} against {amount2})",
    "No clear difference in {parts}{tail}.",
    "{quantity} ({amount} left, {amount2} right)",
    "; a leg with a fifth less {quantities} might not have been found{tail}",
    "; the {leg} leg is slower on the way {way} ({amount} against {amount2})",
)

_FOUND: Final = (
    "no set was counted",
    "there were too few reps for a set",
    "both legs did every set{more}, with no clear difference between them",
    " with full holds{more}",
    " with nearly all holds full{more}",
    ", two sessions running",
    "there were too few reps to compare the legs",
    "there is no clear difference between the legs",
    "{leg} did less than {leg2}",
    "{leg} held {amount} shorter than {leg2}",
    "{leg} held {amount} shorter than {leg2} ({span})",
    "{leg} moved {amount} less than {leg2}",
    "{leg} moved {amount} less than {leg2} ({span})",
    "held {amount} shorter",
    "held {amount} shorter ({span})",
    "moved {amount} less",
    "moved {amount} less ({span})",
    "the legs carried different weights ({n} kg left, {n2} kg right) and can not be compared",
    "only the {leg} leg was trained",
    "only the {leg} leg did enough reps for a set",
    "both legs did {done}",
    "{leg} did {done}",
    "did {done}",
    "{n} of {n2} reps",
    "1 set of {n} instead of {n2} × {n3}",
    "{n} × {n2} of {n3} × {n4}",
    "{counts} of {n} × {n2}",
    "range or hold fell off in {n} of {n2} sets on the {leg}",
    "the {leg} leg's holds were under {n} s on average",
    "{n} of {n2} holds on the {leg} were under {n3} s",
    "the {leg} leg's holds were not measured",
    "most of the {leg} leg's holds were not measured",
    "it hurt ({n} of 10, and {n2} or more is too much)",
    "the knee was sore the morning after ({n} of 10)",
    "pain rose within the session (from {n} to {n2} of 10)",
    "it hurt more than last time ({n} of 10 after {n2})",
)

_ADVICE: Final = (
    "Stop if it hurts. This is a training aid; it can not tell why a leg does less.",
    "{found}; next time {what}.",
    "{found}; if nothing hurts, next time {what}.",
    "{n} × {n2}{more}",
    " again{more}",
    " with a hold of {n} s{more}",
    " with {n} kg{more}",
    " with {n} kg left and {n2} kg right{more}",
    " without a weight{more}",
    " on both legs",
    " on both legs, {leg} first",
    "This rests on this session ({reps}).",
    "This rests on this session alone ({reps}).",
    "This rests on this session ({reps}) and that of {n} {month}.",
    "This rests on this session ({reps}) and the one before.",
    "{n} reps {leg}",
    "1 rep {leg}",
    "no reps",
    "Work off the weaker side",
    "My plan",
)

_COUNTING: Final = (
    *(why.value for why in RecountWhy),
    "{n} movements between {n2} and {n3} s from the start",
    "{counted} were not counted, because the other leg moved along with them. If both legs were "
    "trained at once, choose an exercise of both legs: squat or bridge.",
    '{counted} lasted longer than the {n} s of "max_rep_s": the ways out and back alone, or with a '
    'hold far longer than that of any rep. An exercise of your own may set another "max_rep_s".',
    '{counted} were shorter than the {n} s of "min_rep_s", and not even enough for a set of fast '
    'reps. Move more slowly, or set another "min_rep_s" in an exercise of your own.',
    "No sample of this leg came, so it was not measured. If it wore a sensor, check that this is "
    "switched on, charged and connected.",
    "No sample of this leg came after {n} s from the start, and the other leg's came for {n2} s "
    "more: what this leg did then is not known. Check that its sensor is charged and near, and "
    "compare only what was measured.",
    "{n} movements of a few degrees followed each other and were passed over: {where}, only those "
    "of {n2}° and more count. If they were reps, choose what was trained, such as "
    "inner-range-quads.",
    "where no exercise is chosen",
    "in this exercise",
    "{counted} were not counted: they did not carry the sensor as this exercise does, but as a "
    "bending trunk or getting up from a chair may. If they were reps, choose what was trained, and "
    "check where the sensor sits; a dip must lower it.",
    "{n} movements were not counted: a sensor without a gyroscope does not tell them from a trunk "
    "that bends or a leg that is shaken. If they were reps, make them larger, or use a sensor with "
    "a gyroscope.",
    "{counted} turned the limb by more than the {n}° of this exercise, and were not counted. If "
    "they were reps, choose what was trained, and check where the sensor sits: on the shin, begin "
    "with --placement shank.",
    "{counted} were not counted, because they were unlike each other, or unlike the reps. If they "
    "were reps, choose what was trained; check that the strap does not slide, and what wrote the "
    "values: so it is where an axis of the accelerometer or the gyroscope has another sign, or two "
    "are exchanged.",
    "{counted} went down by {n}° or more, as far as a thigh turns when somebody sits down on a "
    "chair and gets up again, which one sensor may take for a deep dip. If it was a chair, take "
    "them back.",
    "{counted} in a row took {n} s or less each, as the turns of pedals do. If that was no "
    "exercise, take them back; pause the session meanwhile.",
    "{counted} followed each other without a hold and without a rest, as slow steps do, which a "
    "sensor without a gyroscope does not tell from them. If that was walking, take them back; "
    "pause the session while you walk.",
    "{n} reps lie right before, between or after steps. A sensor without a gyroscope does not tell "
    "slow steps from reps. If you walked then, take them back; pause the session while you walk.",
    "{counted} went up by {n}° or more, as far as a thigh turns when somebody gets up from a "
    "chair: one sensor may take that for a raised leg until it has seen you walk. Walk some steps "
    "before the set, and the two are told apart.",
    "A set began in one pose and ended in the other, and nothing tells which of them is the rest: "
    "what is called a hold there may be a rest. Begin and end each set with the leg at rest.",
    "A fault in evenstride ended a set ({name}) {n} s from the start. Reps before and after it are "
    "counted; one that was going on is lost. Please report it, with the recording.",
    'A note "{name}" can not be used and was passed over: {text}',
    "The recording names the exercise {name}, which is not known here: what follows was counted as "
    "{name2}. Add it to your own exercises, or choose one with --exercise.",
    "{n} movement",
    "{n} movements",
    "{n} slow rep",
    "{n} slow reps",
    "{n} rep",
    "{n} reps",
    "{n} sample",
    "{n} samples",
)

OF_RESULTS: Final = (*_COMPARISON, *_FOUND, *_ADVICE, *_COUNTING)
