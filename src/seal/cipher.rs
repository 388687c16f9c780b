//! Keys and what they close: XChaCha20-Poly1305 with random nonces, bound to a place.
//!
//! Keys and nonces come from the operating system alone, never from a test's numbers.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// Bytes of a nonce.
const NONCE: usize = 24;
/// Bytes of a wrapped key: the key and its tag.
const WRAPPED: usize = 32 + 16;

/// Fills an array with the operating system's randomness.
pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("an operating system without randomness cannot run this program");
    bytes
}

/// A key, wiped from memory when it is dropped.
#[derive(Clone)]
pub(super) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    pub(super) fn new(bytes: [u8; 32]) -> Self {
        Key(Zeroizing::new(bytes))
    }

    pub(super) fn random() -> Self {
        Key::new(random())
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Appends nonce and sealed bytes.
    pub(super) fn seal(&self, place: &str, plain: &[u8], out: &mut Vec<u8>) {
        let nonce = random::<NONCE>();
        let payload = Payload {
            msg: plain,
            aad: place.as_bytes(),
        };
        let sealed = XChaCha20Poly1305::new((&*self.0).into()).encrypt(&XNonce::from(nonce), payload);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed.expect("a record is far below the cipher's limit"));
    }

    /// What nonce and sealed bytes say; `None` if they do not belong to this key and place.
    pub(super) fn open(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, msg) = sealed.split_first_chunk::<NONCE>()?;
        let payload = Payload {
            msg,
            aad: place.as_bytes(),
        };
        XChaCha20Poly1305::new((&*self.0).into())
            .decrypt(&XNonce::from(*nonce), payload)
            .ok()
    }
}

/// A record's own key, opened, and how it stands in the record.
#[derive(Clone)]
pub(super) struct Own {
    pub(super) wrapped: Wrapped,
    pub(super) key: Key,
}

impl std::fmt::Debug for Own {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.wrapped.fmt(f)
    }
}

impl PartialEq for Own {
    fn eq(&self, other: &Self) -> bool {
        self.wrapped == other.wrapped
    }
}

/// A record's own key, wrapped by the key of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrapped {
    /// The number of the month's key.
    pub(super) month: u64,
    sealed: [u8; NONCE + WRAPPED],
}

/// A wrapped key is bound to its place, too, and cannot pass for a sealed part.
fn wrapping(place: &str) -> String {
    format!("key of {place}")
}

impl Wrapped {
    pub(super) fn new(key: &Key, month: u64, by: &Key, place: &str) -> Self {
        let mut out = Vec::with_capacity(NONCE + WRAPPED);
        by.seal(&wrapping(place), key.bytes(), &mut out);
        let sealed = out.try_into().expect("a key of 32 bytes was sealed");
        Wrapped { month, sealed }
    }

    pub(super) fn unwrap(&self, by: &Key, place: &str) -> Option<Key> {
        let opened = Zeroizing::new(by.open(&wrapping(place), &self.sealed)?);
        opened.as_slice().try_into().ok().map(Key::new)
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.month.to_be_bytes());
        out.extend_from_slice(&self.sealed);
    }

    pub(super) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (month, rest) = bytes.split_first_chunk::<8>()?;
        let (sealed, rest) = rest.split_first_chunk()?;
        let month = u64::from_be_bytes(*month);
        Some((Wrapped { month, sealed: *sealed }, rest))
    }
}
