//! The real program under load, killed at any moment: nothing that was confirmed is lost, nobody is left without a prompt.
//!
//! 1. Owners fill in forms in groups and in private, all at once, against the double of Telegram.
//! 2. The program is killed (SIGKILL) after a random number of its calls, and started again on the same folder.
//! 3. After each kill the store must hold every answer the bot has confirmed by going on, and after each start every
//!    owner must find his prompt in the chat.
//!    Some die in the middle of starting or of stopping, at a call of the system that was diced.
//! 4. A message comes twice only if it was the last one of its chat before a kill; the older copy works as well.
//!
//! `CRASH_SEED` and `CRASH_ROUNDS` in the environment choose other moments and more of them.

mod answers;
mod dice;
mod owner;

use std::collections::BTreeMap;
use std::time::Instant;

use self::dice::Dice;
use self::owner::{Counts, Owner};
use crate::double::{Call, Failure, From, Tg, World};
use crate::program::{Program, Table};

const ADMIN: i64 = 99;
const DESK: i64 = -2_000;
const GROUPS: [(i64, &str); 3] = [(-2_001, "楚江街道"), (-2_002, "夹山镇"), (-2_003, "皂市镇")];
const OWNERS: i64 = 12;
/// Calls of the sender on their way at the same time: so many messages can come twice.
const AT_ONCE: usize = 8;

/// What a run has found against the bot.
enum Fault {
    /// Something confirmed is gone.
    Lost(Vec<String>),
    Other(String),
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Lost(what) => write!(f, "confirmed and not in the store: {}", what.join("\n")),
            Fault::Other(what) => f.write_str(what),
        }
    }
}

impl std::convert::From<String> for Fault {
    fn from(what: String) -> Self {
        Fault::Other(what)
    }
}

/// When the program is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// After so many calls.
    Calls(usize),
    /// When a message was carried out and the program does not know it.
    Unheard,
}

struct Town {
    tg: Tg,
    program: Program,
    owners: Vec<Owner>,
    dice: Dice,
    speak_first: bool,
    /// How often the program was started.
    lives: u32,
    /// How many calls there were at each kill.
    kills: Vec<usize>,
    forced: usize,
    /// How often it died at a diced call of the system.
    while_starting: usize,
    while_stopping: usize,
    while_compacting: usize,
}

#[derive(Debug, Default, Clone, Copy)]
struct Repeats {
    /// Messages that came twice.
    messages: usize,
    most_per_kill: usize,
}

impl Town {
    async fn open(seed: u64, speak_first: bool) -> Self {
        let tg = Tg::open().await;
        tg.person(ADMIN, "管理员");
        tg.group(DESK, "县帮办台");
        for (chat, township) in GROUPS {
            tg.group(chat, township);
        }
        let owners = (0..OWNERS).map(|n| {
            let (id, name) = (101 + n, format!("业主{}", 101 + n));
            tg.person(id, &name);
            let home = if speak_first || n % 4 == 3 {
                id
            } else {
                GROUPS[usize::try_from(n).unwrap() % 3].0
            };
            Owner::new(id, name, home)
        });
        Self {
            program: Program::new(&tg, speak_first),
            owners: owners.collect(),
            dice: Dice::new(seed),
            speak_first,
            lives: 0,
            kills: Vec::new(),
            forced: 0,
            while_starting: 0,
            while_stopping: 0,
            while_compacting: 0,
            tg,
        }
    }

    fn start(&mut self) {
        self.program.start();
        self.lives += 1;
    }

    fn calls(&self) -> usize {
        self.tg.look(|world| world.calls.len())
    }

    /// The administrator says what each group is.
    async fn bind(&mut self) -> Result<(), Fault> {
        self.start();
        self.tg.say(DESK, ADMIN, "/bind_desk 石门县");
        for (chat, township) in GROUPS {
            self.tg.say(chat, ADMIN, &format!("/bind_township 石门县 {township}"));
        }
        let spoken = |world: &World, chat: i64| world.chat(chat).notes.values().any(|note| note.from == From::Bot);
        let all = GROUPS.map(|(chat, _)| chat);
        self.tg
            .once("the groups are bound", |world| {
                spoken(world, DESK) && all.iter().all(|chat| spoken(world, *chat))
            })
            .await;
        Ok(self.program.stop().await?)
    }

