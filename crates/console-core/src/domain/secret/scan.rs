//! Where secrets stand in a text, told by the names before them and by their shape. The text may be anything: a
//! value, JSON that is half written, a command that was pasted, a page of a gateway.
//!
//! Nothing has to be well formed. What does not end yet is a secret to the end of the text: rather too much than
//! a secret that is seen while it is typed. Each way of looking scans the text once.

use std::ops::Range;

use super::login::{bare_logins, in_addresses, logins};
use super::markup::elements;
use super::named::{in_sql, named, options};
use super::paired::paired;
use super::token::{basic_logins, bearer_tokens, private_keys};

/// A way of looking.
type Finder = fn(&str) -> Vec<Range<usize>>;

/// The ways of looking. Each gives the places that it finds in their order.
pub(super) const FINDERS: [Finder; 11] = [
    named,
    paired,
    in_addresses,
    logins,
    bare_logins,
    private_keys,
    bearer_tokens,
    basic_logins,
    options,
    elements,
    in_sql,
];
