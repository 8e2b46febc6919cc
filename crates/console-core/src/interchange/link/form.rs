//! From a link to the draft of a form, and back.

use super::mending::{self, OwnTime};
use super::reader::shortened;
use super::{Link, LinkNotice, Parameter};
use crate::domain::checkpoint::Subtopic;
use crate::domain::destination::Destination;
use crate::domain::operation::OperationKind;
use crate::domain::secret;
use crate::domain::task_name::TaskName;
use crate::forms::draft::{Draft, Points, SubtopicDraft, TimeDraft, offers_pull_back, offers_restart};
use crate::forms::point::Point;
use crate::forms::typed_name;
use crate::time::{TimeZone, format, parse_time_input};

impl Draft {
    /// Returns the form that a link opens, if it opens one. What must be typed to confirm is never filled in.
    pub fn from_link(link: &Link, zone: &str) -> Option<Self> {
        if !link.opens_form() {
            return None;
        }
        let task = link.tasks.first().map_or("", TaskName::as_str);
        let mut draft = Self::new(link.operation?, task, zone);
        draft.task_as_is = draft.task_as_is && typed_name::read(task).is_ok_and(|read| !read.is_cleaned);
        draft.pull_back = link.pull_back;
        draft.restart = link.restart;
        // Together: quotes and brackets may stand around several.
        draft.update.add_removals(&link.delete.join(","));
        draft.fill_in_pull_back(link);
        draft.ip = link.ip.clone().unwrap_or_default();
        Some(draft)
    }

    /// Returns the link that opens this form again, as far as its fields are valid. Configuration values and
    /// confirmations are never part of a link.
    pub fn to_link(&self) -> Link {
        let mut link = Link {
            // A command that was pasted among the names is not handed on with its secrets.
            tasks: self.task_name().into_iter().filter(|task| !secret::has_secrets(task.as_str())).collect(),
            operation: Some(self.kind),
            ..Link::default()
        };
        match self.kind {
            OperationKind::Start => {
                let component = link.tasks.first().and_then(TaskName::component);
                link.pull_back = self.pull_back && offers_pull_back(component);
                link.restart = self.restart && offers_restart(component);
            }
            OperationKind::Update => {
                link.delete = self.update.valid_removals().iter().map(ToString::to_string).collect();
            }
            OperationKind::PullBack => self.put_pull_back(&mut link),
            OperationKind::Migrate => link.ip = Destination::parse(&self.ip).ok().map(|ip| ip.to_string()),
            OperationKind::Stop | OperationKind::Delete => {}
        }
        link
    }

    /// Returns the link that opens this form again, with the times as they were understood: "2 hours ago" is another
    /// time for the person who opens the link.
    pub fn to_exact_link(&self, points: &Points) -> Link {
        let mut exact = self.clone();
        let text = |point: &Point| format::rfc3339(point.zoned.instant, point.zoned.offset);
        for place in self.time_places() {
            if let Some(point) = points.at(place) {
                exact.type_time(place, text(point));
            }
        }
        exact.to_link()
    }

    /// Fills in what a link says of a pull-back.
    fn fill_in_pull_back(&mut self, link: &Link) {
        let time = |at: &str| TimeDraft { read_at: link.read_at, ..TimeDraft::typed(at) };
        let at = link.at.as_deref().map(mending::time);
        let own_times: Vec<_> = link.own_times.iter().map(|own| mending::own_time(own)).collect();
        self.time = time(at.as_deref().unwrap_or_default());
        let mut times = at.iter().chain(own_times.iter().map(|own| &own.at));
        let is_clear = |at: &String| parse_time_input(at).is_ok_and(|input| !input.needs_zone());
        match &link.zone {
            Some(zone) => self.zone = mending::zone(zone),
            None if times.all(is_clear) => {}
            // The person who follows the link is elsewhere than the one who wrote it.
            None => self.zone.clear(),
        }
        let mut subtopics = link.subtopics.clone();
        let own = own_times.iter().filter_map(|own| own.subtopic.as_ref());
        subtopics.extend(own.map(ToString::to_string));
        let mut filled_in: Vec<SubtopicDraft> = Vec::new();
        for subtopic in subtopics {
            let draft = SubtopicDraft::of(&subtopic);
            if !filled_in.iter().any(|known| known.name == draft.name) {
                let is_own =
                    |own: &&OwnTime| own.subtopic.as_ref().is_some_and(|of| of.to_string() == subtopic);
                let own = own_times.iter().find(is_own);
                filled_in.push(match own {
                    Some(own) => SubtopicDraft { has_own: true, own: time(&own.at), ..draft },
                    None => draft,
                });
            }
        }
        // Whose time that is has to be said by a person.
        let nameless = own_times.iter().filter(|own| own.subtopic.is_none());
        filled_in.extend(nameless.map(|own| SubtopicDraft {
            has_own: true,
            own: time(&own.at),
            ..Default::default()
        }));
        if !filled_in.is_empty() {
            self.subtopics = filled_in;
        }
    }

    /// Puts into a link what is valid of a pull-back's form. A subtopic whose own time is not is left out: it does
    /// not go back to the common one.
    fn put_pull_back(&self, link: &mut Link) {
        link.at = Some(self.time.at.trim().to_owned()).filter(|at| parse_time_input(at).is_ok());
        link.read_at = self.time_places().find_map(|place| self.time(place)?.read_at);
        link.zone = TimeZone::parse(&self.zone).ok().map(|zone| zone.to_string());
        for draft in &self.subtopics {
            let Ok(subtopic) = Subtopic::of_field(&draft.name).map(|subtopic| subtopic.to_string()) else {
                continue;
            };
            let own = own_time(draft, &subtopic);
            if link.subtopics.contains(&subtopic) || draft.has_own && own.is_none() {
                continue;
            }
            link.subtopics.push(subtopic);
            link.own_times.extend(own);
        }
    }
}

impl Link {
    /// Tells the own times that are another one than an earlier one of the same subtopic; that one counts.
    pub fn contradicting_times(&self) -> Vec<LinkNotice> {
        let mut read: Vec<OwnTime> = Vec::new();
        let mut notices = Vec::new();
        for value in &self.own_times {
            let own = mending::own_time(value);
            let is_another = |known: &OwnTime| {
                known.subtopic.is_some() && known.subtopic == own.subtopic && known.at != own.at
            };
            if read.iter().any(is_another) {
                let (name, value) = (Parameter::OwnAt.word(), shortened(value));
                notices.push(LinkNotice::InvalidValue { name, value });
            }
            read.push(own);
        }
        notices
    }
}

/// Returns the own time of a subtopic as it stands in a link, if it has one that is understood.
fn own_time(draft: &SubtopicDraft, subtopic: &str) -> Option<String> {
    let at = draft.own.at.trim();
    parse_time_input(at).ok().filter(|_| draft.has_own)?;
    Some(format!("{at} {subtopic}"))
}