    fn observe(&mut self) -> Result<(), Fault> {
        let owners = &mut self.owners;
        Ok(self.tg.look(|world| owners.iter_mut().try_for_each(|owner| owner.observe(world)))?)
    }

    /// Everybody does what he can do now.
    fn act(&mut self, more: bool) -> Result<(), Fault> {
        self.observe()?;
        for owner in &mut self.owners {
            owner.act(&self.tg, &mut self.dice, self.lives, more)?;
        }
        Ok(())
    }

    /// Waits until the bot has done something. If it never does, what these owners wait for was confirmed and is gone.
    async fn something(&self, before: (usize, u64)) -> Result<(), Fault> {
        if self.tg.comes(|world| (world.calls.len(), world.polls) != before).await {
            return Ok(());
        }
        let waiting = self.tg.look(|world| {
            let stuck = self.owners.iter().filter(|owner| !owner.can_go_on(world));
            stuck.map(|owner| owner.situation(world)).collect::<Vec<_>>().join("\n")
        });
        let what = format!("the bot does nothing more; these wait for it:\n{waiting}\n{}", self.program.log());
        Err(Fault::Lost(vec![what]))
    }

    fn done_so_far(&self) -> (usize, u64) {
        self.tg.look(|world| (world.calls.len(), world.polls))
    }

    /// Nobody sends anything: everybody must find a prompt to go on from.
    async fn all_can_go_on(&mut self) -> Result<(), Fault> {
        loop {
            let before = self.done_so_far();
            self.observe()?;
            let owners = &self.owners;
            if self
                .tg
                .look(|world| world.polls > 0 && owners.iter().all(|owner| owner.can_go_on(world)))
            {
                return Ok(());
            }
            self.something(before).await?;
        }
    }

    /// The owners work until the moment has come.
    async fn work_until(&mut self, moment: Moment) -> Result<(), Fault> {
        let (from, tg) = (self.calls(), self.tg.clone());
        let seen = |wanted: fn(&Call) -> bool| tg.look(|world| world.calls[from..].iter().filter(|call| wanted(call)).count());
        loop {
            let before = self.done_so_far();
            let come = match moment {
                Moment::Calls(wanted) => before.0 >= from + wanted,
                Moment::Unheard => seen(|call| call.error == Some(0)) > 0,
            };
            if come {
                return Ok(());
            }
            self.act(true)?;
            self.something(before).await?;
        }
    }

    /// A life of the program, from its start to its violent end; then the store is looked through.
    async fn round(&mut self, number: usize) -> Result<(), Fault> {
        let forced = number % 4 == 2;
        self.start();
        if forced || self.dice.one_in(2) {
            self.all_can_go_on().await?;
        }
        let moment = if forced {
            self.force(number)
        } else {
            Moment::Calls(1 + self.dice.below(60))
        };
        self.work_until(moment).await?;
        self.kill().await?;
        self.compare()
    }

    /// A life that ends before it has well begun, with updates and messages waiting.
    async fn starting_round(&mut self) -> Result<(), Fault> {
        self.act(true)?;
        let polls = self.tg.look(|world| world.polls);
        self.program.start_to_die(1 + self.dice.below(50));
        self.lives += 1;
        let tg = self.tg.clone();
        let died = self
            .program
            .dies_or_is(async move { tg.once("the program polls", |world| world.polls > polls).await })
            .await;
        self.while_starting += usize::from(died);
        self.killed().await;
        self.compare()
    }

    /// A life in which the store is written anew again and again, and that ends in the middle of it.
    async fn compacting_round(&mut self) -> Result<(), Fault> {
        self.start();
        self.all_can_go_on().await?;
        let compacting = self.program.compact_on();
        let moment = Moment::Calls(1 + self.dice.below(60));
        self.work_until(moment).await?;
        self.kill().await?;
        let died = tokio::task::spawn_blocking(|| compacting.join()).await.unwrap().unwrap();
        self.while_compacting += usize::from(died);
        self.compare()
    }

    /// A life that ends in the middle of an orderly stop, under load.
    async fn stopping_round(&mut self) -> Result<(), Fault> {
        self.start();
        self.all_can_go_on().await?;
        let moment = Moment::Calls(1 + self.dice.below(30));
        self.work_until(moment).await?;
        self.act(true)?;
        let died = self.program.stop_to_die(1 + self.dice.below(8)).await?;
        self.while_stopping += usize::from(died);
        self.killed().await;
        self.compare()
    }

