"""What a manual page says beside the help: exit codes, variables and files."""

ENDS = (
    "EXIT STATUS",
    (
        ("0", "Done, nothing in alarm."),
        ("1", "A band is breached: check, or --fail-on."),
        ("2", "Wrong options or config."),
        ("3", "The exports cannot be used."),
        ("4", "The report cannot be written or delivered."),
        ("70", "A bug: please report it."),
        ("130", "Interrupted."),
    ),
)
ENVIRONMENT = (
    "ENVIRONMENT",
    (
        ("SHOPMETRICS_LANG", "The language, en or zh, before LC_ALL, LC_MESSAGES and LANG."),
        ("SHOPMETRICS_SMTP_PASSWORD", "The password of the mail server."),
        ("SHOPMETRICS_NOTIFY_URLS", "The addresses of chats, parted by spaces."),
        ("SHOPMETRICS_XLSX_PASSWORD", "The password of locked workbooks."),
        ("NO_COLOR, FORCE_COLOR", "Forbid or force colour, where --color is not typed."),
        ("COLUMNS", "How wide the report is, from 40 to 120."),
    ),
)
FILES = (
    "FILES",
    (
        ("shop.yaml", "Bands and settings, given by --config; never read unasked."),
        ("$XDG_STATE_HOME/shopmetrics/", "What was sent to whom, for send."),
    ),
)
