//! `greenwindow doctor`: looks at everything an operator can mend, and says in plain words what to do.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::copies::KEYS;
use super::{AppError, Sources, clock, control, keys, say, serve};
use crate::answer::Arg;
use crate::channel::telegram::{Probe, bot_from_environment, probe, token};
use crate::config::Config;
use crate::ids::Channel;
use crate::l10n::Catalogue;
use crate::render::arg;
use crate::roster::Group;
use crate::runner::decode;
use crate::store::{Kind, SledStore, Store};

/// Less room than this is a matter for the operator, in bytes.
const ROOM: u64 = 1024 * 1024 * 1024;
/// A clock that is further off makes invitations and reminders wrong, in milliseconds.
const CLOCK_OFF_MS: i64 = 2 * 60 * 1000;

/// A bound chat: its number and its title.
pub(super) type Chat = (i64, String);

/// The sheet that is filled in, line by line.
struct Sheet {
    texts: Catalogue,
    todo: usize,
}

impl Sheet {
    fn well(&self, id: &str, args: &[(&str, Arg)]) {
        self.line("doctor-well", id, args);
    }

    fn todo(&mut self, id: &str, args: &[(&str, Arg)]) {
        self.todo += 1;
        self.line("doctor-todo", id, args);
    }

    fn line(&self, mark: &str, id: &str, args: &[(&str, Arg)]) {
        let text = self.texts.text(super::terminal_language(), id, args);
        say(&self.texts, mark, &[("text", arg(text))]);
    }
}

/// Looks at everything; an error if something must be done.
pub(super) fn run(config: &Config) -> Result<(), AppError> {
    let sources = Sources::read(config)?;
    let findings = sources.findings();
    let texts = if findings.is_empty() {
        sources.load()?.catalogue
    } else {
        Sources::read(&Config::default())?.load()?.catalogue
    };
    let mut sheet = Sheet { texts, todo: 0 };
    sheet.well("doctor-config", &[]);
    match findings.first() {
        None => sheet.well("doctor-flows", &[]),
        Some(first) => sheet.todo("doctor-flows-wrong", &[("why", arg(first.to_string()))]),
    }
    let data = serve::data_folder(config);
    folder(&mut sheet, &data);
    let running = control::ask(&data, "chats");
    let chats = store(&mut sheet, &data, &running);
    retention(&mut sheet, config);
    backup(&mut sheet, config)?;
    if !matches!(running, Ok(Some(_))) {
        addresses(&mut sheet, config);
    }
    telegram(&mut sheet, config, &chats)?;
    let count = sheet.todo;
    if count == 0 {
        say(&sheet.texts, "doctor-all-well", &[]);
        return Ok(());
    }
    let lang = super::terminal_language();
    Err(AppError::Said(sheet.texts.text(
        lang,
        "doctor-found",
        &[("count", arg(count.to_string()))],
    )))
}

fn folder(sheet: &mut Sheet, data: &Path) {
    let path = ("path", arg(data.display().to_string()));
    let Ok(meta) = std::fs::metadata(data) else {
        return sheet.well("doctor-folder-none", &[path]);
    };
    let of_others = meta.permissions().mode() & 0o077;
    if of_others == 0 && rustix::fs::access(data, rustix::fs::Access::WRITE_OK).is_ok() {
        sheet.well("doctor-folder", std::slice::from_ref(&path));
    } else {
        sheet.todo("doctor-folder-rights", std::slice::from_ref(&path));
    }
    let Ok(disk) = rustix::fs::statvfs(data) else { return };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let room = [path, ("mib", arg((free / (1024 * 1024)).to_string()))];
    if free < ROOM {
        sheet.todo("doctor-room-little", &room);
    } else {
        sheet.well("doctor-room", &room);
    }
}

/// Whether the store opens, or the running program has it; gives the bound chats.
fn store(sheet: &mut Sheet, data: &Path, running: &Result<Option<Vec<u8>>, AppError>) -> Vec<Chat> {
    let wrong = |sheet: &mut Sheet, why: String| sheet.todo("doctor-store-wrong", &[("why", arg(why))]);
    match running {
        Ok(Some(bytes)) => {
            sheet.well("doctor-running", &[]);
            return serde_json::from_slice(bytes).unwrap_or_default();
        }
        Err(error) => wrong(sheet, error.to_string()),
        Ok(None) if !data.join("FORMAT").exists() => sheet.well("doctor-store-none", &[]),
        Ok(None) => match SledStore::open(data).and_then(|store| chats(&store)) {
            Ok(chats) => {
                sheet.well("doctor-store", &[]);
                return chats;
            }
            Err(error) => wrong(sheet, error.to_string()),
        },
    }
    Vec::new()
}

/// The chats on Telegram that are bound to a township or a desk.
pub(super) fn chats(store: &dyn Store) -> Result<Vec<Chat>, crate::store::StoreError> {
    // Nothing of a group is private: no key is needed.
    let keys = crate::seal::Keys::default();
    let mut chats = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = store.scan(Kind::Chat, "", after.as_deref(), 500)?;
        let Some((last, _)) = page.last() else { return Ok(chats) };
        after = Some(last.clone());
        let groups = page.iter().filter_map(|(id, head)| decode::<Group>(&keys, id, &head.body).ok());
        let bound = groups.filter(|group| group.bound.is_some() && group.id.channel == Channel::Tg);
        chats.extend(bound.map(|group| (group.id.id, group.title)));
    }
}

