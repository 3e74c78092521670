"""planner: content by customer life cycle; gaps, overload and the channel-by-stage calendar."""

__version__ = "0.1.0"
