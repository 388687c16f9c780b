//! What the program does by itself once a day, at an hour that is set.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::{AppError, clock};
use crate::render::arg;
use crate::runner::Runner;

/// So long after something has failed it is tried again.
const AGAIN_AFTER: Duration = Duration::from_hours(1);

/// Something done every night.
#[derive(Debug, Clone, Copy)]
pub(super) struct Night {
    /// The hour of the day in Asia/Shanghai.
    pub(super) hour: u8,
    /// What it is, for the log.
    pub(super) what: &'static str,
    /// What administrators are told when it has failed.
    pub(super) failed: &'static str,
}

/// Does it every day at the hour that is set, and at once when the program was not running then and it is not `done` yet.
/// What has failed is logged, told to the administrators, and tried again an hour later.
pub(super) async fn every_night<D, W>(
    night: Night,
    runner: Arc<Runner>,
    mut stop: watch::Receiver<bool>,
    done: D,
    work: W,
) -> Result<(), AppError>
where
    D: Fn(i64) -> bool + Send + Sync,
    W: Fn(&Runner, i64) -> Result<(), AppError> + Clone + Send + 'static,
{
    loop {
        let now = clock();
        let wait = due(now, night.hour, done(now));
        let ended = if wait.is_zero() {
            let (work, runner) = (work.clone(), runner.clone());
            let worked = tokio::task::spawn_blocking(move || work(&runner, now));
            let worked = tokio::select! {
                // All that is done at night may be broken off by the end of the program, as by a kill.
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
                worked = worked => worked,
            };
            worked.map_err(|e| e.to_string()).and_then(|done| done.map_err(|e| e.to_string()))
        } else {
            Ok(())
        };
        let wait = match ended {
            Ok(()) if wait.is_zero() => due(now, night.hour, true),
            Ok(()) => wait,
            Err(why) => failed(&runner, night, &why).await?,
        };
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
            () = tokio::time::sleep(wait) => {}
        }
    }
}

async fn failed(runner: &Runner, night: Night, why: &str) -> Result<Duration, AppError> {
    tracing::error!(why, "{} of this night has failed", night.what);
    let turned = runner.tell_admins(night.failed, &[("why", arg(why))], clock())?;
    runner.speak(turned).await?;
    Ok(AGAIN_AFTER)
}

/// How long until it is due next; none when it is due now.
fn due(now_ms: i64, hour: u8, done_today: bool) -> Duration {
    const HOUR_MS: i64 = 60 * 60 * 1000;
    let into_day = (now_ms + 8 * HOUR_MS).rem_euclid(24 * HOUR_MS);
    let from_midnight = i64::from(hour) * HOUR_MS;
    let wait = match (into_day >= from_midnight, done_today) {
        (true, false) => 0,
        (true, true) => from_midnight + 24 * HOUR_MS - into_day,
        (false, _) => from_midnight - into_day,
    };
    Duration::from_millis(wait.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::full;

    const HOUR_MS: i64 = 60 * 60 * 1000;
    /// 2026-11-25 00:00 in Asia/Shanghai.
    const MIDNIGHT: i64 = 1_795_536_000_000;

    #[test]
    fn it_is_due_once_a_day() {
        assert_eq!(full(MIDNIGHT), "2026-11-25 00:00");
        let hours = |done, at: i64| due(MIDNIGHT + at * HOUR_MS, 3, done).as_secs() / 3600;
        assert_eq!(hours(false, 0), 3);
        assert_eq!(hours(false, 2), 1);
        assert_eq!(hours(false, 3), 0);
        assert_eq!(hours(true, 3), 24);
        assert_eq!(hours(false, 23), 0, "it was not running at three");
        assert_eq!(hours(true, 23), 4);
    }
}
