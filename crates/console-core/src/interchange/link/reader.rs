//! Reading links. They are typed, pasted, cut off and made up, so each part is taken or reported on
//! its own, and both what is taken and what is reported is bounded.

use std::mem;

use percent_encoding::percent_decode_str;
use strum::{EnumCount, VariantArray};

use super::{Link, LinkNotice, Parameter};
use crate::domain::operation::OperationKind;
use crate::domain::run::RunId;
use crate::domain::task_name::TaskName;
use crate::forms::draft::{offers_pull_back, offers_restart};
use crate::interchange::history::{OutcomeFilter, TimeFilter};
use crate::table::order::Order;
use crate::text::percent;
use crate::time::EpochSeconds;

impl Link {
    /// Reads the part of an address behind `?` (with or without it). Whatever is unknown, invalid or
    /// without effect is left out and reported, single parameters in the link's order first, then what
    /// concerns the link as a whole; nothing makes it fail.
    ///
    /// Values may stand raw or percent-encoded. They are decoded once, since a name may hold a `%`
    /// itself; a `%` that begins no escape stays, and so does `+`. What follows a raw `&` of a name
    /// counts as the next parameter, and is reported as such.
    pub fn parse(query: &str) -> (Self, Vec<LinkNotice>) {
        read(query.strip_prefix('?').unwrap_or(query))
    }

    /// Reads only the filter and the order of a link, and says whether that is all there is in it. What is
    /// wrong with them or stands besides them is for [`parse`](Self::parse) to tell.
    pub fn view_of(query: &str) -> (Self, bool) {
        read_view(query.strip_prefix('?').unwrap_or(query))
    }
}

/// Reads a link without its `?`.
fn read(query: &str) -> (Link, Vec<LinkNotice>) {
    let mut reading = LinkReader::default();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        reading.read(&percent::decode(name), value);
    }
    reading.finish()
}

/// Reads the filter and the order of a link without its `?`; also whether there is nothing else in it.
fn read_view(query: &str) -> (Link, bool) {
    let (mut link, mut is_all) = (Link::default(), true);
    let (mut has_filter, mut has_order) = (false, false);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent_decode_str(value).decode_utf8();
        match (&*percent::decode(name), value) {
            ("q", Ok(value)) if !has_filter => {
                link.filter = value.into_owned();
                has_filter = true;
            }
            ("sort", Ok(value)) if !has_order => match Order::parse(&value) {
                Ok(order) => {
                    link.order = order;
                    has_order = true;
                }
                Err(_) => is_all = false,
            },
            // Every link says which host it is about.
            ("host", Ok(value)) if link.host.is_none() && typed(&value).is_some() => {
                link.host = Some(value.into_owned());
            }
            _ => is_all = false,
        }
    }
    (link, is_all)
}

#[derive(Default)]
struct LinkReader {
    link: Link,
    notices: Vec<LinkNotice>,
    /// How many notices there are no more room for.
    more: usize,
    /// For each parameter, whether it had a valid value.
    seen: [bool; Parameter::COUNT],
    /// Whether a task is named by what is no name, so that the link is about more than it can say.
    broken_tasks: bool,
    /// For each parameter, how many entries there were no more room for.
    left_out: [usize; Parameter::COUNT],
}

impl LinkReader {
    fn read(&mut self, name: &str, encoded: &str) {
        let Some(parameter) = name.parse::<Parameter>().ok() else {
            return self.report(LinkNotice::UnknownParameter { name: shortened(name) });
        };
        let once = !matches!(
            parameter,
            Parameter::Task | Parameter::Subtopic | Parameter::OwnAt | Parameter::Delete
        );
        match percent_decode_str(encoded).decode_utf8() {
            // What is no UTF-8 names nothing; a name with marks in place of its bytes is another name.
            Err(_) => self.report_invalid(parameter, &percent::decode(encoded)),
            Ok(_) if once && self.seen[parameter as usize] => {
                self.report(LinkNotice::Repeated { name: parameter.word() });
            }
            Ok(value) => match self.take(parameter, &value) {
                Some(()) => self.seen[parameter as usize] = true,
                None => {
                    self.broken_tasks |= parameter == Parameter::Task;
                    self.report_invalid(parameter, &value);
                }
            },
        }
    }

