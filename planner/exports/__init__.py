"""A calendar or a report in, a File out; exports know nothing of HTTP."""
