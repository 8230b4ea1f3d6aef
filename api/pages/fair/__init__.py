"""The organizer's pages of a fair: its plan, its steps, who meets whom and when, its day, and what came of it."""
