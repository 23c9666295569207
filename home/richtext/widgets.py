from home.richtext.composer import RichTextArea

__all__ = ["RichTextArea"]
