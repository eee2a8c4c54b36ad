"""Sets, holds and weights of a plan in words."""


def hold_words(hold_s: float | None, hold_max_s: float | None) -> str:
    """How long to hold, for instance "2–5 s"; nothing without a hold."""
    if hold_s is None:
        return ""
    upper = "" if hold_max_s in (None, hold_s) else f"–{hold_max_s:g}"
    return f"{hold_s:g}{upper} s"


def kg_words(kg: float | None) -> str:
    """A weight, for instance "1.5 kg"; nothing without one."""
    return f"{kg:g} kg" if kg else ""
