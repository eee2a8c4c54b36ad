"""The one theory of time: nothing arrives before it was measured, and some of it arrives at once.

So what a clock shows is, against the times of arrival, a straight line under all of them
(``envelope``). What lies above it is late, or comes after something that was lost. Both look the
same at first, and five facts tell them apart:

* Lateness passes, a loss stays: all that comes after it is later by the time of what was lost.
* A lower rate is a slope, a loss is a step; of all explanations the shortest is believed.
* A connection hands over at its events, so that an arrival is late by a whole number of intervals
  and by what the computer adds, which is taken away.
* What waited, for a radio that stalled or a computer that stood still, comes in the end. Until its
  lateness has stayed the same for long enough it is no loss, and it tells nothing of the rate.
* A computer that is behind takes what waits at any time, and not at the connection's events.

Samples that carry neither time nor number: ``arrivals`` puts all of this together; ``instants``
holds what came together, by its ``sizes``, ``rhythm`` finds the connection's events and
``known_rhythm`` keeps what was found, ``explaining`` seeks the shortest explanation by what
``prices`` asks for lateness and losses, and whose ``even_losses`` are no beat, ``fitting`` believes
it, or what the ``promptest`` arrivals of a busy computer tell, and ``line`` keeps it. ``lateness``
judges whether what is late may only be that, by its ``backlog`` and by whether this computer is
``busy``; ``placing`` says where among those that came together something was lost, and ``doubts``
what is not sure.

``device`` keeps the clock of a sensor that has one, whose samples ``stamped_series`` numbers, as
``drivers.stamped`` does, by the ``stamped_pace``; ``counted`` that of one that is counted over a
network. ``site_clock`` puts any of them on the session's timeline, by the ``promptness`` of its
arrivals and with the pace that ``drift`` believes.
"""
