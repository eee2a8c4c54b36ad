"""The user's history: kept, listed, shown, exported, deleted, and drawn over the weeks."""
