"""Keeping the garbage collector from stopping a session for a tenth of a second now and then."""

import gc


def avoid_pauses() -> None:
    """Exempt everything loaded so far from collection; call this once, when all modules are loaded.

    A full collection looks at every object, and most belong to modules, which never are garbage:
    over a hundred thousand, 70-140 ms, in which no sample is taken and nothing is drawn.
    """
    gc.collect()
    gc.freeze()
