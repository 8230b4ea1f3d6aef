"""Work in the background: which kinds there are, and the worker that does them one at a time under a lease."""
