"""All SQL lives here: engine, tables, migrations, one module of queries per noun, the columns loader."""
