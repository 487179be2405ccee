"""The memorandum of 1999 as an office scanner left it, pictures of pages without text: scan.py OUTPUT.

The words are drawn in a typewriter face, turned a little, speckled and stored as one-bit images.
"""
import random
import sys
import textwrap

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

FONT = "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf"
SIZE = (1000, 1414)

PAGES = [
    """THE ACADEMY OF MEDICAL SCIENCES


CAREERS FOR CLINICAL SCIENTISTS

A memorandum


November 1999



Sample document: people and events
are invented.""",
    """1. Few young doctors now choose a life in research, and fewer still can afford to. The number of clinical lecturers in the medical schools of the United Kingdom has fallen by a quarter since 1994. In surgery, in psychiatry and in pathology there are posts for which nobody applies.

2. The causes are not hard to find. Specialist training has been shortened and made more rigid. A trainee who leaves the ward for the laboratory loses a training number, a place in the queue and about a fifth of his or her pay. Whoever returns finds contemporaries already appointed as consultants.

3. A small group chaired by Sir Lambert Hesketh has considered what might be done. Dr Maren Tolliver gathered the opinions of 140 trainees. Three in four would like to spend part of their career in research. One in nine expects to.""",
    """4. We propose a new grade, that of Clinician Scientist. It would last for five years. The holder would have at least half of each week protected for research, and would keep a training number throughout.

5. Appointment would be by national competition, judged by scientists and by clinicians together. We think that two hundred such posts are needed, to be filled at the rate of forty a year.

6. At the end of the period the holder would be eligible for a post as senior lecturer with honorary consultant status, on the salary of a consultant.""",
    """7. The cost would be about 16 million pounds a year when the scheme is complete. It should be shared by the Health Departments, the Medical Research Council, the medical charities and the universities.

8. If nothing is done there will be, by the year 2010, medical schools in which no teacher of pathology has ever carried out research. We do not believe that the public would wish its doctors to be taught in such places.

The Academy of Medical Sciences
November 1999""",
]


def picture(text, seed):
    chance = random.Random(seed)
    image = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, 24)
    y = 170
    for paragraph in text.split("\n"):
        for line in textwrap.wrap(paragraph, 52) or [""]:
            pen.text((120, y), line, fill=0, font=font)
            y += 36
    for _ in range(140):
        pen.point((chance.randrange(SIZE[0]), chance.randrange(SIZE[1])), fill=0)
    return image.rotate(chance.uniform(-0.6, 0.6), fillcolor=255, resample=Image.Resampling.BICUBIC).convert("1", dither=Image.Dither.NONE)


def main(output):
    pdf = canvas.Canvas(output, pagesize=A4, invariant=1, pageCompression=1)
    pdf.setTitle("Scan0001")
    for number, text in enumerate(PAGES):
        pdf.drawImage(ImageReader(picture(text, number)), 0, 0, *A4)
        pdf.showPage()
    pdf.save()


main(sys.argv[1])
