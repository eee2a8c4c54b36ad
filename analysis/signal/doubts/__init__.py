"""Evidence in the samples against their own sensor (units, signs, axes, clock), and its repair."""
