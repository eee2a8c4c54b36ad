"""Sessions for other programs: reps, sets and samples as tables, MCAP, Motion-BIDS and FIT."""
