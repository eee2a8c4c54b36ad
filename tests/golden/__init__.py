"""The golden results of the sample sessions, so that no figure changes unnoticed."""
