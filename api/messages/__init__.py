"""The words of the pages: one gettext catalogue a language, with the English sentence as key."""
