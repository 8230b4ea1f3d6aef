"""Pictures of figures as SVG: one file a picture, one verb, `draw`; `canvas` turns its marks into a picture of the pages."""
