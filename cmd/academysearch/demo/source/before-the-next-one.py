"""Before the next one, a report whose text layer shows two faults of desktop publishing: before-the-next-one.py OUTPUT.

The ligatures fi, fl and ff are followed by a hair's breadth of blank, so that readers of the text layer see "benefi t", and the
joint of COVID-19 has one too. Headings are spaced out letter by letter. On paper nothing of it shows but the headings.
"""
import re
import sys

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageBreak, PageTemplate, Paragraph, Spacer

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=12, leading=17, alignment=TA_JUSTIFY, spaceAfter=8)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=16, leading=20, spaceAfter=8)
SPACED = ParagraphStyle("spaced", fontName="Helvetica", fontSize=12, leading=16, spaceAfter=10)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=36, leading=42, spaceBefore=170, spaceAfter=20)
SUB = ParagraphStyle("sub", fontName="Helvetica", fontSize=14, leading=20)
HAIR = '<font size="0.6">&nbsp;</font>'

# One list a page: "# " a heading, "~ " one spaced out, else a paragraph.
PAGES = [
    [
        "~ SUMMARY",
        "This report compares how 38 hospitals in England and Wales met the first wave of COVID-19 between March and June 2020. All of them had a plan for a pandemic. The quality of the plan, as judged by three readers who did not know which hospital it came from, bore no relation to how patients fared.",
        "Four things did. The first was slack in the number of staff, since a hospital that had run at 85 per cent of its capacity in February could change shape in March, and one that had run at 99 per cent could not. The second was oxygen. The third was a laboratory near at hand. The fourth was authority to decide, at night, without asking.",
        "We find that the readiness of clinical trials was the outstanding British success of 2020. Within six weeks of the first admission ten thousand patients had been randomised, and by the middle of June it was known that a steroid which costs less than a cup of coffee saved one life in eight among patients on ventilators. That benefit was felt throughout the world. It rested on three hundred research nurses, a third of whose contracts have not been renewed.",
        "We recommend a reserve of a tenth of all beds during the winter, an audit of oxygen pipes, standing agreements between hospital and university laboratories, and permanent posts for those who staff the trials of the next outbreak before it begins.",
    ],
    [
        "# 1. Plans and what became of them",
        "Every hospital in the land had been obliged since 2009 to keep a plan for pandemic influenza. We read thirty-eight. They varied in length from nine pages to four hundred and twelve. Thirty-five assumed an illness that would spread as influenza does, by coughs and hands, in two waves of eight weeks, against which there would be a stock of antiviral medicine.",
        "When we asked those who had been on duty in the last week of March whether they had consulted the plan, four in five had not. The commonest explanation was that the first page referred to a committee which no longer existed. A consultant in Cardiff had used hers, effectively, to raise a laptop to the height of her eyes.",
        "It does not follow that planning is worthless. Staff who had taken part in an exercise in the previous five years were more confident and, as far as we could tell, more effective. What they remembered was the faces of the people from other departments. An exercise is an introduction in disguise.",
        "Dr Oyelaran Whitcombe, who led the group, has put it in this way: “Everyone had a plan, and every plan was for influenza. We prepared for the last pandemic but one.”",
    ],
    [
        "# 2. Oxygen, beds and people",
        "In eleven of the hospitals the pressure of oxygen in the main fell, or the evaporator froze, and beds that might have been filled stood empty. Nobody had calculated the flow that would be required if forty patients at once were given oxygen at sixty litres a minute, because no disease had ever asked for it. Engineers had raised the matter in six of the eleven. In none of the six had the warning reached the board.",
        "Ventilators attracted the attention of the newspapers. Few hospitals ran short of them. Many ran short of nurses who were qualified to look after a patient on one, of the filters, of a particular plastic fitting made by a single firm in Lombardy, and of syringe drivers.",
        "Before the pandemic the hospitals in our sample had on average filled 94 beds out of a hundred. Those below 88 were able to set apart wards for infected patients within a week. Those above 97 took a month, and infections acquired in hospital were four times as frequent. The relation held when we allowed for the size of the hospital, the poverty of the district and the age of the buildings.",
        "Sickness among staff reached a fifth in the worst week. It was greatest among cleaners and porters, who had been issued with the least protection and who lived in the most crowded homes. Professor Marigold Attenbury-Khan told the group that in her hospital the first five members of staff to die had all been paid less than twelve pounds an hour. This finding did not surprise anyone, and that is the difficulty.",
    ],
    [
        "# 3. Laboratories and trials",
        "A test for the virus was devised in January. By the end of March nine of the hospitals could perform it on their own premises. The others sent their swabs away and waited, on average, for sixty-one hours, during which patients who proved not to be infected had lain beside patients who were.",
        "University laboratories in the same cities had machines, reagents and several hundred idle molecular biologists. They offered to help, and waited on average 26 days for permission. Differences of accreditation, insurance and computing were cited. In the two places where an agreement had been signed beforehand, for another purpose, testing began within four days.",
        "The trials tell a different story. A single simple protocol, one page of consent and outcomes taken from records allowed almost any hospital to take part, and almost all did. Treatments in which there had been great confidence, such as hydroxychloroquine and the plasma of those who had recovered, were shown to have no effect. To have ruled them out was worth as much as to have found dexamethasone. In other countries hundreds of small studies of the same drugs, none of them large enough, were begun and abandoned.",
        "What made it possible was not improvised. A network for clinical research had been paid for, patiently, for fifteen years. It was there when it was wanted, like a lifeboat.",
    ],
    [
        "# 4. Recommendations",
        "We recommend that hospitals keep a tenth of their beds in reserve through the winter, staffed, and that those who fund them accept that an empty bed is not waste. Half of the cost would be recovered through fewer cancelled operations in an ordinary year of influenza.",
        "Each hospital should have its oxygen supply tested to twice the flow of a normal winter, and the result should be reported to its board.",
        "Regional laboratories, those of universities among them, should be bound by standing agreements that can be set in motion by a telephone call, and should rehearse them yearly on some harmless virus.",
        "Protocols for trials of treatments, vaccines and also of measures such as masks and the closing of schools should be written, approved and left in readiness. Research nurses should hold permanent posts.",
        "Protection should be issued by risk and not by rank.",
        "And on each night shift there should be someone who is able to say yes.",
        "~ EXPERT GROUP",
        "Dr Oyelaran Whitcombe (Chair), Calder Royal Infirmary<br/>Professor Marigold Attenbury-Khan FMedSci, University of Wexbridge<br/>Dr Lucian Oakeshott-Perrin, Calder Royal Infirmary<br/>Sister Jacoba Winterbourne, Northmoor Hospitals<br/>Reviewed by Professor Sir Idris Penhallow FRS FMedSci<br/>Secretariat: Dr Elspeth Crowle",
    ],
]


