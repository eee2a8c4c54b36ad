"""How times are found: nothing arrives before it was measured, and some samples arrive at once.

So plotted against the times of arrival, what a clock shows is a straight line under all of them
(``envelope``). Arrivals above the line are late, or follow a loss. Both look the same at first, and
five facts tell them apart:

* Lateness passes, but a loss stays: everything after it is later by the duration of the loss.
* A lower rate is a slope, but a loss is a step; the shortest of all explanations is believed.
* A connection delivers at its events, so an arrival is late by a whole number of intervals plus
  the computer's own delay, which is subtracted.
* What was held up, by a radio that stalled or a computer that stood still, arrives in the end.
  Until its lateness has stayed the same for long enough, it is not called a loss, and it tells
  nothing about the rate.
* A computer that is behind takes what is waiting at any time, not at the connection's events.

For samples that carry neither time nor number, ``arrivals`` combines all of this. ``instants``
groups what arrived together, by its ``sizes``. ``rhythm`` finds the connection's events and
``known_rhythm`` remembers them. ``explaining`` searches for the shortest explanation, with the
costs of lateness and losses from ``prices``, and rejects losses that ``even_losses`` shows to be a
beat. ``fitting`` believes that explanation, or what the ``promptest`` arrivals of a busy computer
tell, and ``line`` stores it. ``lateness`` judges whether late arrivals may be merely late, from
their ``backlog`` and from whether this computer is ``busy``. ``placing`` decides where among
samples that arrived together something was lost, and ``doubts`` tells what is uncertain.

``device`` is the clock of a sensor that stamps its samples; ``stamped_series`` (like
``drivers.stamped``) numbers them, by the ``stamped_pace``. ``counted`` is the clock of samples that
are counted over a network. ``site_clock`` puts any of them on the session's timeline, by the
``promptness`` of its arrivals and with the pace that ``drift`` believes.
"""
