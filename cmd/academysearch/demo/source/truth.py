"""Write the exact text of those PDFs whose source says where each page ends, without looking at the PDF.

The result stands beside the expectation, as NAME.txt: a page after the other, parted by form feeds, paragraphs by line feeds,
without running heads, page numbers and line-end hyphens. A dotted contents list is left out, since what of it is text is a
matter of taste.
"""
import html
import importlib.util
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
EXPECTED = HERE.parent / "expected" / "pdf"


def plain(markup):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup))).strip()


def sections(name):
    """A WeasyPrint source that gives each section a page; footnotes go to the foot of theirs."""
    body = (HERE / name).read_text(encoding="utf-8").split("<body>")[1]
    for section in re.findall(r"(?s)<section.*?</section>", body):
        section = re.sub(r'(?s)<div class="toc">.*?</div>', "", section)
        notes = re.findall(r'(?s)<span class="fn">(.*?)</span>', section)
        section = re.sub(r'(?s)<span class="fn">.*?</span>', "", section)
        blocks = re.split(r"</(?:h[1-6]|p|li|td|th)>|<br>", section)
        # A space before a comma comes from an inline tag and not from the text.
        lines = [re.sub(r" ([.,;:?!’”])", r"\1", plain(b)) for b in blocks]
        yield [line for line in lines + [plain(n) for n in notes] if line]


def module(name):
    """The PAGES of a ReportLab source, which runs only when it is given an output."""
    source = (HERE / name).read_text(encoding="utf-8").replace("main(sys.argv[1])", "")
    loaded = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader=None))
    exec(compile(source, name, "exec"), loaded.__dict__)
    return loaded.PAGES


def newsletter():
    for number, page in enumerate(module("newsletter.py")):
        lines = ["Fellowship Newsletter 5", "July 2001"] if number == 0 else []
        for article in page:
            if article != "|":
                lines += [article[0]] + [plain(t) for text in article[1] for t in text.split("<br/>")]
        yield lines


def report():
    yield ["Before the next one", "What COVID-19 taught hospitals about preparedness", "May 2021", "Sample document: people and events are invented."]
    for page in module("before-the-next-one.py"):
        yield [plain(t) for line in page for t in re.sub("^[#~] ", "", line).split("<br/>")]


def office(name):
    """A LibreOffice source in which each page ends with a break of its own."""
    lines = (HERE / name).read_text(encoding="utf-8").split("\n")
    keys = r"^(?:(?:sub|date|note): |[=#-]+ )"
    pages = "\n".join(l for l in lines if not l.startswith(("title: ", "head: "))).split("\n---\n")
    return [[re.sub(keys, "", l) for l in page.split("\n") if l] for page in pages]


def main():
    for name, pages in {
        "stratified-arthritis-report": sections("arthritis.html"),
        "annual-review-2023": sections("annual-review-2023.html"),
        "fellowship-newsletter-5": newsletter(),
        "before-the-next-one": report(),
        "many-conditions-summary": office("multimorbidity-summary.txt"),
        "starter-grants-guidance": office("starter-grants-guidance.txt"),
    }.items():
        text = "\f".join("\n".join(lines) + "\n" for lines in pages)
        (EXPECTED / f"{name}.pdf.txt").write_text(text, encoding="utf-8")


main()
