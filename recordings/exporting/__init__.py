"""Recordings for programs of others: their samples as MCAP and as Motion-BIDS."""
