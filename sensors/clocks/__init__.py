"""The one theory of time: nothing arrives before it was measured, and some of it arrives at once.

``envelope`` is the line under all arrivals; ``arrivals`` numbers and times samples that carry
neither: ``instants`` holds what came together, ``rhythm`` takes away what the computer adds,
``explaining`` seeks the cheapest explanation by what ``prices`` asks for lateness and losses,
``line`` keeps it, ``placing`` says where among those that came together something was lost.
``device`` keeps the clock of a sensor that has one, as ``drivers.stamped`` does; ``counted`` that
of one that is counted over a network.
"""
