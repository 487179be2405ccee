"""Compile a Typst source to PDF: typst_pdf.py SOURCE OUTPUT."""
import sys

import typst

source, output = sys.argv[1:3]
typst.compile(source, output=output, timestamp=1552298400, ignore_system_fonts=True)
