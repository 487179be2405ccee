"""Fellowship Newsletter 5, four pages set with ReportLab in two columns: newsletter.py OUTPUT."""
import sys

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, NextPageTemplate, PageBreak, PageTemplate, Paragraph

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11.6, leading=15.2, alignment=TA_JUSTIFY, spaceAfter=5, hyphenationLang="en_GB", embeddedHyphenation=1)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=13, leading=15, spaceBefore=6, spaceAfter=4)
LIST = ParagraphStyle("list", parent=BODY, leftIndent=8, alignment=0, spaceAfter=2)

# Each page is a list of articles; an article is a heading and its paragraphs. "|" goes to the next column.
PAGES = [
    [
        ("From the President", [
            "The Academy is three years old this summer. It has outgrown its first office, lost its first filing cabinet, and elected its eight hundredth Fellow. I should like to use this letter to say what I believe it is for.",
            "Britain has Royal Colleges, whose concern is the standard of practice, and it has learned societies for each science from anatomy to zoology. Until 1998 it had no body which spoke for medical science as a whole, from the laboratory bench to the health of populations. When ministers wished for advice on stem cells, on transmissible spongiform encephalopathies or on the training of clinical scientists, they asked whomever they happened to know.",
            "That has begun to change. In the past year we have been asked for our opinion on eleven occasions, and on four of them it was plain that somebody had read the reply.",
            "<b>Sir Lambert Hesketh FRCP FMedSci</b><br/>President",
        ]),
        "|",
        ("In this issue", [
            "New Fellows elected<br/>Clinician scientists: the first awards<br/>Working groups<br/>Non-human primates: a study begins<br/>Diary dates",
        ]),
        ("Admission day", [
            "Sixty Fellows elected in the spring were admitted on Thursday 5 July 2001 at a ceremony in London. The day began with short talks by three of the new Fellows on malaria vaccines, on the genetics of deafness and on the history of the stethoscope.",
            "The next election will take place in April. Proposal forms must reach the office by 31 October 2001.",
        ]),
    ],
    [
        ("Clinician scientists: the first awards", [
            "The scheme that the Academy proposed in its memorandum of November 1999 has come to life. Twelve Clinician Scientist Fellowships, each of five years, have been awarded in a competition for which 91 candidates applied.",
            "The awards carry half of the working week for research, a training number that is kept throughout, and the expectation of a senior post at the end. They are paid for by the National Health Service, by medical charities and by two companies.",
            "Among the first holders is Dr Maren Tolliver of the University of Wexbridge, who studies how depression runs in families. &#8220;It is the difference between doing research and stealing time for it,&#8221; said Dr Tolliver, who had helped to gather the opinions of trainees for the memorandum.",
        ]),
        "|",
        ("Working groups", [
            "<b>Brain science and addiction.</b> A working group will consider what neuroscience can contribute to the understanding and treatment of addiction. It is chaired by Professor Rosalind Teague FMedSci.",
            "<b>Measles, mumps and rubella.</b> A short statement on the safety of the combined vaccine is being drafted in response to public concern. The evidence that we have examined shows no connection with autism. The statement will be sent to all general practitioners in the autumn.",
            "<b>Academic careers for women.</b> Of the Fellows elected this year thirteen are women. Council has asked Dame Philomena Garside FRCP FMedSci to lead an inquiry into why they are not more.",
        ]),
    ],
    [
        ("Non-human primates: a study begins", [
            "Research that uses monkeys is rare, regulated more strictly than any other, and contested. The Academy has begun to plan a study, with other bodies, of the scientific case for such work in the coming decade. It will ask which questions in neuroscience, in vaccine research and in reproductive biology cannot be answered in any other way, and how the welfare of the animals can be improved.",
            "The group will meet in public where it can. Fellows who hold different views on the ethics of animal research are especially invited to write.",
        ]),
        ("Letters", [
            "Sir, Your last number described the peer review of grants as slow but fair. I sat on three panels last year. It is not slow. Yours etc., A Fellow (name supplied).",
        ]),
        "|",
        ("Obituary", [
            "The Academy records with regret the death of Sir Percival Orde FRS FMedSci, founder Fellow and pioneer of renal dialysis, who built his first artificial kidney from sausage casing and a washing machine, and treated with it a dairyman from Powys who lived another nineteen years. He was a gentle critic and a savage chess player.",
        ]),
        ("The genome and the clinic", [
            "The draft sequence of the human genome, published in February, was the subject of a discussion evening chaired by Dr Tomasz Wielgorski. The mood was of elation tempered by arithmetic. If common diseases are influenced by hundreds of genes, each of small effect, then studies of tens of thousands of patients will be needed, and nobody has yet collected them.",
        ]),
    ],
    [
        ("Diary dates", [
            "<b>Tuesday 18 September 2001</b>, 18.00. The Sir Alaric Jephson Lecture: Professor Rosalind Teague FMedSci on memory and its disorders.",
            "<b>Wednesday 7 November 2001</b>, 14.00. Symposium on variant Creutzfeldt-Jakob disease and the safety of blood.",
            "<b>Monday 3 December 2001</b>, 17.30. Annual general meeting and reception.",
        ]),
        "|",
        ("Officers", [
            "President: Sir Lambert Hesketh FRCP FMedSci",
            "Vice-President: Dame Philomena Garside FRCP FMedSci",
            "Registrar: Professor Quentin Abney-Roe FMedSci",
            "Treasurer: Sir Mortimer Slade FMedSci",
        ]),
        ("Sample", ["Sample document: people and events are invented. Registered charity number 0000000 (sample)."]),
    ],
]


def furniture(canvas, doc):
    canvas.setFont("Courier", 6)
    canvas.drawString(12 * mm, 292 * mm, f"Newsletter-AcdMedSci-July 01 16/7/01 2:54 pm Page {doc.page}")
    canvas.setFont("Helvetica", 8)
    canvas.drawCentredString(105 * mm, 10 * mm, f"Academy of Medical Sciences  {doc.page}")
    if doc.page == 1:
        canvas.setFont("Helvetica-Bold", 34)
        canvas.drawString(18 * mm, 262 * mm, "Fellowship Newsletter 5")
        canvas.setFont("Helvetica", 12)
        canvas.drawString(18 * mm, 253 * mm, "July 2001")


def template(name, top):
    columns = [Frame(x * mm, 18 * mm, 84 * mm, top * mm, id=f"{name}{x}") for x in (16, 108)]
    return PageTemplate(id=name, frames=columns, onPage=furniture)


def story():
    out = [NextPageTemplate("inner")]
    for number, page in enumerate(PAGES):
        if number:
            out.append(PageBreak())
        for article in page:
            if article == "|":
                out.append(FrameBreak())
                continue
            out.append(Paragraph(article[0], HEAD))
            out += [Paragraph(text, BODY) for text in article[1]]
    return out


def main(output):
    doc = BaseDocTemplate(output, pagesize=A4, title="Newsletter-AcdMedSci-July 01.qxd", author="", invariant=1)
    doc.addPageTemplates([template("first", 228), template("inner", 262)])
    doc.build(story())


main(sys.argv[1])
