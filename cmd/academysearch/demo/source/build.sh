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
python3 typst_pdf.py heat-roundtable.typ $out/heat-roundtable-summary.pdf
SOURCE_DATE_EPOCH=1518429600 weasyprint arthritis.html $out/stratified-arthritis-report.pdf
SOURCE_DATE_EPOCH=1701680400 weasyprint annual-review-2023.html $out/annual-review-2023.pdf
latex amr-accra 1549411200 ../corpus/file-download/50466
latex health-data-response 1533859200 ../corpus/file-download/49020
SOURCE_DATE_EPOCH=1508976000 groff -Tpdf -k -P-pa4 -ms dialogue.ms >$out/genome-editing-dialogue-report.pdf
office adolescent-sleep $out/sleep-adolescent-mind-report.pdf
office multimorbidity-summary $out/many-conditions-summary.pdf
office starter-grants-guidance $out/starter-grants-guidance.pdf
python3 newsletter.py $out/fellowship-newsletter-5.pdf
python3 before-the-next-one.py $out/before-the-next-one.pdf
python3 scan.py $out/careers-memorandum-1999-scan.pdf

python3 truth.py
python3 check.py
