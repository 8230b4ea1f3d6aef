"""Whether an installation can work: each check looks at one thing and says what to do where it cannot."""
