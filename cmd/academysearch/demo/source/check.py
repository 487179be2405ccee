"""Check the sample corpus against its hand-written truth: check.py [-v].

Reads ../corpus and ../expected, and needs pdftotext and pdfinfo (poppler-utils). It reports

- a document without an expectation, or the other way round, or missing from manifest.csv;
- a phrase that an expectation promises and the document lacks, per page in a PDF;
- a weekday that does not agree with its date;
- a document that does not say that it is a sample.
"""
import csv
import datetime
import html
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CORPUS, EXPECTED = HERE.parent / "corpus", HERE.parent / "expected"
SAMPLE = "people and events are invented"
MONTHS = "January February March April May June July August September October November December".split()
DATE = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (\d{1,2})(?:st|nd|rd|th)? (%s),? (\d{4})\b" % "|".join(MONTHS))
problems = []


def normal(text):
    """Fold what line breaking and typesetting do to words."""
    text = re.sub("[\u2010\u00ad-]\n", lambda m: "-\n" if m[0][0] == "-" else "", text)
    text = text.translate({0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xAD: None})
    return re.sub(r"\s+", " ", text)


def loose(text):
    """Without hyphens and blanks, so that a phrase matches across any line end."""
    return re.sub(r"[\s\u2010\u2060-]", "", text).replace("’", "'").lower()


def page_text(path):
    body = path.read_bytes()
    charset = re.search(rb"charset=\"?([\w-]+)", body)
    raw = body.decode(charset[1].decode() if charset else "utf-8")
    raw = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", raw)
    return [normal(html.unescape(re.sub(r"<[^>]+>", " ", raw)))]


def pdf_text(path):
    out = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()
    return [normal(p) for p in out.split("\f")[:-1]]


def weekdays(name, text):
    for day, number, month, year in DATE.findall(text):
        date = datetime.date(int(year), MONTHS.index(month) + 1, int(number))
        if date.strftime("%A") != day + "day":
            problems.append(f"{name}: {day}day {number} {month} {year} was a {date:%A}")


def check(path):
    name = str(path.relative_to(CORPUS))
    wanted = EXPECTED / (name + ".json")
    pages = pdf_text(path) if path.read_bytes()[:5] == b"%PDF-" else page_text(path)
    whole = " ".join(pages)
    weekdays(name, whole)
    if not wanted.exists():
        problems.append(f"{name}: no expectation")
        return
    truth = json.loads(wanted.read_text(encoding="utf-8"))
    scanned = truth.get("pages_without_text")
    if loose(SAMPLE) not in loose(whole) and not scanned:
        problems.append(f"{name}: does not say that it is a sample")
    for phrase in truth["text_contains"]:
        if loose(phrase) not in loose(whole):
            problems.append(f"{name}: lacks {phrase!r}")
    for person in truth["speakers"]:
        if loose(person["name"]) not in loose(whole):
            problems.append(f"{name}: does not name {person['name']}")
    for person in truth["not_speakers"]:
        if loose(person) not in loose(whole):
            problems.append(f"{name}: does not name {person}")
    if "pages" in truth and truth["pages"] != len(pages):
        problems.append(f"{name}: {len(pages)} pages, not {truth['pages']}")
    for number, phrase in truth.get("page_contains", {}).items():
        if loose(phrase) not in loose(pages[int(number) - 1]):
            problems.append(f"{name}: page {number} lacks {phrase!r}")


def main():
    files = sorted(p for p in CORPUS.rglob("*") if p.is_file() and p.name != "manifest.csv")
    rows = list(csv.DictReader((CORPUS / "manifest.csv").open(encoding="utf-8")))
    listed = {r["file"] for r in rows}
    for path in files:
        check(path)
    names = {str(p.relative_to(CORPUS)) for p in files}
    for odd in sorted(names ^ listed):
        problems.append(f"{odd}: in the corpus or in manifest.csv, not in both")
    for path in EXPECTED.rglob("*.json"):
        if str(path.relative_to(EXPECTED))[:-5] not in names:
            problems.append(f"{path.name}: expectation of no document")
    print(f"{len(files)} documents, {sum(p.stat().st_size for p in files)} bytes")
    for p in problems:
        print(p)
    return 1 if problems else 0


sys.exit(main())
