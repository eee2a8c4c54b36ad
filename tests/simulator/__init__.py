"""A simulated pair of thigh-worn sensors on uneven people, with the truth beside the samples."""
