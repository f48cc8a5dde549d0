"""The bytes of a workbook, whatever archive keeps them."""
