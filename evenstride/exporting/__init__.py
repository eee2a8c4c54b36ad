"""Exports for other programs: tables, MCAP, Motion-BIDS, FIT; training days as iCalendar."""
