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
PAGE, PAGE_HEIGHT = 841.9, 595.3  # A4, lying
CARD, CARD_HEIGHT = 1200, 675  # of a slide or a post, in pixels
PNG_DPI, POINTS_PER_INCH = 200, 72
MARGIN, CARD_MARGIN = 14.0, 52.0

SMALL, BODY, LARGE, TITLE = 8.0, 8.5, 10.0, 14.0  # sizes of type; nothing is smaller than SMALL
CARD_SMALL, CARD_TEXT, CARD_LARGE, CARD_TITLES = 20.0, 22.0, 26.0, (38.0, 34.0, 30.0, 26.0)
NORMAL, BOLD, ITALIC = "normal", "bold", "italic"
LEADING = 1.36  # from one baseline to the next, in sizes of type
CAPITALS = 0.73  # the height of capitals and figures, in sizes of type
