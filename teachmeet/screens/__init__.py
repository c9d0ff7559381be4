"""One screen a file. Screens draw panels and send commands; they hold no rules and reach nothing but the app."""
