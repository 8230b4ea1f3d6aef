"""One file a step, oldest first. A step that shipped is never edited."""
