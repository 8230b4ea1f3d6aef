"""The rules and the arithmetic of matching. Pure: reads its own packaged knowledge only; no database, web, clock or environment."""
