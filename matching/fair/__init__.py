"""A fair as an organizer runs it: its states and what each allows, the plan and its faults, the day, and what comes after."""
