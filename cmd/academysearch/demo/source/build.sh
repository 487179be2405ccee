#!/bin/sh
# Builds the PDFs of ../corpus from the sources beside this file; README.md names the tools.
set -eu
cd "$(dirname "$0")"
out=../corpus/pdf
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

latex() { # source, date of the file as seconds since 1970, output
    for pass in 1 2; do
        SOURCE_DATE_EPOCH=$2 FORCE_SOURCE_DATE=1 pdflatex -interaction=nonstopmode -output-directory "$work" "$1.tex" >/dev/null
    done
    cp "$work/$1.pdf" "$3"
}

office() { # source, output
    python3 fodt.py "$1.txt" "$work/$1.fodt"
    soffice --headless --convert-to 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}' \
        --outdir "$work" "$work/$1.fodt" >/dev/null
    cp "$work/$1.pdf" "$2"
}

python3 typst_pdf.py many-conditions.typ $out/many-conditions-one-life.pdf
SOURCE_DATE_EPOCH=1518429600 weasyprint arthritis.html $out/stratified-arthritis-report.pdf
latex amr-accra 1549411200 ../corpus/file-download/50466
office adolescent-sleep $out/sleep-adolescent-mind-report.pdf
python3 newsletter.py $out/fellowship-newsletter-5.pdf
python3 scan.py $out/careers-memorandum-1999-scan.pdf

python3 check.py
