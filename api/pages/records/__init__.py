"""The organizer's pages of records: tasks, search, entry and edit, duplicates, jobs, indicators, models."""
