"""What a movement is, by what is known of it: a rep, an attempt, or nothing of the exercise."""
