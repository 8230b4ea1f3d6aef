"""What an installation can set, said in both languages: for the reference under docs/ and for the command that shows it."""
