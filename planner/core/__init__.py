"""What planner exists for: coverage, gaps, overload and the calendar, as pure arithmetic over records and arrays."""
