"""One widget a file; each draws plain data that it is handed and knows neither the app nor any screen."""
