"""Where everything is put together: settings, wiring, the tables of routes and frames, the command line."""
