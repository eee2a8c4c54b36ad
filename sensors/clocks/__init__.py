"""The one theory of time: nothing arrives before it was measured, and some of it arrives at once.

``envelope`` is the line under all arrivals; ``arrivals`` numbers and times samples that carry
neither; ``device`` keeps the clock of a sensor that has one, as ``drivers.stamped`` does.
"""
