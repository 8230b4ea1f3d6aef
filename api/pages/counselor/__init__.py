"""The counselor's room: the caseload, one person's file with everything that is done in it, and the sheet for the person."""
