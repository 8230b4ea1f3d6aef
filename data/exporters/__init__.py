"""What leaves as a file: sheets of text and numbers in which nothing is ever a formula."""

from data.exporters.sheets import Cell, Sheet, csv_bytes, tables_csv_bytes, workbook_bytes, xlsx_bytes

__all__ = ["Cell", "Sheet", "csv_bytes", "tables_csv_bytes", "workbook_bytes", "xlsx_bytes"]