    /// Takes a value, or returns nothing if it is invalid as a whole.
    fn take(&mut self, parameter: Parameter, value: &str) -> Option<()> {
        let link = &mut self.link;
        let left_out = &mut self.left_out[parameter as usize];
        match parameter {
            Parameter::Host => link.host = Some(typed(value)?),
            Parameter::Task => add(&mut link.tasks, TaskName::exact(value).ok()?, left_out),
            Parameter::Subtopic => add(&mut link.subtopics, typed(value)?, left_out),
            Parameter::OwnAt => add(&mut link.own_times, typed(value)?, left_out),
            // What is wrong with an entry is shown in the form.
            Parameter::Delete => {
                let divides = |c: char| c == ',' || c.is_whitespace();
                for entry in value.split(divides).filter(|entry| !entry.is_empty()) {
                    add(&mut link.delete, entry.to_owned(), left_out);
                }
            }
            Parameter::Operation => link.operation = Some(OperationKind::from_link_word(value)?),
            Parameter::History => link.history = Some(value.to_owned()),
            Parameter::Outcome => link.ended = Some(OutcomeFilter::from_link_word(value)?),
            Parameter::Within => link.within = Some(TimeFilter::from_link_word(value)?),
            Parameter::Details => link.details = flag(value)?,
            Parameter::Run => link.run = Some(run_id(value)?),
            Parameter::At => link.at = Some(typed(value)?),
            Parameter::Zone => link.zone = Some(typed(value)?),
            Parameter::ReadAt => link.read_at = Some(EpochSeconds::new(value.parse().ok()?).ok()?),
            Parameter::Ip => link.ip = Some(typed(value)?),
            Parameter::PullBack => link.pull_back = flag(value)?,
            Parameter::Restart => link.restart = flag(value)?,
            Parameter::Filter => value.clone_into(&mut link.filter),
            Parameter::Order => link.order = Order::parse(value).ok()?,
        }
        Some(())
    }

    fn report_invalid(&mut self, parameter: Parameter, value: &str) {
        self.report(LinkNotice::InvalidValue { name: parameter.word(), value: shortened(value) });
    }

    fn report(&mut self, notice: LinkNotice) {
        if self.notices.len() < Link::MOST_NOTICES {
            self.notices.push(notice);
        } else {
            self.more += 1;
        }
    }

    /// Leaves out what has no effect in this link.
    fn finish(self) -> (Link, Vec<LinkNotice>) {
        let Self { mut link, mut notices, more, left_out, broken_tasks, .. } = self;
        if more > 0 {
            notices.push(LinkNotice::More { count: more });
        }
        let operation = link.operation;
        for parameter in Parameter::VARIANTS.iter().copied() {
            let name = parameter.word();
            let left_out = left_out[parameter as usize];
            if left_out > 0 {
                notices.push(LinkNotice::TooMany { name, left_out });
            }
            let foreign = parameter.operation().is_some_and(|of| operation != Some(of));
            if let Some(by) = link.overruling(parameter) {
                if link.empty(parameter) {
                    notices.push(LinkNotice::Overruled { name, by: by.word() });
                }
            } else if foreign && link.empty(parameter) {
                notices.push(LinkNotice::NotForOperation { name, operation });
            } else if link.history.is_none()
                && matches!(parameter, Parameter::Outcome | Parameter::Within)
                && link.empty(parameter)
            {
                notices.push(LinkNotice::OnlyForHistory { name });
            }
        }
        if link.details && (link.tasks.len() != 1 || broken_tasks) {
            link.details = false;
            notices.push(LinkNotice::DetailsOfOneTask);
        }
        let is_several = link.tasks.len() + usize::from(broken_tasks) > 1;
        match (link.tasks.as_slice(), operation.filter(|_| link.opens_form())) {
            (_, Some(operation)) if is_several => {
                link.operation = None;
                for parameter in
                    Parameter::VARIANTS.iter().copied().filter(|parameter| parameter.operation().is_some())
                {
                    link.empty(parameter);
                }
                notices.push(LinkNotice::OneTaskAtATime { operation });
            }
            ([task], _) => {
                let component = task.component();
                for (parameter, offered) in [
                    (Parameter::PullBack, offers_pull_back(component)),
                    (Parameter::Restart, offers_restart(component)),
                ] {
                    if let Some(component) = component
                        && !offered
                        && link.empty(parameter)
                    {
                        notices.push(LinkNotice::NotForComponent { name: parameter.word(), component });
                    }
                }
            }
            _ => {}
        }
        (link, notices)
    }
}

