# What whoever runs the program reads at the start and on the command line.

start-web = Green Window is open: { $url }
start-demo = This is a demonstration: neither a Telegram token nor administrators are set. Open the address above in a browser.
start-real = Web users come in by an officer's invitation (/invite).
start-telegram = Telegram is connected: @{ $name }
start-store = Data in { $path }
start-flows = Forms: { $flows } ({ $from }); texts: { $texts }
start-embedded = inside the program
start-open-to-all = Note: the web chat is open to others ({ $listen }); put it behind https.
stop = Stopping …
stopped = Stopped; every answer is kept.
check-clean = Nothing found.
check-found = { $count } findings.
console-how = Type to answer; :1 presses the first button; Ctrl-D ends.
backup-done = The backup is written and looked through: { $file } ({ $records } records, { $files } files).
restore-done = Restored into { $path }: the backup of { $made } (version { $version }), { $records } records, { $files } files. The program can be started now.
