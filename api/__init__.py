"""The doors: settings, wiring, actions shared by all doors, JSON routes, pages, command line."""
