//! Which page of a browser reads for all of them.
//!
//! The page that reads says so again and again. Another one takes over when it has not heard of it for a while, so
//! that a page which died or was hidden blocks nobody. Of two that read, the one with the greater id gives
//! way. Times are milliseconds of a clock that is never set.

/// How long a page that reads is taken for alive after it was heard of.
const ALIVE: i64 = 7_000;

/// How often a page that reads has to say so, in milliseconds.
pub const SAY_AGAIN: i64 = 2_000;

/// A lease that says which of the browser's pages reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    own: String,
    /// Which other page reads, and when it was heard of.
    heard: Option<(String, i64)>,
}

impl Lease {
    /// Knows of no other page.
    pub fn new(own: String) -> Self {
        Self { own, heard: None }
    }

    /// Returns the page's own id.
    pub fn own(&self) -> &str {
        &self.own
    }

    /// Takes in that another page reads.
    pub fn hear(&mut self, other: &str, now: i64) {
        let is_first = |(known, at): &(String, i64)| other <= known.as_str() || now - at > ALIVE;
        if other != self.own && self.heard.as_ref().is_none_or(is_first) {
            self.heard = Some((other.to_owned(), now));
        }
    }

    /// Takes in that another page reads no more.
    pub fn leave(&mut self, other: &str) {
        self.heard.take_if(|(known, _)| known == other);
    }

    /// Returns whether this page may begin to read.
    pub fn is_free(&self, now: i64) -> bool {
        self.heard.as_ref().is_none_or(|(_, at)| now - at > ALIVE)
    }

    /// Returns whether this page, which reads, may go on.
    pub fn may_go_on(&self, now: i64) -> bool {
        self.is_free(now) || self.heard.as_ref().is_some_and(|(other, _)| self.own < *other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_reads_until_it_is_gone() {
        let (mut first, mut second) = (Lease::new("1".into()), Lease::new("2".into()));
        assert!(first.is_free(0));
        second.hear(first.own(), 0);
        assert!(!second.is_free(ALIVE) && second.is_free(ALIVE + 1));
        second.hear(first.own(), 5_000);
        assert!(!second.is_free(ALIVE + 1));
        second.leave("3");
        assert!(!second.is_free(5_001));
        second.leave(first.own());
        assert!(second.is_free(5_001));
        first.hear("1", 0);
        assert!(first.is_free(1), "a page does not hear itself");
    }

    #[test]
    fn of_two_that_read_exactly_one_goes_on() {
        let (mut first, mut second) = (Lease::new("1".into()), Lease::new("2".into()));
        first.hear("2", 0);
        second.hear("1", 0);
        assert!(first.may_go_on(1) && !second.may_go_on(1));
        // A third one does not hide the one that goes on.
        second.hear("3", 2);
        assert!(!second.may_go_on(3));
        second.hear("3", ALIVE + 3);
        assert!(second.may_go_on(ALIVE + 4));
    }
}
