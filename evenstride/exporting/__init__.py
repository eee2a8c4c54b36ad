"""For other programs: sessions as tables, MCAP, Motion-BIDS and FIT; training days as iCalendar."""
