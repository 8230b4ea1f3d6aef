"""Other programs on the work of a pre-match, each in a file of its own; the only SQL outside the stores is theirs, not ours."""