    /// A life that ends at once when the double has seen a tap confirmed: nothing comes between the commit and that call.
    async fn hasty_round(&mut self) -> Result<(), Fault> {
        self.start();
        self.all_can_go_on().await?;
        self.program.slow_down_writer();
        loop {
            self.all_can_go_on().await?;
            self.act(true)?;
            if self.owners.iter().any(Owner::has_tapped) {
                break;
            }
        }
        let owners = &self.owners;
        self.tg
            .once("a tap is confirmed", |world| {
                owners.iter().any(|owner| owner.tap_is_confirmed(world))
            })
            .await;
        self.kill().await?;
        self.compare()
    }

    /// The next message to one of the chats, or the next change of a prompt, will be carried out without the program
    /// hearing of it.
    fn force(&mut self, number: usize) -> Moment {
        let at = self.dice.below(self.owners.len());
        let cut = Failure::Reset { done: true };
        if number % 8 == 6 {
            self.tg.fail(Some("editMessageText"), None, 1, cut);
        } else {
            self.forced += 1;
            self.tg.fail(Some("sendMessage"), Some(self.owners[at].home), 1, cut);
        }
        Moment::Unheard
    }

    async fn kill(&mut self) -> Result<(), Fault> {
        self.program.kill()?;
        self.killed().await;
        Ok(())
    }

    async fn killed(&mut self) {
        self.drained().await;
        let calls = self.calls();
        self.kills.push(calls);
    }

    /// What was on its way from the dead program has come or is lost.
    async fn drained(&self) {
        self.tg
            .until("the dead program's calls have ended", |world| {
                world.in_flight == 0 && world.polling == 0
            })
            .await;
    }

    /// Everything confirmed must be in the store.
    fn compare(&mut self) -> Result<(), Fault> {
        self.observe()?;
        let table = self.program.export()?;
        let missing = self.missing(&table);
        if missing.is_empty() { Ok(()) } else { Err(Fault::Lost(missing)) }
    }

    fn missing(&self, table: &Table) -> Vec<String> {
        self.owners
            .iter()
            .flat_map(Owner::forms)
            .flat_map(|form| form.missing(table))
            .collect()
    }

    /// The open forms are filled in to the end, and the program is stopped in order.
    async fn finish(&mut self) -> Result<(), Fault> {
        self.start();
        loop {
            let before = self.done_so_far();
            self.act(false)?;
            if self.owners.iter().all(Owner::is_idle) {
                break;
            }
            self.something(before).await?;
        }
        self.program.stop().await?;
        self.compare()?;
        let (forms, rows) = (self.owners.iter().flat_map(Owner::forms).count(), self.program.export()?.len());
        if forms != rows {
            return Err(Fault::Other(format!("{forms} forms were begun, {rows} are in the table")));
        }
        Ok(())
    }

    async fn live(&mut self, rounds: usize) -> Result<(), Fault> {
        self.bind().await?;
        for number in 0..rounds {
            match number % 10 {
                _ if self.speak_first => self.hasty_round().await?,
                9 => self.hasty_round().await?,
                4 | 8 => self.compacting_round().await?,
                1 | 5 => self.starting_round().await?,
                3 | 7 => self.stopping_round().await?,
                _ => self.round(number).await?,
            }
        }
        self.finish().await
    }

    /// Messages that came twice in a row in their chat.
    fn repeats(&self) -> Result<Repeats, String> {
        let mut repeats = Repeats::default();
        let mut last: BTreeMap<i64, (usize, Call)> = BTreeMap::new();
        let mut per_life: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, call) in self.tg.calls().into_iter().enumerate() {
            let Some(chat) = call.params["chat_id"]
                .as_i64()
                .filter(|_| call.error.is_none_or(|error| error == 0))
            else {
                continue;
            };
            let life = self.kills.iter().filter(|kill| **kill <= at).count();
            if let Some((then, before)) = last.get(&chat) {
                let same = call.method == "sendmessage" && (&before.method, &before.params) == (&call.method, &call.params);
                if same && *then == life {
                    return Err(format!("a message was repeated without a kill: {}", call.params));
                }
                if same {
                    repeats.messages += 1;
                    *per_life.entry(life).or_default() += 1;
                }
            }
            last.insert(chat, (life, call));
        }
        repeats.most_per_kill = per_life.into_values().max().unwrap_or(0);
        Ok(repeats)
    }

    fn counts(&self) -> Counts {
        let add = |a: Counts, b: &Owner| Counts {
            sent: a.sent + b.counts.sent,
            confirmed: a.confirmed + b.counts.confirmed,
            signed: a.signed + b.counts.signed,
            tapped_again: a.tapped_again + b.counts.tapped_again,
            older: a.older + b.counts.older,
            older_confirmed: a.older_confirmed + b.counts.older_confirmed,
        };
        self.owners.iter().fold(Counts::default(), add)
    }
}

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

