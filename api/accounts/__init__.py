"""What guards the door: passwords, opaque tokens, the waits after failed sign-ins, and what keys of programs may do."""
