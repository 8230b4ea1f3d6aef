"""What those who run an installation can see of it: log lines, metrics and spans. None of it says anything about anybody."""