#[expect(
    clippy::print_stdout,
    reason = "the figures of a run; cargo shows them when the test fails, or with --nocapture"
)]
fn tell(text: &str) {
    println!("{text}");
}

#[tokio::test]
async fn killed_at_any_moment_nothing_confirmed_is_lost() {
    let (seed, rounds) = (from_environment("CRASH_SEED", 20_200_630), from_environment("CRASH_ROUNDS", 25));
    tell(&format!("CRASH_SEED={seed} CRASH_ROUNDS={rounds}"));
    let began = Instant::now();
    let mut town = Town::open(seed, false).await;
    if let Err(fault) = town.live(usize::try_from(rounds).unwrap()).await {
        panic!("in life {}: {fault:?}\n{}", town.lives, town.program.log());
    }
    let (counts, repeats) = (town.counts(), town.repeats().unwrap());
    tell(&format!(
        "{} kills, {} while starting, {} while stopping, {} while compacting, {} forced, {counts:?}, {repeats:?}, {} calls, {:?}",
        town.kills.len(),
        town.while_starting,
        town.while_stopping,
        town.while_compacting,
        town.forced,
        town.calls(),
        began.elapsed()
    ));
    assert!(town.while_compacting > 0, "no kill fell into a compaction");
    town.tg.check();
    let alerts: Vec<_> = town.tg.toasts().into_iter().filter(|toast| toast.alert).collect();
    assert!(alerts.is_empty(), "{alerts:?}");
    assert!(repeats.most_per_kill <= AT_ONCE, "{repeats:?}");
    assert!(repeats.messages >= town.forced, "every forced repetition was seen");
    assert!(
        counts.older > 0 && counts.older == counts.older_confirmed,
        "an older copy did not work: {counts:?}"
    );
    assert_eq!(town.program.log(), "");
}

#[tokio::test]
async fn a_prompt_changed_unheard_still_takes_its_answer() {
    let (tg, who) = (Tg::open().await, 101);
    tg.person(who, "业主");
    let mut program = Program::new(&tg, false);
    program.start();
    tg.start(who, "");
    let asks = |world: &World, words: &str| {
        world
            .chat(who)
            .notes
            .values()
            .any(|note| note.from == From::Bot && note.text.contains(words))
    };
    tg.once("the first question", |world| asks(world, "做过排污登记吗")).await;
    tg.fail(Some("editMessageText"), None, 1, Failure::Reset { done: true });
    tg.tap(who, who, "1 没有登记过");
    tg.once("the second question", |world| asks(world, "主要做什么")).await;
    program.kill().unwrap();
    let edits = |world: &World| world.calls.iter().filter(|call| call.method == "editmessagetext").count();
    program.start();
    tg.once("the change is tried again", |world| edits(world) == 2).await;
    tg.answer(who, who, "打米厂");
    let goes_on = |world: &World| asks(world, "是在厂房、车间") || asks(world, "要改前面这一题吗") || asks(world, "您说的是哪一个");
    tg.once("the bot goes on", goes_on).await;
    assert!(!tg.log(who).contains("要改前面这一题吗"), "{}", tg.log(who));
    tg.check();
}

#[tokio::test]
async fn a_program_that_speaks_first_is_found_out() {
    let seed = from_environment("CRASH_SEED", 20_200_630);
    let rounds = from_environment("CRASH_ROUNDS", 25);
    tell(&format!("CRASH_SEED={seed} CRASH_ROUNDS={rounds}"));
    let mut town = Town::open(seed, true).await;
    let found = town.live(usize::try_from(rounds).unwrap()).await;
    tell(&format!("after {} kills: {found:?}", town.kills.len()));
    assert!(matches!(found, Err(Fault::Lost(_))), "a lie went unnoticed: {found:?}");
}
