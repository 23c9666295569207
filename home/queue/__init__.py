"""One way to put work in the queue: `enqueue("area.verb_noun", id)`, after the commit."""