impl Link {
    /// Returns what this parameter has no effect beside.
    fn overruling(&self, parameter: Parameter) -> Option<Parameter> {
        let is_view =
            matches!(parameter, Parameter::Host | Parameter::Filter | Parameter::Order | Parameter::Run);
        if self.run.is_some() && !is_view {
            Some(Parameter::Run)
        } else if self.history.is_some()
            && (parameter.operation().is_some() || parameter == Parameter::Details)
        {
            Some(Parameter::History)
        } else if self.operation.is_some() && parameter == Parameter::Details {
            Some(Parameter::Operation)
        } else {
            None
        }
    }

    /// Empties what a parameter fills in, and says whether there was anything in it. What every link may have
    /// stays.
    fn empty(&mut self, parameter: Parameter) -> bool {
        match parameter {
            Parameter::At => self.at.take().is_some(),
            Parameter::Zone => self.zone.take().is_some(),
            Parameter::ReadAt => self.read_at.take().is_some(),
            Parameter::Subtopic => !mem::take(&mut self.subtopics).is_empty(),
            Parameter::OwnAt => !mem::take(&mut self.own_times).is_empty(),
            Parameter::Ip => self.ip.take().is_some(),
            Parameter::Delete => !mem::take(&mut self.delete).is_empty(),
            Parameter::PullBack => mem::take(&mut self.pull_back),
            Parameter::Restart => mem::take(&mut self.restart),
            Parameter::Task => !mem::take(&mut self.tasks).is_empty(),
            Parameter::Operation => self.operation.take().is_some(),
            Parameter::History => self.history.take().is_some(),
            Parameter::Outcome => self.ended.take().is_some(),
            Parameter::Within => self.within.take().is_some(),
            Parameter::Details => mem::take(&mut self.details),
            Parameter::Host | Parameter::Run | Parameter::Filter | Parameter::Order => false,
        }
    }
}

/// Adds an entry that is not there yet, if there is room.
fn add<T: PartialEq>(list: &mut Vec<T>, entry: T, left_out: &mut usize) {
    if list.contains(&entry) {
        return;
    }
    if list.len() < Link::MOST_ENTRIES {
        list.push(entry);
    } else {
        *left_out += 1;
    }
}

/// Returns what is shown in a field as it is; what is wrong with it is shown there. Nothing of no length, or longer
/// than any such text.
fn typed(value: &str) -> Option<String> {
    const LONGEST: usize = 500;
    (!value.trim().is_empty() && value.len() <= LONGEST).then(|| value.to_owned())
}

/// Returns what could be the id of a run: a word of a length that nobody minds.
fn run_id(value: &str) -> Option<RunId> {
    const LONGEST: usize = 64;
    let is_id = (1..=LONGEST).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_id.then(|| RunId(value.to_owned()))
}

/// Returns a flag is set by its name alone, or by `true` or `1`.
fn flag(value: &str) -> Option<bool> {
    match value {
        "" | "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// Enough of a text to recognise it in a notice.
pub(super) fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
