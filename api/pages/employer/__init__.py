"""The employer's room: pages for an employer's own account, and nobody else's."""
