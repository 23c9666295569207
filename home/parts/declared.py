"""Every part of the site: at most fifteen, so that a page is made of what people know already.

The editor is no part of its own: it is the widget of a field (`RichTextField`).
"""

from home.parts.props import Part, Prop

TONES = ("neutral", "leaf", "clay", "ochre", "sky")
LABEL = Prop("label", "The words on it.", required=True)

DECLARED = (
    Part(
        "avatar",
        "A person's initials on one of five grounds, always the same for the same name. The name stands beside it.",
        (
            Prop("name", "Whose initials."),
            Prop("initials", "The same ready-made, for skeletons."),
            Prop("tone", "1 to 5, beside the initials.", object),
            Prop("size", "Small beside a line of text.", allowed=("medium", "small"), default="medium"),
        ),
        one_of=("name", "initials"),
    ),
    Part(
        "breadcrumbs",
        "The way from the person's home to where she is.",
        (Prop("crumbs", "(label, address) pairs; the last without an address.", object, required=True),),
    ),
    Part(
        "button",
        "Does something, or with href leads somewhere. One primary a screen, named by its verb and object.",
        (
            LABEL,
            Prop("kind", "How much it weighs.", allowed=("primary", "secondary", "quiet", "danger"), default="primary"),
            Prop("href", "Makes it a link."),
            Prop("type", "What it does to its form.", allowed=("submit", "button"), default="submit"),
            Prop("name", "The name that is sent with the form."),
            Prop("value", "The value that is sent with the form."),
            Prop("form_id", "The form that it sends, where it stands outside."),
            Prop("describedby", "Id of what explains it."),
            Prop("opens", "Id of the dialog that it opens."),
            Prop("busy", "What it says while its form is on the way."),
            Prop("wide", "As wide as what it stands in.", bool, default=False),
            Prop("disabled", "Cannot be pressed; say beside it why.", bool, default=False),
        ),
    ),
    Part(
        "card",
        "One thing of its own among others. Never a page full of equal ones: lists are for that.",
        (
            Prop("title", "Its heading.", required=True),
            Prop("title_id", "Id of the heading, which then names the section."),
            Prop("level", "The heading's level.", int, allowed=(2, 3), default=2),
            Prop("tone", "An edge in the colour of its state.", allowed=("", *TONES[1:])),
            Prop("eyebrow", "A quiet line over the title."),
            Prop("meta", "A quiet line under the title."),
            Prop("href", "Where a press anywhere on it leads."),
        ),
        body="What it says, and its actions in a card__foot.",
        body_required=True,
    ),
    Part(
        "dialog",
        "Asks before something that cannot be undone. A button with `opens` shows it, without a script too.",
        (
            Prop("id", "What the button opens.", required=True),
            Prop("title", "The question.", required=True),
            Prop("text", "What will happen, and what is kept."),
            Prop("action", "The address that the answer is posted to."),
            Prop("label", "The words of the answer."),
            Prop("kind", "The weight of the answer.", allowed=("primary", "danger"), default="danger"),
            Prop("name", "A name sent with the answer."),
            Prop("value", "Its value."),
            Prop("cancel", "The other answer; Cancel, where nothing is said."),
        ),
        body="A form of its own, in place of the one with action and label.",
        one_of=("action", "body"),
        takes=("csrf_token",),
    ),
    Part(
        "empty",
        "Stands where a list would, and says what to do.",
        (
            Prop("title", "What is not there.", required=True),
            Prop("text", "When it comes, or how to make it come."),
            Prop("href", "Where to begin."),
            Prop("action", "The words of that link."),
        ),
    ),
    Part(
        "field",
        "A form's field: label, hint, what is wrong, box. Any widget: line, text, choices, file, editor.",
        (
            Prop("field", "The form's bound field.", object, required=True),
            Prop("label", "In place of the form's own label."),
            Prop("hint", "In place of the form's own help text."),
            Prop("after", "A line under the box."),
            Prop("hide_label", "The label is for screen readers alone.", bool, default=False),
        ),
    ),
    Part(
        "menu",
        "Opens under its button. Closes on Escape, on a press elsewhere and when the focus leaves.",
        (
            LABEL,
            Prop("initials", "A person's, before the words."),
            Prop("tone", "Of those initials, 1 to 5.", object),
        ),
        body="menu__link links and buttons, under a menu__title.",
        body_required=True,
    ),
    Part(
        "notice",
        "Something to know, where it matters; what an action did (a toast); or what a form asks to correct.",
        (
            Prop("kind", "What it is about.", allowed=("info", "success", "warning", "error"), default="info"),
            Prop("title", "Its first line."),
            Prop("text", "What it says."),
            Prop("toast", "It came after an action: it can be put away.", bool, default=False),
            Prop("form", "The form whose errors it lists; nothing is drawn where there is none.", object),
        ),
        body="What it says, where that is more than a line.",
        one_of=("text", "body", "form"),
    ),
    Part(
        "pagination",
        "From one page of a long list to the next.",
        (
            Prop("page", "A page of Django's paginator.", object, required=True),
            Prop("query", "What else the address asks for, encoded."),
        ),
    ),
    Part(
        "pill",
        "A state in one word; its shape says it without colour too.",
        (LABEL, Prop("tone", "Colour and shape.", allowed=TONES, default="neutral")),
    ),
    Part(
        "progress",
        "How far a person came: filled by what she did, never by what she was shown.",
        (
            Prop("percent", "0 to 100.", int, required=True),
            Prop("label", "The same in words: what is done or what is left.", required=True),
            Prop("shape", "A ring, or a bar as wide as its place.", allowed=("ring", "bar"), default="ring"),
            Prop("size", "Of the ring.", allowed=("small", "medium", "large"), default="medium"),
            Prop("hide_label", "The words stand beside already.", bool, default=False),
        ),
    ),
    Part(
        "row",
        "A line of a list that leads somewhere. The busiest lists draw theirs from skeletons with the same classes.",
        (
            Prop("title", "What it is.", required=True),
            Prop("href", "Where it leads."),
            Prop("meta", "A quiet line under the title."),
            Prop("state", "A bar before it.", allowed=("", "unread", "current", "returned")),
            Prop("end", "A word at its end, as a pill."),
            Prop("tone", "Of that pill.", allowed=TONES, default="neutral"),
        ),
        body="What stands at its end beside the pill.",
    ),
    Part(
        "table",
        "Rows and columns. With cards each row becomes a card on a phone, its cells named by data-label.",
        (
            Prop("caption", "What it shows."),
            Prop("label", "The same for screen readers alone."),
            Prop("labelledby", "Id of a heading that names it already."),
            Prop("cards", "Rows become cards on a phone.", bool, default=False),
            Prop("dense", "Lower rows, for a tutor's screen.", bool, default=False),
            Prop("scrolls", "Wide tables scroll sideways in their own frame.", bool, default=False),
        ),
        body="thead and tbody.",
        body_required=True,
        one_of=("caption", "label", "labelledby"),
    ),
    Part(
        "tabs",
        "Two or three views of the same thing, each with an address of its own.",
        (
            Prop("tabs", "Each has label, url, is_shown and, if it counts, count.", object, required=True),
            LABEL,
        ),
    ),
)
PARTS = {part.name: part for part in DECLARED}
