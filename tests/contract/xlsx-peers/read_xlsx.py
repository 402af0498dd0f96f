"""Reads a workbook with openpyxl and prints what it saw as JSON."""

import json
import sys

from openpyxl import load_workbook

sheet = load_workbook(sys.argv[1]).active


def seen(cell):
    value = cell.value
    return [cell.data_type, value.isoformat() if cell.is_date else value, cell.number_format]


print(
    json.dumps(
        {
            "sheet": sheet.title,
            "frozen": sheet.freeze_panes,
            "bold": all(cell.font.bold for cell in sheet[1]),
            "head": [cell.value for cell in sheet[1]],
            "widths": [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]],
            "rows": [[seen(cell) for cell in row] for row in sheet.iter_rows(min_row=2, max_row=3)],
            "count": sheet.max_row - 1,
        }
    )
)
