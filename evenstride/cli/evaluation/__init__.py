"""``evenstride evaluate``: recordings with truth, and the figures."""
