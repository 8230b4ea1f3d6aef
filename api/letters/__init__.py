"""What the office writes to people and employers: templates in plain words, filled in both languages."""
