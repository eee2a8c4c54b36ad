"""Tests of difficult behaviour of simulated uneven people, with the truth from the script."""
