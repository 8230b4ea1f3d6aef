"""Paper and files: each document is built once from views (`Paper`) and leaves as tagged PDF, workbook, text, JSON or calendar."""
