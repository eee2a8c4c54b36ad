"""What was counted and measured in the sample sessions, so that no figure changes unseen."""
