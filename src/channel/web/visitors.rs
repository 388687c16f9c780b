//! What one person may take of the house at a time: event streams, and photos.

use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

use tokio::sync::oneshot;

use crate::ids::PersonId;
use crate::runner::lock;

/// Event streams of one person; the oldest ends when there would be more.
const STREAMS: usize = 8;
/// Photos of one person within [`WITHIN_MS`].
const PHOTOS: usize = 60;
/// An hour, in milliseconds.
const WITHIN_MS: i64 = 60 * 60 * 1000;

/// Who holds what. It is bounded by the number of people let in.
#[derive(Debug, Default)]
pub(super) struct Visitors {
    streams: Mutex<HashMap<PersonId, VecDeque<oneshot::Sender<()>>>>,
    photos: Mutex<HashMap<PersonId, VecDeque<i64>>>,
}

impl Visitors {
    /// A new stream; it is to end when this comes back.
    pub(super) fn listen(&self, person: PersonId) -> oneshot::Receiver<()> {
        let (end, ended) = oneshot::channel();
        let mut all = lock(&self.streams);
        let own = all.entry(person).or_default();
        own.retain(|stream| !stream.is_closed());
        own.push_back(end);
        while own.len() > STREAMS {
            own.pop_front();
        }
        ended
    }

    /// Whether one more photo of this person is taken.
    pub(super) fn may_send_photo(&self, person: PersonId, now_ms: i64) -> bool {
        let mut all = lock(&self.photos);
        let own = all.entry(person).or_default();
        own.retain(|at| now_ms - at < WITHIN_MS);
        let may = own.len() < PHOTOS;
        if may {
            own.push_back(now_ms);
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_stream_ends_when_there_are_too_many() {
        let visitors = Visitors::default();
        let (li, wang) = (PersonId::web(1), PersonId::web(2));
        let mut of_wang = visitors.listen(wang);
        let mut streams: Vec<_> = (0..STREAMS).map(|_| visitors.listen(li)).collect();
        let open = |stream: &mut oneshot::Receiver<()>| matches!(stream.try_recv(), Err(oneshot::error::TryRecvError::Empty));
        assert!(streams.iter_mut().all(open));
        // One that was left makes room.
        drop(streams.remove(3));
        streams.push(visitors.listen(li));
        assert!(streams.iter_mut().all(open));
        let mut newest = visitors.listen(li);
        assert!(!open(&mut streams[0]) && open(&mut streams[1]) && open(&mut newest) && open(&mut of_wang));
        assert_eq!(lock(&visitors.streams)[&li].len(), STREAMS);
    }

    #[test]
    fn photos_of_an_hour_are_counted() {
        let visitors = Visitors::default();
        let (li, wang) = (PersonId::web(1), PersonId::web(2));
        assert!((0..60).all(|n| visitors.may_send_photo(li, n)));
        assert!(!visitors.may_send_photo(li, 60) && visitors.may_send_photo(wang, 60));
        assert!(visitors.may_send_photo(li, WITHIN_MS) && !visitors.may_send_photo(li, WITHIN_MS));
        assert!(lock(&visitors.photos)[&li].len() <= PHOTOS);
    }
}
