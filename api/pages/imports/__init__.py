"""The pages on which files are imported, step by step: choose, send, check the columns, import, mend rows, undo."""
