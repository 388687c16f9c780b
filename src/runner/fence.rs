//! A fence around work for one update or one message: what panics inside ends nothing outside.
//!
//! What a panic says may quote what a person wrote, so it is told by its place in the source alone.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

static HOOK: Once = Once::new();

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does the work; an error is the place in the source where it has panicked.
pub(crate) fn fenced<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    HOOK.call_once(keep_quiet_inside);
    let outer = INSIDE.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    INSIDE.set(outer);
    done.map_err(|_| PLACE.take().unwrap_or_else(|| "an unknown place".to_owned()))
}

/// Outside the fence a panic is shown as before.
fn keep_quiet_inside() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        if INSIDE.get() {
            PLACE.set(panicked.location().map(ToString::to_string));
        } else {
            before(panicked);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_by_its_place_and_without_its_words() {
        let told = fenced(|| -> u8 { panic!("the phone is 13912345678") }).unwrap_err();
        assert!(told.starts_with("src/runner/fence.rs:") && !told.contains("139"), "{told}");
        assert_eq!(fenced(|| 7), Ok(7));
    }

    #[test]
    fn fences_stand_inside_each_other() {
        let both = fenced(|| (fenced(|| panic!("inner")).map(|(): ()| ()), 5));
        assert!(matches!(both, Ok((Err(_), 5))));
        assert!(fenced(|| -> u8 { panic!("outer") }).is_err());
    }
}
