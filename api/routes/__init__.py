"""The JSON API: thin doors over the actions, described in OpenAPI 3.1."""
