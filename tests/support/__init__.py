"""What tests share.

- sheets: small workbooks written as text, the way they look
- layouts: how offices' own tables look, in small, and what must be understood of each
- examples: a workbook that breaks a rule, and the same put right
- office: the one headless LibreOffice; live: a workbook driven through xlwings' own code; vba: the workbook's VBA, run
- excel_like: the real workbook as Excel saves it; bad_files: files that are wrong on purpose
- counting: how much work something is, without a clock
"""
