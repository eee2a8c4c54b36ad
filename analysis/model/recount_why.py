"""The reasons why a count that was announced before changes."""

from enum import StrEnum


class RecountWhy(StrEnum):
    """Each reason, in the words that are shown to the user."""

    WALKED = "what came before was walking"
    PEDALLED = "what came before went on and on at one pace, as pedals do"
    STOOD_UP = "a walk showed that what came before was done standing up"
    CARRIED = "the limb only moved along with the body"
    HELD_UP = "the leg was held up while the other one trained"
    FIRST_STEPS = "the first movements were steps onto something or off it"
    LAST_STEPS = "the last movements were steps onto something or off it"
    LONE_UNLIKE = "a single movement before the set was unlike its reps"
    NO_SERIES = "what came before were single movements, and none like them followed"
    FIRST_SMALL = "the first movement was under half of those that followed"
    UNDER_HALF = "what came before was under half of the next movement"
    ANOTHER = "what came before was another movement"
    WERE_REPS = "what came before was the exercise, as more like it followed"
    KNEE_KNOWN = "the knee of the first reps is known now"
    UPSIDE_DOWN = "the set was seen upside down"
    WRONG_UNITS = "a sensor's units were not what they were said to be"
    BY_HAND = "corrected by hand"
    UNDONE = "the correction was undone"