/// For how long things are kept; signed forms for less time than drafts is nobody's wish.
fn retention(sheet: &mut Sheet, config: &Config) {
    let rule = &config.retention;
    let args = [
        ("drafts", arg(rule.drafts_months.to_string())),
        ("signed", arg(rule.signed_months.to_string())),
    ];
    match (rule.drafts_months, rule.signed_months) {
        (0, 0) => sheet.well("doctor-retention-unset", &[]),
        (drafts, signed) if signed > 0 && (drafts == 0 || signed < drafts) => sheet.todo("doctor-retention-short", &args),
        _ => sheet.well("doctor-retention", &args),
    }
    match rule.compact_days {
        0 => sheet.well("doctor-compact-unset", &[]),
        days => sheet.well("doctor-compact", &[("days", arg(days.to_string()))]),
    }
}

/// Whether there is a backup every night, and a keyring to read it with. The passphrase may be a credential of the service,
/// which nobody else sees: then the file tells.
fn backup(sheet: &mut Sheet, config: &Config) -> Result<(), AppError> {
    let folder = &config.backup.folder;
    let path = [("folder", arg(folder.display().to_string()))];
    if folder.as_os_str().is_empty() {
        sheet.well("doctor-backup-unset", &[]);
    } else if folder.join(KEYS).exists() || keys::given_passphrase()?.is_some() {
        sheet.well("doctor-backup", &path);
    } else {
        sheet.todo("doctor-backup-no-keys", &path);
    }
    Ok(())
}

/// The program does not run, so its addresses must be free.
fn addresses(sheet: &mut Sheet, config: &Config) {
    let hook = (!config.telegram.webhook_url.is_empty()).then_some(&config.telegram.webhook_listen);
    let status = Some(&config.status_listen).filter(|address| !address.is_empty());
    for address in [Some(&config.listen), status, hook].into_iter().flatten() {
        let at = ("address", arg(address.as_str()));
        match TcpListener::bind(address) {
            Ok(_) => sheet.well("doctor-address", &[at]),
            Err(error) => sheet.todo("doctor-address-taken", &[at, ("why", arg(error.to_string()))]),
        }
    }
}

fn telegram(sheet: &mut Sheet, config: &Config, chats: &[Chat]) -> Result<(), AppError> {
    if token().is_none() {
        sheet.well("doctor-no-token", &[]);
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|e| AppError::Io {
        what: "tokio".to_owned(),
        why: e.to_string(),
    })?;
    let asked = bot_from_environment().map_err(|e| e.to_string()).and_then(|bot| {
        let ids: Vec<i64> = chats.iter().map(|(id, _)| *id).collect();
        runtime.block_on(probe(bot, &ids))
    });
    match asked {
        Err(why) => sheet.todo("doctor-telegram-wrong", &[("why", arg(why))]),
        Ok(probe) => {
            sheet.well("doctor-telegram", &[("name", arg(probe.name.as_str()))]);
            webhook(sheet, config, &probe);
            time(sheet, &probe);
            rights(sheet, &probe, chats);
        }
    }
    Ok(())
}

fn webhook(sheet: &mut Sheet, config: &Config, probe: &Probe) {
    let wanted = &config.telegram.webhook_url;
    let urls = [("url", arg(probe.webhook.as_str())), ("wanted", arg(wanted.as_str()))];
    match (&probe.webhook_error, wanted.is_empty()) {
        _ if probe.webhook != *wanted => sheet.todo("doctor-webhook-other", &urls),
        (_, true) => sheet.well("doctor-polling", &[]),
        (None, false) => sheet.well("doctor-webhook", &urls),
        (Some(why), false) => sheet.todo("doctor-webhook-error", &[("why", arg(why.as_str()))]),
    }
}

fn time(sheet: &mut Sheet, probe: &Probe) {
    let Some(theirs) = probe.clock_ms else { return };
    let off = clock() - theirs;
    let seconds = ("seconds", arg((off / 1000).to_string()));
    if off.abs() > CLOCK_OFF_MS {
        sheet.todo("doctor-clock-off", &[seconds]);
    } else {
        sheet.well("doctor-clock", &[]);
    }
}

fn rights(sheet: &mut Sheet, probe: &Probe, chats: &[Chat]) {
    for ((_, rights), (id, title)) in probe.chats.iter().zip(chats) {
        let chat = ("chat", arg(format!("{title} ({id})")));
        match rights {
            Err(why) => sheet.todo("doctor-chat-wrong", &[chat, ("why", arg(why.as_str()))]),
            Ok(rights) if !rights.write => sheet.todo("doctor-chat-mute", &[chat]),
            Ok(rights) if !rights.pin => sheet.todo("doctor-chat-pin", &[chat]),
            Ok(_) => sheet.well("doctor-chat", &[chat]),
        }
    }
}
