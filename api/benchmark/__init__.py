"""The open benchmark: worlds with a hidden truth, and every way of ranking side by side with the best possible."""
