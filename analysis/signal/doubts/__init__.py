"""What the samples tell against their own sensor: units, signs, axes, clock; and how to mend it."""
