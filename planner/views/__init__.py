"""The web: one module, one folder of templates and one test module per noun. Only here planner knows Flask."""
