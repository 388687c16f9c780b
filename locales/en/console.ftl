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
backup-keyring = The keys are written, locked by the passphrase: { $file }. Keep it apart from the backup; without the passphrase nobody can open it.
restore-keyring = The keys are restored, too ({ $count }); private answers can be read.
restore-unreadable = Keys are missing: these cannot be read (all else can):
    { $sums }
    If you have a file written with backup --keyring, restore into an empty folder with: greenwindow restore BACKUP --keyring FILE
    Or put keyring and master.key of the old folder into this one before the start.
restore-done = Restored into { $path }: the backup of { $made } (version { $version }), { $records } records, { $files } files. The program can be started now.
retention-unset = No time is set (retention.drafts_months, retention.signed_months): nothing is deleted.
retention-none = Nothing is kept longer than it should be.
retention-would = These are kept longer than they should be, and can still be read:
    { $sums }
    Nothing was changed. To make them unreadable for ever, in backups as well, run: greenwindow retention --yes
retention-done = Their keys are destroyed; these can never be read again:
    { $sums }
    If you keep files written with --keyring from before, remove those, too.
compact-done = The store is written anew: { $before } MiB → { $after } MiB. What was removed or replaced before is not in its folder any more.
sealed-sum = { $month }  { $thing }: { $count }
sealed-sum-unknown = month unknown  { $thing }: { $count }
sealed-draft = forms never signed
sealed-signed = signed forms
sealed-version = what was signed, as kept
sealed-ticket = questions to the desk
sealed-dialogue = dialogues under way
sealed-line = lines of the web chat
sealed-message = messages waiting
sealed-file = photos and tables
sealed-other = other records

doctor-well = OK     { $text }
doctor-todo = TO DO  { $text }
doctor-all-well = Everything is in order.
doctor-found =
    { $count ->
        [1] one thing is to be done
       *[other] { $count } things are to be done
    }
doctor-config = The settings can be read.
doctor-flows = Forms and texts have no mistakes.
doctor-flows-wrong = Forms or texts have mistakes: { $why }. Run greenwindow check, and mend what it names.
doctor-folder = The data folder { $path } is for this user only and can be written.
doctor-folder-none = There is no data folder { $path } yet; the first start makes it.
doctor-folder-rights = The data folder { $path } must be writable for this user and closed to others: chown it to the program's user, then chmod 700.
doctor-room = { $path } has { $mib } MiB free.
doctor-room-little = { $path } has only { $mib } MiB free: make room, at least 1024 MiB.
doctor-running = The program is running and answers.
doctor-store = The store opens.
doctor-store-none = There is no store yet; the first start makes it.
doctor-store-wrong = The store does not open: { $why }
doctor-retention = Kept for: forms never signed { $drafts } months, signed ones { $signed } (0 is for ever).
doctor-retention-unset = No time is set after which private values are deleted (retention.drafts_months, retention.signed_months).
doctor-retention-short = Signed forms are kept for { $signed } months and forms never signed for { $drafts } (0 is for ever): see whether retention.drafts_months and retention.signed_months are the wrong way round.
doctor-backup = Every night there is a backup in { $folder }, and the keys beside it (greenwindow.keys, locked by the passphrase).
doctor-backup-unset = No backup is made at night (backup.folder).
doctor-backup-no-keys = The backups of the night go to { $folder } without the keys: if the data folder is lost, nobody can read the private answers in them. Set a passphrase (GREENWINDOW_KEYRING_PASSPHRASE, or the systemd credential greenwindow-passphrase): the keys are beside them from the next night on. Keep the passphrase somewhere else.
doctor-compact = The store is written anew at night, every { $days } days; what was removed leaves its folder then.
doctor-compact-unset = The store is not written anew by itself (retention.compact_days): what was removed leaves its folder with greenwindow compact.
doctor-address = { $address } is free.
doctor-address-taken = Cannot listen on { $address }: { $why }. Stop the other program, or set another address (listen, status_listen, telegram.webhook_listen).
doctor-no-token = No Telegram token is set: only the web chat will run.
doctor-telegram = Telegram knows the bot: @{ $name }.
doctor-telegram-wrong = Telegram does not answer as it should: { $why }. Check TELOXIDE_TOKEN, TELOXIDE_API_URL, TELOXIDE_PROXY and the network.
doctor-polling = Updates are fetched by long polling.
doctor-webhook = Telegram posts updates to { $url }.
doctor-webhook-other = Telegram's webhook is "{ $url }", and the settings say "{ $wanted }": restart the program; if that does not help, another program has the same token.
doctor-webhook-error = Telegram could not post the last update: { $why }. Check your web server and its certificate.
doctor-clock = The clock is right.
doctor-clock-off = The clock of this machine is off by { $seconds } s: switch on time synchronisation (timedatectl set-ntp true).
doctor-chat = In { $chat } the bot may write and pin.
doctor-chat-wrong = { $chat } cannot be asked: { $why }. Add the bot to the group again, or bind another one.
doctor-chat-mute = In { $chat } the bot may not write: allow it to send messages, or make it an administrator.
doctor-chat-pin = In { $chat } the bot may not pin: make it an administrator who may pin messages, or pin its welcome yourself.
