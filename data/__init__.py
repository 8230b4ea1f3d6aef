"""Everything at rest or on its way in: importers, templates, the synthetic city, tables, stores (the only SQL), migrations."""
