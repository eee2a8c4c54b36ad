"""Sentences about files: recordings, the history, and those that a person writes."""

from typing import Final

_FILES: Final = (
    "The disk of {name} does not answer.",
    "A fault in evenstride: {why}.",
    "No name is free for a recording beside {name}; record to another folder.",
    "{name} does not hold what was written to it.",
    "Cannot write {name} ({why}); change that, or record to another place with evenstride live "
    "--record.",
    "{name}: you may not write there",
    "{name}: that is a file, and no folder",
    "{name} is a folder; name a file in it to record to.",
    "{name} exists already; record to another name, or move it away.",
    "{name} can not be changed ({why}); it stays as it was.",
    "{name} does not exist; check the name and the folder.",
    "{name} may not be read by you; ask its owner, or change its permissions.",
    "{name} cannot be read ({why}); copy it elsewhere and try again.",
    "{name} is empty; nothing was ever recorded to it, so record again.",
    "{name} holds no readable sample, {n} lines are damaged; record again.",
    "{name} holds no samples; no sensor had sent any when it ended, so record again.",
    "{name}: {why}. Check it and try again.",
    "{name} can not be written ({why}); make its folder writable, or name another.",
    "{name} can not be read ({why}); check it and try again.",
    "{name} is no text in UTF-8; save it as UTF-8 in your editor.",
    "A fault in evenstride ({why}). Please report it with the end of {name}, which holds nothing "
    "that was measured.",
    "A recording is not in the history, as its session was cut off; evenstride "
    "history rebuild adds "
    "it.",
    "{n} recordings are not in the history, as their sessions were cut off; evenstride history "
    "rebuild adds them.",
    "The history {name} was written by another version of evenstride, and it can "
    "not be written to; "
    "make it writable to use it.",
    "The history {name} was written by a newer evenstride (its version is {n}, and this one knows "
    "{n2}); update evenstride to use it.",
    "The history {name} can not be used ({why}); close other programs that use it, make room, and "
    "try again.",
    "The history {name} can not be opened ({why}); check the folder and its permissions.",
    "The history {name} is damaged; evenstride history rebuild makes it anew from the recordings.",
    "There is no session {n}; evenstride history lists them.",
    "The result could not be added to the history: {why}",
    "Session {n} has no result; evenstride history reanalyze {n2} makes one.",
    "Session {n} has no result; make one with evenstride history reanalyze {n2}.",
    "The result of session {n} is of another version (it lacks {what}); analyze it again with "
    "evenstride history reanalyze {n2}.",
    "Your plan stays as it is, as the changes do not fit into it ({why}); evenstride plan check "
    "says what is wrong with it.",
)

_OWN_FILES: Final = (
    "{name} is not valid TOML: {why}. Correct that place.",
    "{name} is not valid TOML: its brackets are nested too deeply.",
    '{name}: "days" has to be a list of days of the week, for instance days = ["mon", "wed", '
    '"fri"].',
    "{name} holds no exercise: write one table per exercise, for instance "
    "[straight-leg-raise] with "
    "sets = 3, or take the file away.",
    '{name}: "{name2}" stands outside of an exercise; only "title" and "days" do. Begin each '
    "exercise with its id in brackets, for instance [straight-leg-raise].",
    '{name}: "{key}" is {value}, but has to be {allowed}.',
    '{name}: unknown key "{key}".{added} Allowed keys: {keys}.',
    ' Did you mean "{name}"?',
    "a number from {n} to {n2}",
    "a whole number from {n} to {n2}",
    "true or false",
    "a text in quotes that is not empty, on one line",
    '{name}: There is no exercise "{name2}".{added} Known exercises: {names}.',
    '{name}: "{key}" needs "{key2}", the shortest hold.',
    '{name}: "{key}" is {value}, under "{key2}" with {value2}; make it {value3} or more, or leave '
    "it out.",
)

_SKIPPED: Final = (
    "Skipped {n} line {why}.",
    "Skipped {n} line {why} (line {where}).",
    "Skipped {n} lines {why}.",
    "Skipped {n} lines {why} (line {where}).",
    "Skipped {n} lines {why} (lines {where}).",
    "that was torn off at the end of the file, so that more may be missing",
    "that could not be read",
    "of far too many letters",
    "of an unknown leg",
    "with a value that is not a number",
    "with a value beyond any sensor",
    "whose number or time another program rounded when it saved the file, as in 1.23457E+11",
    "with an unreadable event",
    "of samples that were there before",
    "Passed over {n} samples of {name}: the header names no such sensor. Add it to the header's "
    "sensors, with its placement.",
    "The samples of the {leg} leg turn back in time {n} times: two sensors seem to have been "
    "recorded as the {leg2} leg, or its rows are not in order, and nothing sure can be counted. "
    "Sort them by host_us, or record each sensor as a leg of its own.",
    "The computer's clock was set {what}. What is before and after is counted; times across a jump "
    "mean nothing.",
    "The clock of the {leg} leg's sensor jumped {what}, by up to {n} days. What is before and "
    "after is counted; times across a jump mean nothing.",
    "once",
    "{n} times",
)

_HEADER: Final = (
    "The header is damaged; what it said is unknown.",
    "There is no header; what it said is unknown.",
    "The lines above the columns are missing, as when a program of tables saves a recording: the "
    "exercise, the sensors and the events are unknown, and the units of the format are assumed.",
    "Line {number} begins a second recording in this file, and the exercise and the sensors of "
    "that one are passed over. Cut the file before that line, and read each part by itself.",
    "The header's exercise is not a name.",
    "The header's synthetic is neither true nor false.",
    "The header's note is not a text.",
    "The header's started_utc is not a time.",
    "The header names no sensors.",
    "The header names a sensor on {name}, which is not a leg.",
    "The header does not name the {leg} leg, which has samples.",
    "The header does not describe the sensor {what}.",
    "The header does not name the sensor {what}.",
    "The header does not tell the sensor's rate {what}.",
    "The header's placement {what} is unknown, taken as {name}.",
    "The header names two sensors {what}; the last one is taken. Record each sensor as a leg of "
    "its own, or the one on the shin as {name}.",
    "on the {leg} leg",
    "on the {leg} shin",
    "of the {leg} leg",
)

OF_FILES: Final = (*_FILES, *_OWN_FILES, *_SKIPPED, *_HEADER)