def faulty(text):
    """Put a hair of blank behind each ligature inside a word and into COVID-19."""
    text = re.sub(r"(ffi|ffl|fi|fl|ff)(?=[a-z])", rf"\1{HAIR}", text)
    return text.replace("COVID-19", f"COVID-{HAIR}19")


def flowable(line):
    if line.startswith("# "):
        return Paragraph(line[2:], HEAD)
    if line.startswith("~ "):
        return Paragraph("&nbsp;&nbsp; ".join(" ".join(word) for word in line[2:].split()), SPACED)
    return Paragraph(faulty(line), BODY)


def furniture(canvas, doc):
    canvas.setFont("Helvetica", 8)
    canvas.drawString(30 * mm, 285 * mm, "Before the next one")
    canvas.drawRightString(180 * mm, 12 * mm, f"{doc.page}")


def story():
    out = [NextPageTemplate("inner"), Paragraph("Before the next one", TITLE), Paragraph("What COVID-19 taught hospitals about preparedness", SUB)]
    out += [Spacer(1, 200), Paragraph("May 2021", SUB), Paragraph("Sample document: people and events are invented.", BODY)]
    for page in PAGES:
        out.append(PageBreak())
        out += [flowable(line) for line in page]
    return out


def main(output):
    doc = BaseDocTemplate(output, pagesize=A4, title="Microsoft Word - covid lessons v3 TRACKED.docx", author="ecrowle", invariant=1)
    frame = [Frame(30 * mm, 22 * mm, 150 * mm, 255 * mm)]
    doc.addPageTemplates([PageTemplate(id="cover", frames=frame), PageTemplate(id="inner", frames=frame, onPage=furniture)])
    doc.build(story())


main(sys.argv[1])
