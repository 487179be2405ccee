"""Turn a plain text source into a flat OpenDocument text: fodt.py SOURCE OUTPUT.

The source has one paragraph a line. A line that opens with "= ", "# " or "## " is the cover title,
a heading or a sub-heading; "date: ", "sub: " and "note: " are lines of the cover; "- " is a list
item; "| a | b | c" is a table row; "---" starts a page; "title: " is the title of the file's
properties and "head: " the running head.
"""
import sys
from xml.sax.saxutils import escape

FONTS = """<style:font-face style:name="Liberation Serif" svg:font-family="'Liberation Serif'"/><style:font-face style:name="Liberation Sans" svg:font-family="'Liberation Sans'"/>"""

STYLES = """
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.25cm" fo:text-align="justify" fo:line-height="130%"/><style:text-properties style:font-name="Liberation Serif" fo:font-size="11pt" fo:language="en" fo:country="GB" fo:hyphenate="true"/></style:style>
<style:style style:name="T" style:family="paragraph"><style:paragraph-properties fo:margin-top="6cm" fo:margin-bottom="0.6cm"/><style:text-properties style:font-name="Liberation Sans" fo:font-size="32pt" fo:font-weight="bold"/></style:style>
<style:style style:name="S" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.6cm"/><style:text-properties style:font-name="Liberation Sans" fo:font-size="14pt"/></style:style>
<style:style style:name="H1" style:family="paragraph" style:parent-style-name="Heading_20_1"><style:paragraph-properties fo:margin-top="0.5cm" fo:margin-bottom="0.3cm" fo:keep-with-next="always"/><style:text-properties style:font-name="Liberation Sans" fo:font-size="17pt" fo:font-weight="bold" fo:color="#0b4f3c"/></style:style>
<style:style style:name="H2" style:family="paragraph" style:parent-style-name="Heading_20_2"><style:paragraph-properties fo:margin-top="0.3cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"/><style:text-properties style:font-name="Liberation Sans" fo:font-size="12.5pt" fo:font-weight="bold" fo:color="#0b4f3c"/></style:style>
<style:style style:name="R" style:family="paragraph"><style:text-properties style:font-name="Liberation Sans" fo:font-size="8pt"/></style:style>
<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border-bottom="0.02cm solid #888888"/></style:style>
<style:style style:name="CP" style:family="paragraph"><style:text-properties style:font-name="Liberation Sans" fo:font-size="9.5pt"/></style:style>
<style:style style:name="W1" style:family="table-column"><style:table-column-properties style:column-width="2cm"/></style:style>
<style:style style:name="W2" style:family="table-column"><style:table-column-properties style:column-width="7cm"/></style:style>
"""

MASTER = """<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"><style:header><text:p text:style-name="R">{head}</text:p></style:header><style:footer><text:p text:style-name="R"><text:page-number text:select-page="current"/></text:p></style:footer></style:master-page></office:master-styles>"""

LAYOUT = """<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="2cm" fo:margin-bottom="1.8cm" fo:margin-left="2.6cm" fo:margin-right="2.6cm"/><style:header-style><style:header-footer-properties fo:margin-bottom="0.6cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>"""

NAMES = ("office", "style", "text", "table", "meta")
SPACES = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in NAMES)
SPACES += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def broken_styles():
    """The styles P and H1 again, as B and HB, with a page break before."""
    out = ""
    for name, broken in (("P", "B"), ("H1", "HB")):
        line = next(l for l in STYLES.splitlines() if f'style:name="{name}"' in l)
        line = line.replace(f'style:name="{name}"', f'style:name="{broken}"')
        out += line.replace("<style:paragraph-properties", '<style:paragraph-properties fo:break-before="page"', 1)
    return out


def paragraph(style, text):
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def heading(style, level, text):
    return f'<text:h text:style-name="{style}" text:outline-level="{level}">{escape(text)}</text:h>'


def table(rows, number):
    cells = lambda row: "".join(f'<table:table-cell table:style-name="C">{paragraph("CP", c.strip())}</table:table-cell>' for c in row)
    body = "".join(f"<table:table-row>{cells(r)}</table:table-row>" for r in rows)
    columns = '<table:table-column table:style-name="W1"/><table:table-column table:style-name="W2"/><table:table-column table:style-name="W2"/>'
    return f'<table:table table:name="T{number}">{columns}{body}</table:table>'


def convert(lines):
    out, rows, props, broken, tables = [], [], {"title": "", "head": ""}, False, 0
    for line in lines + [""]:
        line = line.rstrip("\n")
        if rows and not line.startswith("| "):
            tables += 1
            out.append(table(rows, tables))
            rows = []
        key, _, rest = line.partition(": ")
        if line.startswith("| "):
            rows.append(line[2:].split("|"))
        elif key in props:
            props[key] = rest
        elif line == "---":
            broken = True
        elif line.startswith("= "):
            out.append(paragraph("T", line[2:]))
        elif key in ("date", "sub", "note"):
            out.append(paragraph("S", rest))
        elif line.startswith("# "):
            out.append(heading("HB" if broken else "H1", 1, line[2:]))
            broken = False
        elif line.startswith("## "):
            out.append(heading("H2", 2, line[3:]))
        elif line.startswith("- "):
            out.append(f"<text:list><text:list-item>{paragraph('P', line[2:])}</text:list-item></text:list>")
        elif line:
            out.append(paragraph("B" if broken else "P", line))
            broken = False
    return props, "\n".join(out)


def main(source, output):
    props, body = convert(open(source, encoding="utf-8").readlines())
    document = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {SPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>{escape(props['title'])}</dc:title></office:meta>
<office:font-face-decls>{FONTS}</office:font-face-decls>
<office:automatic-styles>{LAYOUT}{STYLES}{broken_styles()}</office:automatic-styles>
{MASTER.format(head=escape(props['head']))}
<office:body><office:text>
{body}
</office:text></office:body></office:document>"""
    open(output, "w", encoding="utf-8").write(document)


main(*sys.argv[1:3])
