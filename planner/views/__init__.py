"""The web: Flask lives here and in create_app; one module, one templates folder, one test module per noun."""
