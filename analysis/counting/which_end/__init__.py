"""Which end of the ways of a set is the rest, by its lever and by where the limb stays."""
