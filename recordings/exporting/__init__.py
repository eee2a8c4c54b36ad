"""Recordings for other programs: their samples as MCAP and as Motion-BIDS."""
