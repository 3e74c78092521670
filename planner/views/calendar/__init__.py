"""The calendar: its page in four layouts, what they draw, and what one does in them: move a placement, or several."""
