"""The look of all charts: colours, sizes of type, distances. Lengths are in points (1/72 inch)."""

# Okabe and Ito's colours, which colour-blind readers can tell apart, and the greys of text and lines. Orange is the
# article and blue the others, everywhere; the tint lies under what the article says and under nothing else.
COLOURS = {
    "article": "#D55E00",
    "article_text": "#A34700",  # the same orange, dark enough for words
    "others": "#0072B2",
    "ink": "#1A1A1A",
    "grey": "#555555",
    "unsaid": "#8C8C8C",  # what the source does not describe
    "line": "#8C8C8C",
    "faint": "#DDDDDD",
    "paper": "#FFFFFF",
    "tint": "#FCEEE5",
}

COLUMN = 510.2  # 180 mm: the width of the text on an A4 page
PAGE = 841.9  # A4, lying
POINTS_PER_INCH = 72
PNG_DOTS = 200 / POINTS_PER_INCH  # of a PNG, a point: 200 an inch
CARD_DOTS = 2.6  # of a card for slides and posts: the smallest type is then 20.8 pixels
CARD, CARD_HEIGHT = 1200 / CARD_DOTS, 675 / CARD_DOTS
MARGIN = 14.0

SMALL, BODY, LARGE, TITLE = 8.0, 8.5, 10.0, 14.0  # sizes of type; nothing is smaller than SMALL
NORMAL, BOLD = "normal", "bold"
LEADING = 1.36  # from one baseline to the next, in sizes of type
MIDDLE = SMALL * 0.365  # from the baseline up to the middle of the figures of a line
