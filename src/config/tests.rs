//! Settings from a file and the environment.

use super::*;

fn env(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

#[test]
fn the_example_is_the_default() {
    assert_eq!(Config::read("x", &example(), []).unwrap(), Config::default());
}

#[test]
fn the_environment_wins_and_reads_lists() {
    let config = Config::read(
        "x",
        "admins = [7]\nlisten = \"0.0.0.0:80\"\n",
        env(&[("GREENWINDOW_ADMINS", "1001, 1002"), ("HOME", "/")]),
    )
    .unwrap();
    assert_eq!(config.admins, [1001, 1002]);
    assert_eq!(config.listen, "0.0.0.0:80");
}

#[test]
fn the_pace_is_a_table_of_its_own() {
    let config = Config::read(
        "x",
        "log = \"warn\"\n[pace]\nchat_per_second = 3\ngroup_per_minute = 9\n",
        env(&[
            ("GREENWINDOW_PACE_GROUP_PER_MINUTE", "0"),
            ("GREENWINDOW_PACE_OVERALL_PER_SECOND", " 7 "),
        ]),
    );
    let expected = Pace {
        overall_per_second: 7,
        chat_per_second: 3,
        group_per_minute: 0,
        person_per_10_seconds: 20,
    };
    assert_eq!(config.unwrap().pace, expected);
    let all: Vec<(String, String)> = KEYS
        .iter()
        .filter(|(key, ..)| key.starts_with("pace."))
        .map(|(key, ..)| (format!("GREENWINDOW_{}", key.replace('.', "_").to_uppercase()), "0".to_owned()))
        .collect();
    assert_eq!(Config::read("x", "", all).unwrap().pace, Pace::none());
}

#[test]
fn the_backup_is_off_and_its_hour_is_one() {
    assert_eq!(Config::default().backup.folder, PathBuf::new());
    let config = Config::read(
        "x",
        "[backup]\nfolder = \"/mnt/copies\"\nhour = 23\n",
        env(&[("GREENWINDOW_BACKUP_KEEP", "3")]),
    );
    let expected = Backup {
        folder: "/mnt/copies".into(),
        hour: 23,
        keep: 3,
    };
    assert_eq!(config.unwrap().backup, expected);
    let wrong = Config::read("x", "[backup]\nhour = 24\n", []).unwrap_err().to_string();
    assert!(wrong.starts_with("backup.hour: `24` is no hour of the day"), "{wrong}");
}

#[test]
fn a_wrong_setting_says_where_and_how_to_mend_it() {
    let say = |text: &str, vars: &[(&str, &str)]| Config::read("greenwindow.toml", text, env(vars)).unwrap_err().to_string();
    assert_eq!(
        say("admin = [1]\n", &[]),
        "greenwindow.toml: there is no setting `admin`; did you mean `admins`? `greenwindow config` lists all"
    );
    assert!(say("\nadmins = \"x\"\n", &[]).starts_with("greenwindow.toml:2: invalid type"));
    assert_eq!(
        say("", &[("GREENWINDOW_DATTA", "x")]),
        "environment: there is no setting `datta`; did you mean `data`? `greenwindow config` lists all"
    );
    assert!(say("", &[("GREENWINDOW_ADMINS", "li")]).contains("write GREENWINDOW_ADMINS=1001,1002"));
    assert_eq!(
        say("[pace]\nover_all_per_second = 3\n", &[]),
        "greenwindow.toml: there is no setting `pace.over_all_per_second`; did you mean `pace.overall_per_second`? \
         `greenwindow config` lists all"
    );
    assert!(say("pace = 3\n", &[]).starts_with("greenwindow.toml:1: invalid type"));
    assert!(say("\n[pace]\nchat_per_second = -1\n", &[]).starts_with("greenwindow.toml:3: invalid value"));
    assert_eq!(
        say("", &[("GREENWINDOW_PACE_CHATS_PER_SECOND", "x")]),
        "environment: there is no setting `pace_chats_per_second`; did you mean `pace_chat_per_second`? \
         `greenwindow config` lists all"
    );
    assert!(say("", &[("GREENWINDOW_PACE_CHAT_PER_SECOND", "-1")]).contains("write GREENWINDOW_PACE_CHAT_PER_SECOND=20"));
}
